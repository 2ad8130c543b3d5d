"""A field of names → persons, as BibTeX and biblatex read them.

BibTeX's three forms (`First von Last`, `von Last, First`, `von Last, Jr., First`), biblatex's
`family=…, given=…`, names in braces, `and others`, and Chinese names, family first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from refctx import tex
from refctx.han import is_han, is_kana
from refctx.model import Person

ROLES = (
    "author", "editor", "translator", "bookauthor", "editora", "editorb", "editorc", "annotator",
    "commentator", "introduction", "foreword", "afterword", "holder", "shortauthor", "shorteditor",
)  # fmt: skip


class _Ends(NamedTuple):
    """What ends a piece of a field: alone, and among signs and braces that keep it from doing so.

    Attributes:
        plain, guarded: the second has the group `end`.
    """

    plain: re.Pattern[str]
    guarded: re.Pattern[str]


def _ends(pattern: str) -> _Ends:
    flags = re.IGNORECASE | re.DOTALL
    return _Ends(re.compile(pattern, flags), re.compile(rf"\\.|[{{}}]|(?P<end>{pattern})", flags))


_AND, _WORD_END, _COMMA = _ends(r"\s+and(?=\s|$)|^and(?=\s)"), _ends(r"[\s~]+"), _ends("[,，]")
_GUARDS = re.compile(r"\\.?|[{}]", re.DOTALL)
_AROUND = " \t\n,"
# An `and` in other white space or beside another, and what may part names in Han characters.
_FURTHER = re.compile(r"(?:^|\s)and(?=\s|$)|[、；;]", re.IGNORECASE)
# `Family, Given` and `Given Family` in letters, stops and hyphens alone: most names.
_LETTERS = r"[^\W\d_](?:[^\W\d_]|\.|-(?!-))*+"
_GIVEN = rf"(?!(?i:and)\b){_LETTERS}"
_FAMILY_GIVEN = re.compile(rf"({_LETTERS}), ?({_GIVEN}(?: {_GIVEN})*+)")
_GIVEN_FAMILY = re.compile(rf"({_GIVEN}(?: {_GIVEN})*) ({_GIVEN})")
_HAN_LIST = re.compile(r"[、；;]")
_PART = re.compile(r"(?i)\s*(?P<name>family|given|prefix|suffix|useprefix|[a-z]+-i)\s*=\s*")
_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Snr|Esq)\.?|II|III|IV", re.IGNORECASE)
_OTHERS = {"others", "et al", "et al."}


def people(value: str) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Read a field of names.

    Returns:
        The persons in order, and the names that could not be taken apart: these are printed
        whole.
    """
    alone = tuple(map(_alone, value.split(" and ")))
    if all(alone):
        return alone, ()  # type: ignore[return-value]  # none of them is None
    found: list[Person] = []
    unread: list[str] = []
    for name in _names(value):
        person = _person(name)
        if person is None:
            unread.append(name)
            person = Person(family=tex.to_text(name), literal=True)
        if person.family or name.lower() in _OTHERS:
            found.append(person)
    return tuple(found), tuple(unread)


# Most people have written more than one of the works.
@lru_cache(maxsize=20_000)
def _alone(piece: str) -> Person | None:
    """Who stands between two `and`s; None if that can only be said of the whole field."""
    if plain := _FAMILY_GIVEN.fullmatch(piece):
        return Person(family=plain[1], given=plain[2])
    if (plain := _GIVEN_FAMILY.fullmatch(piece)) and _is_in_capitals(piece):
        return Person(family=plain[2], given=plain[1])
    if _FURTHER.search(piece) or not _is_closed(piece):
        return None
    name = piece.strip(_AROUND)
    person = _person(name) if name else None
    return person if person and (person.family or name.lower() in _OTHERS) else None


def _is_in_capitals(name: str) -> bool:
    """True if no word of a name may be a particle, and none a suffix."""
    words = name.split()
    return all(word[0].isupper() for word in words) and not _is_suffix(words[-1:])


def _is_closed(text: str) -> bool:
    """True if every brace in a text has its other one, and no sign is left to what follows."""
    depth = 0
    for found in _GUARDS.finditer(text):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth < 0 or found[0] == "\\":
            return False
    return not depth


def _names(value: str) -> Iterator[str]:
    """The names of a list; an `and` too many is nobody's particle."""
    for name in _split(value, _AND):
        han = _is_east_asian(name.strip()) and "," not in name
        for one in re.split(_HAN_LIST, name) if han else [name]:
            stripped = one.strip(_AROUND)
            if stripped:
                yield stripped


