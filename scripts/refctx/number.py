"""Contexts in reading order → Index: numbers, anchors and the labels of all works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from refctx.dates import date_of
from refctx.labels import LabelRules, labels_of
from refctx.model import Context, Entry, Index, Library, Occurrence


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
        rules: what the style says of labels.
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
    cited = dict.fromkeys([*occurrences, *mentions])
    return Index(
        occurrences={key: tuple(found) for key, found in occurrences.items()},
        anchors=anchors,
        labels=labels_of(library.entries, [library.entries[key] for key in cited], rules),
        mentions=mentions,
        cited={key: place for place, key in enumerate(library.entries) if key in cited},
        pages=_pages(occurrences, mentions),
    )


def _pages(
    occurrences: Mapping[str, Iterable[Occurrence]], mentions: Mapping[str, Iterable[str]]
) -> dict[str, set[str]]:
    """Source path → keys that the page cites or mentions."""
    pages: dict[str, set[str]] = defaultdict(set)
    for key, found in occurrences.items():
        for occurrence in found:
            pages[occurrence.context.page].add(key)
    for key, paths in mentions.items():
        for path in paths:
            pages[path].add(key)
    return dict(pages)


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
    return year_name(year)


def year_name(year: int) -> str:
    """A year as a text, `44 BC` before year 1."""
    return str(year) if year > 0 else f"{1 - year} BC"


def year_number(entry: Entry) -> int | None:
    """The same as a number that sorts, 0 for 1 BC; None without one."""
    date = date_of(entry)
    if date is None:
        return None
    return date.year if date.year is not None or date.end is None else date.end.year
