"""Names and fields of an entry as macros get them, cleaned and safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from refctx import tex
from refctx.fields import value_of
from refctx.model import Entry, Person
from refctx.names import given_names, initials, known_by

# Small words before a surname are its particle, in braces or not: `van der `, `d’`, `al-`.
_PARTICLE = re.compile(r"(?:(?:[a-zß-öø-ÿ]+|[’']t)(?:\s+|[’'-]))+(?=[A-ZÀ-ÖØ-Þ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person as printed.

    Attributes:
        family: surname with its particle, `van der Maaten`; all of a literal or Chinese name.
        particle, bare: the particle and the surname without it.
        given, initials: given names in full and as initials; a Chinese name has none.
        suffix: `Jr.`.
        literal: true for a name in braces, which is printed whole.
    """

    family: str
    particle: str
    bare: str
    given: str
    initials: str
    suffix: str
    literal: bool


@dataclass(frozen=True, slots=True)
class Names:
    """The people of one role in order; `others` is true where the entry says `and others`."""

    people: tuple[Name, ...] = ()
    others: bool = False

    def __iter__(self) -> Iterator[Name]:
        return iter(self.people)

    def __len__(self) -> int:
        return len(self.people)

    def __getitem__(self, place: Any) -> Any:
        return self.people[place]


class Fields(Mapping[str, Markup]):
    """Every field of an entry as HTML, by its lower-case name; read when it is asked for."""

    def __init__(self, entry: Entry) -> None:
        self._source = entry.fields
        self._read: dict[str, Markup] = {}

    def __getitem__(self, name: str) -> Markup:
        if name not in self._read:
            self._read[name] = html(self._source[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._source)

    def __len__(self) -> int:
        return len(self._source)

    def first(self, *names: str) -> Markup:
        """The first of these fields that says something."""
        values = (value_of(self._source, name) for name in names)
        return next((html(value) for value in values if value), Markup(""))


def names_of(people: Sequence[Person]) -> Names:
    """The persons of a role, and whether `and others` stands among them."""
    return Names(
        tuple(_name(person) for person in people if not person.is_others),
        others=any(person.is_others for person in people),
    )


def html(value: str, *, protected: bool = False) -> Markup:
    """A field's TeX as safe HTML; `protected` marks what stands in braces, see `cases`."""
    return Markup(tex.to_html(value, protected=protected)) if value else Markup("")


def _name(person: Person) -> Name:
    family = known_by(person)
    found = None if person.literal else _PARTICLE.match(family)
    small = found[0] if found else ""
    return Name(
        family=family,
        particle=small.strip(),
        bare=family[len(small) :],
        given=given_names(person),
        initials=initials(person),
        suffix=person.suffix,
        literal=person.literal,
    )
