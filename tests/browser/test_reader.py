"""What a reader of the flagship site sees and can do, in a real browser."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from conftest import free_server, served
from flagship import LANGUAGES, PAGES, TRUTH, truth
from playwright.sync_api import Browser, Page, Route, expect

from browser.pages import open_page, reader, ready, rest

Site = tuple[Path, str]
every_language = pytest.mark.parametrize("language", LANGUAGES)

# The anchor of the page that was reached, once it is in view; null until then.
ARRIVED = """anchor => {
  const target = document.getElementById(anchor);
  if (!target || !location.hash) return null;
  const top = target.getBoundingClientRect().top;
  return top > -1 && top < innerHeight ? location.pathname : null;
}"""

# Query → what stands in the first hit.
FOUND_FIRST = {
    "en": {"YaRN": "YaRN", "speculative mixture experts": "Mixture-of-Experts"},
    "zh": {"資料": "資料", "預訓練": "預訓練", "最佳化": "最佳化", "Kydlíček": "Kydl"},
}


def fragments() -> list[str]:
    """The playbook's 188 citations, 146 references and 128 headings."""
    references = (TRUTH / "references.html").read_text(encoding="utf-8")
    anchors = [c["id"] for c in truth("contexts.json")]
    anchors += re.findall(r'<li id="([^"]*)">', references)
    return anchors + [s["slug"] for s in truth("sections.json")]


def follow(page: Page, home: str, anchor: str) -> str:
    """Open the home page with a fragment; returns the path of the page that shows it."""
    page.goto(f"{home}#{quote(anchor)}", wait_until="commit")
    reached = page.wait_for_function(ARRIVED, arg=anchor)
    return str(reached.json_value())


# Opens the home page with each fragment in a frame of its own, a few at a time, and returns the
# path of the page it leads to, or null. Frames spare a round trip for each.
FOLLOW_ALL = """async ([home, anchors]) => {
  const paths = {};
  const left = [...anchors];
  const settled = (frame, anchor) => {
    const {pathname, hash} = frame.contentWindow.location;
    if (decodeURIComponent(hash) !== "#" + anchor) return null;
    if (pathname !== new URL(home).pathname) return pathname;
    return frame.contentDocument.getElementById(anchor) ? pathname : null;
  };
  const follow = async anchor => {
    const frame = document.createElement("iframe");
    frame.style.display = "none";
    frame.src = home + "#" + encodeURIComponent(anchor);
    document.body.append(frame);
    const until = performance.now() + 30000;
    let path = null;
    while (path === null && performance.now() < until) {
      await new Promise(resolve => setTimeout(resolve, 10));
      try { path = settled(frame, anchor); } catch { path = null; }
    }
    frame.remove();
    paths[anchor] = path;
  };
  const worker = async () => { while (left.length) await follow(left.shift()); };
  await Promise.all([...Array(4)].map(worker));
  return paths;
}"""


@pytest.mark.parametrize(
    ("language", "first", "step"), [("en", 0, 3), ("en", 1, 3), ("en", 2, 3), ("zh", 0, 6)]
)
def test_every_old_fragment_resolves_from_home(
    flagship: Site, page: Page, language: str, first: int, step: int
) -> None:
    """Each of the playbook's fragments on the home page leads to the page with that id.

    Of the Chinese site every sixth: ids and map agree with the English, as other tests hold.
    """
    # What takes time and has no part in this is empty: the theme's script, what is for the eye,
    # and the page that is reached. The test below has all three.
    inside = f"/{LANGUAGES[language]}"
    blank = f"/javascripts/bundle|[.]css$|^{inside}.+/$"
    with served(flagship[0], free_server(flagship[0], blank=blank)) as address:
        home = address + LANGUAGES[language]
        open_page(page, f"{home}404.html")
        paths = page.evaluate(FOLLOW_ALL, [home, fragments()[first::step]])

    assert len(paths) == (188 + 146 + 128) // step
    assert {a: path for a, path in paths.items() if not (path or "").startswith(inside)} == {}
    built = {
        path: flagship[0].joinpath(path[1:], "index.html").read_text() for path in paths.values()
    }
    assert [a for a, path in paths.items() if f'id="{html.escape(a)}"' not in built[path]] == []


@every_language
def test_fragments_resolve_with_the_themes_script(
    flagship: Site, page: Page, language: str
) -> None:
    """With the theme's own script and instant navigation the forwarding works as well."""
    home = flagship[1] + LANGUAGES[language]
    for anchor in fragments()[::40]:
        assert follow(page, home, anchor).startswith(urlsplit(home).path)


def test_fragments_resolve_below_a_path(flagship_below_a_path: Site, page: Page) -> None:
    """Published under a sub-path, the site forwards fragments just the same."""
    address = flagship_below_a_path[1]
    cases = {
        "refctx-bib-yarn-2": "playbook/training-marathon/",
        "bib-rozière2024codellamaopenfoundation": "references/",
        "optimisers--training-parameters": "reading-lists/",
    }
    for language in LANGUAGES.values():
        for anchor, url in cases.items():
            assert follow(page, address + language, anchor) == f"/docs/refs/{language}{url}"


