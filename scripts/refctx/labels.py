"""What stands for a work in the text: whose name, which year, what tells it from others.

Labels follow the author-date rules in this order: given names wherever first names share a
surname, then more names, then a year suffix; each only where the step before left two works
alike. The set compared is all that the site cites, so text and list always agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from markupsafe import Markup

from refctx.dates import date_of, year_text
from refctx.fields import value_of
from refctx.kinds import standard
from refctx.language import language_of
from refctx.model import Entry, Label, Person
from refctx.names import fold, initials, known_by, sort_people, sort_title, with_given_name
from refctx.nouns import dataclass, field
from refctx.reference import Reference
from refctx.terms import LOCALES, best_locale, words

_NOBODY = Label(names=(), et_al=False, year="")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRules:
    """What a style says of labels.

    Attributes:
        under: who a work stands under, the first row that fits and says something, else its
            title. A row names a role or another fact of a `Reference` (`by`), and perhaps the
            kinds of works it is for (`of`), their `subtype`, and whether it is for parts of
            others (`within`).
        et_al_from, et_al_after: from how many names on `et al.` is used, after how many.
        et_al_for_one: false where `et al.` cannot stand for a single name.
        given: given names of first authors who share a surname: `initials`, or `full` where
            their initials are alike too. The order of names goes by the same.
        particles: false if names are ordered without their particle (`van`).
        distinct: false in a style whose numbers tell works apart: names and years do not.
        daily: kinds of works whose month and day count in the order, as they are printed.
        words: locale → terms of the style's own.
    """

    under: Sequence[Mapping[str, Any]] = ({"by": "author"}, {"by": "editor"})
    et_al_from: int = 3
    et_al_after: int = 1
    et_al_for_one: bool = False
    given: str = "initials"
    particles: bool = True
    distinct: bool = True
    daily: Sequence[str] = ()
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def labels_of(
    entries: Mapping[str, Entry], cited: Sequence[Entry], rules: LabelRules
) -> Mapping[str, Label]:
    """The labels of all entries; those that are cited are told apart and numbered.

    Args:
        entries: of the library, by key. The label of one that is not cited is made when it is
            asked for.
        cited: those of the site, in order of first citation.
        rules: of the style.
    """
    if not _LAST or not _LAST[0].are_of(entries, cited, rules):
        _LAST[:] = [_Labels(entries, cited, rules)]
    return _LAST[0]


class _Labels(Mapping[str, Label]):
    """See `labels_of`."""

    def __init__(
        self, entries: Mapping[str, Entry], cited: Sequence[Entry], rules: LabelRules
    ) -> None:
        self._entries = entries
        self._rules = rules
        self._terms = {locale: words(locale, rules.words) for locale in LOCALES}
        self._numbers = {entry.key: number for number, entry in enumerate(cited, start=1)}
        self._made = _distinct([self._work(entry) for entry in cited], rules)

    def __getitem__(self, key: str) -> Label:
        made = self._made.get(key)
        if made is None:
            made = _shown(self._work(self._entries[key]), self._rules, self._rules.et_al_after)
            self._made[key] = made
        return made

    def are_of(
        self, entries: Mapping[str, Entry], cited: Sequence[Entry], rules: LabelRules
    ) -> bool:
        """True if they were made of these entries."""
        same = entries is self._entries and rules == self._rules
        return same and [entry.key for entry in cited] == list(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _work(self, entry: Entry) -> _Work:
        return _work(entry, self._rules, self._terms, self._numbers.get(entry.key, 0))


# The labels that were made last: most edits in a preview cite no other works than before.
_LAST: list[_Labels] = []


# -- who and when ----------------------------------------------------------------------------


class _Under(NamedTuple):
    """Who a work stands under: people and their names, or no one and the text in place of one."""

    by: str
    people: tuple[Person, ...]
    names: tuple[str, ...]
    others: bool
    order: tuple[tuple[str, str], ...]


class _Work(NamedTuple):
    """A work before it is decided how many of its names are shown; see `Label`."""

    entry: Entry
    under: _Under
    names: tuple[str, ...]
    year: str
    original: str
    number: int


def _work(
    entry: Entry, rules: LabelRules, terms: Mapping[str, Mapping[str, Any]], number: int
) -> _Work:
    said = terms[best_locale(language_of(entry))]
    reference = Reference(entry, _NOBODY, said)
    original = reference.original_year if date_of(entry) else ""
    under = _under(entry, rules, reference)
    return _Work(entry, under, under.names, _year(entry, said), original, number)


def _under(entry: Entry, rules: LabelRules, reference: Reference) -> _Under:
    for row in rules.under:
        if not _fits(row, reference):
            continue
        by = row["by"]
        named = entry.people.get(by, ())
        people = tuple(person for person in named if not person.is_others)
        if people:
            names = tuple(known_by(person) for person in people)
            order = sort_people(people, full=rules.given == "full", particles=rules.particles)
            order = order or ((sort_title(entry), ""),)
            return _Under(by, people, names, len(people) < len(named), order)
        if text := Markup.escape(getattr(reference, by, "")):
            name = text.striptags()
            return _Under(by, (), (name,), False, ((fold(name), ""),))
    title = reference.short_title.striptags()
    return _Under("title", (), (title,), False, ((sort_title(entry), ""),))


def _fits(row: Mapping[str, Any], reference: Reference) -> bool:
    kinds, subtypes = row.get("of"), row.get("subtype")
    return (
        (kinds is None or reference.kind in kinds)
        and (subtypes is None or reference.subtype in subtypes)
        and (not row.get("within") or bool(reference.container))
        and (row["by"] != "title" or reference.has_title)
    )


def _year(entry: Entry, said: Mapping[str, Any]) -> str:
    """The year, else the state of the work (`in press`), else `n.d.`, in the work's language."""
    date = date_of(entry)
    if date is not None:
        return year_text(date, said)
    state = value_of(entry.fields, "pubstate")
    return str(said["states"].get(state, state) or said["no-date"])


