"""A work as a style prints it: every field read, cleaned and given its meaning.

A style asks a `Reference` for what it prints and gets finished HTML, an empty text where the entry
says nothing; no macro looks into a field for TeX, dashes, dates or addresses. What nobody asks
for is never read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from refctx.cases import sentence_case, title_case
from refctx.dates import date_of, year_text
from refctx.facts import fact
from refctx.fields import pages, title_parts, value_of
from refctx.kinds import standard, type_of
from refctx.language import language_of
from refctx.links import Link, arxiv_id, doi, links_of, safe_url
from refctx.marked import marked
from refctx.model import Date, Entry, Label
from refctx.numerals import edition_number, ordinal
from refctx.printable import Fields, Names, html, names_of

_IN_BOOKS = frozenset(("inbook", "incollection", "inproceedings", "inreference", "bookinbook"))
_NUMBERS = re.compile(r"(\d+)\s*[-–—]+\s*(\d+)")
_ADDRESS = re.compile(r"(?i)^\s*\{?\s*(?:\\url|\\href|https?:)")
_NOTHING = Markup("")
# What a fact is where an entry has none of the fields that it is read from, and these.
_READ_FROM: tuple[tuple[Any, Mapping[str, str]], ...] = (
    (_NOTHING, {
        "main_title": "maintitle mainsubtitle", "original_title": "origtitle origsubtitle",
        "edition": "edition", "status": "pubstate", "series": "series", "volume": "volume",
        "volumes": "volumes", "number": "number issue", "part": "part", "chapter": "chapter",
        "version": "version", "pages": "pages", "eid": "eid", "venue": "venue",
        "container": "journaltitle journal booktitle booksubtitle",
        "publisher": "publisher organization institution school howpublished",
        "institution": "institution school", "how_published": "howpublished",
        "place": "location address", "event": "eventtitle eventsubtitle",
    }),
    ("", {"original_year": "origdate", "doi": "doi", "eprint": "eprint"}),
    (None, {"original_date": "origdate", "event_date": "eventdate", "url_date": "urldate"}),
    ((), {"links": "doi url howpublished eprint"}),
)  # fmt: skip


class Reference:
    """A work as a style prints it. Texts of fields are safe HTML, empty if absent.

    Args:
        entry: the work.
        label: its label in the text; `suffix` is what tells works of a year apart.
        words: of the work's own language.
        case: `title` or `sentence`, for titles of works; else they stay as written.
    """

    __slots__ = (
        "__dict__", "_case", "_entry", "fields", "key", "kind", "subtype", "suffix", "terms",
        "year",
    )  # fmt: skip

    def __init__(
        self, entry: Entry, label: Label, words: Mapping[str, Any], case: str = ""
    ) -> None:
        self.key = entry.key
        self.kind = standard(entry.kind)
        self.subtype = entry.fields.get("entrysubtype", "").lower()
        self.terms = words
        self.year = label.year
        self.suffix = label.suffix
        self.fields = Fields(entry)
        self._entry = entry
        self._case = case
        self.__dict__.update(_unsaid(tuple(entry.fields)))

    # -- who --------------------------------------------------------------------------------

    def people(self, role: str) -> Names:
        """Those of a role: `author`, `editor`, `translator`, `bookauthor`, `holder`, …."""
        return names_of(self._entry.people.get(role, ()))

    @fact
    def authors(self) -> Names:
        return self.people("author")

    @fact
    def editors(self) -> Names:
        return self.people("editor")

    @fact
    def translators(self) -> Names:
        return self.people("translator")

    # -- when -------------------------------------------------------------------------------

    @fact
    def date(self) -> Date | None:
        """When it came out; None without a date. `year` is the same as text, `n.d.` without."""
        return date_of(self._entry)

    @fact
    def original_date(self) -> Date | None:
        """When it first came out (`origdate`)."""
        return date_of(self._entry, "orig")

    @fact
    def original_year(self) -> str:
        return year_text(self.original_date, self.terms) if self.original_date else ""

    @fact
    def event_date(self) -> Date | None:
        """When the conference was held."""
        return date_of(self._entry, "event")

    @fact
    def url_date(self) -> Date | None:
        """When the address was looked at."""
        return date_of(self._entry, "url")

    # -- what -------------------------------------------------------------------------------

    @fact
    def lang(self) -> str:
        """Language tag of the work."""
        return language_of(self._entry)

    @fact
    def title(self) -> Markup:
        """Title and subtitle; the key if the entry has neither."""
        return self._cased(self._title("")) or Markup.escape(self.key)

    @fact
    def written_title(self) -> Markup:
        """Title and subtitle with the capitals of the entry, whatever the style's are."""
        return self._title("") or Markup.escape(self.key)

    def titled(self, of: str) -> Markup:
        """Title and subtitle of what the work belongs to (`issue`) in the style's capitals."""
        return self._cased(self._title(of))

    @fact
    def short_title(self) -> Markup:
        """`shorttitle`, else the title."""
        return (
            self._cased(self.fields.first("shorttitle"))
            or self._cased(self._title(""))
            or self.title
        )

    @fact
    def has_title(self) -> bool:
        return bool(self._title(""))

    @fact
    def main_title(self) -> Markup:
        """Title of the work of several volumes that this one belongs to."""
        return self._title("main")

    @fact
    def original_title(self) -> Markup:
        return self._title("orig")

    @fact
    def type(self) -> Markup:
        """What kind of thesis, report, …: the field `type`, or what the entry's type implies.

        biblatex's names (`phdthesis`, `techreport`) are given in the style's words.
        """
        named = type_of(self._entry.kind, value_of(self._entry.fields, "type"))
        if not named and self.subtype not in ("newspaper", "magazine"):
            named = value_of(self._entry.fields, "entrysubtype")
        return (
            Markup.escape(self.terms["types"][named])
            if named in self.terms["types"]
            else html(named)
        )

    @fact
    def edition(self) -> Markup:
        """`2nd`, `Revised`; `第 2`."""
        number = edition_number(self.fields.first("edition"))
        if not number.isdecimal():
            return Markup(number)
        number = ordinal(number, self.terms["ordinals"])
        return Markup.escape(self.terms["ordinal"].format(number=number))

    @fact
    def is_numbered_edition(self) -> bool:
        """True if the edition is a number: `ed.` belongs behind it."""
        return edition_number(self.fields.first("edition")).isdecimal()

    @fact
    def status(self) -> Markup:
        """`in press`, `submitted`, … (`pubstate`)."""
        named = self.fields.first("pubstate")
        return Markup.escape(self.terms["states"].get(named, named)) if named else named

    # -- where ------------------------------------------------------------------------------

    @fact
    def container(self) -> Markup:
        """The journal, book or proceedings that the work is a part of.

        A chapter or paper that names a book and a journal is part of the book.
        """
        journal = self.fields.first("journaltitle")
        book = self._title("book") if self.kind in _IN_BOOKS else ""
        if journal and not book:
            subtitle = self.fields.first("journalsubtitle")
            return Markup(": ").join(part for part in (journal, subtitle) if part)
        return self._title("book")

    @fact
    def short_container(self) -> Markup:
        """The journal's short name, if the entry gives one."""
        return self.fields.first("shortjournal", "journalabbreviation") or self.container

    @fact
    def publisher(self) -> Markup:
        """Publisher, organization, institution or school, or what is said of how it came out."""
        house = self.fields.first("publisher", "organization", "institution")
        return house or self.how_published

    @fact
    def institution(self) -> Markup:
        """Institution or school."""
        return self.fields.first("institution")

    @fact
    def how_published(self) -> Markup:
        """`howpublished`, if it is no address."""
        named = self._entry.fields.get("howpublished", "")
        return Markup("") if _ADDRESS.match(named) else self.fields.first("howpublished")

    @fact
    def place(self) -> Markup:
        """Town of the publisher."""
        return self.fields.first("location", "address")

    @fact
    def series(self) -> Markup:
        return self.fields.first("series")

    @fact
    def volume(self) -> Markup:
        return _dashed(self.fields.first("volume"))

    @fact
    def volumes(self) -> Markup:
        """How many volumes there are."""
        return self.fields.first("volumes")

    @fact
    def number(self) -> Markup:
        """Issue of a journal, number of a report, patent or standard, or in a series."""
        number = self.fields.first("number", "issue")
        return _dashed(number) if self.kind in ("article", "periodical") else number

    @fact
    def part(self) -> Markup:
        return self.fields.first("part")

    @fact
    def chapter(self) -> Markup:
        return self.fields.first("chapter")

    @fact
    def version(self) -> Markup:
        return self.fields.first("version")

    @fact
    def pages(self) -> Markup:
        """Ranges with an en dash as they are written: `1–9, 12`, `117–32`."""
        return _pages(self._entry.fields.get("pages", ""))

    @fact
    def first_page(self) -> Markup:
        return Markup(self.pages.split("–")[0].split(",")[0])

    @fact
    def eid(self) -> Markup:
        """Number of an article in a journal without pages."""
        return self.fields.first("eid")

    @fact
    def event(self) -> Markup:
        """The conference."""
        return self._title("event")

    @fact
    def venue(self) -> Markup:
        return self.fields.first("venue")

    # -- its address --------------------------------------------------------------------------

    @fact
    def links(self) -> tuple[Link, ...]:
        """Every address of the work; the first is the one to print."""
        return links_of(self._entry)

    @fact
    def link(self) -> Link | None:
        """The address a reference ends with, and the text it is printed as."""
        if not self.links:
            return None
        link = self.links[0]
        return link if link.text else Link(link.kind, link.url, link.url)

    @fact
    def doi(self) -> str:
        """Without resolver."""
        return doi(self._entry)

    @fact
    def url(self) -> str:
        fields = self._entry.fields
        return safe_url(fields.get("url") or fields.get("howpublished", ""))

    @fact
    def eprint(self) -> str:
        """ArXiv id."""
        return arxiv_id(self._entry)

    def _title(self, of: str) -> Markup:
        title, subtitle, _ = title_parts(self._entry.fields, of)
        first = html(title, protected=True)
        second = html(subtitle, protected=True)
        if not (first and second):
            return first or second
        return marked(f"{first}{' ' if first.striptags()[-1:] in '?!' else ': '}{second}")

    def _cased(self, title: Markup) -> Markup:
        if self._case == "sentence":
            return sentence_case(title, self.lang)
        return title_case(title, self.lang) if self._case == "title" else title


# Most entries have the same fields as others.
@lru_cache(maxsize=2_000)
def _unsaid(fields: tuple[str, ...]) -> dict[str, Any]:
    """The facts that an entry with these fields does not say; most are never looked for then."""
    return {
        name: nothing
        for nothing, facts in _READ_FROM
        for name, read in facts.items()
        if not any(field in fields for field in read.split())
    }


def _dashed(number: Markup) -> Markup:
    """Ranges of numbers with an en dash: `1-2` → `1–2`; other hyphens stay (`s2-42`)."""
    found = _NUMBERS.fullmatch(number)
    return Markup(f"{found[1]}–{found[2]}") if found else number


def _pages(text: str) -> Markup:
    return marked(", ".join("–".join(html(page) for page in pair if page) for pair in pages(text)))