@every_language
def test_there_and_back(flagship: Site, page: Page, language: str) -> None:
    """A citation leads to its marked entry, the entry back to the marked citation, Back to it."""
    open_page(page, flagship[1] + LANGUAGES[language] + "playbook/architecture/")
    page.locator("#refctx-bib-gqa-2").click()
    entry = page.locator("#bib-gqa")
    expect(entry).to_have_class(re.compile("refctx-target"))
    expect(entry).to_be_in_viewport()
    assert entry.bounding_box()["y"] >= 48  # below the header

    rest(page)
    entry.locator(".refctx-backlink").last.click()
    citation = page.locator("#refctx-bib-gqa-2")
    expect(citation).to_have_class(re.compile("refctx-target"))
    expect(citation).to_be_in_viewport()
    assert citation.bounding_box()["y"] >= 48

    rest(page)
    page.go_back()
    expect(entry).to_have_class(re.compile("refctx-target"))
    expect(entry).to_be_in_viewport()


def test_back_leads_to_where_the_page_was_left(flagship: Site, page: Page) -> None:
    """What the page that is left is scrolled by, while the other is on its way, does not count."""
    open_page(page, flagship[1] + "references/#bib-gqa")
    entry = page.locator("#bib-gqa")
    expect(entry).to_be_in_viewport()
    rest(page)
    left = page.evaluate("scrollY")
    entry.locator(".refctx-backlink").last.click()
    expect(page.locator("#refctx-bib-gqa-2")).to_be_in_viewport()
    rest(page)

    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/references/**", hold)
    page.evaluate("history.back()")
    page.wait_for_function("location.pathname.includes('references')")
    page.evaluate("scrollTo(0, scrollY + 300)")
    rest(page)
    on_its_way[0].continue_()
    expect(entry).to_have_class(re.compile("refctx-target"))
    page.wait_for_function("left => scrollY === left", arg=left)


def test_a_quick_click_lands_as_well(flagship: Site, page: Page) -> None:
    """A citation clicked in the moment of scrolling still leads to its entry."""
    for _ in range(5):
        open_page(page, flagship[1] + "playbook/architecture/")
        page.evaluate("""() => {
          const link = document.getElementById("refctx-bib-yarn-1");
          link.scrollIntoView();
          setTimeout(() => link.click(), 60);
        }""")
        expect(page.locator("#bib-yarn")).to_have_class(re.compile("refctx-target"))
        expect(page.locator("#bib-yarn")).to_be_in_viewport()


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "after-instant-navigation"])
def test_the_language_switch_keeps_page_and_anchor(flagship: Site, page: Page, fresh: bool) -> None:
    """English to Chinese and back, the page and the anchor stay."""
    address = flagship[1]
    if fresh:
        open_page(page, f"{address}references/#bib-yarn")
    else:
        open_page(page, address)
        page.locator(".site-doors a").nth(1).click()
        page.locator("h1#training-compass-why--what--how").wait_for()
        page.locator("a[href$='/playbook/architecture/']").first.click()
        page.locator("h1#designing-the-model-architecture").wait_for()
        page.locator("#refctx-bib-yarn-1").click()
        expect(page.locator("#bib-yarn")).to_be_in_viewport()
    for hreflang, url in (("zh-TW", "zh-Hant/references/"), ("en", "references/")):
        page.locator(".md-select button").hover()
        page.locator(f".md-select__link[hreflang={hreflang}]").click()
        page.wait_for_url(f"{address}{url}#bib-yarn")
        expect(page.locator("#bib-yarn")).to_be_in_viewport()
        assert page.locator("html").get_attribute("lang") == hreflang


def test_the_language_switch_keeps_the_query_whatever_comes_first(
    flagship: Site, page: Page
) -> None:
    """Where the theme hears of the other language's pages before those of its own, too."""
    held: list[Route] = []
    # Playwright marks what it calls, and a built-in method takes no mark.
    page.route(f"{flagship[1]}sitemap.xml", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request_finished(lambda request: "zh-Hant/sitemap.xml" in request.url):
        page.goto(f"{flagship[1]}references/?year=2023")
    page.wait_for_function("pending.size === 2")
    for route in held:
        route.continue_()
    ready(page)
    page.locator(".md-select button").hover()
    page.locator(".md-select__link[hreflang=zh-TW]").click()
    page.wait_for_url("**/zh-Hant/references/?year=2023")


