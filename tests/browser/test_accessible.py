"""No barrier that axe can find: WCAG 2.2 AA and best practice, on every kind of page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flagship import LANGUAGES
from playwright.sync_api import Browser, Page

from browser.pages import open_page, reader, ready

Site = tuple[Path, str]
# In the dark the elements are the same, and only the colours differ.
IN_THE_DARK = ["color-contrast"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# One page of each kind; the chapters are alike.
KINDS = (
    "",
    "reading-lists/",
    "my-reading/",
    "playbook/training-marathon/",
    "footnotes/",
    "references/",
    "cite/",
    "about/",
)
# Entries of a list are alike too: as many are looked at as show every form.
SHORTEN = """() => {
  for (const list of document.querySelectorAll(".refctx-bibliography"))
    for (const entry of [...list.children].slice(20)) entry.remove();
}"""
# Material's copy button puts a second `nav` without a name beside a block of code.
THEMES_OWN = {"landmark-unique": ".md-code__nav"}


def violations(page: Page, rules: list[str]) -> list[tuple[str, list[str]]]:
    """(rule, the elements that break it) of the page as it is shown."""
    page.evaluate(SHORTEN)
    # What is no violation is not told: the elements that pass take half of the time.
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate("o => axe.run(o)", options)["violations"]
    return [
        (one["id"], nodes)
        for one in found
        if (nodes := [_place(n) for n in one["nodes"] if not _is_themes(one["id"], n)])
    ]


def _place(node: dict[str, Any]) -> str:
    return f"{node['target']} {node['html'][:120]}"


def _is_themes(rule: str, node: dict[str, Any]) -> bool:
    return THEMES_OWN.get(rule, "no such") in str(node["target"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(flagship: Site, browser: Browser, scheme: str) -> None:
    """Every kind of page, in English, and the lists in Chinese, on a phone and on a desk."""
    chinese = [LANGUAGES["zh"] + url for url in ("reading-lists/", "references/")]
    broken = {}
    with reader(browser, color_scheme=scheme, reduced_motion="reduce") as page:
        for url in (*KINDS, *chinese):
            open_page(page, flagship[1] + url)
            for width in (390, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                ready(page)
                if found := violations(page, IN_THE_DARK if scheme == "dark" else RULES):
                    broken[url, width] = found

    assert broken == {}
