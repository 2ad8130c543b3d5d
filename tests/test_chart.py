"""Works by year: what is counted, which years share a bar, where bars lead, what is printed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import html5lib
import pytest
from refctx.chart import MOST, Span, spans
from tiny import CONFIG, LIBRARY, Tiny, tiny

LIST = "# References\n\n{{ bibliography() }}\n"
MORE = """\
@misc{lost, title = {Lost}}
@misc{old, title = {Old}, year = 1984}
@misc{unused, title = {Unused}, year = 1990}
"""
SPARK = """\
{% from "refctx/spark.html" import spark %}
{% macro years(listing) %}<p>{{ spark(listing.years) }}</p>{% endmacro %}
"""


def site(root: Path, **pages: str) -> Tiny:
    """A site with works of 1984, 1990, 1994 and one without a date."""
    return tiny(root, **pages).put("bib/library.bib", LIBRARY + MORE)


def table(page: str) -> list[list[str]]:
    """The cells of the chart's table."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    tables = [t for t in root.iter("table") if t.get("class") == "refctx-chart-table"]
    return [["".join(cell.itertext()) for cell in row] for t in tables for row in t.iter("tr")]


def bars(page: str) -> list[tuple[str, str]]:
    """(address, name) of each bar; no address without a link."""
    chart = page[page.index('<figure class="refctx-chart"') :]
    found = re.findall(
        r'<(?:a|span) class="refctx-chart-bar"(?: href="([^"]*)")?><svg[^>]*><title>(.*?)</title>',
        chart,
    )
    return [(url.replace("&amp;", "&"), name) for url, name in found]


TOOLS = "# References\n\n{{ bibliography(tools=true) }}\n"
TWO_PAGES = {
    "index": "# Home\n\n{{ chart() }}\n",
    "a": "# First\n\n[@knuth1984; @lamport1994] [@knuth1984]\n",
    "guide__b": "---\nnocite: '@old'\n---\n# Second\n\n[@knuth1984; @lost]\n",
    "refs": TOOLS,
}


def test_works_are_counted_by_year_and_page(tmp_path: Path) -> None:
    """A work counts once in all, and once on each page that cites it, however often."""
    built = site(tmp_path, **TWO_PAGES).build(strict=True)
    years = [str(year) for year in range(1984, 1995)]
    rest = ["0"] * 9

    assert table(built.page("index.html")) == [
        ["Page", *years, "n.d.", "Total"],
        ["All works", "2", *rest, "1", "1", "4"],
        ["First", "1", *rest, "1", "0", "2"],
        ["Second", "2", *rest, "0", "1", "3"],
    ]
    assert built.faults() == []


@pytest.mark.parametrize(
    ("folders", "refs"), [("true", "refs/"), ("false", "refs.html")], ids=["folders", "files"]
)
def test_bars_lead_to_the_filtered_list(tmp_path: Path, folders: str, refs: str) -> None:
    """Each bar filters the list by page and year, and says what it stands for."""
    built = site(tmp_path, **TWO_PAGES)
    built.put("mkdocs.yml", CONFIG + f"use_directory_urls: {folders}\n").build(strict=True)

    assert bars(built.page("index.html")) == [
        (f"{refs}?year=1984", "1984: 2 works"),
        (f"{refs}?year=1994", "1994: 1 work"),
        (f"{refs}?year=none", "undated: 1 work"),
        (f"{refs}?section=a&year=1984", "1984: 1 work in First"),
        (f"{refs}?section=a&year=1994", "1994: 1 work in First"),
        (f"{refs}?section=guide/b&year=1984", "1984: 2 works in Second"),
        (f"{refs}?section=guide/b&year=none", "undated: 1 work in Second"),
    ]
    page = built.page("index.html")
    assert f'<a href="{refs}?section=guide/b" aria-label="Second: 3 works">Second</a>' in page
    assert f'<a href="{refs}" aria-label="All works: 4 works">All works</a>' in page
    assert "A bar leads to its works" in page


def test_on_the_page_of_the_list_bars_only_filter(tmp_path: Path) -> None:
    """Where the list stands on the same page, the address is the query alone."""
    text = "[@knuth1984]\n\n{{ chart() }}\n\n{{ bibliography(tools=true) }}"
    built = site(tmp_path, index=text).build()

    assert [url for url, _ in bars(built.page("index.html"))] == [
        "?year=1984",
        "?section=index&year=1984",
    ]
    assert built.faults() == []


