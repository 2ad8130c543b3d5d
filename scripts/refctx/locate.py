"""`, pp. 33-35, 38 and on` → a locator, and the suffix behind it.

The rules are pandoc's: a word and numbers, or numbers alone, which are pages. Braces force a
locator (`{99 years later}`), empty ones prevent it (`{}, 99 years later`). Beyond pandoc:
`第 3 頁`, and an ordinal (`2nd ed.`) is no page.
"""

from __future__ import annotations

import re
from functools import cache

from refctx.model import Locator
from refctx.terms import locator_words

HAN = r"\u3400-\u9fff\uf900-\ufaff"
# A number has a digit somewhere (`33ff`, `A12`, `3.2`, `1:33`, `1(a)`) or is a roman one.
_CHARACTER = rf"[^\W_{HAN}]"
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
# Compiled once and not once a word: patterns with character ranges are slow to compile.
_VALUES, _ONLY_PAGES = re.compile(rf"\s*(?P<value>{_VALUE})"), re.compile(_PAGES)
_BETWEEN = re.compile(rf"(?<={_CHARACTER}|\)){_DASH}(?={_NUMBER}|\()")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b")
_FORCED = re.compile(r"\{(?P<inside>(?:[^{}]|\{[^{}]*\})*)\}")


def locate(text: str) -> tuple[Locator | None, str]:
    """Split what follows a key into locator and suffix."""
    rest = text.strip()
    bare = rest.lstrip(",，").strip()
    if forced := _FORCED.match(bare):
        return _forced(forced["inside"]), bare[forced.end() :].strip()
    if named := _counted(bare) or _worded(bare):
        label, value, end = named
        return Locator(label=label, value=_printed(value)), bare[end:]
    if (found := _ONLY_PAGES.match(bare)) and not _ORDINAL.match(bare):
        return Locator(label="page", value=_printed(found[0])), bare[found.end() :]
    return None, rest


def _worded(text: str) -> tuple[str, str, int] | None:
    """(label, value, end) of `WORD numbers`; the longest word that fits counts."""
    for start, label in _starts():
        if text[: len(start)].lower() == start and (found := _VALUES.match(text, len(start))):
            return label, found["value"], found.end()
    return None


def _counted(text: str) -> tuple[str, str, int] | None:
    """(label, value, end) of `第 numbers WORD`."""
    found = _VALUES.match(text, 1) if text.startswith("第") else None
    if not found:
        return None
    rest = text[found.end() :]
    for word, label in locator_words():
        if not word.isascii() and rest.lstrip().startswith(word.strip()):
            end = len(text) - len(rest.lstrip()) + len(word.strip())
            return label, found["value"], end
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
    dashed = _BETWEEN.sub("–", value)
    return re.sub(r"\s*、\s*", ", ", dashed)


@cache
def _starts() -> tuple[tuple[str, str], ...]:
    """(how a locator begins, label) of every word: behind a full stop the space may be left out."""
    return tuple(
        (word.rstrip() if word.endswith(". ") else word, label) for word, label in locator_words()
    )
