"""Names of persons: what stands in a text, initials and sort keys."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from refctx.model import Entry, Person

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LIGATURES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)


def is_han(person: Person) -> bool:
    """True for a name in Han characters: it is printed whole, family name first."""
    return bool(_HAN.match(person.family))


def known_by(person: Person) -> str:
    """What a person is called in a text: `de las Casas`, `王小明`."""
    return person.family + person.given if is_han(person) else person.surname


def initials(person: Person) -> str:
    """Given names as initials: `Henrique Ponde` → `H. P.`, `Xuan-Son` → `X.-S.`.

    A part that does not start with a letter stays as it is (`5`), and so does a particle that
    stands behind the given names (`Hans von` → `H. von`); a Han name has none.
    """
    if is_han(person):
        return ""
    first, *rest = person.given.split() or [""]
    parts = [part if part.islower() and part.isalpha() else _part_initials(part) for part in rest]
    return " ".join([_part_initials(first), *parts])


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
    return found or ((sort_title(entry), ""),)


def sort_title(entry: Entry) -> str:
    """Sort key of an entry's title, or of its key if it has none."""
    return fold(entry.title or entry.key)