@pytest.mark.parametrize(
    ("refs", "plugin"),
    [
        ("# None\n", "refctx"),
        ('{{ bibliography(type="book") }}', "refctx"),
        ("{{ bibliography() }}", "refctx: {tools: false}"),
    ],
    ids=["no list", "part of the works", "no filter"],
)
def test_without_a_list_to_filter_nothing_is_a_link(tmp_path: Path, refs: str, plugin: str) -> None:
    """Bars lead nowhere rather than to a list that cannot show what they stand for."""
    built = site(tmp_path, index=TWO_PAGES["index"], a=TWO_PAGES["a"], refs=refs)
    built.put("mkdocs.yml", CONFIG.replace("[refctx]", f"[{plugin}]")).build()

    assert [url for url, _ in bars(built.page("index.html"))] == [""] * 4
    assert "First <small>" in built.page("index.html")
    assert "A bar leads to its works" not in built.page("index.html")


def test_a_chart_takes_the_choice_of_a_list(tmp_path: Path) -> None:
    """Keys, or any description of entries; uncited works are in no row but the first."""
    pages = {"index": '{{ chart(type="book") }}', "a": TWO_PAGES["a"], "refs": LIST}
    built = site(tmp_path, **pages, b='{{ chart("knuth1984", "unused", title="Two") }}').build()
    page = built.page("b/index.html")

    assert [name for _, name in bars(built.page("index.html"))] == [
        "1994: 1 work",
        "1994: 1 work in First",
    ]
    assert [row[-1] for row in table(page)] == ["Total", "2", "1"]
    assert '<p class="refctx-list-title">Two</p>' in page


def test_a_chart_of_nothing_says_so(tmp_path: Path) -> None:
    """A site that cites nothing yet has no empty picture."""
    built = site(tmp_path, index="{{ chart() }}").build(strict=True)

    assert '<p class="refctx-empty">Nothing is cited yet.</p>' in built.page("index.html")


def test_all_bars_have_one_scale(tmp_path: Path) -> None:
    """A bar of two works is twice as long as one of one, in any row."""
    built = site(tmp_path, **TWO_PAGES).build()
    page = built.page("index.html")
    long = [
        float(n)
        for n in re.findall(r'<rect x="[^"]*" y="[^"]*" width="[^"]*" height="([\d.]+)"', page)
    ]

    assert long == [96, 48, 48, 48, 48, 96, 48]


def test_the_chart_speaks_chinese(tmp_path: Path) -> None:
    """Names, captions and counts are in the page's language."""
    config = CONFIG.replace("{name: mkdocs}", "{name: material, language: zh-TW}")
    built = site(tmp_path, **TWO_PAGES).put("mkdocs.yml", config).build(strict=True)
    page = built.page("index.html")

    assert [name for _, name in bars(page)][2:5] == [
        "無日期：1 篇",
        "1984，First：1 篇",
        "1994，First：1 篇",
    ]
    assert "<summary>以表格查看數字</summary>" in page
    assert "全部文獻</a> <small>4 篇</small>" in page


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_the_search_does_not_see_the_pictures(tmp_path: Path, theme: str) -> None:
    """Neither numbers nor names of bars are found; the text around them is."""
    built = site(tmp_path, **TWO_PAGES, lists="Before {{ years('old') }} after\n")
    built.put("overrides/refctx/years.html", SPARK)
    config = CONFIG.replace("{name: mkdocs}", f"{{name: {theme}, custom_dir: overrides}}")
    built.put("mkdocs.yml", config.replace("[refctx]", "[search, refctx]")).build(strict=True)
    index = built.page("search/search_index.json")

    assert "refctx-spark" in built.page("lists/index.html")
    assert "refctx-chart" in built.page("index.html")
    assert "Before" in index
    assert "after" in index
    for noise in ("1984: ", "All works", "as a table"):
        assert noise not in index


