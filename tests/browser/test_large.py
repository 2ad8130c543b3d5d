"""A list of 10,000 references: it opens, scrolls, filters and is landed in without a wait."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from conftest import address_of, free_server, served
from large import ALL, FACTS, enlarge, large_site
from playwright.sync_api import Browser, Page, expect

from browser.conftest import chromium_only
from browser.pages import moved, reader

LIST = "references/"
SHOWN = ".refctx-entry:not([hidden])"
KEYS = "[...document.querySelectorAll('.refctx-entry:not([hidden])')].map(line => line.id.slice(4))"
# Where an entry stands in the window, and where one that is landed at has to: below the header.
# What was never laid out is where it is once it has been asked.
PLACE = """id => {
  const line = document.getElementById(id);
  line.getBoundingClientRect();
  return [line.getBoundingClientRect().top, parseFloat(getComputedStyle(line).scrollMarginTop)];
}"""
# The entry in the middle of the window, and where it is.
MIDDLE = """() => {
  const line = document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest(".refctx-entry");
  return [line.id, line.getBoundingClientRect().top];
}"""
# A page is at rest when it has stood still, and kept its height, for 200 ms: longer than anything
# is put off in it, and than it takes to note where it stands.
STANDS = """() => new Promise(done => {
  let since = performance.now(), before = "";
  const frame = () => {
    const now = `${scrollY} ${document.body.scrollHeight}`;
    if (now !== before) [since, before] = [performance.now(), now];
    if (performance.now() - since > 200) done(true);
    else requestAnimationFrame(frame);
  };
  frame();
})"""
# Sets a control as a reader does.
SET = """([name, value]) => {
  const control = document.querySelector(`.refctx-tools [name=${name}]`);
  control.value = value;
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, {bubbles: true}));
}"""
# Work that takes 20 to 25 ms on a usual machine.
WORK = "() => { let x = 0; for (let i = 0; i < 2e7; i++) x = (x * 31 + i) | 0; return x; }"
TRACED = ["disabled-by-default-devtools.timeline"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with 10,000 entries, served at the address that it is built for."""
    root = tmp_path_factory.mktemp("large")
    server = free_server(root / "site")
    site = large_site(root, address_of(server)).build(strict=True)
    assert (site.aborted, site.messages) == ("", [])
    enlarge(site)
    with served(root / "site", server) as address:
        yield address


def opened(page: Page, url: str, shown: int = ALL) -> Page:
    """Open a page with the list, and wait until it is at rest."""
    page.goto("about:blank")
    page.goto(url, wait_until="load")
    rest(page, shown)
    return page


def rest(page: Page, shown: int = ALL) -> None:
    """Wait until so many works are shown, and have come to their places."""
    said = f"{shown:,} works" if shown == ALL else f"{shown:,} of {ALL:,} works"
    expect(page.locator(".refctx-count")).to_have_text(said)
    expect(page.locator(".refctx-waiting")).to_have_count(0)
    page.evaluate(STANDS)


def lands(page: Page, key: str) -> bool:
    """Whether an entry stands where a link to it leads: below the header, to the pixel."""
    top, margin = page.evaluate(PLACE, f"bib-{key}")
    header = page.locator(".md-header").bounding_box()
    assert header is not None
    return abs(top - margin) <= 1.5 and top >= header["y"] + header["height"]


# -- time ------------------------------------------------------------------------------------


