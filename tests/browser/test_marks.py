"""Reading marks: kept in the browser, shared by lists and languages, taken along as a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.pages import moved, open_page, reader, ready

Site = tuple[Path, str]
STORED = 'JSON.parse(localStorage.getItem("refctx:read") || "{}")'
# Throws for our key alone: the theme has marks of its own.
DENIED = """for (const name of ["getItem", "setItem"]) {
  const plain = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (key === "refctx:read") throw new DOMException("denied", "SecurityError");
    return plain.call(this, key, ...rest);
  };
}"""

MARK_ALL = """boxes => localStorage.setItem("refctx:read",
  JSON.stringify(Object.fromEntries(boxes.map(box => [box.value, "2026-11-01T00:00:00Z"]))))"""


def progress(page: Page, name: str, kind: str = "list") -> Locator:
    """The progress of a list, on its own page or on that of all marks (`kind="marks"`)."""
    return page.locator(f"[data-refctx-boxes='refctx-{kind}:{name}']")


def box(page: Page, name: str) -> Locator:
    """A check box by its accessible name."""
    return page.get_by_role("checkbox", name=name, exact=True)


def put(page: Page, text: str) -> None:
    """Import a file."""
    with page.expect_file_chooser() as chosen:
        page.locator(".refctx-marks-import").click()
    chosen.value.set_files(
        {"name": "marks.json", "mimeType": "application/json", "buffer": text.encode()}
    )


def test_a_mark_is_kept_and_shared(flagship: Site, page: Page) -> None:
    """A tick counts in every list, after a reload, in the other language and in other tabs."""
    open_page(page, flagship[1] + "reading-lists/")
    dense, post = progress(page, "llm-architecture"), progress(page, "post-training")
    expect(dense).to_contain_text("0 of 8 read")
    height = page.locator("article").evaluate("article => article.offsetHeight")
    size = box(page, "Read: Llama3").bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 24

    box(page, "Read: Llama3").check()
    expect(dense).to_contain_text("1 of 8 read")
    expect(dense.locator(".refctx-count")).to_have_attribute("aria-live", "polite")
    expect(dense.get_by_role("progressbar", name="LLM Architecture")).to_have_js_property(
        "value", 1
    )
    expect(post).to_contain_text("1 of 12 read")
    expect(box(page, "Read: Llama 3")).to_be_checked()
    post.get_by_role("link", name="Next unread: InstructGPT").click()
    expect(page.locator("[id='refctx-item-post-training:instructgpt']")).to_be_in_viewport()
    assert page.evaluate("location.hash") == "#refctx-item-post-training:instructgpt"

    page.reload()
    ready(page)
    expect(dense).to_contain_text("1 of 8 read")
    assert page.locator("article").evaluate("article => article.offsetHeight") == height
    tab = page.context.new_page()
    open_page(tab, flagship[1] + "zh-Hant/reading-lists/")
    expect(progress(tab, "llm-architecture")).to_contain_text("已讀 1 / 8")
    laws = tab.locator("#scaling-laws ~ .refctx-path").first.locator(".refctx-read")
    for one in laws.all():
        one.press("Space")
    expect(progress(tab, "scaling-laws").locator(".refctx-all-read")).to_have_text("全部讀完")
    expect(progress(tab, "scaling-laws").locator(".refctx-next")).to_be_hidden()
    expect(progress(page, "scaling-laws").locator(".refctx-all-read")).to_be_visible()

    open_page(page, flagship[1] + "my-reading/")
    shown = page.locator(".refctx-marks .refctx-item:visible")
    expect(shown).to_have_count(5)
    assert re.fullmatch(r"Llama3 \w+ \d+, \d{4}", shown.first.inner_text().strip())
    box(page, "Read: Chinchilla").uncheck()
    expect(progress(page, "scaling-laws", "marks")).to_contain_text("2 of 3 read")
    expect(shown).to_have_count(5)
    expect(laws.nth(1)).not_to_be_checked()
    progress(page, "scaling-laws", "marks").get_by_role("link").click()
    page.wait_for_url("**/reading-lists/#refctx-item-scaling-laws:hoffmann*")


def test_marks_go_by_file(flagship: Site, page: Page) -> None:
    """Marks are imported, merged, exported and cleared; a file that is not ours is refused."""
    open_page(page, flagship[1] + "my-reading/")
    said, none = page.locator(".refctx-marks-said"), page.locator(".refctx-marks-none")
    expect(none).to_be_visible()
    for text in ("", "[]", "null", '{"read": {"a": "2024-01-01"}}', '{"format": "refctx-marks/1"}'):
        put(page, text)
        expect(said).to_have_text("This file holds no reading marks.")
        page.evaluate("document.querySelector('.refctx-marks-said').textContent = ''")
    assert page.evaluate(STORED) == {}

    early, late = "2024-02-03T10:00:00.000Z", "2025-02-03T10:00:00.000Z"
    marks = {"llama3": late, "gone": late, "bad": "soon", "odd": 5, "nothing": None}
    put(page, json.dumps({"format": "refctx-marks/1", "read": marks}))
    expect(said).to_have_text("New marks from the file: 2")
    expect(page.locator(".refctx-marks-others")).to_have_text(re.compile(": gone$"))
    expect(none).to_be_hidden()
    put(page, json.dumps({"format": "refctx-marks/1", "read": {"llama3": early, "dpo": late}}))
    expect(said).to_have_text("New marks from the file: 1")
    put(page, json.dumps({"format": "refctx-marks/1", "read": {"dpo": "2026-01-01"}}))
    expect(said).to_have_text("New marks from the file: 0")

    with page.expect_download() as download:
        page.get_by_role("button", name="Export marks").click()
    assert download.value.suggested_filename == "refctx-marks.json"
    expected = {"llama3": early, "gone": late, "dpo": late}
    assert json.loads(download.value.path().read_text("utf-8")) == {
        "format": "refctx-marks/1",
        "read": expected,
    }
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Clear all marks").click()
    assert page.evaluate(STORED) == expected
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear all marks").click()
    assert page.evaluate(STORED) == {}
    expect(none).to_be_visible()
    expect(page.locator(".refctx-marks .refctx-item:visible")).to_have_count(0)


@pytest.mark.parametrize("kept", [DENIED, 'localStorage["refctx:read"] = "{broken"'])
def test_marks_work_without_what_was_stored(flagship: Site, page: Page, kept: str) -> None:
    """Where storage is denied or its content broken, marks work for the page's lifetime."""
    page.add_init_script(f"if (!window.once) {{ window.once = true; {kept} }}")
    open_page(page, flagship[1] + "reading-lists/")
    box(page, "Read: Llama3").check()
    expect(progress(page, "post-training")).to_contain_text("1 of 12 read")
    page.locator("a[href$='my-reading/']").first.click()
    expect(progress(page, "post-training", "marks")).to_contain_text("1 of 12 read")
    expect(page.locator(".refctx-marks .refctx-item:visible")).to_have_count(2)


