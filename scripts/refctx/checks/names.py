"""Fields of names → those that can be read, but hardly are somebody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refctx.model import Entry, Person
from refctx.people import ROLES

_BRACED = re.compile(r"\{[^{}]*\}")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_TITLE = re.compile(r"\b(?:Dr|Prof)\.\s|\b(?:Ph\.?\s?D|M\.?Sc)\b\.?", re.IGNORECASE)
# What gives a whole field away → what to say of it.
_SIGNS = (
    (re.compile(r"(?i)\band\s+and\b|^\s*and\s|\sand\s*$"), "holds an `and` with no name beside it"),
    (re.compile(r"(?i)(?<![\w-])et\.?\s+al\b"), "says `et al.`; write `and others`"),
    (re.compile(r"\S@\S"), "holds an e-mail address; names alone are expected"),
    (re.compile(r"(?i)https?:|www\."), "holds an address; names alone are expected"),
    (re.compile(r";"), "parts names with `;`; write `and` between them"),
    (re.compile(r"(?<!\\)&"), "parts names with `&`; write `and` between them"),
)


def odd_names(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(code, field, message) of each field of names that looks wrong."""
    for role in ROLES:
        value = entry.written.get(role, "")
        if value and (said := _about_field(value) or _about_names(entry.people.get(role, ()))):
            yield "odd-name", role, f"the field `{role}` of `{entry.key}` {said}."


def _about_field(value: str) -> str:
    plain = value
    while "{" in plain and (inner := _BRACED.sub("x", plain)) != plain:
        plain = inner
    if _HAN.search(plain):
        return ""
    return next((said for sign, said in _SIGNS if sign.search(plain)), "")


def _about_names(people: tuple[Person, ...]) -> str:
    seen: set[Person] = set()
    for person in people:
        if person.literal or person.is_others:
            continue
        name = " ".join(filter(None, (person.given, person.surname)))
        # `J Park` may well be two people.
        if person in seen and len(person.given) > 3:
            return f"names {name} twice"
        seen.add(person)
        if said := _about_name(person, name):
            return f"{said}. If that is one name, put it into braces"
    return ""


def _about_name(person: Person, name: str) -> str:
    if ":" in name:
        return f"holds `{name}`: a name with a colon"
    if any(character.isdecimal() for character in name):
        return f"holds `{name}`: a name with a digit"
    if _TITLE.search(name):
        return f"holds `{name}`: a name with a title"
    letters = "".join(filter(str.isalpha, person.family))
    if len(letters) > 3 and letters.isupper() and person.given.isupper() and len(person.given) > 3:
        return f"holds `{name}`: a name in capitals"
    return ""
