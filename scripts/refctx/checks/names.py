"""Fields of names → those that can be read, but hardly are somebody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from refctx.han import is_han, is_kana
from refctx.model import Entry, Person

_BRACED = re.compile(r"\{[^{}]*\}")
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
# A field without these, in lower case, has none of the signs; white space is folded.
_HINTS = (";", "&", "@", "http", "www.", "et al", "et. al", "and and")
# One without these has no name with a colon, a digit or a title.
_TELLING = re.compile(r"[:\d\\{]")
_DIGIT = re.compile(r"\d")
_TITLES = ("dr.", "prof.", "ph", "sc")


def odd_names(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(code, field, message) of each field of names that looks wrong."""
    for role, people in entry.people.items():
        value = entry.written.get(role, "")
        if value and (said := _about_field(value) or _about_names(people, value)):
            yield "odd-name", role, f"the field `{role}` of `{entry.key}` {said}."


def _about_field(value: str) -> str:
    lowered = value.lower()
    if not (_has(lowered, _HINTS) or lowered.startswith("and ") or lowered.endswith(" and")):
        return ""
    plain = value
    while "{" in plain and (inner := _BRACED.sub("x", plain)) != plain:
        plain = inner
    said = next((said for sign, said in _SIGNS if sign.search(plain)), "")
    return "" if said and any(is_han(sign) or is_kana(sign) for sign in plain) else said


def _about_names(people: tuple[Person, ...], value: str) -> str:
    """What is odd about one of them, or about two."""
    seen: dict[str, list[Person]] = {}
    telling = bool(_TELLING.search(value)) or _has(value.lower(), _TITLES)
    for person in people:
        if person.literal or person.is_others:
            continue
        given = person.given
        name = f"{given} {person.surname}" if given else person.surname
        namesakes = seen.setdefault(name, [])
        # `J Park` may well be two people.
        if len(given) > 3 and person in namesakes:
            return f"names {name} twice"
        namesakes.append(person)
        if (telling or (len(given) > 3 and given.isupper())) and (
            said := _about_name(person, name)
        ):
            return f"{said}. If that is one name, put it into braces"
    return ""


def _about_name(person: Person, name: str) -> str:
    if ":" in name:
        return f"holds `{name}`: a name with a colon"
    if _DIGIT.search(name):
        return f"holds `{name}`: a name with a digit"
    if _has(name.lower(), _TITLES) and _TITLE.search(name):
        return f"holds `{name}`: a name with a title"
    if len(person.given) < 4 or not person.given.isupper():
        return ""
    letters = "".join(filter(str.isalpha, person.family))
    capitals = len(letters) > 3 and letters.isupper()
    return f"holds `{name}`: a name in capitals" if capitals else ""


def _has(text: str, parts: Iterable[str]) -> bool:
    return any(map(text.__contains__, parts))
