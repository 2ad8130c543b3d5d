"""Properties of whole libraries and sites: nothing lost, nothing let through, nothing twice.

The examples are the same at each run; what is new is looked for by `make fuzz`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urldefrag, urljoin

import golden
import html5lib
import rispy
from hostile import carded
from hypothesis import given, settings
from hypothesis import strategies as st
from refctx import tex
from refctx.cite import parse_group, parse_narrative, parse_nocite
from refctx.formats.bibtex import bibtex, is_private
from refctx.formats.coins import coins
from refctx.formats.csl import csl_file, csl_part, plain
from refctx.formats.jsonld import work
from refctx.formats.ris import ris
from refctx.kinds import ALIASES, STANDARD
from refctx.load import library
from refctx.model import Entry, Library
from refctx.pipeline import Result
from refctx.settings import FEATURES
from refctx.sources import Source
from refctx.texts import plain_text

examples = partial(settings, derandomize=True)

# -- what is generated ---------------------------------------------------------------------

KINDS = sorted({*STANDARD, *ALIASES} - {"set", "xdata"})
NAMES = (
    "author", "editor", "title", "subtitle", "booktitle", "journal", "date", "year", "month",
    "pages", "doi", "url", "eprint", "publisher", "note", "keywords", "langid", "x-y", "ids2",
)  # fmt: skip
SIGNS = (
    "{", "}", "{", "}", "\\", "\\{", "\\'e", '\\"{o}', "\\emph{x}", "$x^2$", "$", "%", "@", "#",
    "&", "_", "~", "--", ",", "=", "'", '{"}', " and ", " ", "é", "大學", "🦉", "a\u0301", "<b>",
    "@book{x, title = {T}}", "% refctx: ignore odd-name", "</script>", "Knuth, D. E.", "2020",
)  # fmt: skip
LETTERS = st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="{}")
KEYS = st.text(
    st.sampled_from("abcXYZ019:/.+'%_&#~;é大-\\<>\"()[]*^`|!?$@"), min_size=1, max_size=8
)


def closed(text: str) -> str:
    """The text with its braces in pairs, as a value in braces has to be."""
    depth, kept = 0, []
    for sign in text:
        if sign == "}" and not depth:
            continue
        depth += (sign == "{") - (sign == "}")
        kept.append(sign)
    return "".join(kept) + "}" * depth


VALUES = st.lists(st.sampled_from(SIGNS) | st.text(LETTERS, max_size=5), max_size=6).map(
    lambda pieces: closed("".join(pieces))
)


@dataclass(frozen=True)
class Written:
    """An entry as it is written into a file."""

    key: str
    kind: str
    fields: Mapping[str, str]

    def __str__(self) -> str:
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{fields}}}\n"

    def read(self) -> tuple[str, str, dict[str, str]]:
        """What `load` has to make of it: white space folded, all else to the letter."""
        folded = {name: " ".join(value.split()) for name, value in self.fields.items()}
        return self.key, self.kind, folded


ENTRIES = st.lists(
    st.builds(
        Written,
        KEYS.filter(lambda key: not key.startswith("@")),
        st.sampled_from(KINDS),
        st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda entry: entry.key.lower(),
)
JUNK = st.lists(
    st.sampled_from((
        "{", "}", '"', "@", "@book", "@book{", "@book{broken,", "@book{broken, title = {", "= {",
        '@book{broken, title = "', "@book{broken, title = {T}}}", "@string{x = ", "@preamble{",
        "@comment{", "@{", "% @book{", "title = {T},", ",", "#", "\\", "(", "@misc(broken,", "me@x",
        "}}}}", "@string{a = {", "@book{broken, title = x # ", "\n", " ", "@article{,", "€", "%",
    )) | st.text(LETTERS, max_size=6),
    max_size=5,
).map("".join)  # fmt: skip


def read(text: str) -> Library:
    """The library of one file."""
    return library([Source(path=Path("refs.bib"), name="refs.bib", text=text)])


def facts(entry: Entry) -> tuple[str, str, dict[str, str]]:
    """Key, type and fields as written."""
    return entry.key, entry.kind, dict(entry.written)


# -- nothing is lost -----------------------------------------------------------------------


@examples(max_examples=60)
@given(ENTRIES)
def test_every_entry_is_read_to_the_letter(entries: list[Written]) -> None:
    """Keys, types and fields are those of the file, whatever signs they hold."""
    found = read("\n".join(map(str, entries)))

    assert [facts(entry) for entry in found.entries.values()] == [e.read() for e in entries]


@examples(max_examples=60)
@given(ENTRIES)
def test_an_export_is_read_as_what_it_was_made_of(entries: list[Written]) -> None:
    """Every entry of an exported file has its key, type and fields, and exports to the same."""
    works = read("\n".join(map(str, entries))).entries.values()
    exported = bibtex(works)
    again = read(exported).entries.values()

    assert [facts(entry) for entry in again] == [_exported(entry) for entry in works]
    assert bibtex(again) == exported


def _exported(entry: Entry) -> tuple[str, str, dict[str, str]]:
    """What an export holds of an entry: a month by its name or BibTeX's three letters alike."""
    kept = {name: value for name, value in entry.written.items() if not is_private(name)}
    return entry.key, entry.kind, kept


