"""`, pp. 33-35, 38 and on` → a locator, and the suffix behind it.

The rules are pandoc's: a word and numbers, or numbers alone, which are pages. Braces force a
locator (`{99 years later}`), empty ones prevent it (`{}, 99 years later`). Beyond pandoc:
`第 3 頁`, and an ordinal (`2nd ed.`) is no page.
"""

from __future__ import annotations

import re
from functools import cache

from refctx.han import is_han
from refctx.model import Locator
from refctx.terms import locator_words

# A label, where the value stands, and where all of it ends.
_Found = tuple[str, tuple[int, int], int]
# A number has a digit somewhere (`33ff`, `A12`, `3.2`, `1:33`, `1(a)`) or is a roman one. Han
# characters are none of its letters, see `_latin`.
_CHARACTER = r"[^\W_]"
_PART = rf"{_CHARACTER}*\d{_CHARACTER}*"
_DIGITS = rf"(?:{_PART}|\({_PART}\))(?:[.:]{_PART}|\({_CHARACTER}+\))*"
_LOWER = r"m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_UPPER = r"M{0,4}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ROMAN = rf"(?:(?=[ivxlcdm]){_LOWER}|(?=[IVXLCDM]){_UPPER})(?!{_CHARACTER})"
_NUMBER = rf"(?:{_DIGITS}|{_ROMAN})"
_DASH = r"\s*[-–—]+\s*"
_RANGE, _ROMANS = rf"{_DIGITS}(?:{_DASH}{_NUMBER})*", rf"{_ROMAN}(?:{_DASH}{_NUMBER})*"
_COMMA = r"\s*[,、&]\s*"
# Roman numbers begin a list or follow one another: in `p. 3, I think` there is one number.
_PAGES = rf"{_RANGE}(?:{_COMMA}{_RANGE})*"
_VALUE = rf"(?:{_ROMANS}(?:{_COMMA}{_ROMANS})*(?:{_COMMA}{_RANGE})*|{_PAGES})"
_LISTED = re.compile(r"\s*、\s*")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b")
_FORCED = re.compile(r"\{(?P<inside>(?:[^{}]|\{[^{}]*\})*)\}")


def locate(text: str) -> tuple[Locator | None, str]:
    """Split what follows a key into locator and suffix."""
    rest = text.strip()
    bare = rest.lstrip(",，").strip()
    if not bare:
        return None, rest
    if forced := _FORCED.match(bare):
        return _forced(forced["inside"]), bare[forced.end() :].strip()
    latin = _latin(bare)
    if named := _counted(bare, latin) or _worded(bare, latin):
        label, value, end = named
        return Locator(label=label, value=_printed(bare[slice(*value)])), bare[end:]
    if (found := _only_pages().match(latin)) and not _ORDINAL.match(bare):
        return Locator(label="page", value=_printed(bare[: found.end()])), bare[found.end() :]
    return None, rest


def _latin(text: str) -> str:
    """A text of the same length in which no Han character passes for a letter.

    Patterns that leave Han out themselves, wherever a letter may stand, take 80 ms to compile.
    """
    return text if text.isascii() else "".join("\0" if is_han(sign) else sign for sign in text)


def _worded(text: str, latin: str) -> _Found | None:
    """What `WORD numbers` says; the longest word that fits counts."""
    for start, label in _starts().get(text[0].lower(), ()):
        if text[: len(start)].lower() == start and (found := _values().match(latin, len(start))):
            return label, found.span("value"), found.end()
    return None


def _counted(text: str, latin: str) -> _Found | None:
    """What `第 numbers WORD` says."""
    found = _values().match(latin, 1) if text.startswith("第") else None
    if not found:
        return None
    rest = text[found.end() :]
    for word, label in locator_words():
        if not word.isascii() and rest.lstrip().startswith(word.strip()):
            end = len(text) - len(rest.lstrip()) + len(word.strip())
            return label, found.span("value"), end
    return None


def _forced(inside: str) -> Locator | None:
    """The inside of braces: all of it is the value, behind a word that says of what."""
    text = inside.strip()
    for word, label in locator_words():
        if text.lower().startswith(word):
            return Locator(label=label, value=_printed(text[len(word) :].strip()))
    return Locator(label="page", value=_printed(text)) if text else None


def _printed(value: str) -> str:
    """En dashes between numbers, one kind of comma."""
    if value.isalnum():
        return value
    parts, end = [], 0
    for dash in _between().finditer(_latin(value)):
        parts += [value[end : dash.start()], "–"]
        end = dash.end()
    return _LISTED.sub(", ", "".join([*parts, value[end:]]))


# Compiled for the first locator: a site may have none.
@cache
def _values() -> re.Pattern[str]:
    return re.compile(rf"\s*(?P<value>{_VALUE})")


@cache
def _only_pages() -> re.Pattern[str]:
    return re.compile(_PAGES)


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"(?<={_CHARACTER}|\)){_DASH}(?={_NUMBER}|\()")


@cache
def _starts() -> dict[str, list[tuple[str, str]]]:
    """First letter → (how a locator begins, label) of each word, in the order of `locator_words`.

    Behind a full stop the space may be left out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for word, label in locator_words():
        start = word.rstrip() if word.endswith(". ") else word
        found.setdefault(start[0], []).append((start, label))
    return found
