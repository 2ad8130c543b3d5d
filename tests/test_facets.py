"""Tools of a reference list: which lists have them, and what they can choose from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flagship import text_of, with_class
from hypothesis import given
from hypothesis import strategies as st
from refctx.facets import MANY, is_open, type_of
from refctx.model import Entry, Place
from refctx.names import fold
from tiny import CONFIG, Tiny, tiny

# Author, year, type and what else differs; cited in this order.
WORKS = (
    ("a1", "misc", "Adams, Ann and Brown, Bo", "2020", "eprint = {2001.00001}"),
    ("b1", "article", "Brown, Bo", "2021", "journal = {Nature}, doi = {10.1000/x}, ids = {old}"),
    ("c1", "article", "Çelik, Can", "2021", "journal = {arXiv preprint arXiv:2101.00001}"),
    ("d1", "book", "Dox, Di and Adams, Ann and Brown, Bo", "1999", "publisher = {P}"),
    ("e1", "phdthesis", "Adams, Ann", "2021", "url = {https://example.org/e.pdf}"),
    ("f1", "misc", "", "", "howpublished = {A note}"),
    ("g1", "misc", "{ACME Ltd.}", "in press", "url = {https://example.org/g}"),
    ("h1", "incollection", "van den Berg, Jo", "-0043", "booktitle = {B}"),
    ("i1", "software", "Çelik, Can", "2020", "url = {https://example.org/i}"),
    ("j1", "unknownkind", "Øst, O", "2020", "url = {https://openreview.net/forum?id=1}"),
)
KEYS = [work[0] for work in WORKS]


def library() -> str:
    """The works above as BibTeX."""
    return "\n".join(
        f"@{kind}{{{key}, title = {{Title of {key}}}, "
        + (f"author = {{{author}}}, " if author else "")
        + (f"date = {{{year}}}, " if year else "")
        + f"{rest}}}"
        for key, kind, author, year, rest in WORKS
    )


def site(root: Path, call: str = "bibliography()", options: str = "", **pages: str) -> Tiny:
    """A site that cites every work on one page and some on another, and lists them on a third."""
    pages = pages or {
        "index": "# Home\n\n" + " ".join(f"[@{key}]" for key in KEYS),
        "guide__more": "# More & more\n\n[@c1] [@c1] [@a1]",
        "refs": f"# References\n\n{{{{ {call} }}}}",
    }
    made = tiny(root, **pages).put("bib/library.bib", library())
    return made.put("mkdocs.yml", CONFIG.replace("[refctx]", f"[search, refctx: {{{options}}}]"))


def form(built: Tiny) -> Element:
    """The tools of the page of references, read strictly: what is printed is valid HTML."""
    html = re.search(
        r'<form class="refctx-tools.*?</form>', built.page("refs/index.html"), re.DOTALL
    )
    assert html
    parser = html5lib.HTMLParser(
        html5lib.treebuilders.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    document = parser.parse(f"<!doctype html><title>x</title>{html[0]}")
    return with_class(document, "refctx-tools")[0]


def facts(built: Tiny) -> dict[str, Any]:
    """What the script is told."""
    found: dict[str, Any] = json.loads(form(built).get("data-facts") or "")
    return found


def options(built: Tiny, name: str) -> list[tuple[str, str]]:
    """(value, text) of each option of a control."""
    select = next(e for e in form(built).iter("select") if e.get("name") == name)
    return [(e.get("value") or "", text_of(e)) for e in select.iter("option")]


def test_each_facet_has_its_options(tmp_path: Path) -> None:
    """Pages in reading order, years from the newest, the frequent types first, repeated authors."""
    built = site(tmp_path).build()

    assert options(built, "section") == [
        ("", "All"),
        ("index", "Home (10)"),
        ("guide/more", "More & more (2)"),
    ]
    assert options(built, "year") == [
        ("", "All"),
        ("2021", "2021 (3)"),
        ("2020", "2020 (3)"),
        ("1999", "1999 (1)"),
        ("-43", "44 BC (1)"),
        ("none", "n.d. (2)"),
    ]
    assert options(built, "type")[1:3] == [("misc", "Other (3)"), ("preprint", "Preprint (2)")]
    assert ("thesis", "Thesis (1)") in options(built, "type")
    assert options(built, "author") == [
        ("", "All"),
        ("adams", "Adams (2)"),
        ("brown", "Brown (2)"),
        ("celik", "Çelik (2)"),
    ]
    assert text_of(with_class(form(built), "refctx-check")[0]) == "Open access (4)"
    assert text_of(with_class(form(built), "refctx-count")[0]) == "10 works"
    assert with_class(form(built), "refctx-count")[0].get("data-some") == "{count} of 10 works"


def test_the_facts_stand_in_the_order_of_the_list(tmp_path: Path) -> None:
    """Each work's values, ranks and further words are at its place in the list."""
    built = site(tmp_path).build()
    listed = re.findall(r'<li class="refctx-entry" id="bib-(\w+)"', built.page("refs/index.html"))
    found = facts(built)
    facets = {
        key: {name: values[n] for name, values in found["facets"].items()}
        for n, key in enumerate(listed)
    }

    assert sorted(listed) == KEYS
    assert facets["a1"] == {
        "section": ["index", "guide/more"],
        "year": ["2020"],
        "type": ["preprint"],
        "author": ["adams", "brown"],
        "open": ["1"],
    }
    assert facets["d1"]["author"] == ["dox"]  # `et al.` names no more
    assert facets["f1"] == {
        "section": ["index"], "year": ["none"], "type": ["misc"], "author": [], "open": [],
    }  # fmt: skip
    assert facets["g1"]["author"] == ["acme ltd"]
    assert facets["h1"]["author"] == ["van den berg"]
    orders = {
        name: [key for _, key in sorted(zip(ranks, listed, strict=True), key=lambda pair: pair[0])]
        for name, ranks in found["orders"].items()
    }
    assert orders["cited"] == KEYS
    assert orders["times"][:2] == ["c1", "a1"]
    assert orders["year"][0] in ("b1", "c1", "e1")
    assert orders["year"][-3:-2] == ["h1"]
    assert "author" not in orders
    assert found["also"][listed.index("b1")] == "old"


