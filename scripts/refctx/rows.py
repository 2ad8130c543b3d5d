"""A library as lines of text, one for each entry, and back: an entry is read when it is wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from refctx.model import Entry, Finding, Library, Person, Place, Rule

# What `json.dumps` makes anew for each call without it.
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_text(library: Library, about: Iterable[Finding]) -> str:
    """The library and what there is to say of it, as `from_text` reads them."""
    findings = [[finding_row(one) for one in found] for found in (library.findings, about)]
    rules = [[r.level, r.code, r.key, r.path, _place_row(r.place)] for r in library.rules]
    head = [*findings, dict(library.aliases), rules, list(library.entries)]
    return "\n".join([_dumps(head), *map(_entry_row, library.entries.values())])


def from_text(text: str) -> tuple[Library, tuple[Finding, ...]]:
    """The library and what there is to say of it.

    Raises:
        ValueError, TypeError: the text was not made by `to_text`.
    """
    head, *lines = text.split("\n")
    findings, about, aliases, rules, keys = json.loads(head)
    library = Library(
        Entries(dict(zip(keys, lines, strict=True))),
        tuple(map(finding, findings)),
        MappingProxyType(aliases),
        tuple(
            Rule(level=level, code=code, key=key, path=path, place=_place(place))
            for level, code, key, path, place in rules
        ),
    )
    return library, tuple(map(finding, about))


class Entries(Mapping[str, Entry]):
    """The entries of a library by key, each read from its line when it is first wanted.

    Args:
        lines: key → line.
    """

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._read: dict[str, Entry] = {}

    def __getitem__(self, key: str) -> Entry:
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = _entry(key, self._lines[key])
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _entry_row(entry: Entry) -> str:
    people = {
        role: [[p.family, p.given, p.particle, p.suffix, p.literal] for p in named]
        for role, named in entry.people.items()
    }
    place = _place_row(entry.place)
    texts = (entry.title, entry.short_title)
    return _dumps([entry.kind, place, *texts, dict(entry.written), people, dict(entry.lines)])


def _entry(key: str, line: str) -> Entry:
    kind, place, title, short_title, written, people, lines = json.loads(line)
    return Entry(
        key=key,
        kind=kind,
        fields=MappingProxyType({n: text for n, text in written.items() if n not in people}),
        people=MappingProxyType({role: tuple(map(_person, them)) for role, them in people.items()}),
        place=Place(*place),
        title=title,
        short_title=short_title,
        written=MappingProxyType(written),
        lines=MappingProxyType(lines),
    )


def _person(row: list[Any]) -> Person:
    family, given, particle, suffix, literal = row
    return Person(family=family, given=given, particle=particle, suffix=suffix, literal=literal)


def finding_row(one: Finding) -> list[Any]:
    """A finding as JSON has it."""
    return [one.code, _place_row(one.place), one.message, one.key]


def finding(row: list[Any]) -> Finding:
    """The finding of a row."""
    code, place, message, key = row
    return Finding(code, Place(*place), message, key)


def _place_row(place: Place | None) -> list[Any] | None:
    return [place.path, place.line, place.column] if place else None


def _place(row: list[Any] | None) -> Place | None:
    return Place(*row) if row else None
