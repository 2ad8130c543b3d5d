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

# A label, from where to where the value stands, and where all of it ends.
_Found = tuple[str, tuple[int, int], int]
# A number has a digit somewhere (`33ff`, `A12`, `3.2`, `1:33`, `1(a)`) or is a roman one. Han
# characters are none of its letters, see `_latin`.
_CHARACTER = r"[^\W_]"
_PART = rf"{_CHARACTER}*\d{_CHARACTER}*"
_DIGITS = re.compile(rf"(?:{_PART}|\({_PART}\))(?:[.:]{_PART}|\({_CHARACTER}+\))*")
_LOWER = r"m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_UPPER = r"M{0,4}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ROMAN = re.compile(rf"(?:(?=[ivxlcdm]){_LOWER}|(?=[IVXLCDM]){_UPPER})(?!{_CHARACTER})")
_DASH, _COMMA = re.compile(r"\s*[-–—]+\s*"), re.compile(r"\s*[,、&]\s*")
_SPACE = re.compile(r"\s*")
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
    if (end := _listed(_DIGITS, latin, 0)) and not _ORDINAL.match(bare):
        return Locator(label="page", value=_printed(bare[:end])), bare[end:]
    return None, rest


def _latin(text: str) -> str:
    """A text of the same length in which no Han character passes for a letter.

    Patterns that leave Han out themselves, wherever a letter may stand, take 80 ms to compile.
    """
    return text if text.isascii() else "".join("\0" if is_han(sign) else sign for sign in text)


def _range(first: re.Pattern[str], text: str, start: int) -> int:
    """The end of one number, or of several with dashes between, that stand there; 0 without."""
    found = first.match(text, start)
    end = found.end() if found else 0
    while found and (dash := _DASH.match(text, end)):
        found = _DIGITS.match(text, dash.end()) or _ROMAN.match(text, dash.end())
        end = found.end() if found else end
    return end


def _listed(kind: re.Pattern[str], text: str, start: int) -> int:
    """The end of a list of such ranges; 0 without."""
    end = further = _range(kind, text, start)
    while further and (comma := _COMMA.match(text, end)):
        further = _range(kind, text, comma.end())
        end = further or end
    return end


def _value(text: str, start: int) -> tuple[int, int] | None:
    """From where to where numbers stand, perhaps behind spaces.

    Roman numbers begin a list or follow one another: in `p. 3, I think` there is one number.
    """
    found = _SPACE.match(text, start)
    start = found.end() if found else start
    end = _listed(_ROMAN, text, start)
    if not end:
        end = _listed(_DIGITS, text, start)
    elif comma := _COMMA.match(text, end):
        end = _listed(_DIGITS, text, comma.end()) or end
    return (start, end) if end else None


def _worded(text: str, latin: str) -> _Found | None:
    """What `WORD numbers` says; the longest word that fits counts."""
    for start, label in _starts().get(text[0].lower(), ()):
        if text[: len(start)].lower() == start and (found := _value(latin, len(start))):
            return label, found, found[1]
    return None


def _counted(text: str, latin: str) -> _Found | None:
    """What `第 numbers WORD` says."""
    found = _value(latin, 1) if text.startswith("第") else None
    if not found:
        return None
    rest = text[found[1] :]
    for word, label in locator_words():
        if not word.isascii() and rest.lstrip().startswith(word.strip()):
            end = len(text) - len(rest.lstrip()) + len(word.strip())
            return label, found, end
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
    latin = _latin(value)
    parts, end = [], 0
    for dash in _DASH.finditer(latin):
        if _is_between(latin, dash.start(), dash.end()):
            parts += [value[end : dash.start()], "–"]
            end = dash.end()
    return _LISTED.sub(", ", "".join([*parts, value[end:]]))


def _is_between(text: str, start: int, end: int) -> bool:
    """True if letters, digits or parentheses stand before and a number behind."""
    before = text[start - 1] if start else " "
    number = _DIGITS.match(text, end) or _ROMAN.match(text, end) or text.startswith("(", end)
    return bool(number) and (before.isalnum() or before == ")")


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
