"""What a reader copies and downloads, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser
import pytest
import rispy
from flagship import LANGUAGES
from playwright.sync_api import Browser, Page, expect

from browser.conftest import chromium_only
from browser.pages import open_page, reader

Site = tuple[Path, str]
FORMATS = {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json", "Text": "txt"}
# Hides all entries but the first three, and says so as the list's filter does.
SHOW_THREE = """() => {
  const entries = [...document.querySelectorAll(".refctx-entry")];
  for (const [place, entry] of entries.entries()) entry.hidden = place > 2;
  const detail = { count: 3, total: entries.length }, list = entries[0].closest(".refctx-list");
  list.dispatchEvent(new CustomEvent("refctx:shown", { bubbles: true, detail }));
}"""


def works_in(ending: str, text: str) -> list[str]:
    """The keys in a file, as another program reads it; of text the lines."""
    if ending == "bib":
        return [entry["ID"] for entry in bibtexparser.loads(text).entries]
    if ending == "ris":
        return [entry["id"] for entry in rispy.loads(text)]
    return [item["id"] for item in json.loads(text)] if ending == "json" else text.splitlines()


def downloaded(page: Page, name: str, scope: str = ".refctx-exports") -> tuple[str, str]:
    """Click what is called so; returns the file's name and text, its line ends as they are."""
    with page.expect_download() as download:
        page.locator(scope).get_by_text(name, exact=True).click()
    content = Path(download.value.path()).read_bytes()
    return download.value.suggested_filename, content.decode()


def clipboard(page: Page) -> str:
    """What was copied last."""
    return str(page.evaluate("navigator.clipboard.readText()"))


@chromium_only
def test_a_reference_is_copied_by_keyboard(flagship: Site, page: Page) -> None:
    """Enter opens the menu, arrows move in it, Escape leaves it; nothing is loaded before."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    open_page(page, flagship[1] + "references/")
    page.locator("#bib-yarn .refctx-select").check()
    page.locator("#bib-yarn .refctx-select").uncheck()
    cite = page.get_by_role("button", name="Cite B. Peng et al. (2023)")
    menu = page.get_by_role("menu", name="Cite B. Peng et al. (2023)")
    expect(page.locator("script[src$='library.js']")).to_have_count(0)
    assert "library.js" not in loaded

    cite.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    expect(cite).to_have_attribute("aria-expanded", "true")
    assert menu.get_by_role("menuitem").all_inner_texts() == [
        "Copy APA", "Copy BibTeX", *(f"Download {name}" for name in FORMATS),
    ]  # fmt: skip
    page.keyboard.press("Escape")
    expect(cite).to_be_focused()
    expect(cite).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    expect(cite).to_be_focused()
    assert clipboard(page) == page.locator("#bib-yarn .refctx-reference").inner_text()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("menuitem").last).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("navigator.clipboard.readText().then(t => t.startsWith('@'))")
    (entry,) = bibtexparser.loads(clipboard(page)).entries
    assert (entry["ID"], entry["title"][:4]) == ("yarn", "YaRN")
    assert loaded.count("library.js") == 1

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(menu).to_be_hidden()
    expect(page.locator("#bib-yarn .refctx-select")).to_be_focused()


def test_the_menu_follows_the_pointer(flagship: Site, page: Page) -> None:
    """A second click or one elsewhere closes the menu; it stays in the window, also below."""
    open_page(page, flagship[1] + "references/")
    page.set_viewport_size({"width": 390, "height": 600})
    menu = page.locator(".refctx-menu")
    for entry in ("#bib-yarn", "#bib-gqa"):
        cite = page.locator(f"{entry} .refctx-cite")
        cite.evaluate("button => button.scrollIntoView({block: 'end'})")
        cite.click()
        expect(menu).to_be_visible()
        box, button = menu.bounding_box(), cite.bounding_box()
        assert box
        assert button
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= button["y"] + 1
        cite.click()
        expect(menu).to_be_hidden()
    cite.click()
    name, text = downloaded(page, "Download RIS", ".refctx-menu")
    assert (name, works_in("ris", text)) == ("gqa.ris", ["gqa"])
    cite.click()
    page.mouse.click(5, 300)
    expect(menu).to_be_hidden()


def test_what_is_seen_is_downloaded(flagship: Site, page: Page) -> None:
    """All, what a filter shows, what is selected: that many works, in each of four formats."""
    open_page(page, flagship[1] + "about/")
    page.evaluate("window.stillHere = true")
    page.locator(".md-nav__link[href$='/references/']").first.click()
    page.wait_for_url("**/references/")
    bar, clear = page.locator(".refctx-exports"), page.locator(".refctx-clear")
    files = {ending: downloaded(page, name) for name, ending in FORMATS.items()}
    keys = works_in("json", files["json"][1])
    assert len(keys) == 146
    for ending, (name, text) in files.items():
        assert name == f"library.{ending}"
        assert works_in(ending, text) == keys or (ending == "txt" and len(text.splitlines()) == 146)

    page.evaluate(SHOW_THREE)
    expect(bar.locator("output")).to_have_text("Download the 3 shown:")
    expect(clear).to_be_hidden()
    for name, ending in FORMATS.items():
        called, text = downloaded(page, name)
        assert called == f"refctx-3-works.{ending}"
        # The beginning of the whole file, to the byte.
        whole = files[ending][1]
        assert whole.startswith(text.removesuffix("\n]\n") if ending == "json" else text)
        assert len(works_in(ending, text)) == 3

    page.locator(".refctx-select").nth(1).check()
    expect(bar.locator("output")).to_have_text("Download the 1 selected:")
    assert works_in("bib", downloaded(page, "BibTeX")[1]) == [keys[1]]
    clear.click()
    expect(bar.locator("output")).to_have_text("Download the 3 shown:")
    expect(bar.locator("a").first).to_be_focused()
    # All this after instant navigation, which runs what stands as a script in the content.
    assert page.evaluate("window.stillHere") is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_the_files_are_linked(
    flagship: Site, browser: Browser, language: str
) -> None:
    """What needs a script is not there; the links lead to all works."""
    with reader(browser, java_script_enabled=False) as page:
        page.goto(f"{flagship[1]}{LANGUAGES[language]}references/")
        for control in (".refctx-cite", ".refctx-select", ".refctx-clear", ".refctx-menu"):
            expect(page.locator(control).first).to_be_hidden()
        assert len(works_in("bib", downloaded(page, "BibTeX")[1])) == 146


def test_copying_without_a_clipboard(flagship: Site, browser: Browser) -> None:
    """Where the browser gives no clipboard the old way serves; a failure is said, and passes."""
    with reader(browser, watched=False) as page:
        page.add_init_script("""
          Object.defineProperty(navigator, "clipboard", { value: undefined });
          document.addEventListener("copy", () => (window.copied = document.activeElement.value));
        """)
        open_page(page, flagship[1] + "zh-Hant/references/")
        cite, said = page.locator("#bib-yarn .refctx-cite"), page.locator(".refctx-said")
        page.route("**/library.js", lambda route: route.abort())
        cite.click()
        page.get_by_role("menuitem", name="複製 APA").click()
        expect(said).to_have_text("無法複製")

        page.unroute("**/library.js")
        cite.click()
        page.get_by_role("menuitem", name="複製 APA").click()
        expect(said).to_have_text("已複製")
        expect(cite).to_be_focused()
        copied = page.evaluate("window.copied")
        assert copied == page.locator("#bib-yarn .refctx-reference").inner_text()
