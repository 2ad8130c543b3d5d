"""Pages + library → Site: every citation numbered, every list decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from refctx.labels import LabelRules
from refctx.links import relative
from refctx.model import Index, Library, Page
from refctx.number import number
from refctx.select import Selection, select

# The macro whose lines carry the entries' ids.
LIST_WITH_ANCHORS = "bibliography"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything known once all pages are collected.

    Attributes:
        pages: source path → page, in reading order.
        selections: marker → what its list shows.
        homes: key → the pages with a reference list that holds its entry, in reading order.
    """

    library: Library
    pages: Mapping[str, Page]
    index: Index
    selections: Mapping[str, Selection]
    homes: Mapping[str, tuple[str, ...]]


def assemble(pages: Iterable[Page], library: Library, rules: LabelRules, sort: str) -> Site:
    """Number the site's citations and decide what each list shows.

    Args:
        pages: all pages in reading order.
        library: the entries.
        rules, sort: what the style says of labels, and of the order of a list.
    """
    by_path = {page.path: page for page in pages}
    contexts = [context for page in by_path.values() for context in page.contexts]
    mentions: dict[str, tuple[str, ...]] = {}
    for page in by_path.values():
        for key in page.mentions:
            mentions[key] = (*mentions.get(key, ()), page.path)
    index = number(contexts, library, rules, mentions)
    selections: dict[str, Selection] = {}
    homes: dict[str, dict[str, None]] = {}
    for page in by_path.values():
        for call in page.calls:
            chosen = select(call.call, library, index, page=page.path, sort=sort)
            selections[call.marker] = chosen
            if call.call.name == LIST_WITH_ANCHORS:
                for key in chosen.keys:
                    homes.setdefault(key, {})[page.path] = None
    return Site(
        library=library,
        pages=by_path,
        index=index,
        selections=selections,
        homes={key: tuple(paths) for key, paths in homes.items()},
    )


def entry_url(site: Site, page: Page, key: str) -> str:
    """Where an entry stands, seen from a page: there if it can, else on the first page that has it.

    Empty if it stands nowhere.
    """
    homes = site.homes.get(key, ())
    if not homes:
        return ""
    path = page.path if page.path in homes else homes[0]
    return relative(site.pages[path].url, page.url, site.library.entries[key].anchor)


def anchors_of(site: Site, page: Page) -> list[str]:
    """All ids of a page that others may link to: its own, then citations and entries."""
    anchors = list(page.ids)
    for context in page.contexts:
        places = range(len(context.group.citations))
        found = (site.index.anchors.get((context.marker, place)) for place in places)
        anchors += [anchor for anchor in found if anchor]
    for call in page.calls:
        if call.call.name == LIST_WITH_ANCHORS:
            keys = site.selections[call.marker].keys
            anchors += [site.library.entries[key].anchor for key in keys]
    return anchors
