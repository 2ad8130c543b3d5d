"""A library as lines of text, one for each entry, and back: an entry is read when it is wanted."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from refctx.cache import digest
from refctx.model import Entry, Finding, Library, Person, Place, Rule

_ERRORS = "surrogatepass"
# What `json.dumps` makes anew for each call without it.
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def lines_of(library: Library) -> dict[str, str]:
    """Key → the line of its entry: what it says, and behind a tab where that stands."""
    return {key: _line(entry) for key, entry in library.entries.items()}


def said_in(line: str) -> str:
    """A key of what an entry says, wherever it stands. JSON has no tab of its own."""
    return digest([line.partition("\t")[0]])


def lines_to_bytes(lines: Mapping[str, str]) -> bytes:
    """The lines of a library, as `Lines` reads them."""
    return "\n".join(lines.values()).encode("utf-8", _ERRORS)


def to_text(library: Library, about: Iterable[Finding], name: str) -> str:
    """The library but for its lines, and what there is to say of it, as `from_text` reads them.

    Args:
        library, about: what is written.
        name: of the file that holds the lines of its entries.
    """
    findings = [[finding_row(one) for one in found] for found in (library.findings, about)]
    rules = [[r.level, r.code, r.key, r.path, _place_row(r.place)] for r in library.rules]
    return _dumps([*findings, dict(library.aliases), rules, list(library.entries), name])


def from_text(text: str, file: Callable[[str], Path]) -> tuple[Library, tuple[Finding, ...]]:
    """The library and what there is to say of it.

    Args:
        text: what `to_text` wrote.
        file: name → the file with the lines.

    Raises:
        KeyError, OSError: the file is missing.
        ValueError, TypeError: the text was not made by `to_text`.
    """
    findings, about, aliases, rules, keys, name = json.loads(text)
    lines = Lines(file(name), keys)
    library = Library(
        Entries(lines),
        tuple(map(finding, findings)),
        MappingProxyType(aliases),
        tuple(
            Rule(level=level, code=code, key=key, path=path, place=_place(place))
            for level, code, key, path, place in rules
        ),
        _Said(lines),
    )
    return library, tuple(map(finding, about))


class Lines(Mapping[str, str]):
    """Key → the line of its entry, in a file that is read when the first is wanted.

    Args:
        path: the file, see `lines_to_bytes`. It stays open: another build may take it away.
        keys: in the order of the lines.

    Raises:
        OSError: the file is missing.
    """

    def __init__(self, path: Path, keys: Iterable[str]) -> None:
        self._file = path.open("rb")
        weakref.finalize(self, self._file.close)
        self._places = {key: place for place, key in enumerate(keys)}

    @cached_property
    def _lines(self) -> list[bytes]:
        with self._file:
            return self._file.read().split(b"\n")

    def __getitem__(self, key: str) -> str:
        return self._lines[self._places[key]].decode("utf-8", _ERRORS)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Entries(Mapping[str, Entry]):
    """The entries of a library by key, each read from its line when it is first wanted.

    Args:
        lines: key → line.
    """

    def __init__(self, lines: Lines) -> None:
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


class _Said(Mapping[str, str]):
    """Key → a key of what its entry says, of lines."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines

    def __getitem__(self, key: str) -> str:
        return said_in(self._lines[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _line(entry: Entry) -> str:
    people = {
        role: [[p.family, p.given, p.particle, p.suffix, p.literal] for p in named]
        for role, named in entry.people.items()
    }
    said = [entry.kind, entry.title, entry.short_title, dict(entry.written), people]
    place = [_place_row(entry.place), dict(entry.lines)]
    return f"{_dumps(said)}\t{_dumps(place)}"


def _entry(key: str, line: str) -> Entry:
    said, _, where = line.partition("\t")
    kind, title, short_title, written, people = json.loads(said)
    place, lines = json.loads(where)
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