def test_without_scripts_and_on_paper_a_list_is_whole(flagship: Site, browser: Browser) -> None:
    """No control is seen; on paper addresses stand behind the names instead of links."""
    with reader(browser, java_script_enabled=False) as page:
        page.goto(flagship[1] + "reading-lists/")
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            expect(page.locator(".refctx-item-name:visible")).to_have_count(50)
            expect(page.locator(".refctx-item-note:visible")).to_have_count(50)
            expect(page.locator(":is(.refctx-read, .refctx-progress):visible")).to_have_count(0)
        expect(page.locator(".refctx-item-links:visible")).to_have_count(0)
        page.emulate_media(media="screen")
        page.goto(flagship[1] + "my-reading/")
        assert "Reading marks need JavaScript" in page.locator(".refctx-marks").inner_text()
        expect(page.locator("button[class^=refctx]:visible")).to_have_count(0)


def test_paper_shows_addresses(flagship: Site, page: Page) -> None:
    """With scripts too, the printed list has no controls, and an address behind each name."""
    open_page(page, flagship[1] + "reading-lists/")
    page.emulate_media(media="print")
    expect(page.locator(".refctx-scripted:visible")).to_have_count(0)
    behind = page.locator(".refctx-item-name").first.evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert "https://huggingface.co/papers/2407.21783" in behind


@pytest.mark.parametrize("width", [390, 1280])
def test_marks_move_nothing(flagship: Site, browser: Browser, width: int) -> None:
    """With everything marked, neither the lists nor the page of all marks moves as it opens."""
    with reader(browser, viewport={"width": width, "height": 844}) as page:
        open_page(page, flagship[1] + "reading-lists/")
        page.locator(".refctx-read").evaluate_all(MARK_ALL)
        for url in ("reading-lists/", "my-reading/"):
            open_page(page, flagship[1] + url)
            expect(page.locator(".refctx-read:checked").last).to_be_visible()
            assert moved(page) == [], url
