"""The card of a citation: with the mouse, the keyboard and a finger, and wherever a site stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import free_server, served
from flagship import LANGUAGES
from playwright.sync_api import Browser, Locator, Page, expect
from tiny import CONFIG, tiny

from browser.pages import open_page, reader

Site = tuple[Path, str]
every_language = pytest.mark.parametrize("language", LANGUAGES)
ARCHITECTURE = "playbook/architecture/"
# The citations that begin furthest to the left and to the right.
OUTERMOST = """links => {
  const lefts = links.map(link => link.getClientRects()[0].left);
  return [Math.min(...lefts), Math.max(...lefts)].map(left => links[lefts.indexOf(left)].id);
}"""


def card_of(page: Page) -> Locator:
    """The card that is shown."""
    return page.locator("#refctx-card")


def away(page: Page) -> None:
    """Move the pointer to where no citation is."""
    page.mouse.move(3, 3)


def still_open(page: Page) -> None:
    """Hold that the card stays for longer than it would take to close."""
    page.wait_for_timeout(400)
    expect(card_of(page)).to_be_visible()


@every_language
def test_the_pointer_shows_a_card_and_can_enter_it(
    flagship: Site, page: Page, language: str
) -> None:
    """It holds title, authors, year, addresses and count, costs no request and scrolls along."""
    open_page(page, flagship[1] + LANGUAGES[language] + ARCHITECTURE)
    citation, card = page.locator("#refctx-bib-gqa-1"), card_of(page)
    citation.scroll_into_view_if_needed()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    citation.hover()
    expect(card).to_be_visible()
    count = {"en": "Cited in 2 places", "zh": "共 2 處引用"}[language[:2]]
    for words in ("GQA: Training Generalized", "Ainslie, Lee-Thorp, de Jong et al. · 2023", count):
        expect(card).to_contain_text(words)
    expect(card.locator(".refctx-card-hint")).to_be_hidden()
    links = card.locator("a").evaluate_all("links => links.map(a => [a.innerText, a.href])")
    assert dict(links)["arXiv"] == "https://arxiv.org/abs/2305.13245"
    assert dict(links)["PDF"] == "https://arxiv.org/pdf/2305.13245"
    assert dict(links)["Hugging Face"] == "https://huggingface.co/papers/2305.13245"
    assert dict(links)[count].endswith("references/#bib-gqa")
    small = card.locator("a").evaluate_all(
        "links => links.filter(a => a.offsetHeight < 24 || a.offsetWidth < 24).length"
    )
    assert small == 0

    card.get_by_text("PDF").hover()
    gap = card.bounding_box()["y"] - citation.bounding_box()["y"]
    page.evaluate("scrollBy(0, 6)")
    still_open(page)
    assert card.bounding_box()["y"] - citation.bounding_box()["y"] == gap
    assert requests == []
    away(page)
    expect(card).to_have_count(0)

    page.locator("#refctx-bib-mqa-1").hover()
    expect(card).to_contain_text("One Write-Head")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    citation.hover()
    card.get_by_text(count).click()
    expect(page.locator("#bib-gqa")).to_have_class(re.compile("refctx-target"))
    expect(card).to_have_count(0)


@every_language
def test_the_keyboard_shows_enters_and_leaves_a_card(
    flagship: Site, page: Page, language: str
) -> None:
    """Focus opens it, ↓ enters, Tab goes through it and on in the text, Escape leads back."""
    open_page(page, flagship[1] + LANGUAGES[language] + ARCHITECTURE)
    citation, card = page.locator("#refctx-bib-gqa-1"), card_of(page)
    citation.focus()
    page.keyboard.press("Tab")
    page.evaluate("window.after = document.activeElement")
    page.keyboard.press("Shift+Tab")
    expect(citation).to_be_focused()
    expect(card).to_be_visible()
    hint = {"en": "↓ moves into this card", "zh": "按 ↓ 進入卡片"}[language[:2]]
    expect(card.locator(".refctx-card-hint")).to_contain_text(hint)
    expect(citation).to_have_accessible_description(re.compile("GQA: Training .*" + hint))
    expect(card).to_have_role("dialog")

    page.keyboard.press("ArrowDown")
    expect(card.locator("a").first).to_be_focused()
    still_open(page)
    page.keyboard.press("Shift+Tab")
    expect(citation).to_be_focused()
    page.keyboard.press("ArrowDown")
    for _ in range(card.locator("a").count() - 1):
        page.keyboard.press("Tab")
    expect(card.locator("a").last).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("window.after === document.activeElement")
    expect(card).to_have_count(0)

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(citation).to_be_focused()
    expect(card).to_have_count(0)
    expect(citation).to_have_accessible_description("")
    page.keyboard.press("Enter")
    expect(page.locator("#bib-gqa")).to_have_class(re.compile("refctx-target"))


def test_the_first_tap_shows_the_card_and_the_second_goes(flagship: Site, browser: Browser) -> None:
    """On a telephone the card stands within the screen, and scrolling leaves it open."""
    with reader(browser, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        open_page(page, flagship[1] + ARCHITECTURE)
        card = card_of(page)
        for anchor in page.locator("a.refctx-citation").evaluate_all(OUTERMOST):
            line = page.locator(f"[id='{anchor}']").evaluate("""link => {
              link.scrollIntoView({block: "center"});
              return link.getClientRects()[0].toJSON();
            }""")
            page.touchscreen.tap(line["x"] + 4, line["y"] + 8)
            expect(card).to_be_visible()
            box = card.bounding_box()
            assert box["x"] >= 8
            assert box["x"] + box["width"] <= 390 - 8
            assert 0 <= box["y"] < box["y"] + box["height"] <= 844
            # Close to the line that was tapped, also where the citation has two.
            gaps = (box["y"] - line["bottom"], line["top"] - box["y"] - box["height"])
            assert max(gaps) == pytest.approx(4, abs=1)
            assert page.evaluate("document.documentElement.scrollWidth") == 390
            assert page.url.endswith(ARCHITECTURE)
        page.evaluate("scrollBy(0, 60)")
        still_open(page)
        page.locator("h1").tap()
        expect(card).to_have_count(0)

        citation = page.locator("#refctx-bib-gqa-1")
        citation.tap()
        expect(card).to_contain_text("GQA: Training")
        citation.tap()
        expect(page.locator("#bib-gqa")).to_have_class(re.compile("refctx-target"))
        expect(card).to_have_count(0)


def test_cards_follow_instant_navigation(flagship: Site, page: Page) -> None:
    """A page that was reached without loading shows the cards of its own citations."""
    open_page(page, flagship[1] + ARCHITECTURE)
    page.evaluate("window.stillHere = true")
    page.locator("a[href$='/post-training/']").first.click()
    page.wait_for_url("**/post-training/")
    citation = page.locator("a.refctx-citation").last
    expect(page.locator("h1")).to_contain_text("post-training")
    citation.hover()
    expect(card_of(page)).to_be_visible()
    key = citation.get_attribute("data-refctx")
    assert card_of(page).locator("[data-refctx]").get_attribute("data-refctx") == key
    assert page.evaluate("window.stillHere") is True


PLAIN = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><title>Plain</title><link rel="icon" href="data:,">
{% for path in config.extra_css %}<link rel="stylesheet" href="{{ path | url }}">{% endfor %}
</head>
<body><main>{{ page.content }}</main>
{% for script in config.extra_javascript %}{{ script | script_tag }}{% endfor %}
</body>
</html>
"""
TEXT = """\
First [@lamport1994], then [@knuth1984], [as @knuth1984 says](other.md).

{{ bibliography(type="article") }}
"""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A site with a theme of nothing, which lists one of its two works; its folder."""
    site = tiny(tmp_path, index=TEXT, other="# Other")
    theme = CONFIG.replace("{name: mkdocs}", "{name: null, custom_dir: own}")
    site.put("mkdocs.yml", theme + "use_directory_urls: false\n").put(
        "own/main.html", PLAIN
    ).build()
    return tmp_path / "site"


def read_plain(page: Page, address: str) -> None:
    """Use the cards of the plain site."""
    open_page(page, address)
    card, button = card_of(page), page.get_by_role("button", name="Lamport, 1994")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(card).to_contain_text("LaTeX: A Document Preparation System")
    expect(card).to_contain_text("Cited in 1 place")
    expect(card.locator("[href], .refctx-card-hint:visible")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.keyboard.press("Enter")
    expect(card).to_be_visible()

    page.get_by_text("Knuth, 1984").hover()
    expect(card).to_contain_text("Literate Programming")
    box, anchor = card.bounding_box(), page.get_by_text("Knuth, 1984").bounding_box()
    assert box["x"] == pytest.approx(anchor["x"], abs=1)
    assert 0 < box["y"] - anchor["y"] - anchor["height"] < 8
    away(page)
    expect(card).to_have_count(0)
    # In somebody's link, which leads where it says.
    page.get_by_text("Knuth (1984)").hover()
    expect(card).to_contain_text("Cited in 2 places")
    page.get_by_text("Knuth (1984)").click()
    page.wait_for_url("**/other.html")


def test_cards_need_no_server(plain: Path, browser: Browser) -> None:
    """From a file on disk they work as well."""
    errors: list[str] = []
    with reader(browser, watched=False) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        read_plain(page, (plain / "index.html").as_uri())
    assert errors == []


def test_cards_need_no_exception_from_a_strict_policy(plain: Path, page: Page) -> None:
    """A content security policy of `'self'` is enough, and nothing of it is violated."""
    policy = "default-src 'self'; img-src data:"
    with served(plain, free_server(plain, policy=policy)) as address:
        read_plain(page, address)
