"""Pages + library → Site: every citation numbered, every list decided."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from itertools import chain, count

from refctx.labels import LabelRules
from refctx.links import relative
from refctx.model import Index, Library, ListCall, Page, anchor_of
from refctx.nouns import dataclass
from refctx.number import number
from refctx.select import Selection, is_long, select

# The macro whose lines carry the entries' ids.
LIST_WITH_ANCHORS = "bibliography"
READING_LIST = "reading_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingList:
    """A reading list of the site: one call, or the calls of a page that give the same `name`.

    Attributes:
        name: unique on the site, fit for an address: `scaling-laws`. Given with the option
            `name`, else made from the title, the heading above or the page.
        title: of the first call, else of the heading above it, else of the page.
        page: where it stands.
        parts: markers of its calls, in order.
        anchor: id of the heading above the first, empty if there is none.
        keys: the works in their order, through all parts.
    """

    name: str
    title: str
    page: str
    parts: tuple[str, ...]
    anchor: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything known once all pages are collected.

    Attributes:
        pages: source path → page, in reading order.
        selections: marker → what its list shows.
        homes: key → the pages with a reference list that holds its entry, in reading order.
        lists: marker → the reading list it is or is a part of, in reading order.
        address: where the site is published, with a final slash; empty if not known.
    """

    library: Library
    pages: Mapping[str, Page]
    index: Index
    selections: Mapping[str, Selection]
    homes: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, ReadingList]
    address: str


def assemble(
    pages: Iterable[Page], library: Library, rules: LabelRules, sort: str, *, address: str = ""
) -> Site:
    """Number the site's citations and decide what each list shows.

    Args:
        pages: all pages in reading order.
        library: the entries.
        rules, sort: what the style says of labels, and of the order of a list.
        address: where the site is published, if that is known.
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
        lists=_lists(by_path, selections),
        address=address,
    )


def long_pages(site: Site) -> tuple[str, ...]:
    """Addresses of the pages with a long reference list, relative to the site's root."""
    return tuple(
        page.url
        for page in site.pages.values()
        if any(
            call.call.name == LIST_WITH_ANCHORS and is_long(site.selections[call.marker].keys)
            for call in page.calls
        )
    )


def _lists(
    pages: Mapping[str, Page], selections: Mapping[str, Selection]
) -> dict[str, ReadingList]:
    found: dict[str, ReadingList] = {}
    taken: set[str] = set()
    for calls in _parts(pages):
        first, page = calls[0], pages[calls[0].page]
        title, heading = str(first.call.options.get("title", "")), first.heading
        wanted = _given_name(first) or title or (heading.id if heading else "")
        name = _unique(
            _slug(wanted) or _slug(page.path.removesuffix(".md").replace("/", " ")), taken
        )
        taken.add(name)
        one = ReadingList(
            name=name,
            title=title or (heading.text if heading else page.title),
            page=page.path,
            parts=tuple(call.marker for call in calls),
            anchor=heading.id if heading else "",
            keys=tuple(key for call in calls for key in selections[call.marker].keys),
        )
        found |= dict.fromkeys(one.parts, one)
    return found


def _parts(pages: Mapping[str, Page]) -> list[list[ListCall]]:
    """The calls of each reading list; a call that was copied counts where it stands first."""
    calls: dict[str, ListCall] = {}
    for page in pages.values():
        for call in page.calls:
            if call.call.name == READING_LIST:
                calls.setdefault(call.marker, call)
    found: dict[tuple[str, str], list[ListCall]] = {}
    for call in calls.values():
        name = _given_name(call)
        found.setdefault((call.page, name) if name else ("", call.marker), []).append(call)
    return list(found.values())


def _given_name(call: ListCall) -> str:
    return str(call.call.options.get("name", ""))


def _slug(text: str) -> str:
    """`Optimisers & training` → `optimisers--training`, as headings have it."""
    return re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")


def _unique(name: str, taken: Container[str]) -> str:
    further = (f"{name}-{n}" for n in count(2))
    return next(one for one in chain([name], further) if one not in taken)


def entry_url(site: Site, page: Page, key: str) -> str:
    """Where an entry stands, seen from a page: there if it can, else on the first page that has it.

    Empty if it stands nowhere.
    """
    homes = site.homes.get(key, ())
    if not homes:
        return ""
    path = page.path if page.path in homes else homes[0]
    return relative(site.pages[path].url, page.url, anchor_of(key))


def anchors_of(site: Site, page: Page) -> list[str]:
    """All ids of a page that others may link to: its own, then citations and entries."""
    anchors = list(page.ids)
    for context in page.contexts:
        places = range(len(context.group.citations))
        found = (site.index.anchors.get((context.marker, place)) for place in places)
        anchors += [anchor for anchor in found if anchor]
    for call in page.calls:
        if call.call.name == LIST_WITH_ANCHORS:
            anchors += map(anchor_of, site.selections[call.marker].keys)
    return anchors
