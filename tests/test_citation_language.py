"""The citation language, row by row, against what pandoc 3.9 reads.

The rows are those of a survey of pandoc's own answers, then the Chinese extensions. Where a row
is marked `ours`, the reading is not pandoc's; the comment says why.
"""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown import Markdown
from refctx.cite import parse_group, restore
from refctx.format import locator_view
from refctx.hosts.markdown import RefctxExtension
from refctx.markers import MARKER
from refctx.model import Citation, CitationGroup
from refctx.terms import terms

EXTENSIONS = ["attr_list", "footnotes", "md_in_html", "tables", "pymdownx.arithmatex"]


def shown(group: CitationGroup) -> str:
    """A group on a line: N normal, T author in text, S suppressed; `prefix|key|locator|suffix`."""
    return "; ".join(_item(citation, narrative=group.narrative) for citation in group.citations)


def _item(citation: Citation, *, narrative: bool) -> str:
    mode = "S" if citation.suppress_author else "T" if narrative or citation.inner else "N"
    place = f"{citation.locator.label} {citation.locator.value}" if citation.locator else ""
    parts = [citation.prefix, citation.key, place, citation.suffix.strip()]
    if not any((citation.prefix, place, citation.suffix)):
        parts = [citation.key]
    return f"{mode} {'|'.join(parts)}"


def read(source: str, known: str = "foo bar") -> list[str]:
    """What is read in a page, in the order of its HTML."""
    extension = RefctxExtension(known.split())
    html = Markdown(extensions=[*EXTENSIONS, extension]).convert(source)
    return [shown(restore(unescape(found["value"]))) for found in MARKER.finditer(html)]