@examples(max_examples=100)
@given(ENTRIES, st.lists(JUNK, min_size=1, max_size=4))
def test_no_entry_is_lost_among_junk(entries: list[Written], junk: list[str]) -> None:
    """Every whole entry that begins a line is kept with its fields, whatever stands between."""
    pieces = [(junk[n % len(junk)], str(entry)) for n, entry in enumerate(entries)]
    found = read("".join(f"{before}\n{entry}" for before, entry in pieces) + junk[-1]).entries

    for entry in entries:
        assert facts(found[entry.key]) == entry.read()


# -- field text is data --------------------------------------------------------------------

# How TeX writes the signs that mean something to it.
IN_TEX = {
    "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "$": "\\$",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "_": "\\_", "-": "{-}", "`": "\\`{}",
    "'": "\\textquotesingle{}", '"': "\\textquotedbl{}",
}  # fmt: skip
TEXTS = st.lists(
    st.sampled_from((
        "<script>alert(1)</script>", "</script>", "<!--", "-->", "]]>", "<img src=x onerror=f()>",
        "&lt;b&gt;", "&amp;", '"', "'", "\"><b onclick='f()'>", "javascript:f()", "{{ 7*7 }}",
        "{% if %}", "{#", "\\", "$", "~", "^", "_", "--", "%", "#", "@", "TY  - BOOK", "ER  - ",
        "\u2028", "+", "%3Cb%3E", "&rft.au=x", " ", "大學", "É", "🦉", "\u202e",
    )) | st.text(LETTERS, max_size=4),
    max_size=5,
).map(lambda pieces: f"X{' '.join(''.join(pieces).split())}X")  # fmt: skip
PLAIN = (
    "subtitle", "journal", "publisher", "note", "series", "edition", "volume", "number", "pages",
    "date", "location", "howpublished", "type", "version", "doi", "eprint", "url", "langid",
    "keywords", "urldate", "shorttitle", "pubstate", "chapter", "addendum", "abstract", "isbn",
)  # fmt: skip
PAGE = "See [@k, p. 3; @plain] and @k.\n\n{{ bibliography() }}\n\n{{ reading_list('k', 'plain') }}"
GOOD = """
@book{plain, author = {Ann Adams}, title = {大學}, date = {2001}, url = {https://x.y/},
  doi = {10.1000/x}, eprint = {2001.00001}, publisher = {P}, edition = {2}, volume = {3}}
@article{k, author = {Bob}, title = {On \\emph{this} $x_1^2$}, journal = {J}, date = {2001}}
"""