def _shown(work: _Work, rules: LabelRules, shown: int, suffix: str = "") -> Label:
    """The label that says so many names, all of them if they are few."""
    number = len(work.names) + work.under.others
    if number < rules.et_al_from:
        return _cut(work, number, suffix)
    one_left = shown > rules.et_al_after and number - shown == 1
    return _cut(work, shown + 1 if one_left and not rules.et_al_for_one else shown, suffix)


def _cut(work: _Work, shown: int, suffix: str = "") -> Label:
    """The label with the first names only."""
    names = work.names[:shown]
    return Label(
        names=names,
        et_al=work.under.others or len(names) < len(work.names),
        year=work.year,
        by=work.under.by,
        original=work.original,
        order=work.under.order,
        suffix=suffix,
        number=work.number,
    )


# -- telling works apart ---------------------------------------------------------------------


def _distinct(works: Sequence[_Work], rules: LabelRules) -> dict[str, Label]:
    """Labels of works of which no two are alike, where the style wants that."""
    works = _with_given_names(works, rules) if rules.distinct else works
    labels = {work.entry.key: _shown(work, rules, rules.et_al_after) for work in works}
    for group in _alike(works, labels) if rules.distinct else ():
        labels |= _told_apart(group, rules, rules.et_al_after)
    return labels


def _with_given_names(works: Sequence[_Work], rules: LabelRules) -> list[_Work]:
    """The works, the first name with a given name where another first name has its surname."""
    known: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def surname(person: Person) -> str:
        return person.surname if rules.particles else person.family

    for work in works:
        if work.under.people and (short := initials(work.under.people[0])):
            first = work.under.people[0]
            given = first.given.replace(".", " ").split()
            known[surname(first)][short].add(" ".join(given))

    def named(work: _Work) -> _Work:
        first = work.under.people[0] if work.under.people else Person()
        namesakes, short = known.get(surname(first), {}), initials(first)
        full = rules.given == "full" and len(namesakes.get(short, ())) > 1
        if not short or (len(namesakes) < 2 and not full):
            return work
        name = with_given_name(first, first.given if full else short)
        return work._replace(names=(name, *work.names[1:]))

    return [named(work) for work in works]


def _alike(works: Iterable[_Work], labels: Mapping[str, Label]) -> list[list[_Work]]:
    """Groups of several works that would read alike."""
    groups: dict[object, list[_Work]] = defaultdict(list)
    for work in works:
        label = labels[work.entry.key]
        groups[label.names, label.et_al, label.year, label.original].append(work)
    return [group for group in groups.values() if len(group) > 1]


def _told_apart(group: Sequence[_Work], rules: LabelRules, shown: int) -> dict[str, Label]:
    """Labels of works that are alike with so many names: more names where these help, then letters.

    Works that names cannot tell from one another keep the names that told them from others.
    """
    for more in range(max(shown + 1, _in_common(group)), _most_names(group) + 1):
        labels = {work.entry.key: _shown(work, rules, more) for work in group}
        still_alike = _alike(group, {work.entry.key: _cut(work, more) for work in group})
        if still_alike and len(still_alike[0]) == len(group):
            continue
        for part in still_alike:
            labels |= _told_apart(part, rules, more)
        return labels
    return _lettered(group, rules, shown)


def _in_common(group: Iterable[_Work]) -> int:
    """So many first names all of them share: fewer do not tell them apart."""
    together = zip(*(work.names for work in group), strict=False)
    return len(list(takewhile(lambda names: len(set(names)) == 1, together)))


def _most_names(group: Iterable[_Work]) -> int:
    return max(len(work.names) for work in group)


def _lettered(group: Sequence[_Work], rules: LabelRules, shown: int) -> dict[str, Label]:
    """Letters in the order of the list; equal works in order of first citation."""
    ordered = sorted(group, key=lambda work: (work.under.order, _day(work, rules), _title(work)))
    return {
        work.entry.key: _shown(work, rules, shown, _letters(place))
        for place, work in enumerate(ordered)
    }


def _day(work: _Work, rules: LabelRules) -> tuple[int, int]:
    date = date_of(work.entry) if standard(work.entry.kind) in rules.daily else None
    return (date.month or 0, date.day or 0) if date else (0, 0)


def _title(work: _Work) -> str:
    return fold(work.entry.title or work.entry.key)


def _letters(place: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
