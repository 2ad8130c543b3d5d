"""A macro call → the entries of one list, chosen, ordered and grouped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sized
from math import inf

from refctx.fields import value_of
from refctx.model import Call, Entry, Index, Item, Library
from refctx.names import fold, sort_title
from refctx.nouns import dataclass, field, replace
from refctx.number import year_number, year_of

Filter = Callable[[Entry, Index, str], bool]
# A list of more works is long: what a page can do without does not stand in it.
LONG = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a list shows.

    Attributes:
        groups: (title, items); one group without title unless the call asked for groups.
        keys: all that are shown, in order.
        options: what the call said beyond the choice of entries; the macro's own arguments.
        unknown: keys the call names and the library does not hold.
        faults: what was wrong with the call, each a sentence.
    """

    groups: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    keys: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def _words(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, tuple) else (value,)
    return tuple(str(v) for v in values)


def _cited_on(entry: Entry, index: Index, page: str) -> bool:
    return entry.key in index.pages.get(page, ())


_YEARS = re.compile(r"\d+(?:-\d*)?")


def _matches_year(entry: Entry, wanted: str) -> bool:
    first, dash, last = wanted.partition("-")
    year = year_number(entry)
    if not dash or year is None or not (first + last).isdecimal():
        return year_of(entry) == wanted
    return int(first or year) <= year <= int(last or year)


def _by_year(entry: Entry) -> tuple[float, str]:
    """By number; works without a date stand first, those with words (`in press`) last."""
    year, text = year_number(entry), year_of(entry) or value_of(entry.fields, "pubstate")
    return (year if year is not None else inf if text else -inf, text)


def _by_date(entry: Entry, index: Index) -> tuple[object, ...]:
    label = index.labels[entry.key]
    return (_by_year(entry), label.original, len(label.suffix), label.suffix, fold(entry.key))


def by_label(entry: Entry, index: Index) -> tuple[object, ...]:
    """Order in a group: by the names that are shown, `Li`, `Li et al.`, `Li & Wu`; then date."""
    label = index.labels[entry.key]
    shown = label.order[: len(label.names)] + ((("", ""),) if label.et_al else ())
    return (shown, *_by_date(entry, index))


def _keywords(entry: Entry) -> set[str]:
    return {word.strip() for word in entry.fields.get("keywords", "").split(",")}


# Filters of a query: option → test of (entry, index, wanted value).
FILTERS: dict[str, Filter] = {
    "type": lambda entry, _, wanted: entry.kind == wanted.lower(),
    "tag": lambda entry, _, wanted: wanted in _keywords(entry),
    "year": lambda entry, _, wanted: _matches_year(entry, wanted),
    "author": lambda entry, _, wanted: any(fold(wanted) == fold(p.family) for p in entry.authors),
    "source": lambda entry, _, wanted: entry.place.path.endswith(wanted),
    "cited_in": _cited_on,
}
SORTS: dict[str, Callable[[Entry, Index], object]] = {
    "author": lambda e, i: (i.labels[e.key].order, *_by_date(e, i)),
    "cited": lambda e, i: (i.labels[e.key].number or len(i.labels) + 1, i.labels[e.key].order),
    "times": lambda e, i: (-len(i.occurrences.get(e.key, ())), i.labels[e.key].order),
    "year": lambda e, i: (_by_year(e), i.labels[e.key].order),
    "title": lambda e, _: sort_title(e),
    "key": lambda e, _: e.key,
}
GROUPS: dict[str, Callable[[Entry], str]] = {"type": lambda e: e.kind, "year": year_of}
_NARROWING = {*FILTERS, "cited", "scope", "limit"}
_CHOICE = {*_NARROWING, "sort", "reverse", "group", "name", "notes", "tools"}


