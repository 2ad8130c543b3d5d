"""Fields as written → Entry, and what there is to say about them.

`raw_entry` looks at what stands in a file, line by line; `finished` reads names and titles when
all files are read, for some fields come from other entries.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from sys import intern
from types import MappingProxyType
from typing import Any

from refctx import dates, kinds, tex
from refctx.cite import PLAIN
from refctx.model import Entry, Finding, Place
from refctx.people import ROLES, people

# What `@key` in a text reads whole; braces take any other.
_PLAIN_KEY = re.compile(PLAIN)
# More characters than any field needs, be it three thousand names.
MAX_FIELD = 200_000
# Fields that nobody prints or that are no TeX.
_NO_TEX = {"url", "doi", "abstract", "annotation", "annote", "comment", "file", "pdf", "review"}


def raw_entry(
    key: str,
    kind: str,
    written: Iterable[tuple[str, str, int]],
    place: Place,
    findings: list[Finding],
) -> Entry:
    """An entry with its fields as written; an unknown type is `misc`.

    Args:
        key, kind, place: of the entry; the kind in lower case.
        written: (field name, value, line) in order; of a field that stands twice the first is
            kept.
        findings: gets what cannot be read.
    """
    key, odd = (key, "") if _PLAIN_KEY.fullmatch(key) else _usable(key)
    if odd:
        findings.append(Finding("odd-key", place, odd, key))
    fields, lines = _fields(key, written, place.path, findings)
    if not kinds.is_known(kind):
        findings.append(_unknown_type(key, kind, place))
        kind = "misc"
    named = {role: people(fields[role]) for role in ROLES if role in fields}
    findings += [
        Finding(code, Place(place.path, lines[name]), said, key)
        for code, name, said in _faults(key, fields, named)
    ]
    return Entry(
        key=key,
        kind=intern(kind),
        fields=MappingProxyType(fields),
        people={role: persons for role, (persons, _) in named.items()},
        place=place,
        lines=_Lines(lines, place.line),
    )


def _fields(
    key: str, written: Iterable[tuple[str, str, int]], path: str, findings: list[Finding]
) -> tuple[dict[str, str], dict[str, int]]:
    """Name → value and name → line, names in lower case."""
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    for name, value, line in written:
        lowered = intern(name.lower())
        if lowered in fields:
            message = (
                f"`{key}` has the field `{lowered}` on line {lines[lowered]} already, which is "
                "used. Remove one."
            )
            findings.append(Finding("repeated-field", Place(path, line), message, key))
            continue
        if len(value) > MAX_FIELD and lowered not in _NO_TEX:
            findings.append(_too_long(key, lowered, len(value), Place(path, line)))
            value = value[:MAX_FIELD]  # noqa: PLW2901  # what follows is about what is read
        fields[lowered] = " ".join(value.split())
        lines[lowered] = line
    return fields, lines


class _Lines(Mapping[str, int]):
    """Field → line. Most entries have the same fields in the same order as others: they share."""

    __slots__ = ("_first", "_further", "_names")

    def __init__(self, lines: Mapping[str, int], first: int) -> None:
        self._first = first
        self._names: tuple[str, ...] = _one(tuple(lines))
        self._further: tuple[int, ...] = _one(tuple(line - first for line in lines.values()))

    def __getitem__(self, name: str) -> int:
        if name not in self._names:
            raise KeyError(name)
        return self._first + self._further[self._names.index(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@lru_cache(maxsize=2_000)
def _one(value: Hashable) -> Any:
    """The same object for values that are alike."""
    return value


def finished(entry: Entry) -> Entry:
    """The entry with its titles read, and names that come from another entry."""
    written = entry.fields
    roles = {
        role: entry.people.get(role) or people(written[role])[0]
        for role in ROLES
        if role in written
    }
    fields = {name: value for name, value in written.items() if name not in roles}
    return Entry(
        key=entry.key,
        kind=entry.kind,
        fields=MappingProxyType(fields),
        people=MappingProxyType(roles),
        place=entry.place,
        title=tex.to_text(fields.get("title", "")),
        short_title=tex.to_text(fields.get("shorttitle", "")),
        written=written,
        lines=entry.lines,
    )


def aliases_in(entries: Mapping[str, Entry]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Other names of entries, from their fields `ids`.

    Args:
        entries: of all files, by key.

    Returns:
        Name → key, and findings about names that are taken: a key wins over another name, and
        the first of two entries over the second.
    """
    aliases: dict[str, str] = {}
    findings: list[Finding] = []
    for key, entry in entries.items():
        names = entry.fields["ids"].split(",") if "ids" in entry.fields else ()
        for name in filter(None, map(str.strip, names)):
            owner = name if name in entries else aliases.setdefault(name, key)
            if owner != key:
                findings.append(_taken(name, entry, entries[owner]))
    return aliases, tuple(findings)


def _taken(name: str, entry: Entry, owner: Entry) -> Finding:
    what = "the key of the entry" if owner.key == name else f"another name of `{owner.key}`"
    message = (
        f"`{name}` in `ids` of `{entry.key}` is {what} at {owner.place}; that entry is used. "
        "Take the name out of this one, or give it another."
    )
    return Finding("duplicate-key", entry.place_of("ids"), message, entry.key)


def _usable(key: str) -> tuple[str, str]:
    """An odd key as pages can cite it, and what is odd about it: none holds a space."""
    if any(map(str.isspace, key)):
        joined = "-".join(key.split())
        message = f"the key `{key}` holds spaces and is read as `{joined}`. Take them out."
        return joined, message
    if "{" in key or "}" in key:
        return key, f"the key `{key}` holds a brace, so no page can cite it. Give it another."
    return key, (
        f"the key `{key}` ends or holds signs that end a key in a text: cite it as `[@{{{key}}}]`, "
        "or give it another."
    )


def _too_long(key: str, name: str, length: int, place: Place) -> Finding:
    message = (
        f"the field `{name}` of `{key}` has {length} characters; the first {MAX_FIELD} are read. "
        "Look for a brace that is not closed."
    )
    return Finding("long-field", place, message, key)


def _unknown_type(key: str, kind: str, place: Place) -> Finding:
    near = kinds.nearest(kind)
    hint = f"Did you mean `@{near}`?" if near else "Give it one of biblatex's types."
    message = f"`@{kind}` of `{key}` is no known type; it is treated as `@misc`. {hint}"
    return Finding("unknown-type", place, message, key)


def _faults(
    key: str, fields: Mapping[str, str], named: Mapping[str, tuple[object, tuple[str, ...]]]
) -> Iterator[tuple[str, str, str]]:
    """(code, field, message) of all that cannot be read in the fields.

    Args:
        key, fields: of the entry.
        named: field of names → its persons, and the names that could not be taken apart.
    """
    for name, value in fields.items():
        for command in tex.unread(value) if name not in _NO_TEX else ():
            message = f"`{command}` in the field `{name}` of `{key}` is not known; it is left out."
            yield "unread-tex", name, message
    for role, (_, unread) in named.items():
        for person in unread:
            message = (
                f"the name `{person}` in the field `{role}` of `{key}` has too many commas or no "
                "family name; it is printed whole. Part names with `and`."
            )
            yield "unread-name", role, message
    for name in dates.unread(fields):
        message = (
            f"`{fields[name]}` in the field `{name}` of `{key}` is no date that can be read. Write "
            "it as `2001-05-31`, and a range as `2001-05-31/2001-06-02`."
        )
        yield "unread-date", name, message
