"""Entries → BibTeX, the fields as their keeper wrote them.

What an entry takes from others (`crossref`, `xdata`, `entryset`) and from `@string`s is in its
fields by now, so each entry stands alone and can be copied out of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refctx.model import Entry

# Fields that come first, in this order; the others follow by name.
_ORDER = """
    author editor editortype translator bookauthor title subtitle titleaddon maintitle mainsubtitle
    booktitle booksubtitle issuetitle journal journaltitle journalsubtitle shortjournal series
    edition volume volumes part number issue chapter pages eid date year month day publisher
    institution school organization address location howpublished type eprint eprinttype
    archiveprefix eprintclass primaryclass doi url urldate
    """.split()  # noqa: SIM905  # forty names read best as words
_PLACES = {name: place for place, name in enumerate(_ORDER)}
# What names entries that need not be in the file; all that they hand on is here already.
_REFERENCES = frozenset(("crossref", "xref", "xdata", "entryset"))
# The keeper's own: files on a disk, notes to oneself, a program's marks, and abstracts, which
# are mostly somebody else's text.
_PRIVATE = frozenset(
    """
    abstract annotation annote comment review file localfile pdf owner groups timestamp
    creationdate modificationdate date-added date-modified added-at biburl bibsource interhash
    intrahash __markedentry ranking readstatus qualityassured
    """.split()  # noqa: SIM905
)
_MONTHS = {
    name: name[:3].lower()
    for name in ("January", "February", "March", "April", "May", "June", "July", "August",
                 "September", "October", "November", "December")
}  # fmt: skip


def bibtex(entries: Iterable[Entry]) -> str:
    """A `.bib` file of entries in the order given, in UTF-8.

    `refctx.load` reads it back to the same entries, without the fields of `is_private` and
    those that named parents.
    """
    return "\n".join(_entry(entry) for entry in entries)


def is_private(name: str) -> bool:
    """True for a field that is no fact of the work and is not handed on."""
    return name in _PRIVATE or name.startswith("bdsk-")


def place_of(name: str) -> int:
    """Where a field stands among those of an entry; all that are not named here come last."""
    return _PLACES.get(name, len(_ORDER))


def _entry(entry: Entry) -> str:
    # A key in parentheses may hold a brace.
    opening, closing = "()" if "}" in entry.key else "{}"
    return "\n".join((f"@{entry.kind}{opening}{entry.key},", *_fields(entry), f"{closing}\n"))


def _fields(entry: Entry) -> Iterator[str]:
    for name in sorted(entry.written, key=lambda name: (place_of(name), name)):
        if name in _REFERENCES or is_private(name):
            continue
        value = entry.written[name]
        # Styles know their own names of months by BibTeX's three letters.
        short = _MONTHS.get(value) if name == "month" else None
        yield f"  {name} = {short or f'{{{value}}}'},"
