"""Two states of a site → the pages that the second would print otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from refctx.model import Label, Occurrence, Page
from refctx.site import LIST_WITH_ANCHORS, READING_LIST, Site

# What other macros print may depend on anything.
_LISTS = (LIST_WITH_ANCHORS, READING_LIST)


def stale_pages(before: Site, after: Site, paths: Iterable[str], *, numbered: bool) -> list[str]:
    """Pages that were printed of one state of the site and are otherwise in another.

    Args:
        before, after: the two states.
        paths: source paths of pages whose own text is the same in both.
        numbered: true of a style in which works go by their number.
    """
    keys = _changed_keys(before, after, numbered=numbered)
    retitled = _retitled(before.pages, after.pages)
    return [
        path
        for path in paths
        if (page := after.pages.get(path)) and _is_stale(page, before, after, keys, bool(retitled))
    ]


def _is_stale(page: Page, before: Site, after: Site, keys: set[str], retitled: bool) -> bool:
    if not keys.isdisjoint(_keys(page)):
        return True
    for call in page.calls:
        old, new = before.selections.get(call.marker), after.selections[call.marker]
        if old != new or not keys.isdisjoint(new.keys):
            return True
        if call.call.name not in _LISTS and (keys or retitled):
            return True
    return False


def _keys(page: Page) -> Iterator[str]:
    for context in page.contexts:
        yield from (citation.key for citation in context.group.citations)
    yield from page.mentions


def _changed_keys(before: Site, after: Site, *, numbered: bool) -> set[str]:
    """Keys of works of which something else is shown: label, entry, where it is cited or listed."""
    retitled = _retitled(before.pages, after.pages)
    return {
        key
        for key in {
            **before.homes,
            **before.index.occurrences,
            **after.homes,
            **after.index.occurrences,
        }
        if before.homes.get(key) != after.homes.get(key)
        or not _is_same_work(before, after, key, numbered=numbered)
        or not _are_same_places(
            before.index.occurrences.get(key, ()), after.index.occurrences.get(key, ()), retitled
        )
    }


def _is_same_work(before: Site, after: Site, key: str, *, numbered: bool) -> bool:
    old, new = before.library.entries, after.library.entries
    if old is not new and (key not in old or key not in new or old[key] != new[key]):
        return False
    labels = (site.index.labels[key] for site in (before, after))
    return len({_said(label, numbered=numbered) for label in labels}) == 1


def _said(label: Label, *, numbered: bool) -> tuple[object, ...]:
    number = label.number if numbered else bool(label.number)
    return (label.names, label.et_al, label.year, label.original, label.suffix, number)


def _are_same_places(
    old: tuple[Occurrence, ...], new: tuple[Occurrence, ...], retitled: set[str]
) -> bool:
    return len(old) == len(new) and all(
        one.context.page == other.context.page
        and one.context.heading == other.context.heading
        and one.context.page not in retitled
        for one, other in zip(old, new, strict=True)
    )


def _retitled(old: Mapping[str, Page], new: Mapping[str, Page]) -> set[str]:
    """Pages that came, went, or are called or found otherwise."""
    return {
        path
        for path in {**old, **new}
        if path not in old
        or path not in new
        or (old[path].title, old[path].url) != (new[path].title, new[path].url)
    }
