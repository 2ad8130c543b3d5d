"""Long lists: what their pages do without, what they weigh, and where it is instead."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path

import pytest
from large import FACTS, WORKS, large_site
from refctx import facets, select
from refctx.hosts.instant import without_instant
from tiny import CONFIG, Tiny, tiny

LIST = "references/index.html"
# What is repeated for each entry of a shorter list, or says again what stands there.
LEFT_OUT = ("Z3988", "itemListElement", "data-facts", "title=", "refctx-place", "#bib-")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """A site with 625 works."""
    site = large_site(tmp_path_factory.mktemp("large")).build(strict=True)
    assert (site.aborted, site.messages, site.faults()) == ("", [], [])
    return site


def weight(text: str) -> int:
    """Bytes of a text, compressed."""
    return len(gzip.compress(text.encode(), 9))


def of_list(site: Tiny) -> str:
    """The list with its tools, and what says in the head that it is one."""
    page = site.page(LIST)
    data = re.search(r'<script type="application/ld\+json">.*?</script>', page, re.DOTALL)
    assert data
    return data[0] + page[page.index('<div class="refctx-list">') : page.rindex("</ol>")]


def text_of(html: str) -> str:
    """What a reader sees, line by line."""
    return re.sub(r"\s*\n\s*", "\n", unescape(re.sub(r"<[^>]*>", "", html)))


def test_a_long_list_weighs_little_more_than_its_text(large: Tiny) -> None:
    """Compressed it is 1.65 times its text, and without what a browser must have 1.5 times.

    That is an id, an address for each way back and each reference, and the tags around them:
    about 1.3 times the text, whatever else is left out. A shorter list has 3.5 times.
    """
    html = of_list(large)
    text = weight(text_of(html))

    assert html.count('<li class="refctx-entry"') == WORKS
    assert weight(html) <= 1.65 * text
    bare = re.sub(r' class="[^"]*"|</li>', "", html)
    assert 1.3 * text < weight(bare) <= 1.5 * text


def test_a_long_list_leaves_to_the_script_what_it_can_make(large: Tiny) -> None:
    """No COinS, no works as JSON-LD, no facts, no names that the text says; one pattern for all."""
    lines = "".join(re.findall(r"<li class=.*?</li>", large.page(LIST), re.DOTALL))
    html = of_list(large)

    assert [name for name in LEFT_OUT if name in lines or name in html.split("<template>")[0]] == []
    assert html.count("refctx-permalink") == html.count("refctx-cite") == 1
    assert lines.count("aria-label") == lines.count("refctx-number")
    assert lines.count('refctx-backlink"') >= WORKS
    assert f'"numberOfItems":{WORKS}' in html
    pieces = [piece.count("<li ") for piece in html.split("<ol ")[1:]]
    assert set(pieces[:-1]) == {20}
    assert sum(pieces) == WORKS


def test_the_facts_of_a_long_list_are_a_file(large: Tiny) -> None:
    """The form says where it is, as the page sees it; it holds all that the script needs."""
    source = re.search(r'data-source="([^"]*)"', large.page(LIST))
    name, text = large.page(FACTS).removesuffix(");\n").split("(", 1)
    facts = json.loads(text)

    assert source
    assert source[1] == "../" + FACTS
    assert name == "refctxFacts"
    assert set(facts) == {"facets", "orders", "also"}
    lists = [facts["also"], *facts["facets"].values(), *facts["orders"].values()]
    assert {len(values) for values in lists} == {WORKS}


def test_a_choice_of_authors_stays_a_choice(large: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of very many those of the most works are left, however many share the last place."""
    counts = [5, 4, 3, 3, 3, 2, 2, 1]
    options = re.search(r'<select name="author">(.*?)</select>', large.page(LIST), re.DOTALL)
    assert options
    assert 100 < options[1].count("<option") <= facets.AUTHORS + 1
    for most, least in {1: 5, 2: 4, 3: 4, 4: 4, 5: 3, 6: 3, 7: 2, 8: 2}.items():
        monkeypatch.setattr(facets, "AUTHORS", most)
        assert facets._least(counts) == least, most


@pytest.mark.parametrize(
    ("call", "is_long"),
    [
        ("bibliography()", True),
        ("bibliography(tools=false)", True),
        ('bibliography(group="year")', True),
        ("bibliography(limit=3)", False),
        ('reading_list("a0", "a1", "a2", "a3")', False),
    ],
)
def test_which_lists_are_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, is_long: bool
) -> None:
    """A reference list of more works than `LONG`, however it is called."""
    monkeypatch.setattr(select, "LONG", 3)
    works = "".join(f"@misc{{a{n}, title = {{T{n}}}, year = {2000 + n % 2}}}\n" for n in range(4))
    cited = " ".join(f"[@a{n}]" for n in range(4))
    site = tiny(tmp_path, index=f"# Home\n\n{cited}", list=f"# List\n\n{{{{ {call} }}}}")
    site.put("bib/library.bib", works).put("mkdocs.yml", CONFIG.replace("mkdocs}", "material}"))
    page = site.build().page("list/index.html")

    assert (site.aborted, site.faults()) == ("", [])
    assert ("refctx-piece" in page, "refctx-long" in page) == (is_long, is_long)
    assert page.count("</ol>") == (2 if "group" in call else 1)
    assert page.count("<template>") == is_long
    assert ("refctx-cite" in page) == (is_long and "limit" not in call)
    script = site.page("assets/refctx/refctx.js")
    assert ('LONG_PAGES = ["list/"]' in script) == is_long


def test_a_long_list_may_have_nothing_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without permalinks and export no room is kept and no pattern printed."""
    monkeypatch.setattr(select, "LONG", 1)
    site = tiny(tmp_path, index="[@knuth1984; @lamport1994]\n\n{{ bibliography() }}")
    options = "[refctx: {export: false, permalinks: false}]"
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", options)).build(strict=True)
    page = site.page("index.html")

    assert '<div class="refctx-long">' in page
    assert "<template>" not in page


def test_only_the_page_of_a_long_list_does_without_instant_navigation(large: Tiny) -> None:
    """Of Material's features it lacks that one; what else is said there stays."""
    said = {
        page: json.loads(re.search(r'id="__config"[^>]*>(.*?)</script>', large.page(page))[1])  # type: ignore[index]
        for page in (LIST, "part-1/index.html")
    }
    tabs = ["navigation.tabs", "navigation.tabs.sticky"]

    assert said["part-1/index.html"].pop("features") == ["navigation.instant", *tabs]
    assert said[LIST].pop("features") == tabs
    assert said[LIST].keys() == said["part-1/index.html"].keys()
    begin = '<script id="__config" type="application/json">'
    for text, expected in {
        '{"features": null, "base": "a<b"}': '{"features": [], "base": "a\\u003cb"}',
        "{}": '{"features": []}',
    }.items():
        assert without_instant(f"{begin}{text}</script>") == f"{begin}{expected}</script>"
    assert without_instant("<p>plain</p>") == "<p>plain</p>"