def test_the_search_index_waits_until_it_is_wanted(flagship: Site, page: Page) -> None:
    """A reader who does not search does not load it; one who does, finds, with words marked."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, flagship[1])
    assert not any("search_index" in url for url in asked)

    assert hits(page, "YaRN")
    assert sum("search_index" in url for url in asked) == 1
    open_page(page, flagship[1] + "references/?h=yarn")
    expect(page.locator("mark").first).to_be_attached()


def hits(page: Page, query: str) -> list[str]:
    """Search; returns where the hits lead that are shown, pages and places in them."""
    field, items = page.locator(".md-search__input"), page.locator(".md-search-result__item")
    field.click()
    for text in ("", query):
        field.fill(text)
        # Text set by a driver fires no keyup, which the theme waits for.
        field.dispatch_event("keyup")
        expect(items.first).to_be_visible(visible=bool(text))
    shown = page.locator(".md-search-result__item > .md-search-result__link")
    return [unquote(href) for href in shown.evaluate_all("links => links.map(link => link.href)")]


@every_language
def test_the_search_finds(flagship: Site, page: Page, language: str) -> None:
    """The search of each language finds English and Chinese words, first where they matter."""
    open_page(page, flagship[1] + LANGUAGES[language])
    found = page.locator(".md-search-result__list > li")
    for query, expected in FOUND_FIRST[language].items():
        hits(page, query)
        assert expected in found.first.text_content(), query


@every_language
@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("YaRN", "bib-yarn"),
        ("2309.00071", "bib-yarn"),
        ("peng 2023", "bib-yarn"),
        ("Kydlicek", "bib-fineweb"),
        ("roziere", "bib-rozière2024codellamaopenfoundation"),
    ],
)
def test_a_hit_leads_to_the_entry(
    flagship: Site, page: Page, language: str, query: str, anchor: str
) -> None:
    """A title, an arXiv id, a label and names without accents lead to the entry, marked."""
    open_page(page, flagship[1] + LANGUAGES[language])
    found = [hit for hit in hits(page, query) if "#" in hit]

    assert "#bib-" in found[0]
    place = next(n for n, hit in enumerate(found) if hit.endswith("#" + anchor))
    assert place < 4
    page.locator(".md-search-result__link[href*='#']:visible").nth(place).click()
    page.wait_for_function(ARRIVED, arg=anchor)
    assert urlsplit(page.evaluate("location.href")).path.endswith("/references/")


LOOKS = ({"width": 390, "height": 844}, "light"), ({"width": 1440, "height": 844}, "dark")


@pytest.mark.parametrize(("language", "looks"), [("en", LOOKS), ("zh", LOOKS[::-1])])
def test_no_page_overflows_or_complains(
    flagship: Site, browser: Browser, language: str, looks: tuple[tuple[Any, Any], ...]
) -> None:
    """No page is wider than its window, on a phone and on a desk; no console error is seen.

    English pages are opened on the phone and Chinese ones on the desk, in the dark, and then
    looked at the other way.
    """
    wide = []
    with reader(browser, reduced_motion="reduce") as page:
        for url in PAGES:
            for viewport, scheme in looks:
                page.set_viewport_size(viewport)
                page.emulate_media(color_scheme=scheme)
                if scheme == looks[0][1]:
                    open_page(page, flagship[1] + LANGUAGES[language] + url)
                ready(page)
                excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if excess > 0:
                    wide.append((url, viewport["width"], excess))

    assert wide == []


def test_the_site_reads_without_scripts(flagship: Site, browser: Browser) -> None:
    """Without JavaScript citations and back-links lead where they should."""
    with reader(browser, java_script_enabled=False) as page:
        page.goto(flagship[1] + "playbook/architecture/")
        page.locator("#refctx-bib-gqa-1").click()
        expect(page).to_have_url(re.compile(r"/references/#bib-gqa$"))
        expect(page.locator("#bib-gqa")).to_be_in_viewport()
        page.locator("#bib-gqa .refctx-backlink").first.click()
        expect(page).to_have_url(re.compile(r"/playbook/architecture/#refctx-bib-gqa-1$"))
        expect(page.locator("#refctx-bib-gqa-1")).to_be_in_viewport()


def test_instant_navigation_is_alive(flagship: Site, page: Page) -> None:
    """A click on an internal link replaces the content without loading the page anew."""
    open_page(page, flagship[1])
    page.evaluate("window.stillHere = true")
    page.locator(".site-lists a").first.click()
    page.wait_for_url("**/reading-lists/#llm-architecture")
    expect(page.locator("#llm-architecture")).to_be_in_viewport()
    assert page.evaluate("window.stillHere") is True


def test_copy_buttons_stand_on_the_cite_page(flagship: Site, page: Page) -> None:
    """Plain text and BibTeX each have a copy button."""
    open_page(page, flagship[1] + "cite/")
    expect(page.locator("pre .md-code__button, .md-clipboard, .md-code__nav button")).to_have_count(
        2
    )


def test_paper_is_light(flagship: Site, browser: Browser) -> None:
    """Printed from dark mode, text is dark: a browser leaves out the background."""
    with reader(browser, color_scheme="dark") as page:
        open_page(page, flagship[1] + "reading-lists/")
        heading = page.locator("h1")
        expect(heading).to_have_css("color", "rgb(227, 231, 237)")
        page.emulate_media(media="print")
        expect(heading).to_have_css("color", "rgba(22, 28, 36, 0.92)")
