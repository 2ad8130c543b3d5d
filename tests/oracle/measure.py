"""Ours against theirs, case by case, and the sums of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from oracle.compare import differs, italics, text


@dataclass(frozen=True)
class Miss:
    """A case that is not the same: its name, both texts, what the first difference is about."""

    name: str
    ours: str
    theirs: str
    about: str


@dataclass
class Tally:
    """The sums of one style and file.

    Attributes:
        total: cases compared.
        same: of them with the same text; `folded` ignoring case, `slanted` with italics too.
        equal: names of those with the same text.
        misses: those that are not.
    """

    total: int = 0
    same: int = 0
    folded: int = 0
    slanted: int = 0
    equal: set[str] = field(default_factory=set)
    misses: list[Miss] = field(default_factory=list)

    def add(self, name: str, ours: str, theirs: str, fields: Mapping[str, str]) -> None:
        """Count one case of two pieces of HTML."""
        a, b = text(ours), text(theirs)
        self.total += 1
        self.same += a == b
        self.folded += a.casefold() == b.casefold()
        self.slanted += a == b and italics(ours) == italics(theirs)
        if a == b:
            self.equal.add(name)
        else:
            self.misses.append(Miss(name, a, b, differs(a, b, fields)))

    @property
    def classes(self) -> Counter[str]:
        """How many first differences are about what."""
        return Counter(miss.about for miss in self.misses)


def of_entries(
    ours: Mapping[str, str],
    theirs: Mapping[str, str],
    fields: Mapping[str, Mapping[str, str]],
) -> Tally:
    """Compare references by key; an entry that they could not read is a miss."""
    tally = Tally()
    for key, html in ours.items():
        tally.add(key, html, theirs.get(key, ""), fields.get(key, {}))
    return tally


def of_groups(document: str, ours: Sequence[str], theirs: Sequence[str]) -> Tally:
    """Compare the groups of a document by place, counted from 1."""
    tally = Tally()
    for place, (a, b) in enumerate(zip(ours, theirs, strict=True), start=1):
        tally.add(f"{document} · {place}", a, b, {})
    return tally


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of several."""
    result = Tally()
    for tally in tallies:
        result.total += tally.total
        result.same += tally.same
        result.folded += tally.folded
        result.slanted += tally.slanted
        result.equal |= tally.equal
        result.misses += tally.misses
    return result