def longest(browser: Browser, page: Page, act: Callable[[], object]) -> float:
    """Milliseconds of the processor that the longest task takes while something is done.

    It is the processor's time, not the clock's, for the machine has other work.
    """
    browser.start_tracing(page=page, categories=TRACED)
    act()
    page.wait_for_timeout(1000)
    events: list[dict[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        event.get("tdur", event.get("dur", 0)) / 1000
        for event in events
        if event.get("name") == "RunTask" and (event["pid"], event["tid"]) in threads
    ]
    return max(tasks)


def scrolled(page: Page) -> None:
    """Turn the wheel, then jump through the list."""
    page.mouse.move(640, 500)
    for _ in range(10):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(30)
    for part in (0.3, 0.9, 1, 0.5, 0):
        page.evaluate("part => scrollTo(0, part * document.body.scrollHeight)", part)
        page.wait_for_timeout(100)


def typed(page: Page, text: str) -> None:
    """Write into the field and take it back, sign by sign."""
    page.evaluate("document.querySelector('.refctx-tools').elements.find.focus()")
    for key in (*text, *["Backspace"] * len(text)):
        page.keyboard.press(key)
        page.wait_for_timeout(150)


def chosen(page: Page, name: str, values: tuple[str, ...]) -> None:
    """Choose in turn."""
    for value in values:
        page.evaluate(SET, [name, value])
        page.wait_for_timeout(400)


def jumped(page: Page) -> None:
    """Follow fragments of this page."""
    for place in (ALL // 2, ALL - 100, 10):
        page.evaluate(
            "n => location.hash = document.querySelectorAll('.refctx-entry')[n].id", place
        )
        page.wait_for_timeout(300)


@chromium_only
def test_nothing_keeps_a_reader_waiting(large: str, browser: Browser, page: Page) -> None:
    """Scrolling, typing, choosing, ordering, jumping: no task takes 50 ms on a usual machine."""
    opened(page, large + LIST)
    page.wait_for_timeout(1000)
    section = page.locator("[name=section] option").nth(2).get_attribute("value") or ""
    acts: dict[str, Callable[[], object]] = {
        "scroll": lambda: scrolled(page),
        "type": lambda: typed(page, "bo"),
        "year": lambda: chosen(page, "year", ("2001", "")),
        "section": lambda: chosen(page, "section", (section, "")),
        "sort": lambda: chosen(page, "sort", ("year", "times", "author")),
        "jump": lambda: jumped(page),
    }
    usual = min(longest(browser, page, lambda: page.evaluate(WORK)) for _ in range(2)) / 25
    may = 50 * max(usual, 1)
    took = dict.fromkeys(acts, float("inf"))
    for _ in range(3):
        for name in [name for name, time in took.items() if time >= may]:
            took[name] = min(took[name], longest(browser, page, acts[name]))
    assert {name: time for name, time in took.items() if time >= may} == {}
    assert page.evaluate(KEYS + ".length") == ALL


# How often other work came to its turn while the list was filtered.
TURNS = """text => new Promise(done => {
  let turns = 0, filtering = true;
  const other = () => filtering && (turns++, setTimeout(other));
  document.addEventListener("refctx:shown", () => done(turns, filtering = false), {once: true});
  document.querySelector(".refctx-tools").elements.find.value = text;
  document.querySelector(".refctx-find input").dispatchEvent(new Event("input", {bubbles: true}));
  other();
})"""


def test_a_long_list_is_filtered_in_slices(large: str, page: Page) -> None:
    """Other work comes in between, so that slower machines answer as well."""
    opened(page, large + LIST)
    assert page.evaluate(TURNS, "bo") > 3


# -- places ----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_to_an_entry_lands(large: str, browser: Browser, width: int) -> None:
    """From outside, from another page, within the list: the entry stands below the header."""
    viewport = {"width": width, "height": 844}
    with reader(browser, viewport=viewport, reduced_motion="reduce", locale="en-US") as page:
        keys = opened(page, large + LIST).evaluate(KEYS)
        assert len(keys) == len(set(keys)) == ALL
        assert moved(page) == []

        for key in (keys[3], keys[ALL // 2], keys[-60]):
            opened(page, f"{large}{LIST}#bib-{quote(key)}")
            assert lands(page, key), key
            assert moved(page) == []
        expect(page.locator(f"[id='bib-{keys[-60]}']")).to_have_class("refctx-entry refctx-target")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.resource_type))
        for key in (keys[ALL // 3], keys[7], keys[-900]):
            page.evaluate("id => location.hash = id", f"bib-{key}")
            page.evaluate(STANDS)
            assert lands(page, key), key
        link = page.locator(f"[id='bib-{keys[-900]}'] .refctx-permalink")
        assert link.get_attribute("href") == f"#bib-{keys[-900]}"
        link.evaluate("link => (scrollBy(0, -300), link.click())")
        page.evaluate(STANDS)
        assert lands(page, keys[-900])
        assert {"document", "xhr", "fetch"}.isdisjoint(asked)
        assert moved(page) == []


def test_a_citation_leads_into_the_list_and_back(large: str, page: Page) -> None:
    """Past the theme's instant navigation, which would take the whole page in one piece."""
    page.goto(large + "part-3/", wait_until="load")
    page.wait_for_timeout(500)
    page.evaluate("window.stillHere = true")
    citation = page.locator("a.refctx-citation").nth(4)
    key = (citation.get_attribute("href") or "").split("#bib-")[1]
    citation.click()
    page.wait_for_url("**/references/#bib-*")
    rest(page)
    assert lands(page, key)
    assert page.evaluate("window.stillHere") is None
    features = page.evaluate("JSON.parse(document.getElementById('__config').textContent).features")
    assert features == ["navigation.tabs", "navigation.tabs.sticky"]

    page.mouse.move(640, 500)
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(500)
    line, top = page.evaluate(MIDDLE)
    page.locator(f"[id='{line}'] .refctx-backlink").first.click()
    page.wait_for_url("**/part-*/#refctx-bib-*")
    page.wait_for_timeout(500)
    page.go_back()
    page.wait_for_url("**/references/#bib-*")
    rest(page)
    assert abs(page.evaluate(PLACE, line)[0] - top) <= 1.5
    page.reload()
    rest(page)
    assert abs(page.evaluate(PLACE, line)[0] - top) <= 1.5
    other = page.evaluate(KEYS)[77]
    page.evaluate("id => location.hash = id", f"bib-{other}")
    page.wait_for_timeout(400)
    assert lands(page, other)
    page.go_back()
    page.wait_for_timeout(400)
    assert abs(page.evaluate(PLACE, line)[0] - top) <= 1.5


def test_nothing_moves_while_one_reads(large: str, page: Page) -> None:
    """Neither while one scrolls and jumps, nor when what the script adds to an entry comes."""
    for query in ("", "?find=w001&sort=year"):
        opened(page, large + LIST + query, 16 if query else ALL)
        assert moved(page) == [], query
    opened(page, large + LIST)
    scrolled(page)
    page.wait_for_timeout(500)
    assert moved(page) == []
    first = page.locator(".refctx-entry").first
    reference = first.locator(".refctx-reference").inner_text()
    cite = first.get_by_role("button")
    expect(cite).to_have_text("Cite")
    name = (cite.get_attribute("aria-label") or "").removeprefix("Cite ").removesuffix(" …")
    assert len(name) > 40
    assert reference.startswith(name)
    high = first.bounding_box()
    first.evaluate("line => line.querySelector('.refctx-added').remove()")
    assert first.bounding_box() == high


# -- tools -----------------------------------------------------------------------------------


def test_the_tools_of_a_long_list_do_what_those_of_a_short_one_do(large: str, page: Page) -> None:
    """Words, choices and orders; the newest has the word; the facts are read when wanted."""
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url))
    keys = opened(page, large + LIST).evaluate(KEYS)
    assert not any(FACTS in url for url in read)
    find = page.get_by_role("searchbox", name="Find")
    find.focus()
    find.press_sequentially("w123")
    rest(page, 16)
    assert sum(FACTS in url for url in read) == 1
    assert sorted(page.evaluate(KEYS)) == sorted(key for key in keys if "w123" in key)
    for sign in ("p", "Backspace", "Backspace", "4"):
        find.press(sign)
    rest(page, 16)
    assert {key[-5:-1] for key in page.evaluate(KEYS)} == {"w124"}
    find.press("Escape")
    rest(page)
    assert page.evaluate(KEYS) == keys

    facts = json.loads(page.evaluate(f"fetch('../{FACTS}').then(it => it.text())")[12:-3])
    for name, values in facts["facets"].items():
        if name == "open":
            continue
        value = page.locator(f"[name={name}] option").nth(1).get_attribute("value")
        page.evaluate(SET, [name, value])
        fits = [key for key, all_of in zip(keys, values, strict=True) if value in all_of]
        rest(page, len(fits))
        assert page.evaluate(KEYS) == fits, name
        page.evaluate(SET, [name, ""])
    rest(page)
    for name, ranks in facts["orders"].items():
        page.evaluate(SET, ["sort", name])
        ranked = [key for _, _, key in sorted(zip(ranks, range(ALL), keys, strict=True))]
        page.wait_for_function(f"key => {KEYS}[0] === key", arg=ranked[0])
        rest(page)
        assert page.evaluate(KEYS) == ranked, name
    page.evaluate(SET, ["find", "w123"])
    rest(page, 16)
    expect(page.locator(".refctx-exports output")).to_have_text("Download the 16 shown:")
    page.locator(SHOWN + " .refctx-select").nth(1).check()
    expect(page.locator(".refctx-exports output")).to_have_text("Download the 1 selected:")
    page.locator(SHOWN + " .refctx-cite").first.click()
    expect(page.locator(".refctx-menu")).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('.refctx-reset').click()")
    rest(page)
    assert page.evaluate(KEYS) == keys


def test_the_address_of_a_long_list_has_the_word(large: str, page: Page) -> None:
    """A query shows what it asks for; an entry that the address names is shown all the same."""
    url = f"{large}{LIST}?find=w123&sort=year"
    opened(page, url, 16)
    years = page.locator(SHOWN + " .refctx-reference").all_inner_texts()
    assert len(years) == 16
    opened(page, url + "#bib-" + page.evaluate(KEYS)[0], 16)
    keys = opened(page, large + LIST).evaluate(KEYS)
    opened(page, f"{url}#bib-{keys[ALL // 2]}")
    assert lands(page, keys[ALL // 2])
    assert page.evaluate("location.search") == "?sort=year"
    page.reload()
    rest(page)
    assert lands(page, keys[ALL // 2])


def test_words_are_found_where_the_facts_are_not(large: str, browser: Browser) -> None:
    """Without what the facets need, a reader can at least look for words; it is tried again."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.route("**/" + FACTS, lambda route: route.abort("failed"))
    opened(page, large + LIST)
    page.evaluate(SET, ["find", "w123"])
    rest(page, 16)
    page.unroute("**/" + FACTS)
    page.evaluate(SET, ["find", ""])
    rest(page)
    page.evaluate(SET, ["year", "2001"])
    expect(page.locator(".refctx-count")).to_contain_text(" of ")
    context.close()


def test_a_long_list_needs_no_scripts(large: str, browser: Browser) -> None:
    """Every entry is there with its ways back, lands, and keeps no room for what does not come."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(large + LIST, wait_until="load")
    expect(page.locator(".refctx-entry")).to_have_count(ALL)
    assert page.locator(".refctx-entry .refctx-backlink").count() >= ALL
    room = "getComputedStyle(document.querySelector('.refctx-entry'), '::after').content"
    assert page.evaluate(room) == "none"
    expect(page.locator(".refctx-tools")).to_be_hidden()
    context.close()