def in_tex(text: str) -> str:
    """TeX that prints a text to the letter."""
    return "".join(IN_TEX.get(sign, sign) for sign in text)


def entry_of(text: str, kind: str = "book") -> str:
    """An entry all of whose fields hold a text, in braces against a style's capitals."""
    fields = "".join(f"  {name} = {{{{{in_tex(text)}}}}},\n" for name in ("title", *PLAIN))
    return f"@{kind}{{k,\n  author = {{{{{in_tex(text)}}}}},\n{fields}}}\n"


def parsed(html: str) -> Any:
    """A page as a browser reads it."""
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)


def skeleton(html: str) -> set[tuple[str, str]]:
    """Every element of a page with each of its attributes."""
    nodes = [node for node in parsed(html).iter() if isinstance(node.tag, str)]
    return {(node.tag, name) for node in nodes for name in ("", *map(str, node.attrib))}


def built(bib: str, style: str, locale: str = "en") -> Result:
    """A site of one page with all that pages can show."""
    settings = {"style": style, "locale": locale, "features": FEATURES}
    return golden.build(bib, {"index.md": PAGE}, settings)[0]


def page_of(result: Result) -> str:
    """The page of that site, with what its head holds."""
    html = carded(result, result.filled["index.md"].html)
    return html + result.head(result.site.pages["index.md"])


@cache
def harmless(style: str) -> set[tuple[str, str]]:
    """What a page of harmless entries is made of."""
    return skeleton(page_of(built(GOOD, style)))


@examples(max_examples=100)
@given(TEXTS)
def test_a_text_comes_through_tex(text: str) -> None:
    """Text written in TeX is printed to the letter, without an element."""
    assert tex.to_text(in_tex(text)) == text
    assert skeleton(tex.to_html(in_tex(text))) == {("DOCUMENT_FRAGMENT", "")}
    assert "".join(parsed(tex.to_html(in_tex(text))).itertext()) == text


@examples(max_examples=40)
@given(TEXTS, st.sampled_from(KINDS))
def test_a_text_comes_through_the_formats(text: str, kind: str) -> None:
    """CSL-JSON, RIS, COinS and JSON-LD give back the text that a field holds."""
    entry = read(entry_of(text, kind)).entries["k"]
    csl = json.loads(csl_file([csl_part(plain(entry)).encode()]))[0]
    (found,) = rispy.loads(ris([entry]))
    open_url = parse_qs(coins(plain(entry), 3))

    assert text in csl["title"]
    assert csl["author"] == [{"literal": text}]
    assert csl["note"] == found["notes"][0] == text
    assert text in (found.get("title", "") + found.get("secondary_title", ""))
    assert any(text in value for values in open_url.values() for value in values)
    assert work(entry)["author"] == [{"@type": "Organization", "name": text}]


@examples(max_examples=10)
@given(TEXTS, st.sampled_from(("apa", "chicago-author-date", "ieee")), st.sampled_from(KINDS))
def test_a_field_adds_nothing_to_a_page_but_its_text(text: str, style: str, kind: str) -> None:
    """A page with hostile fields has the elements and attributes of a harmless one."""
    result = built(GOOD.partition("@article")[0] + entry_of(text, kind), style)
    html = page_of(result)

    assert skeleton(html) <= harmless(style)
    assert " ".join(text.split()) in plain_text(str(result.works.reference("k")))
    scripts = [node for node in parsed(html).iter("script") if "json" in node.get("type", "")]
    assert [json.loads(node.text)["numberOfItems"] for node in scripts] == [2]
    links = [node.get("href", "#") for node in parsed(html).iter("a")]
    assert all(re.match(r"#|https?://|\./|refctx/", link) for link in links)


# -- citations -----------------------------------------------------------------------------

