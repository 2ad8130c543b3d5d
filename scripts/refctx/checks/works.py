"""Library and site → works that stand in it twice, or that nobody cites."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from refctx.fields import value_of
from refctx.links import arxiv_id, doi
from refctx.model import Entry, Finding, Library
from refctx.names import fold, folded
from refctx.site import Site
from refctx.tex import to_text

# A work that differs in one of these is another: a volume, an edition, a translation.
_TELLING = (
    "volume", "part", "number", "edition", "version", "chapter", "pages", "translator", "langid",
    "language", "issuetitle", "type",
)  # fmt: skip
_RELATIONS = ("crossref", "xref", "xdata", "entryset", "related", "ids")
_NO_WORKS = ("set", "xdata")


def duplicate_works(library: Library) -> Iterator[Finding]:
    """A finding for each entry that seems to be the same work as an earlier one."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in library.entries.values():
        if entry.kind in _NO_WORKS:
            continue
        marks = list(_marks(entry))
        for mark in marks:
            first = seen.get(mark)
            if first is not None and not _related(first, entry):
                yield _twice(entry, first, mark)
                break
        for mark in marks:
            seen.setdefault(mark, entry)


def _marks(entry: Entry) -> Iterator[tuple[str, ...]]:
    """What tells a work from all others; two entries with a mark in common are one work."""
    fields = entry.fields
    if "doi" in fields and (name := doi(entry)):
        # Chapters may carry the DOI of their book.
        yield "DOI", name.lower(), folded(entry.title) if "booktitle" in fields else ""
    if "eprint" in fields and (number := arxiv_id(entry)):
        yield "arXiv id", number.lower()
    year = (value_of(fields, "date") or value_of(fields, "year"))[:4]
    if entry.title and year and entry.authors:
        subtitle = to_text(fields["subtitle"]) if "subtitle" in fields else ""
        titles = f"{entry.title} {subtitle}" if subtitle else entry.title
        said = ((name, fields[name].strip("{} ")) for name in _TELLING if name in fields)
        telling = chain.from_iterable(pair for pair in said if pair[1])
        yield "title and year", folded(titles), year, fold(entry.authors[0].surname), *telling


def _related(first: Entry, entry: Entry) -> bool:
    """True where one entry names the other: parts of a book, members of a set, related works."""
    return first.key in _named_by(entry) or entry.key in _named_by(first)


def _named_by(entry: Entry) -> set[str]:
    named = (entry.written.get(name, "").split(",") for name in _RELATIONS)
    return set(map(str.strip, chain.from_iterable(named)))


def _twice(entry: Entry, first: Entry, mark: tuple[str, ...]) -> Finding:
    message = (
        f"`{entry.key}` seems to be the same work as `{first.key}` at {first.place}: both have the "
        f"same {mark[0]}. Keep one of the two, and name the other key in its `ids`."
    )
    return Finding("duplicate-work", entry.place, message, entry.key)


def uncited_entries(site: Site) -> Iterator[Finding]:
    """A finding for each entry that no page cites, mentions or lists."""
    listed = set(chain.from_iterable(chosen.keys for chosen in site.selections.values()))
    entries = site.library.entries.values()
    parents = {
        name.strip()
        for entry in entries
        for field in ("crossref", "xref", "entryset")
        for name in entry.written.get(field, "").split(",")
    }
    for entry in entries:
        used = entry.key in site.index.cited or entry.key in listed or entry.key in parents
        if not used and entry.kind not in _NO_WORKS:
            message = f"no page cites or lists `{entry.key}`. Cite it, or take it out."
            yield Finding("uncited-entry", entry.place, message, entry.key)