LONG = "foo:bar.baz/qux_1-2+3"
CHARS = "foo#bar$baz%q&w"
DOI = "10.1145/3426744.3431327"
# source, known keys, what is read
ROWS: list[tuple[str, str, list[str]]] = [
    # -- kinds of citation
    ("[@foo]", "foo", ["N foo"]),
    ("@foo says", "foo", ["T foo"]),
    ("[-@foo]", "foo", ["S foo"]),
    ("-@foo", "foo", ["S foo"]),
    ("@foo [p. 3] says", "foo", ["T |foo|page 3|"]),
    (
        "[see @foo, pp. 33-35; also @bar, chap. 1]",
        "foo bar",
        ["N see|foo|page 33–35|; N also|bar|chapter 1|"],
    ),
    ("[-@foo; @bar]", "foo bar", ["S foo; N bar"]),
    ("[@foo;]", "foo", ["T foo"]),
    ("[;@foo]", "foo", ["T foo"]),
    ("[@foo @bar]", "foo bar", ["N |foo||@bar; T bar"]),
    ("[@foo@bar]", "foo bar", ["N |foo||@bar; T bar"]),
    ("[@foo; @foo]", "foo", ["N foo; N foo"]),
    # -- keys
    (f"[@{LONG}]", LONG, [f"N {LONG}"]),
    (f"[@{CHARS}]", CHARS, [f"N {CHARS}"]),
    (f"[@{DOI}]", DOI, [f"N {DOI}"]),
    ("[@DBLP:conf/nips/V17]", "DBLP:conf/nips/V17", ["N DBLP:conf/nips/V17"]),
    ("[@foo.]", "foo", ["N |foo||."]),
    ("see @foo.", "foo", ["T foo"]),
    ("@foo,", "foo", ["T foo"]),
    ("@foo:", "foo", ["T foo"]),
    ("[@foo/]", "foo", ["N |foo||/"]),
    ("@foo--bar", "foo", ["T foo"]),
    ("@foo_", "foo_", ["T foo_"]),
    ("[@{foo.}]", "foo.", ["N foo."]),
    ("@{https://x.y/b?n=1&d=2}", "https://x.y/b?n=1&d=2", ["T https://x.y/b?n=1&d=2"]),
    ("@1999", "1999", ["T 1999"]),
    ("@_x", "_x", ["T _x"]),
    ("@中文key", "中文key", ["T 中文key"]),
    ("[@中文]", "中文", ["N 中文"]),
    ("@ foo", "foo", []),
    ("@-foo", "foo", []),
    ("@#1", "1", []),
    # -- what is none
    ("me@example.com", "example.com example", []),
    ("a@foo", "foo", []),
    ("user@host", "host", []),
    ("<me@example.com>", "example.com example", []),
    ("<https://x.y/@z>", "z", []),
    ("`[@foo]`", "foo", []),
    ("    [@foo] @foo", "foo", []),
    ("$x@y$", "y", []),
    # ours: a URL is an address, whatever its path looks like
    ("http://x.y/@foo", "foo", []),
    (r"\@foo", "foo", []),
    (r"[\@foo]", "foo", []),
    (r"\[@foo]", "foo", ["T foo"]),
    # -- links, images and notes
    ("[@foo](url)", "foo", ["T foo"]),
    ("[@foo][ref]\n\n[ref]: url", "foo", ["T foo"]),
    # ours: two brackets with a key each are two alike; pandoc's link parser takes the first apart
    ("[@foo][@bar]", "foo bar", ["N foo", "N bar"]),
    ("[@foo] [@bar]", "foo bar", ["N foo", "N bar"]),
    ("[^@foo]", "foo", []),
    ("^[note @foo]", "foo", ["T foo"]),
    ("x[^1]\n\n[^1]: note @foo", "foo", ["T foo"]),
    # -- markup around
    ("*@foo*", "foo", ["T foo"]),
    ("**[@foo]**", "foo", ["N foo"]),
    ("# Head @foo", "foo", ["T foo"]),
    ("| a |\n| - |\n| @foo |", "foo", ["T foo"]),
    # ours: what a tag holds is Markdown where Python-Markdown says so
    ("<div markdown>@foo</div>", "foo", ["T foo"]),
    ("<span>@foo</span>", "foo", ["T foo"]),
    ("@foo's", "foo", ["T foo"]),
    ("@foo’s", "foo", ["T foo"]),
    ("[text @foo more @bar]", "foo bar", ["N text|foo||more @bar; T bar"]),
    # ours: only keys of the library are cited without brackets
    ("@param x", "foo", []),
    ("@decorator", "foo", []),
    ("npm i @scope/pkg", "foo", []),
    # -- Chinese; ours where a Han character touches `@` or ends a key, and `，` `；` count
    ("如[@foo]所述", "foo", ["N foo"]),
    ("見 @foo。", "foo", ["T foo"]),
    ("，@foo", "foo", ["T foo"]),
    ("「@foo」", "foo", ["T foo"]),
    ("（@foo）", "foo", ["T foo"]),
    ("見@foo。", "foo", ["T foo"]),
    ("由@foo提出", "foo", ["T foo"]),
    ("（見@foo）", "foo", ["T foo"]),
    ("[見@foo]", "foo", ["N 見|foo||"]),
    ("@foo所說", "foo", ["T foo"]),
    ("@foo所說", "foo foo所", ["T foo所"]),
    ("@{foo}所說", "foo", ["T foo"]),
    ("見@不存在。", "foo", []),
    ("[見 @foo，第 3 頁]", "foo", ["N 見|foo|page 3|"]),
    ("[@foo，頁 3–5]", "foo", ["N |foo|page 3–5|"]),
    ("[@foo；@bar]", "foo bar", ["N foo; N bar"]),
    ("[@foo，@bar]", "foo bar", ["N foo; N bar"]),
    ("[見 @foo，第 2 章；又見 @bar，圖 3]", "foo bar",
     ["N 見|foo|chapter 2|; N 又見|bar|figure 3|"]),
]  # fmt: skip
LOCATORS = [
    ("p. 3", "page 3", ""),
    ("pages 3-5", "page 3–5", ""),
    ("33-35, 38-39 and nowhere else", "page 33–35, 38–39", " and nowhere else"),
    ("bk. 2", "book 2", ""),
    ("chapter 3", "chapter 3", ""),
    ("col. 1", "column 1", ""),
    ("figs. 3.1-3.4", "figure 3.1–3.4", ""),
    ("fol. 9", "folio 9", ""),
    ("no. 7", "number 7", ""),
    ("ll. 3-9", "line 3–9", ""),
    ("n. 3", "note 3", ""),
    ("op. 27", "opus 27", ""),
    ("¶ 3", "paragraph 3", ""),
    ("paras. 2-3", "paragraph 2–3", ""),
    ("pt. II", "part II", ""),
    ("§ 1(a)", "section 1(a)", ""),
    ("§§ 2.1-2.3", "section 2.1–2.3", ""),
    ("s.v. 3", "sub verbo 3", ""),
    ("v. 16", "verse 16", ""),
    ("vols. 1, 3", "volume 1, 3", ""),
    ("第 3 頁", "page 3", ""),
    ("頁 3–5", "page 3–5", ""),
    ("第 2 章", "chapter 2", ""),
    ("第 1.2 節", "section 1.2", ""),
    ("圖 4", "figure 4", ""),
    ("表 4", "table 4", ""),
    ("第 2 卷", "volume 2", ""),
    ("第 3、5 段", "paragraph 3, 5", ""),
    # braces force a locator, or prevent one
    ("{pp. iv, vi-xi, (xv)-(xvii)} with suffix here", "page iv, vi–xi, (xv)–(xvii)",
     "with suffix here"),
    ("{99 years later}", "page 99 years later", ""),
    ("{s.v. Ding an sich}", "sub verbo Ding an sich", ""),
    ("{}, 99 years later", None, ", 99 years later"),
    # pandoc's rule makes these pages
    ("33ff.", "page 33ff", "."),
    ("A12", "page A12", ""),
    # ours: an ordinal is no page, a pronoun no number
    ("2nd ed.", None, ", 2nd ed."),
    ("p. 3, I think", "page 3", ", I think"),
]  # fmt: skip
NOWHERE = [
    "see <!-- [@foo] @foo --> it", "<!-- [@foo] -->", "$[@foo]$ and $a @foo$", r"\([@foo]\)",
    "$$\n[@foo]\n$$", "[x](http://x.y/[@foo])", '[x](u "see [@foo]")', "[x](@foo)",
    '<b title="[@foo] @foo">x</b>', "https://x.y/?by=@foo", "https://x.y/a-@foo", "www.x.y/=@foo",
    "[https://x.y/@foo]", "x.y/@foo", "[x]: http://x.y/@foo", "```\n[@foo]\n```",
    "<pre>[@foo]</pre>",
]  # fmt: skip


