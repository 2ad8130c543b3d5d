"""There and back in a real browser: permalinks, landing, Back, what is folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import address_of, free_server, served
from flagship import LANGUAGES
from playwright.sync_api import Locator, Page, Route, expect
from tiny import tiny

from browser.pages import open_page, rest

Site = tuple[Path, str]
MARKED = re.compile("refctx-target")
MATERIAL = """\
site_name: Tiny
site_url: {url}
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.tabs, navigation.tabs.sticky]
plugins: [refctx]
markdown_extensions: [admonition, pymdownx.details]
"""
# Whether the whole line of a link, up to its last sign, is the link's own to click.
OWN = """link => [...link.getClientRects()].every(box =>
  link.contains(document.elementFromPoint(box.right - 2, box.top + box.height / 2)))"""


def box(element: Locator) -> dict[str, float]:
    """Where an element is shown."""
    found = element.bounding_box()
    assert found is not None
    return dict(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citation_has_a_permalink(flagship: Site, page: Page, language: str) -> None:
    """It takes no room, shows at pointer and focus, covers nothing, and leads to the citation."""
    open_page(page, flagship[1] + LANGUAGES[language] + "playbook/architecture/")
    citation = page.locator("#refctx-bib-zhao2024-1")
    link = citation.locator("xpath=following-sibling::a[1]")
    expect(link).to_have_css("opacity", "0")
    expect(link).to_have_css("pointer-events", "none")
    expect(link).to_have_css("position", "absolute")
    assert "#" not in citation.locator("xpath=..").inner_text()

    # Where its card opens below it; above, the card lies over the link.
    citation.evaluate("citation => citation.scrollIntoView({block: 'center'})")
    citation.hover()
    expect(link).to_have_css("opacity", "1")
    assert min(box(link)["width"], box(link)["height"]) >= 24
    assert citation.evaluate(OWN)
    # At once: who lingers at the citation gets its card.
    where = box(link)
    page.mouse.move(where["x"] + where["width"] / 2, where["y"] + where["height"] / 2)
    expect(link).to_have_css("opacity", "1")
    page.mouse.down()
    page.mouse.up()
    expect(citation).to_have_class(MARKED)
    assert page.evaluate("location.hash") == "#refctx-bib-zhao2024-1"
    assert box(citation)["y"] >= 48

    other = page.locator("#refctx-bib-alibi-1")
    other.focus()
    page.keyboard.press("Tab")
    expect(other.locator("xpath=following-sibling::a[1]")).to_be_focused()
    expect(other.locator("xpath=following-sibling::a[1]")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(other).to_have_class(MARKED)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_entry_has_a_permalink_and_back_finds_the_list(flagship: Site, page: Page) -> None:
    """The sign is seen, 24 px each way; Back finds list, query and place; the switch keeps them."""
    open_page(page, flagship[1] + "references/?year=2023&sort=year")
    entry = page.locator("#bib-yarn")
    small = """links => links.map(link => link.getBoundingClientRect())
      .filter(box => Math.min(box.width, box.height) < 24).length"""
    links = page.locator(".refctx-entry:not([hidden]) :is(.refctx-backlink, .refctx-permalink)")
    assert links.evaluate_all(small) == 0
    link = page.get_by_role("link", name="Link to the entry of B. Peng et al. (2023)")
    link.click()
    expect(entry).to_have_class(MARKED)
    assert page.evaluate("location.search + location.hash") == "?year=2023&sort=year#bib-yarn"

    before = page.evaluate("scrollY")
    page.mouse.wheel(0, -150)
    page.wait_for_function("before => scrollY < before", arg=before)
    rest(page)
    place = box(entry)["y"]
    entry.locator(".refctx-backlink").first.click()
    expect(page.locator("#refctx-bib-yarn-1")).to_have_class(MARKED)
    expect(page.locator("#refctx-bib-yarn-1 + .refctx-permalink")).to_have_css("opacity", "1")
    rest(page)
    page.go_back()
    expect(entry).to_have_class(MARKED)
    rest(page)
    assert page.evaluate("location.search + location.hash") == "?year=2023&sort=year#bib-yarn"
    assert abs(box(entry)["y"] - place) < 3

    page.locator(".md-select button").hover()
    page.locator(".md-select__link[hreflang=zh-TW]").click()
    page.wait_for_url("**/zh-Hant/references/?year=2023&sort=year#bib-yarn")


def test_a_way_back_tells_its_sentence_when_asked(flagship: Site, page: Page) -> None:
    """Nothing is read for it before; pointer and keyboard both ask, and it is read once."""
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url))
    open_page(page, flagship[1] + "references/")
    link = page.locator("#bib-gqa .refctx-backlink").first
    assert link.get_attribute("title") == "Designing the model architecture"
    assert not any("contexts.js" in url for url in read)

    link.hover()
    expect(link).to_have_attribute("title", re.compile("^Designing the model architecture: “It is"))
    other = page.locator("#bib-yarn .refctx-backlink").last
    other.focus()
    expect(other).to_have_attribute("title", re.compile("“.+”$"))
    assert sum("contexts.js" in url for url in read) == 1


@pytest.fixture(scope="module")
def tabs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site with tabs that stay on screen, a note and many ways back."""
    root = tmp_path_factory.mktemp("tabs")
    (root / "site").mkdir()
    server = free_server(root / "site")
    filler = "Text.\n\n" * 60
    notes = f"{filler}??? note\n\n    ??? tip\n\n        Seen by @knuth1984 long ago.\n\n{filler}"
    many = "".join(f"## Place {n}\n\nOne [@lamport1994].\n\n" for n in range(8))
    site = tiny(root, index=f"# Home\n\n{filler}{{{{ bibliography() }}}}\n", notes=notes, many=many)
    site.put("mkdocs.yml", MATERIAL.format(url=address_of(server))).build(strict=True)
    assert site.messages == []
    with served(root / "site", server) as address:
        yield address


