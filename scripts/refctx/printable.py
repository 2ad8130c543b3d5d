"""Names and fields of an entry as macros get them, cleaned and safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from refctx import tex
from refctx.facts import fact
from refctx.fields import value_of
from refctx.marked import marked
from refctx.model import Entry, Person
from refctx.names import given_names, initials, known_by
from refctx.nouns import dataclass

# Small words before a surname are its particle, in braces or not: `van der `, `d’`, `al-`.
_PARTICLE = re.compile(r"(?:(?:[a-zß-öø-ÿ]+|[’']t)(?:\s+|[’'-]))+(?=[A-ZÀ-ÖØ-Þ])")
_NOTHING = Markup("")


class Name:
    """A person as printed.

    Attributes:
        family: surname with its particle, `van der Maaten`; all of a literal or Chinese name.
        particle, bare: the particle and the surname without it.
        given, initials: given names in full and as initials; a Chinese name has none.
        suffix: `Jr.`.
        literal: true for a name in braces, which is printed whole.
    """

    __slots__ = ("__dict__", "_person", "family", "literal", "suffix")

    def __init__(self, person: Person) -> None:
        self._person = person
        self.family = known_by(person)
        self.suffix = person.suffix
        self.literal = person.literal

    @fact
    def particle(self) -> str:
        return self._small.strip()

    @fact
    def bare(self) -> str:
        return self.family[len(self._small) :]

    @fact
    def given(self) -> str:
        return given_names(self._person)

    @fact
    def initials(self) -> str:
        return initials(self._person)

    @fact
    def _small(self) -> str:
        """The particle as it stands in the surname, with the space behind it."""
        found = None if self.literal else _PARTICLE.match(self.family)
        return found[0] if found else ""

    def _parts(self) -> tuple[object, ...]:
        return self.family, self._small, self.given, self.initials, self.suffix, self.literal

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Name) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())


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


_NOBODY = Names()


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
        for name in names:
            if value := value_of(self._source, name):
                return html(value)
        return _NOTHING


def names_of(people: Sequence[Person]) -> Names:
    """The persons of a role, and whether `and others` stands among them."""
    if not people:
        return _NOBODY
    named = tuple([Name(person) for person in people if not person.is_others])
    return Names(named, others=len(named) < len(people))


def html(value: str, *, protected: bool = False) -> Markup:
    """A field's TeX as safe HTML; `protected` marks what stands in braces, see `cases`."""
    return marked(tex.to_html(value, protected=protected)) if value else _NOTHING
