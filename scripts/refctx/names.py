"""Names of persons: what stands in a text, initials and sort keys."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from refctx import han
from refctx.language import language_of
from refctx.model import Entry, Person

# So many names and titles are remembered in another form.
_KEPT = 20_000
_LOOSE_HYPHEN = re.compile(r"\s+-")
# One given name of several: `J.`, `Jean`, `-Luc`.
_GIVEN = re.compile(r"(?P<hyphen>[-‐–]?)(?P<name>[^-‐–.]+\.?)")
_ARTICLE = re.compile(r"^\W*(?:an?|the)\s+(?=\w)", re.IGNORECASE)
_STOP = re.compile(r"\.(?![-‐–.]|$)\s*")
_INITIAL = re.compile(r"(?<![^-‐])[^\W\d_a-z](?![^-‐])")  # also a part of `J-P`
_LIGATURES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
_ASCII_SIGNS = {code: None for code in range(128) if not (chr(code).isalnum() or code == 32)}
_SIGNS = re.compile(r"[^\w ]|_")


def is_han(person: Person) -> bool:
    """True for a name in Han characters: it is printed whole, family name first."""
    return han.is_han(person.family[:1])


def known_by(person: Person) -> str:
    """What a person is called in a text: `de las Casas`, `王小明`."""
    return person.family + person.given if is_han(person) else person.surname


def initials(person: Person) -> str:
    """Given names as initials: `Henrique Ponde` → `H. P.`, `A.C.` → `A. C.`, `Xuan-Son` → `X.-S.`.

    A small letter behind a hyphen starts no name (`Jeong-seob` → `J.`), an abbreviation is kept
    (`Th.`), and so are what does not start with a letter (`5`) and a particle behind the given
    names (`Hans von` → `H. von`). A Han name has none.
    """
    return "" if is_han(person) else _initials(person.given)


# Given names are few.
@lru_cache(maxsize=_KEPT)
def _initials(given: str) -> str:
    first, *rest = _LOOSE_HYPHEN.sub("-", given).split() or [""]
    parts = [part if part.islower() and part.isalpha() else _part_initials(part) for part in rest]
    return " ".join([_part_initials(first), *parts])


def given_names(person: Person) -> str:
    """Given names in full, a stop behind each initial: `Mark R` → `Mark R.`, `J-P` → `J.-P.`.

    A Han name has none apart from its family name.
    """
    return "" if is_han(person) else _given_names(person.given)


@lru_cache(maxsize=_KEPT)
def _given_names(given: str) -> str:
    words = _STOP.sub(". ", given.replace(" -", "-")).split()
    return " ".join(_INITIAL.sub(r"\g<0>.", word) for word in words)


def _part_initials(part: str) -> str:
    result = ""
    for found in _GIVEN.finditer(part):
        hyphen, name = found["hyphen"], found["name"]
        if hyphen and result and name[0].islower():
            continue
        kept = not name[0].isalpha() or (name.endswith(".") and len(name) > 2)
        joint = ("-" if hyphen else " ") if result else ""
        result += joint + (name if kept else f"{name[0]}.")
    return result


@lru_cache(maxsize=_KEPT)
def fold(text: str) -> str:
    """Lower case without accents or punctuation, for sorting and searching."""
    return folded(text)


def folded(text: str) -> str:
    """The same for a text that is not asked for again."""
    text = text.lower()
    if text.isascii():
        return text.translate(_ASCII_SIGNS).strip()
    decomposed = unicodedata.normalize("NFD", text).translate(_LIGATURES)
    return _SIGNS.sub("", decomposed).strip()


def with_given_name(person: Person, given: str) -> str:
    """The name with a given name before it: `A. von Humboldt`, `M. L. King Jr.`."""
    return " ".join(part for part in (given, person.surname, person.suffix) if part)


def sort_people(
    people: Iterable[Person], *, full: bool = False, particles: bool = True
) -> tuple[tuple[str, str], ...]:
    """Sort key of names: name by name, surname before given name.

    Names without a letter or digit (`:`) have no weight, and neither have spaces in a surname.

    Args:
        people: without "and others".
        full: given names count whole, not as initials.
        particles: a particle belongs to the surname; else it stands behind the given name.
    """
    keys = [_sort_person(person, full, particles) for person in people]
    return tuple(key for key in keys if key != ("", ""))


@lru_cache(maxsize=_KEPT)
def _sort_person(person: Person, full: bool, particles: bool) -> tuple[str, str]:
    surname = person.surname if particles else person.family
    given = person.given if full or is_han(person) else initials(person) or person.given
    return fold(surname).replace(" ", ""), fold(given)


def sort_title(entry: Entry) -> str:
    """Sort key of an entry's title, or of its key if it has none; no English article counts."""
    title = entry.title or entry.key
    return fold(_ARTICLE.sub("", title) if language_of(entry).startswith("en") else title)