def test_one_lands_below_the_tabs_in_what_was_folded(tabs: str, page: Page) -> None:
    """A way back into folded notes opens them, and the citation stands below header and tabs."""
    for start in (tabs, f"{tabs}notes/#refctx-bib-knuth1984-1"):
        open_page(page, start)
        if start == tabs:
            page.locator("#bib-knuth1984 .refctx-backlink").click()
        citation = page.locator("#refctx-bib-knuth1984-1")
        expect(citation).to_have_class(MARKED)
        expect(citation).to_be_in_viewport()
        header = box(page.locator(".md-header"))
        assert header["height"] > 90
        assert header["y"] + header["height"] <= box(citation)["y"] < 300
    citation.click()
    expect(page.locator("#bib-knuth1984")).to_have_class(MARKED)
    assert box(page.locator("#bib-knuth1984"))["y"] >= header["height"]


def test_a_quick_click_lands_in_what_was_folded(tabs: str, page: Page) -> None:
    """Also where the theme notes the place that a page was left at once the next is under way."""
    open_page(page, tabs)
    held: list[Route] = []
    # Playwright marks what it calls, and a built-in method takes no mark.
    page.route(f"{tabs}notes/", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request(f"{tabs}notes/"):
        page.locator("#bib-knuth1984 .refctx-backlink").evaluate("""link => {
          link.scrollIntoView();
          setTimeout(() => link.click(), 60);
        }""")
    page.wait_for_function("location.pathname.endsWith('/notes/') && history.state")
    held[0].continue_()
    citation = page.locator("#refctx-bib-knuth1984-1")
    expect(citation).to_have_class(MARKED)
    expect(citation).to_be_in_viewport()


def test_many_ways_back_unfold(tabs: str, page: Page) -> None:
    """They stand behind a quiet line that opens by keyboard, and lead on as any other."""
    open_page(page, tabs)
    summary = page.locator("#bib-lamport1994 summary")
    ways = page.locator("#bib-lamport1994 .refctx-backlink")
    expect(summary).to_have_text("Cited in 8 places")
    expect(ways.first).to_be_hidden()
    assert 24 <= box(summary)["height"] < 30
    expect(page.locator("#bib-lamport1994 details")).to_have_css("border-left-width", "0px")
    summary.focus()
    page.keyboard.press("Enter")
    expect(ways).to_have_count(8)
    expect(ways.last).to_be_visible()
    ways.last.click()
    expect(page.locator("#refctx-bib-lamport1994-8")).to_have_class(MARKED)
