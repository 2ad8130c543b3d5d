"""Two printed texts: are they the same, and what is the first difference about?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from html import unescape

# Small digits, whether they are signs or marked up.
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")
_TAG = re.compile(r"<[^>]*>")
_ITALIC = re.compile(r"<(/?)(?:i|em)\b[^>]*>")
_WORD = re.compile(r"\w+")
# What the fields of an entry are about, in the order in which they are asked.
_ABOUT = {
    "title": ("title", "subtitle", "maintitle", "titleaddon"),
    "container": ("journaltitle", "journal", "booktitle", "series", "eventtitle"),
    "authors": ("author", "editor", "translator"),
    "date": ("date", "year", "month", "urldate", "origdate", "pubstate"),
    "volume/pages": ("volume", "number", "issue", "pages", "eid", "edition", "chapter"),
    "publisher": ("publisher", "institution", "school", "organization", "location", "address"),
    "address": ("doi", "url", "howpublished", "eprint"),
    "description": ("type", "note", "version"),
}


def text(html: str) -> str:
    """Without tags and entities, white space folded, composed characters, digits full size."""
    bare = unescape(_TAG.sub("", html)).translate(_DIGITS)
    return unicodedata.normalize("NFC", " ".join(bare.split()))


def italics(html: str) -> str:
    """The text with what stands in italics between asterisks, punctuation beside them left out."""
    marked = text(_ITALIC.sub("*", html.replace("*", "")))
    return re.sub(r"\*([\s.,;:]*)\*|(?<=[.,;:])\*|\*(?=[.,;:])", _joined, marked)


def _joined(found: re.Match[str]) -> str:
    """Italics that end at once begin again: `*a*, *b*` is `*a, b*` to the reader."""
    return found[1] or ""


def differs(ours: str, theirs: str, fields: Mapping[str, str]) -> str:
    """Class of the first difference of two texts, the way an entry's fields tell.

    Args:
        ours, theirs: texts that are not the same.
        fields: of the entry; empty for a group.
    """
    if not theirs or not ours:
        return "nothing printed"
    if ours.casefold() == theirs.casefold():
        return "case only"
    if _WORD.findall(ours) == _WORD.findall(theirs):
        return "punctuation only"
    for word in _first_difference(ours, theirs):
        for about, names in _ABOUT.items():
            if any(_has(fields.get(name, ""), word) for name in names):
                return about
    return "words"


def _first_difference(ours: str, theirs: str) -> list[str]:
    """The words of the first place where the texts differ, theirs before ours."""
    a, b = _WORD.findall(theirs), _WORD.findall(ours)
    for kind, start, end, other, stop in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind != "equal":
            return [*a[start:end], *b[other:stop]]
    return []


def _has(value: str, word: str) -> bool:
    return word.casefold() in {found.casefold() for found in _WORD.findall(text(value))}
