"""The reference list as a tool: what a reader can filter, order, send and come back to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import free_server, served
from flagship import LANGUAGES, truth
from playwright.sync_api import Browser, Page, expect
from tiny import CONFIG, tiny

from browser.pages import moved, open_page, reader, ready, rest

Site = tuple[Path, str]
SHOWN = ".refctx-entry:not([hidden])"
TARGETS = ".refctx-tools :is(input[type=search], select, button, .refctx-check)"
KEYS = "lines => lines.map(line => line.id.slice(4))"
# Chooses each option of each facet in turn; returns [facet, value, promised, shown, count said].
EVERY_OPTION = """() => {
  const form = document.querySelector(".refctx-tools");
  const found = [];
  const now = () => [document.querySelectorAll(".refctx-entry:not([hidden])").length,
    parseInt(form.querySelector("output").value)];
  for (const select of form.querySelectorAll("select:not([name=sort])")) {
    for (const option of [...select.options].slice(1)) {
      select.value = option.value;
      select.dispatchEvent(new Event("change", {bubbles: true}));
      const promised = Number(option.text.match(/\\d+(?=[)）]$)/)[0]);
      found.push([select.name, option.value, promised, ...now()]);
    }
    select.selectedIndex = 0;
    select.dispatchEvent(new Event("change", {bubbles: true}));
  }
  form.elements.open.click();
  const label = form.querySelector(".refctx-check").textContent;
  found.push(["open", "1", Number(label.match(/\\d+/)[0]), ...now()]);
  form.elements.open.click();
  return found;
}"""
# How long a keystroke takes from the event to the new layout, in milliseconds: of each text the
# best, for the machine has other work, and of these the worst. And how long it may take: half as
# long again as the browser takes to lay out the list when all of it goes and comes, which says how
# fast the machine is. Three rounds tell, on a machine that is left alone.
KEYSTROKE = """async () => {
  const field = document.querySelector(".refctx-tools").elements.find;
  const lines = [...document.querySelectorAll(".refctx-entry")];
  const best = {};
  let draw = Infinity, took = Infinity, may = 0;
  for (let round = 0; round < 3 || (took >= may && round < 20); round++) {
    const begun = performance.now();
    for (const hidden of [true, false]) {
      lines.forEach(line => line.hidden = hidden);
      document.body.offsetHeight;
    }
    draw = Math.min(draw, performance.now() - begun);
    for (const text of ["a", "at", "att", "attention", "", "e", "en", " "]) {
      const start = performance.now();
      field.value = text;
      field.dispatchEvent(new InputEvent("input", {bubbles: true}));
      document.body.offsetHeight;
      best[text] = Math.min(best[text] ?? Infinity, performance.now() - start);
    }
    took = Math.max(...Object.values(best));
    may = Math.max(50, 1.5 * draw);
    await new Promise(done => setTimeout(done, 10));
  }
  return [took, may];
}"""


def keys(page: Page) -> list[str]:
    """The works that are shown, in order."""
    found: list[str] = page.locator(SHOWN).evaluate_all(KEYS)
    return found


def tools(page: Page, url: str) -> None:
    """Open a page with tools."""
    open_page(page, url)
    expect(page.locator(".refctx-tools")).to_be_visible()


def control(page: Page, name: str) -> str:
    """What a control is set to."""
    return page.locator(f".refctx-tools [name={name}]").input_value()


def noted(page: Page, query: str) -> None:
    """Wait until the address has this query."""
    wanted = re.escape(f"?{query}" if query else "")
    expect(page).to_have_url(re.compile(rf"^[^?#]*{wanted}(#.*)?$"))


def test_a_list_is_filtered_as_one_types(flagship: Site, page: Page) -> None:
    """Words in any order, accents or none, keys and numbers find; nothing found is said."""
    tools(page, flagship[1] + "references/?h=word")
    field = page.get_by_role("searchbox", name="Find")
    count = page.locator(".refctx-count")
    reset = page.get_by_role("button", name="Reset")
    expect(count).to_have_text("146 works")
    expect(reset).to_be_disabled()
    whole = keys(page)

    for typed, found in {
        "roziere 2024 llama": "rozière2024codellamaopenfoundation",
        "ROZIÈRE foundation": "rozière2024codellamaopenfoundation",
        "2309.00071": "yarn",
        "gqa multi-head checkpoints": "gqa",
        "checkpoints multi head 2023 ainslie": "gqa",
    }.items():
        field.fill(typed)
        assert keys(page) == [found], typed
        expect(count).to_have_text("1 of 146 works")
    noted(page, "h=word&find=checkpoints+multi+head+2023+ainslie")

    field.fill("zzz")
    expect(page.get_by_text("No work fits.")).to_be_visible()
    expect(page.locator("ol.refctx-bibliography")).to_be_hidden()
    expect(count).to_have_text("0 of 146 works")
    field.press("Escape")
    assert keys(page) == whole
    expect(page.get_by_text("No work fits.")).to_be_hidden()
    noted(page, "h=word")
    took, may = page.evaluate(KEYSTROKE)
    assert took < may

    # Hot keys of the theme; and a word that is still being composed.
    field.fill("")
    field.press_sequentially("fs/np,.")
    expect(field).to_have_value("fs/np,.")
    expect(page.locator(".md-search__input")).not_to_be_focused()
    field.fill("attention")
    filtered = keys(page)
    field.evaluate("""field => {
      field.value = "attentionㄅ";
      field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
    }""")
    assert keys(page) == filtered
    field.dispatch_event("compositionend", {"bubbles": True})
    assert keys(page) == []
    field.fill("attention")
    for name in ("Section", "Year", "Type", "Author", "Order"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("combobox", name=name, exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    noted(page, "h=word&find=attention&sort=year&open=1")
    page.keyboard.press("Tab")
    expect(reset).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert keys(page) == whole
    noted(page, "h=word")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_facet_leaves_what_it_promises(flagship: Site, page: Page, language: str) -> None:
    """Each option shows as many works as it says; two choices are both held to."""
    tools(page, flagship[1] + LANGUAGES[language] + "references/")
    found = page.evaluate(EVERY_OPTION)

    assert {row[0] for row in found} == {"section", "year", "type", "author", "open"}
    assert [row for row in found if not row[2] == row[3] > 0] == []
    said = [re.findall(r"\d+", page.locator(".refctx-count").get_attribute("data-some") or "")]
    assert said == [["146"]]
    chapter = "playbook/architecture"
    assert {row[1] for row in found if row[0] == "section"} >= {chapter, "footnotes"}
    page.locator("[name=section]").select_option(chapter)
    page.locator("[name=year]").select_option("2024")
    assert 0 < len(keys(page)) < min(row[2] for row in found if row[1] in (chapter, "2024"))
    noted(page, f"section={chapter}&year=2024")


def test_a_list_is_put_in_order(flagship: Site, page: Page) -> None:
    """By year, by citations, in reading order and back, under a filter as well."""
    tools(page, flagship[1] + "references/?find=the")
    listed = keys(page)
    order = page.locator("[name=sort]")

    order.select_option("year")
    years = page.locator(SHOWN + " .refctx-reference").evaluate_all(
        "all => all.map(one => Number(one.textContent.match(/\\((\\d{4})/)[1]))"
    )
    assert years == sorted(years, reverse=True)
    assert len(set(years)) > 4
    order.select_option("times")
    times = page.locator(SHOWN).evaluate_all(
        "all => all.map(one => one.querySelectorAll('.refctx-backlink').length)"
    )
    assert times == sorted(times, reverse=True)
    assert times[0] > times[-1]
    order.select_option("cited")
    page.locator("[name=find]").fill("")
    expected = dict.fromkeys(c["key"].lower() for c in truth("contexts.json"))
    assert keys(page) == list(expected)
    order.select_option("author")
    page.locator("[name=find]").fill("the")
    assert keys(page) == listed


def test_a_filtered_list_can_be_sent_and_left(flagship: Site, page: Page) -> None:
    """Its address shows it anew: reloaded, after Back, in the other language."""
    url = f"{flagship[1]}references/?section=playbook/architecture&find=attention&sort=year"
    tools(page, url)
    shown = keys(page)
    assert 3 < len(shown) < 40
    assert control(page, "section") == "playbook/architecture"
    assert control(page, "sort") == "year"
    page.reload()
    ready(page)
    assert keys(page) == shown

    page.locator(".md-select button").hover()
    page.locator(".md-select__link[hreflang=zh-TW]").click()
    page.wait_for_url(url.replace("references/", "zh-Hant/references/"))
    expect(page.locator(SHOWN)).to_have_count(len(shown))
    assert keys(page) == shown
    expect(page.locator(".refctx-count")).to_have_text(f"146 篇中的 {len(shown)} 篇")

    url = f"{flagship[1]}references/?year=2025"
    tools(page, url)
    shown = keys(page)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    rest(page)
    place = page.evaluate("scrollY")
    page.locator(SHOWN).last.locator(".refctx-backlink").first.click()
    page.wait_for_url("**/playbook/**")
    expect(page.locator(".refctx-tools")).to_have_count(0)
    rest(page)
    page.go_back()
    page.wait_for_url(url)
    expect(page.locator(".refctx-tools")).to_be_visible()
    expect(page.locator(SHOWN)).to_have_count(len(shown))
    assert keys(page) == shown
    page.wait_for_function("place => Math.abs(scrollY - place) <= 2", arg=place)


def test_the_address_has_the_word(flagship: Site, page: Page) -> None:
    """What it does not know is passed over; an entry that it names is shown; links may filter."""
    tools(page, flagship[1] + "references/?year=1234&type=zzz&sort=no&open=5&author=nobody")
    assert len(keys(page)) == 146
    expect(page.get_by_role("button", name="Reset")).to_be_disabled()
    tools(page, flagship[1] + "references/?author=barres&find=%20")
    assert keys(page) == ["taubench"]
    assert control(page, "author") == "barres"

    page.evaluate("location.hash = 'bib-yarn'")
    entry = page.locator("#bib-yarn")
    expect(entry).to_be_in_viewport()
    expect(entry).to_have_class(re.compile("refctx-target"))
    assert len(keys(page)) == 146
    noted(page, "")

    page.evaluate("""document.querySelector("h1").insertAdjacentHTML("afterend",
      "<a id=link href='?year=2023'>2023</a>")""")
    page.locator("#link").click()
    expect(page.locator(".refctx-count")).to_have_text("17 of 146 works")
    expect(page.locator(".refctx-tools")).to_be_in_viewport()
    noted(page, "year=2023")
    page.go_back()
    expect(page.locator(".refctx-count")).to_have_text("146 works")


def test_nothing_moves_and_nothing_is_too_small(flagship: Site, browser: Browser) -> None:
    """Controls and a filtered list stand where they stay, on a phone too; targets are large."""
    filtered = ("?find=long+context", "?find=zzz")
    for width, least, touch, states in ((390, 44, True, filtered), (1280, 24, False, ("",))):
        with reader(browser, viewport={"width": width, "height": 844}, has_touch=touch) as page:
            for state in states:
                open_page(page, flagship[1] + "references/" + state)
                assert moved(page) == [], (width, state)
            heights = page.locator(TARGETS).evaluate_all(
                "all => all.map(one => one.getBoundingClientRect().height)"
            )
            assert min(heights) >= least
            page.locator("[name=find]").fill("the")
            heights = [page.locator(".refctx-tools").bounding_box()["height"]]
            page.locator("[name=find]").fill("")
            assert heights == [page.locator(".refctx-tools").bounding_box()["height"]]


def test_tools_are_not_seen_in_the_making(flagship: Site, page: Page) -> None:
    """A page that comes bit by bit shows no control that makes room for the next."""
    server = free_server(flagship[0], pieces="class=.refctx-(?:tool|state|count|reset)")
    with served(flagship[0], server) as address:
        open_page(page, address + "references/")
        assert moved(page) == []


THEME = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">
{% for path in config.extra_css %}<link rel="stylesheet" href="{{ path | url }}">{% endfor %}
<main>{{ page.content }}</main>
{% for path in config.extra_javascript %}<script src="{{ path | url }}"></script>{% endfor %}
"""