def select(call: Call, library: Library, index: Index, *, page: str, sort: str) -> Selection:
    """Choose the entries of a list.

    Args:
        call: a macro call. Keys and items as arguments choose by name and keep their order;
            otherwise the query options choose (see `FILTERS`); `bibliography()` without
            any takes all that is cited.
        library, index: where to choose from.
        page: source path of the page the list stands in, for `scope="page"`.
        sort: order of a list that does not name one.
    """
    faults: list[str] = []
    options = {name: value for name, value in call.options.items() if name not in _CHOICE}
    if call.arguments:
        items, unknown = _named(call.arguments, library, faults)
        order = str(call.options.get("sort", ""))
    else:
        items, unknown = _queried(call, library, index, page), ()
        order = str(call.options.get("sort", sort))
    items = _noted(items, call.options.get("notes", {}), library, faults)
    items = _ordered(items, order, library, index, faults)
    if call.options.get("reverse"):
        items.reverse()
    limit = call.options.get("limit")
    if isinstance(limit, int):
        items = items[:limit]
    faults += [
        f'year="{word}" is no year; expected "2023", "2019-2021" or "2020-"'
        for word in _words(call.options.get("year", ()))
        if not _YEARS.fullmatch(word)
    ]
    groups = _grouped(items, str(call.options.get("group", "")), library, faults)
    if call.options.get("reverse"):
        groups.reverse()
    return Selection(
        groups=tuple(groups),
        keys=tuple(item.key for _, items in groups for item in items),
        options=options,
        unknown=unknown,
        faults=tuple(faults),
    )


def is_whole(call: Call) -> bool:
    """True for a list of everything that is cited, in whatever order: its call chooses nothing."""
    return not call.arguments and _NARROWING.isdisjoint(call.options)


def is_long(works: Sized) -> bool:
    """True for a list of so many works that its page has to be sparing."""
    return len(works) > LONG


def _named(
    arguments: Iterable[object], library: Library, faults: list[str]
) -> tuple[list[Item], tuple[str, ...]]:
    items: list[Item] = []
    for argument in arguments:
        if isinstance(argument, Item):
            items.append(replace(argument, key=library.key_of(argument.key)))
        elif isinstance(argument, str):
            items.append(Item(key=library.key_of(argument)))
        else:
            faults.append(f"`{argument}` is neither a key nor an item; it is left out")
    unknown = tuple(item.key for item in items if item.key not in library.entries)
    return [item for item in items if item.key in library.entries], unknown


def _queried(call: Call, library: Library, index: Index, page: str) -> list[Item]:
    wanted = {name: call.options[name] for name in FILTERS if name in call.options}
    keys = _candidates(call, library, index, page)
    if not wanted:
        return [Item(key=key) for key in keys]
    return [
        Item(key=key)
        for key in keys
        if all(
            any(FILTERS[name](library.entries[key], index, word) for word in _words(value))
            for name, value in wanted.items()
        )
    ]


def _candidates(call: Call, library: Library, index: Index, page: str) -> Iterable[str]:
    """Keys that a query has to look at, in the order of the library."""
    cited = call.options.get("cited", None if "source" in call.options else True)
    if call.options.get("scope") == "page":
        here = index.pages.get(page, ()) if cited is None or cited else ()
        return sorted(here, key=index.cited.__getitem__)
    if cited is None:
        return library.entries
    return index.cited if cited else (key for key in library.entries if key not in index.cited)


def _ordered(
    items: list[Item], order: str, library: Library, index: Index, faults: list[str]
) -> list[Item]:
    if order and order not in SORTS:
        faults.append(f'sort="{order}" is not known; expected one of {", ".join(SORTS)}')
        order = ""
    if not order:
        return items
    rank = SORTS[order]
    return sorted(items, key=lambda item: rank(library.entries[item.key], index))  # type: ignore[arg-type,return-value]  # keys of one sort compare


def _noted(items: list[Item], notes: object, library: Library, faults: list[str]) -> list[Item]:
    """The items with the notes that a call gives by key, `notes={"gqa": "…"}`."""
    if not isinstance(notes, Mapping):
        faults.append('notes are written {"key": "note", "key": "note"}')
        return items
    by_key = {library.key_of(str(key)): str(note) for key, note in notes.items()}
    shown = {item.key for item in items}
    missing = [key for key in by_key if key not in shown]
    faults += [f"notes name `{key}`, which the list does not choose" for key in missing]
    return [replace(item, note=by_key.get(item.key, item.note)) for item in items]


def _grouped(
    items: list[Item], by: str, library: Library, faults: list[str]
) -> list[tuple[str, tuple[Item, ...]]]:
    """Groups by their titles: types by the alphabet, years by the calendar."""
    if by and by not in GROUPS:
        faults.append(f'group="{by}" is not known; expected one of {", ".join(GROUPS)}')
    if by not in GROUPS:
        return [("", tuple(items))]
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(GROUPS[by](library.entries[item.key]), []).append(item)
    ordered = sorted(groups)
    if by == "year":
        ordered.sort(key=lambda title: _by_year(library.entries[groups[title][0].key]))
    return [(title, tuple(groups[title])) for title in ordered] or [("", ())]