@pytest.mark.parametrize(("source", "known", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_of_the_table(source: str, known: str, expected: list[str]) -> None:
    """A page's text is read as pandoc reads it, or as the row says."""
    assert read(source, known) == expected


@pytest.mark.parametrize(("text", "place", "suffix"), LOCATORS, ids=[row[0] for row in LOCATORS])
def test_a_locator(text: str, place: str | None, suffix: str) -> None:
    """A locator is told from the suffix, in a group and behind a narrative citation."""
    expected = f"|foo|{place or ''}|{suffix.strip()}"
    assert read(f"[@foo, {text}]") == [f"N {expected}"]
    assert read(f"@foo [{text}]") == [f"T {expected.replace('|, 2nd', '|2nd')}"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("p. 3", "p. 3"),
        ("p. 33-35", "pp. 33–35"),
        ("3, 5", "pp. 3, 5"),
        ("3 & 5", "pp. 3 & 5"),
        ("chap. ii--iv", "chaps. ii–iv"),
        ("§ 2, 4", "secs. 2, 4"),
        ("fig. 2", "fig. 2"),
        ("第 3–5 頁", "pp. 3–5"),
        ("s.v. 3", "s.v. 3"),
    ],
)
def test_a_term_is_printed_in_the_plural_where_several_are_named(text: str, printed: str) -> None:
    """One page is `p.`, a range or a list is `pp.`, whatever the author wrote."""
    group = parse_group(f"@foo, {text}", ["foo"])
    assert group is not None
    place = locator_view(group.citations[0], terms("en"))
    assert place is not None
    assert place.text().unescape() == printed


@pytest.mark.parametrize("source", NOWHERE)
def test_no_citation(source: str) -> None:
    """Comments, math, targets, attributes, addresses and code cite nothing."""
    assert read(source) == []


@pytest.mark.parametrize(
    "source", ["it costs $5 [@foo] or $6 @foo", "a < b [@foo] @foo", "x<y [@foo] @foo"]
)
def test_a_citation_beside_a_sign(source: str) -> None:
    """A lone dollar is a dollar, a lone angle bracket is less than."""
    assert read(source) == ["N foo", "T foo"]


def test_math_is_math_without_an_extension() -> None:
    """`$…$` is left to the browser's renderer, if that is all the site uses."""
    html = Markdown(extensions=[RefctxExtension(["foo"])]).convert("$[@foo]$, $x_@foo$: [@foo]")
    assert len(re.findall(MARKER, html)) == 1