def test_the_list_of_another_style_can_be_ordered_by_author(tmp_path: Path) -> None:
    """The list's own order is the first choice, all others have ranks."""
    built = site(tmp_path, options="style: ieee").build()
    listed = re.findall(r'<li class="refctx-entry" id="bib-(\w+)"', built.page("refs/index.html"))
    found = facts(built)

    assert listed == KEYS
    assert [value for value, _ in options(built, "sort")] == ["cited", "author", "year", "times"]
    assert sorted(found["orders"]["author"]) == list(range(10))
    ranks = dict(zip(listed, found["orders"]["author"], strict=True))
    assert ranks["a1"] < ranks["b1"] < ranks["c1"] < ranks["d1"]


@pytest.mark.parametrize(
    ("call", "first"),
    [
        ("bibliography()", "author"),
        ('bibliography(sort="times")', "times"),
        ('bibliography(sort="times", reverse=true)', "listed"),
        ('bibliography(sort="year")', "listed"),
        ('bibliography(sort="title")', "listed"),
        ('bibliography("b1", "a1", tools=true)', "listed"),
    ],
)
def test_a_list_names_its_own_order(tmp_path: Path, call: str, first: str) -> None:
    """The first order is how the list stands there, and no other order repeats it."""
    built = site(tmp_path, call).build()
    orders = [value for value, _ in options(built, "sort")]

    assert orders[0] == first
    assert len(orders) == (4 if first != "listed" else 5) == len(set(orders))


@pytest.mark.parametrize(
    ("call", "has_tools"),
    [
        ("bibliography()", True),
        ('bibliography(group="type", title="All")', True),
        ("bibliography(tools=false)", False),
        ("bibliography(limit=10)", False),
        ("bibliography(cited=true)", False),
        ('bibliography(scope="page")', False),
        ('bibliography(year="2020-", tools=true)', True),
        ('bibliography("a1", "b1")', False),
        ('bibliography("a1", "b1", tools=true)', True),
        ('bibliography(type="patent", tools=true)', False),  # empty
        ('reading_list("a1", "b1", tools=true)', False),
    ],
)
def test_which_lists_have_tools(tmp_path: Path, call: str, has_tools: bool) -> None:
    """A long list of all that is cited has them; `tools` decides otherwise, and is understood."""
    built = site(tmp_path, call).build(strict=True)

    assert not built.messages or "unknownkind" in " ".join(built.messages)
    assert ("refctx-tools" in built.page("refs/index.html")) == has_tools
    assert ('<div class="refctx-list">' in built.page("refs/index.html")) == has_tools


def test_a_short_list_has_none(tmp_path: Path) -> None:
    """Fewer than ten works are seen at a glance."""
    assert len(KEYS) == MANY
    index = " ".join(f"[@{key}]" for key in KEYS[1:])
    built = site(tmp_path, index=index, refs="{{ bibliography() }}").build()

    assert "refctx-tools" not in built.page("refs/index.html")


def test_the_feature_can_be_switched_off(tmp_path: Path) -> None:
    """`tools: false` leaves out controls, script and stylesheet, even where a call asks."""
    built = site(tmp_path, "bibliography(tools=true)", "tools: false").build()

    assert "refctx-list" not in built.page("refs/index.html")
    assert "refctx-tools" not in built.page("assets/refctx/refctx.js")
    assert "refctx-tools" not in built.page("assets/refctx/refctx.css")


def test_one_list_of_a_page_has_tools(tmp_path: Path) -> None:
    """Their state is the page's address, so the first list alone has them; ids may be elsewhere."""
    index = "[@a1] [@b1]\n\n{{ bibliography(scope='page') }}\n\n"
    two = "{{ bibliography(tools=true) }}\n\n{{ bibliography(tools=true) }}"
    page = site(tmp_path, index=index + two).build().page("index.html")

    assert page.count('<form class="refctx-tools') == 1
    assert page.index("refctx-entry") < page.index("refctx-tools")