def _split(text: str, separator: _Ends) -> list[str]:
    """The text cut at separators outside braces."""
    if _GUARDS.search(text) is None:
        return separator.plain.split(text)
    pieces, depth, start = [], 0, 0
    for found in separator.guarded.finditer(text):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth = max(0, depth - 1)
        elif found["end"] and not depth:
            pieces.append(text[start : found.start()])
            start = found.end()
    return [*pieces, text[start:]]


def _person(name: str) -> Person | None:
    if name.lower() in _OTHERS:
        return Person()
    if name.isalpha():
        return Person(family=tex.to_text(name))
    if _whole(name):
        return Person(family=tex.to_text(name), literal=True)
    if _PART.match(name):
        return _extended(name)
    parts = [_words(part) for part in _split(name, _COMMA)]
    if len(parts) > 3 or not parts[0] or (len(parts) == 3 and len(parts[1]) > 1 < len(parts[2])):
        return None
    return _in_one_part(parts[0]) if len(parts) == 1 else _in_parts(parts)


def _whole(name: str) -> bool:
    """True if one pair of braces holds the whole name and no TeX accent opens it."""
    return name.startswith("{") and name.endswith("}") and _closes(name) == len(name) - 1


def _closes(text: str) -> int:
    """Where the brace that opens the text is closed; its length if nowhere."""
    depth = 0
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0:
            return found.start()
    return len(text)


def _is_east_asian(text: str) -> bool:
    """True for a text that begins with a Han character or Kana."""
    return is_han(text[:1]) or is_kana(text[:1])


def _words(part: str) -> list[str]:
    return [word for word in _split(part.strip(), _WORD_END) if word]


def _in_one_part(words: list[str]) -> Person:
    """`First von Last`; `Martin Luther King Jr.`; a name in Han characters is family first."""
    if len(words) > 1 and all(map(_is_east_asian, words)):
        return _made(family=words[:1], given=words[1:])
    suffix = [words.pop()] if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else []
    small = [n for n, word in enumerate(words[:-1]) if _is_small(word)]
    if not small:
        return _made(given=words[:-1], family=words[-1:], suffix=suffix)
    first, last = small[0], small[-1] + 1
    return _made(
        given=words[:first], particle=words[first:last], family=words[last:], suffix=suffix
    )


def _in_parts(parts: list[list[str]]) -> Person:
    """`von Last, First`, `von Last, Jr., First`; the suffix may also stand in other places."""
    family, suffix, given = [
        list(part) for part in (parts if len(parts) == 3 else [parts[0], [], parts[1]])
    ]
    if len(given) == 1 and _SUFFIX.fullmatch(given[0]) and not _is_suffix(suffix) and suffix:
        suffix, given = given, suffix
    elif not suffix and len(family) > 1 and _SUFFIX.fullmatch(family[-1]):
        suffix = [family.pop()]
    small = [n for n, word in enumerate(family[:-1]) if _is_small(word)]
    last = small[-1] + 1 if small else 0
    return _made(particle=family[:last], family=family[last:], suffix=suffix, given=given)


def _is_suffix(words: Sequence[str]) -> bool:
    return len(words) == 1 and bool(_SUFFIX.fullmatch(words[0]))


def _made(
    *,
    family: Sequence[str],
    given: Sequence[str] = (),
    particle: Sequence[str] = (),
    suffix: Sequence[str] = (),
) -> Person:
    def join(words: Sequence[str]) -> str:
        return tex.to_text(" ".join(words)) if words else ""

    return Person(
        family=join(family), given=join(given), particle=join(particle), suffix=join(suffix)
    )


def _is_small(word: str) -> bool:
    """True if the first letter, or TeX's letter, is in lower case; a word in braces is not small.

    BibTeX looks outside braces only and takes the `{W}es` of `{W}es {M}c{K}inney` for a particle.
    """
    if word.startswith("{") and not word.startswith("{\\"):
        return _closes(word) < len(word) - 1 and word[1:2].islower()
    if word[:1].isupper():
        return False
    first = next((c for c in tex.to_text(word) if c.isalpha()), "")
    return first.islower()


def _extended(name: str) -> Person | None:
    """Read biblatex's `given=Hans, family=Harman, prefix=von, useprefix=true`."""
    parts: dict[str, str] = {}
    for piece in _split(name, _COMMA):
        found = _PART.match(piece)
        if not found:
            return None
        value = piece[found.end() :].strip()
        parts[found["name"].lower()] = value.strip('"')
    family, given, prefix = (parts.get(part, "") for part in ("family", "given", "prefix"))
    if not family:
        return None
    if parts.get("useprefix", "true").lower() == "false":
        given, prefix = f"{given} {prefix}", ""
    return _made(
        family=[family], given=[given], particle=[prefix], suffix=[parts.get("suffix", "")]
    )
