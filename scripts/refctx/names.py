"""Names of persons: initials and sort keys."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from refctx.model import Entry, Person

_LIGATURES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def initials(person: Person) -> str:
    """Given names as initials: `Henrique Ponde` → `H. P.`, `Xuan-Son` → `X.-S.`.

    A part that does not start with a letter stays as it is (`5`).
    """
    return " ".join(_part_initials(part) for part in person.given.split())


def _part_initials(part: str) -> str:
    pieces = [piece for piece in re.split(r"[-‐–]", part) if piece]
    return "-".join(f"{piece[0]}." if piece[0].isalpha() else piece for piece in pieces)


@cache
def fold(text: str) -> str:
    """Lower case without accents or punctuation, for sorting and searching."""
    decomposed = unicodedata.normalize("NFD", text.lower().translate(_LIGATURES))
    return "".join(c for c in decomposed if c.isalnum() or c == " ").strip()


def sort_name(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Sort key of an entry's names: name by name, surname before given name.

    Names without a letter or digit (`:`) have no weight; without names the title counts.
    """
    names = [(fold(p.surname), fold(p.given)) for p in entry.authors]
    found = tuple(name for name in names if name != ("", ""))
    return found or ((fold(entry.fields.get("title", entry.key)), ""),)
