"""A list call of a page → what its macro gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from refctx import tex
from refctx.chart import Chart, chart
from refctx.export import forwards
from refctx.format import EntryView, back_places
from refctx.language import language_of
from refctx.links import links_of, safe_target
from refctx.model import Item, ListCall, Page
from refctx.site import LIST_WITH_ANCHORS, ReadingList, entry_url
from refctx.works import Works


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page macro gets.

    Attributes:
        groups: (title, lines); one group without title unless the call asked for groups.
        reading: the reading list it is; None for other macros, and for a late copy.
        forwards: address of another page → the anchors that stand there; for `forward` alone.
        years: how many works are of which year, and which page cites them.
    """

    groups: tuple[tuple[str, tuple[EntryView, ...]], ...]
    reading: ReadingList | None
    forwards: Mapping[str, Sequence[str]]
    years: Chart


def listing(works: Works, page: Page, call: ListCall, once: Callable[[str], str]) -> Listing:
    """What the macro of a call gets.

    Args:
        works: of the site.
        page: where the list stands.
        call: the call.
        once: an id → the id if the page does not hold it yet, else an empty text.

    Raises:
        MacroError: a macro of the style is broken.
    """
    name = call.call.name
    # A list that was copied after the numbering has no page of its own, and no ids.
    anchored = name == LIST_WITH_ANCHORS and bool(page.path)
    selection = works.site.selections[call.marker]
    groups = tuple(
        (title, tuple(_line(works, page, item, once if anchored else None) for item in items))
        for title, items in selection.groups
    )
    # Without its filter a reference list cannot show what a bar stands for.
    filtered = "tools" in works.macros.features
    return Listing(
        groups=groups,
        reading=works.site.lists.get(call.marker),
        forwards=forwards(works.site, page) if name == "forward" else {},
        years=chart(works.site, dict.fromkeys(selection.keys), page if filtered else None),
    )


def _line(works: Works, page: Page, item: Item, once: Callable[[str], str] | None) -> EntryView:
    site, key = works.site, item.key
    entry = site.library.entries[key]
    label = works.label(key)
    links = links_of(entry)
    paper = next((link.url for link in links if link.kind == "paper"), "")
    return EntryView(
        key=key,
        anchor=once(entry.anchor) if once else "",
        work=works.work(key),
        reference=works.reference(key),
        label=label,
        number=site.index.labels[key].number,
        lang=language_of(entry),
        name=item.name or tex.to_text(entry.fields.get("title", key)),
        note=item.note,
        url=safe_target(item.url) or paper or (links[0].url if links else ""),
        entry_url=entry_url(site, page, key),
        links=links,
        places=back_places(
            key, site.index, site.pages, base=page.url, label=label, locale=works.macros.locale
        ),
    )
