"""Contexts in reading order → Index: numbers, anchors, labels, year suffixes.

Labels follow the author-date rules in this order: initials wherever first authors share a
surname, then more names, then a year suffix; each only where the step before left two works
alike. The set compared is all that the site cites, so text and list always agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from refctx.dates import date_of
from refctx.model import Context, Entry, Index, Label, Library, Occurrence
from refctx.names import initials, known_by, sort_name, sort_title
from refctx.terms import terms


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRules:
    """What a style says of labels: from how many names on `et al.` is used, after how many."""

    et_al_from: int = 3
    et_al_after: int = 1


def number(
    contexts: Iterable[Context],
    library: Library,
    rules: LabelRules,
    mentions: Mapping[str, tuple[str, ...]] | None = None,
) -> Index:
    """Number the citations of a site.

    Args:
        contexts: all contexts in reading order. Unknown keys are passed over, and so are
            copies: contexts with a marker that came before.
        library: the entries.
        rules: when a label leaves names out.
        mentions: see `Index`; they come after all that is cited.

    Returns:
        The index; its labels cover uncited entries too, without disambiguation.
    """
    occurrences: dict[str, list[Occurrence]] = defaultdict(list)
    anchors: dict[tuple[str, int], str] = {}
    originals: dict[str, Context] = {}
    for context in contexts:
        originals.setdefault(context.marker, context)
    for context in originals.values():
        for position, citation in enumerate(context.group.citations):
            if citation.key not in library.entries:
                continue
            seen = occurrences[citation.key]
            seen.append(Occurrence(key=citation.key, n=len(seen) + 1, context=context))
            anchors[context.marker, position] = seen[-1].anchor
    mentions = {key: found for key, found in (mentions or {}).items() if key in library.entries}
    cited = [library.entries[key] for key in dict.fromkeys([*occurrences, *mentions])]
    labels = _plain_labels(library.entries.values(), rules)
    labels |= _distinct_labels(cited, rules)
    return Index(
        occurrences={key: tuple(found) for key, found in occurrences.items()},
        anchors=anchors,
        labels=labels,
        mentions=mentions,
    )


def year_of(entry: Entry) -> str:
    """The year of an entry in plain text; empty without one.

    A range is given by its beginning (or its end, where only that is known), a year before 1
    as `44 BC`, words instead of a date as they stand (`in press`). How a style prints ranges,
    circa and seasons is its own: `dates.date_of` has them.
    """
    date = date_of(entry)
    year = year_number(entry)
    if date is None or year is None:
        return date.literal if date else ""
    return str(year) if year > 0 else f"{1 - year} BC"


def year_number(entry: Entry) -> int | None:
    """The same as a number that sorts, 0 for 1 BC; None without one."""
    date = date_of(entry)
    if date is None:
        return None
    return date.year if date.year is not None or date.end is None else date.end.year


def _surnames(entry: Entry) -> tuple[str, ...]:
    """Surnames an entry is known by; its title if it has no author, as its reference begins."""
    names = tuple(known_by(person) for person in entry.authors if not person.is_others)
    if names:
        return names
    return (entry.short_title or entry.title or entry.key,)


def _label(entry: Entry, rules: LabelRules, shown: int) -> Label:
    names = _surnames(entry)
    others = any(p.is_others for p in entry.authors) and not all(p.is_others for p in entry.authors)
    if len(names) + others < rules.et_al_from:
        shown = len(names)
    if shown > rules.et_al_after and len(names) + others - shown == 1:
        shown += 1  # "et al." cannot stand for one name
    shown = min(shown, len(names))
    year = year_of(entry) or terms("en")["no-date"]
    return Label(names=names[:shown], et_al=others or shown < len(names), year=year)


def _plain_labels(entries: Iterable[Entry], rules: LabelRules) -> dict[str, Label]:
    return {entry.key: _label(entry, rules, rules.et_al_after) for entry in entries}


def _distinct_labels(cited: Sequence[Entry], rules: LabelRules) -> dict[str, Label]:
    """Labels of the cited entries, in order of first citation, no two alike."""
    lead = _initials_needed(cited)
    labels = {
        e.key: _with_lead(_label(e, rules, rules.et_al_after), lead.get(e.key)) for e in cited
    }
    for group in _alike(cited, labels):
        labels |= _add_names(group, labels, rules, lead)
    for group in _alike(cited, labels):
        labels |= _add_suffixes(group, labels)
    return {
        entry.key: replace(labels[entry.key], number=place)
        for place, entry in enumerate(cited, start=1)
    }


def _initials_needed(cited: Sequence[Entry]) -> dict[str, str]:
    """Key → initials of the first author, where another first author has the surname too."""
    initials_of: dict[str, set[str]] = defaultdict(set)
    for entry in cited:
        if entry.authors:
            initials_of[entry.authors[0].surname].add(initials(entry.authors[0]))
    return {
        entry.key: initials(entry.authors[0])
        for entry in cited
        if entry.authors and len(initials_of[entry.authors[0].surname]) > 1
    }


def _with_lead(label: Label, lead: str | None) -> Label:
    if not lead:
        return label
    return replace(label, names=(f"{lead} {label.names[0]}", *label.names[1:]))


def _alike(cited: Sequence[Entry], labels: Mapping[str, Label]) -> list[list[Entry]]:
    groups: dict[Label, list[Entry]] = defaultdict(list)
    for entry in cited:
        groups[labels[entry.key]].append(entry)
    return [group for group in groups.values() if len(group) > 1]


def _add_names(
    group: Sequence[Entry],
    labels: Mapping[str, Label],
    rules: LabelRules,
    lead: Mapping[str, str],
) -> dict[str, Label]:
    """Show more names of entries whose labels are alike, as many as tell each from the rest."""
    longest = max(len(entry.authors) for entry in group)
    result = {entry.key: labels[entry.key] for entry in group}
    left = list(group)
    for shown in range(rules.et_al_after + 1, longest + 1):
        longer = {e.key: _with_lead(_label(e, rules, shown), lead.get(e.key)) for e in left}
        alone = [e for e in left if list(longer.values()).count(longer[e.key]) == 1]
        result |= {entry.key: longer[entry.key] for entry in alone}
        left = [entry for entry in left if entry not in alone]
        if len(left) < 2:
            result |= {entry.key: longer[entry.key] for entry in left}
            break
    return result


def _add_suffixes(group: Sequence[Entry], labels: Mapping[str, Label]) -> dict[str, Label]:
    """Letters in list order (authors, title); equal works in order of first citation."""
    ordered = sorted(group, key=lambda e: (sort_name(e), sort_title(e)))
    return {
        entry.key: replace(labels[entry.key], suffix=_letters(place))
        for place, entry in enumerate(ordered)
    }


def _letters(place: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
