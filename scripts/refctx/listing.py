"""A list call of a page → what its macro gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from refctx.export import forwards
from refctx.facets import Tools, tools
from refctx.format import EntryView, back_places
from refctx.language import language_of
from refctx.links import links_of, safe_target
from refctx.model import Context, Item, ListCall, Page
from refctx.paths import Paths, item_anchor, item_name, paths_for
from refctx.site import LIST_WITH_ANCHORS, ReadingList, entry_url
from refctx.works import Works


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page macro gets.

    Attributes:
        groups: (title, lines); one group without title unless the call asked for groups.
        reading: the reading list it is; None for other macros, and for a late copy.
        forwards: address of another page → the anchors that stand there; for `forward` alone.
        paths: the reading list, or all of them, as paths.
        tools: what readers can filter and order it by; None for a list without tools.
    """

    groups: tuple[tuple[str, tuple[EntryView, ...]], ...]
    reading: ReadingList | None
    forwards: Mapping[str, Sequence[str]]
    paths: Paths
    tools: Tools | None


def listing(
    works: Works,
    page: Page,
    call: ListCall,
    once: Callable[[str], str],
    beginning: Callable[[Context], str],
) -> Listing:
    """What the macro of a call gets.

    Args:
        works: of the site.
        page: where the list stands.
        call: the call.
        once: an id → the id if the page does not hold it yet, else an empty text.
        beginning: a citation → the beginning of its sentence.

    Raises:
        MacroError: a macro of the style is broken.
    """
    # A list that was copied after the numbering has no page of its own, and no ids.
    reading = works.site.lists.get(call.marker) if page.path else None
    by = str(call.call.options.get("group", ""))

    def line(item: Item) -> EntryView:
        anchor = once(_anchor(works, page, call, item.key))
        return _line(works, page, item, anchor, beginning)

    return Listing(
        groups=tuple(
            (_group_title(works, by, title), tuple(map(line, items)))
            for title, items in works.site.selections[call.marker].groups
        ),
        reading=reading,
        forwards=forwards(works.site, page) if call.call.name == "forward" else {},
        paths=paths_for(works.site, page, call),
        tools=tools(works, page, call),
    )


def _anchor(works: Works, page: Page, call: ListCall, key: str) -> str:
    """The id of a line, empty if it has none."""
    reading = works.site.lists.get(call.marker)
    if call.call.name == LIST_WITH_ANCHORS and page.path:
        return works.site.library.entries[key].anchor
    if reading and reading.page == page.path and "marks" in works.macros.features:
        return item_anchor(reading, key)
    return ""


def _group_title(works: Works, by: str, title: str) -> str:
    """The title of a group in the page's words: `Books` for `book`, `n.d.` for no year."""
    words = works.macros.words(works.macros.locale)
    if by == "year":
        return title or str(words["no-date"])
    return str(words["kinds"].get(title, [title])[-1])


def _line(
    works: Works, page: Page, item: Item, anchor: str, beginning: Callable[[Context], str]
) -> EntryView:
    site, key = works.site, item.key
    entry = site.library.entries[key]
    label = works.label(key)
    links = links_of(entry)
    paper = next((link.url for link in links if link.kind == "paper"), "")
    return EntryView(
        key=key,
        anchor=anchor,
        work=works.work(key),
        reference=works.reference(key),
        label=label,
        number=site.index.labels[key].number,
        lang=language_of(entry),
        name=item_name(item, site.library),
        note=item.note,
        url=safe_target(item.url) or paper or (links[0].url if links else ""),
        entry_url=entry_url(site, page, key),
        links=links,
        places=back_places(
            key,
            site.index,
            site.pages,
            base=page.url,
            label=label,
            locale=works.macros.locale,
            beginning=beginning,
        ),
    )