def test_groups_are_filtered_in_any_theme(tmp_path: Path, page: Page) -> None:
    """Without Material: titles go with their groups, and works stay in them."""
    works = "".join(
        f"@misc{{k{n}, author = {{Ærø{n}, A}}, title = {{T{n}}}, year = {2000 + n % 3}}}"
        for n in range(12)
    )
    cited = " ".join(f"[@k{n}]" for n in reversed(range(12)))
    site = tiny(tmp_path, index=cited, refs='{{ bibliography(group="year") }}')
    site.put("bib/library.bib", works).put("own/main.html", THEME)
    site.put("mkdocs.yml", CONFIG.replace("{name: mkdocs}", "{name: null, custom_dir: own}"))
    site.build(strict=True)
    with served(tmp_path / "site") as address:
        open_page(page, address + "refs/?find=aero3&sort=cited")
        assert keys(page) == ["k3"]
        assert page.locator(".refctx-list-title:visible").all_inner_texts() == ["2000"]
        page.evaluate("location.hash = 'bib-k10'")
        expect(page.locator("#bib-k10")).to_be_in_viewport()
        assert keys(page) == [f"k{n}" for n in (9, 6, 3, 0, 10, 7, 4, 1, 11, 8, 5, 2)]
        page.locator("[name=sort]").select_option("author")
        assert keys(page) == [f"k{n}" for n in (0, 3, 6, 9, 1, 10, 4, 7, 11, 2, 5, 8)]


def test_without_scripts_the_list_is_whole(flagship: Site, browser: Browser) -> None:
    """The controls are not there, whatever the address says, and every entry is."""
    with reader(browser, java_script_enabled=False) as page:
        page.goto(flagship[1] + "references/?find=zzz")
        expect(page.locator(".refctx-tools")).to_be_hidden()
        expect(page.locator(".refctx-entry:visible")).to_have_count(146)