def test_a_spark_is_a_picture_with_a_text(tmp_path: Path) -> None:
    """Bars of a list's works between its first and last year, and the same in words."""
    built = site(tmp_path, index="{{ years('knuth1984', 'old', 'unused', 'lamport1994') }}")
    built.put("overrides/refctx/years.html", SPARK)
    config = CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: overrides}")
    built.put("mkdocs.yml", config).build(strict=True)
    page = built.page("index.html")
    spark = re.search(r"<svg class=\"refctx-spark\".*?</svg>", page, re.DOTALL)

    assert spark is not None
    assert "<title>1984: 2 works, 1990: 1 work, 1994: 1 work</title>" in spark[0]
    assert re.findall(r">([^<>]+)</text>", spark[0]) == ["1984", "1994"]
    assert re.findall(r'<rect x="(\d+)" y="([\d.]+)"', spark[0]) == [
        ("37", "10.0"),
        ("97", "15.0"),
        ("137", "15.0"),
    ]
    assert 'role="img"' in spark[0]
    assert built.faults() == []


def test_a_spark_of_one_year_names_it_once(tmp_path: Path) -> None:
    """And one of nothing is nothing."""
    built = site(tmp_path, index="{{ years('lamport1994') }}", b="# B\n\n{{ years(tag='none') }}")
    built.put("overrides/refctx/years.html", SPARK)
    config = CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: overrides}")
    built.put("mkdocs.yml", config).build(strict=True)

    assert built.page("index.html").count(">1994</text>") == 1
    assert "refctx-spark" not in built.page("b/index.html")


def labels(years: list[int | None]) -> list[str]:
    """What stands below the bars of works of these years."""
    return [span.label for span in spans(years)]


SPANS: list[tuple[list[int | None], list[str]]] = [
    ([2024], ["2024"]),
    ([2021, 2024], ["2021", "2022", "2023", "2024"]),
    ([None], [""]),
    ([2024, None], ["2024", ""]),
    ([], []),
    ([1957, *range(2014, 2026)], ["≤2014", *map(str, range(2015, 2026))]),
    ([1950, 1975, 1983, 2001, 2024], [f"{n}–{(n + 9) % 100:02}" for n in range(1950, 2030, 10)]),
]


@pytest.mark.parametrize(("years", "expected"), SPANS, ids=str)
def test_years_share_a_bar_only_where_there_is_no_room(
    years: list[int | None], expected: list[str]
) -> None:
    """Single years if they fit; few old works in the first column; else equal steps."""
    assert labels(years) == expected


def test_years_before_christ_are_years() -> None:
    """They are steps as all others."""
    assert labels([-43, 1998])[0] == "201 BC–2 BC"
    assert labels([-43, -42]) == ["44 BC", "43 BC"]


@pytest.mark.parametrize("first", range(-3, 2000, 67))
@pytest.mark.parametrize("undated", [[], [None]])
def test_columns_are_few_and_hold_every_work_once(first: int, undated: list[None]) -> None:
    """Every year is in one column, columns follow without a gap, and there are at most twelve."""
    years = [first, (first + 2025) // 2, 2024, 2025, *undated]
    found = spans(years)

    assert len(found) <= MOST
    assert [sum(year in span for span in found) for year in years] == [1] * len(years)
    dated = [span for span in found if span.last is not None]
    assert [s.first for s in dated[1:]] == [s.last + 1 for s in dated[:-1] if s.last is not None]


def test_only_a_single_year_can_be_filtered_by() -> None:
    """A bar of more years than one leads nowhere."""
    assert Span(first=2024, last=2024).year == "2024"
    assert Span(first=-43, last=-43).year == "-43"
    assert Span().year == "none"
    assert Span(last=2014).year == ""
    assert Span(first=2000, last=2009).year == ""


def test_a_chart_of_many_years_is_small(tmp_path: Path) -> None:
    """A century of works on twenty pages stays below 5 kB, compressed."""
    entries = "".join(f"@misc{{w{n}, title = {{Work}}, year = {2025 - n}}}\n" for n in range(100))
    pages = {f"p{n}": f"# Page {n}\n\n" + f"[@w{n}; @w{n * 5}; @w{99 - n}]" for n in range(20)}
    built = tiny(tmp_path, index="{{ chart() }}", refs=LIST, **pages)
    page = built.put("bib/library.bib", entries).build(strict=True).page("index.html")
    figure = page[page.index("<figure") : page.index("</figure>")]

    assert len(table(page)) == 22
    assert len(gzip.compress(figure.encode())) < 5000
