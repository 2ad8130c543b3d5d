"""The flagship under its content security policy: all works, and nothing is forbidden.

The fixture `page` fails on what a browser says in its console, and so on each violation, here as
in every other test of the flagship.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from flagship import LANGUAGES
from playwright.sync_api import Page, expect

from browser.pages import open_page

Site = tuple[Path, str]
# A page of each kind, and the one for addresses that do not exist.
KINDS = ("", "playbook/architecture/", "references/", "reading-lists/", "my-reading/", "404.html")
FONT = "document.fonts.size"
VIOLATED = """
window.violated = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.violated.push(violatedDirective + " " + blockedURI));
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_flagship_violates_its_policy(
    flagship: Site, page: Page, language: str
) -> None:
    """A page of each kind, its colours, its menus and the way to the next one work."""
    page.add_init_script(VIOLATED)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = flagship[1] + LANGUAGES[language]
    for path in KINDS:
        open_page(page, address + path)
        expect(page.locator("meta[http-equiv=Content-Security-Policy]")).to_have_count(1)
        assert page.evaluate("window.violated") == []
        assert page.evaluate(FONT) == 0

    open_page(page, address)
    # The one style attribute that the site has is in the table of this page.
    expect(page.locator("td[style]").first).to_have_css("text-align", "right")
    page.locator("label[for=__palette_1]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.evaluate("window.stillHere = true")
    page.locator("nav a[href$='cite/']").first.click()
    page.wait_for_url("**/cite/")
    page.locator(".md-code__button").first.click()
    page.locator("a.md-logo").first.click()
    expect(page.locator("td[style]").first).to_have_css("text-align", "right")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".md-header label[for=__drawer]").click()
    expect(page.locator(".md-sidebar--primary")).to_be_in_viewport()
    assert page.evaluate("window.stillHere") is True
    assert page.evaluate("window.violated") == []
    assert [url for url in asked if not url.startswith(flagship[1])] == []