def test_a_facet_without_a_choice_is_left_out(tmp_path: Path) -> None:
    """Works of one page, one year, one type and one author each leave the order alone."""
    built = site(tmp_path, index="[@b1] [@c1]", refs="{{ bibliography(tools=true) }}")
    built.put(
        "bib/library.bib",
        "@book{b1, author = {B, B}, title = {T}, year = 2020}"
        "@book{c1, author = {C, C}, title = {T}, year = 2020}",
    ).build(strict=True)

    assert [e.get("name") for e in form(built).iter("select")] == ["sort"]
    assert with_class(form(built), "refctx-check") == []
    assert facts(built)["facets"] == {}


def test_groups_keep_their_places(tmp_path: Path) -> None:
    """With groups the facts follow the groups; the list's title stands outside."""
    built = site(tmp_path, 'bibliography(group="year", title="All of them")').build()
    page = built.page("refs/index.html")
    listed = re.findall(r'<li class="refctx-entry" id="bib-(\w+)"', page)
    years = [value for [value] in facts(built)["facets"]["year"]]

    assert page.index("All of them") < page.index('<div class="refctx-list">')
    by_key = dict(zip(listed, years, strict=True))
    assert by_key["d1"] == "1999"
    assert by_key["e1"] == "2021"


def test_a_chinese_site_has_chinese_words_and_the_same_values(tmp_path: Path) -> None:
    """Names are the language's; values are the same, so that an address serves both."""
    built = site(tmp_path, options="locale: zh-Hant").build()

    assert ("preprint", "預印本（2）") in options(built, "type")
    assert ("none", "無日期（2）") in options(built, "year")
    assert text_of(with_class(form(built), "refctx-count")[0]) == "10 篇"
    assert form(built).get("aria-label") == "篩選參考文獻"


def test_tools_are_no_text_of_the_search(tmp_path: Path) -> None:
    """Neither the options nor the facts are found; the page keeps them."""
    for theme in ("mkdocs", "material"):
        built = site(tmp_path / theme)
        config = (built.root / "mkdocs.yml").read_text(encoding="utf-8")
        built.put("mkdocs.yml", config.replace("name: mkdocs", f"name: {theme}")).build()

        assert "Newest first" not in built.page("search/search_index.json")
        assert "Newest first" in built.page("refs/index.html")


def test_a_site_can_print_its_own(tmp_path: Path) -> None:
    """A file of the site's own replaces the tools and can call the packaged ones."""
    built = site(tmp_path)
    config = (built.root / "mkdocs.yml").read_text(encoding="utf-8")
    built.put("mkdocs.yml", config.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: own}"))
    built.put(
        "own/refctx/tools.html",
        '{% from "refctx/_base/tools.html" import tools as base %}'
        "{% macro tools(tools) %}<p>{{ tools.total }}</p>{{ base(tools) }}{% endmacro %}",
    ).build()

    assert "<p>10</p>" in built.page("refs/index.html")


def entry(kind: str, **fields: str) -> Entry:
    """An entry with the fields that matter."""
    return Entry(key="k", kind=kind, fields=fields, people={}, place=Place("x.bib"))


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("misc", {"eprint": "2001.00001"}, "preprint"),
        ("online", {"eprint": "2001.00001", "eprinttype": "arxiv"}, "preprint"),
        ("article", {"journal": "arXiv preprint arXiv:2001.00001"}, "preprint"),
        ("article", {"journal": "Nature", "eprint": "2001.00001"}, "article"),
        ("misc", {"eprint": "123", "eprinttype": "pubmed"}, "misc"),
        ("conference", {}, "inproceedings"),
        ("mastersthesis", {}, "thesis"),
    ],
)
def test_a_preprint_is_a_type(kind: str, fields: dict[str, str], expected: str) -> None:
    """What came out on arXiv alone is a preprint, whatever BibTeX had to call it."""
    assert type_of(entry(kind, **fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"eprint": "2001.00001"}, True),
        ({"journal": "arXiv preprint arXiv:2001.00001"}, True),
        ({"doi": "10.48550/arXiv.2001.00001"}, True),
        ({"doi": "10.18653/v1/2024.acl-long.427"}, True),
        ({"eprint": "hal-01234", "eprinttype": "hal"}, True),
        ({"url": "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/"}, True),
        ({"url": "https://example.org/paper.pdf?download=1"}, True),
        ({"url": "https://example.org/paper"}, False),
        ({"url": "https://notarxiv.org/abs/1"}, False),
        ({"url": "https://example.org/?from=arxiv.org/"}, False),
        ({"eprint": "123", "eprinttype": "pubmed"}, False),
        ({"eprint": "123", "eprinttype": "jstor"}, False),
        ({"doi": "10.1000/x"}, False),
        ({}, False),
    ],
)
def test_open_is_what_is_known_to_be(fields: dict[str, str], expected: bool) -> None:
    """Open archives and PDF files are open; of others nothing is claimed."""
    assert is_open(entry("article", **fields)) == expected


@given(st.text())
def test_a_value_is_folded_once_and_for_all(text: str) -> None:
    """Folding what is folded changes nothing, so that a value can be typed as it stands."""
    assert fold(fold(text)) == fold(text)