BLOCKS = st.sampled_from((
    "[@{%s}]", "[see @{%s}, p. 3; @{%s}, chap. 2]", '{{ cite("%s") }}', '{{ cite("%s", "%s") }}',
    "# Head [@{%s}]", "## Same", "text[^1]\n\n[^1]: note [@{%s}]", "- [@{%s}]\n- -@{%s}",
    "| a |\n| - |\n| @{%s} |", "{{ bibliography() }}", '{{ bibliography(scope="page") }}',
    '{{ reading_list("%s", item("%s", "n")) }}', "![As [@{%s}]](x.png)", "[see @{%s}](#x)",
    '{{ bibliography("%s", cited=false) }}', "[@{%s}, not @{%s}]", "@%s says", "<b>[@{%s}]</b>",
))  # fmt: skip
PAGES = st.lists(st.lists(BLOCKS, min_size=1, max_size=4), min_size=1, max_size=3)
BACK_LINK = re.compile(r'class="refctx-backlink[^>]* href="([^"]*)"')
PATHS = ("index.md", "guide/a.md", "guide/b.md")
BOOK = "@book{%s, author = {Ann %s}, title = {T}, date = {2001}}"


def site_of(keys: list[str], pages: list[list[str]]) -> Result:
    """A site of pages that cite these keys in turn, and of a last one that cites and lists all."""
    bib = "\n".join(BOOK % (key, f"N{n % 2}") for n, key in enumerate(keys))
    written = [key.replace("\\", "\\\\").replace('"', '\\"') for key in keys]
    texts = []
    for number, blocks in enumerate(pages):
        turn = islice(cycle(written), number, None)
        texts.append("\n\n".join(re.sub("%s", lambda _, t=turn: next(t), one) for one in blocks))
    everything = [f'{{{{ cite("{key}") }}}}' for key in written]
    texts[-1] += "\n\n".join(["", *everything, "{{ bibliography() }}"])
    return golden.build(bib, dict(zip(PATHS, texts, strict=False)), {"features": FEATURES})[0]


@examples(max_examples=30)
@given(st.lists(KEYS, min_size=1, max_size=4, unique_by=str.lower), PAGES)
def test_anchors_are_unique_and_lead_there_and_back(
    keys: list[str], pages: list[list[str]]
) -> None:
    """No id stands twice in a page, no citation's in two; each is led to from its entry."""
    result = site_of([key for key in keys if not key.startswith("@")] or ["k"], pages)
    addresses = {path: page.url for path, page in result.site.pages.items()}
    ids = {url: _ids(result.filled[path].html) for path, url in addresses.items()}
    places = {f"{url}#{one}" for url, found in ids.items() for one in found}
    ways = {
        urljoin(f"/{url}", unescape(link)).lstrip("/")
        for path, url in addresses.items()
        for link in re.findall(
            r'class="refctx-backlink[^>]* href="([^"]*)"', result.filled[path].html
        )
    }

    assert [len(found) for found in ids.values()] == [len(set(found)) for found in ids.values()]
    anchors = [one for found in ids.values() for one in found if one.startswith("refctx-bib-")]
    assert len(anchors) == len(set(anchors)) >= len(result.site.library.entries)
    assert {"#".join(map(unquote, urldefrag(way))) for way in ways} == {
        place for place in places if "#refctx-bib-" in place
    }


def _ids(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'\sid="([^"]*)"', html)]


@examples(max_examples=150)
@given(
    st.lists(
        st.sampled_from(("@", "-@", "k", "大key", "{", "}", "[", "]", ";", "，", ",", "p. 3", "頁",
                         "\\", "&", "http://", "\ue000", "\x02", " ", "\n", "@{k}", "*"))
        | st.text(max_size=4),
        max_size=10,
    ).map("".join)
)  # fmt: skip
def test_any_text_can_be_looked_through_for_citations(text: str) -> None:
    """No text raises; what is read as citations names keys, and `nocite` names each once."""
    known = ("k", "大key", "大")
    for group in (parse_group(text, known), parse_narrative(f"@{text}", known, text)):
        assert group is None or all(citation.key for citation in group.citations)
    keys = parse_nocite(text, known)
    assert len(keys) == len(set(keys))
