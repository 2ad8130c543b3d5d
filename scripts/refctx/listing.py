"""A list call of a page → what its macro gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from refctx import tex
from refctx.export import SCRIPT, Download, downloads, forwards
from refctx.format import EntryView, back_places
from refctx.formats.coins import coins, names_for
from refctx.language import language_of
from refctx.links import links_of, relative, safe_target
from refctx.model import Item, ListCall, Page
from refctx.select import is_whole
from refctx.site import LIST_WITH_ANCHORS, ReadingList, entry_url
from refctx.works import Works

# The id of what stands above the list of everything: a page has it once.
_EXPORTS = "refctx-exports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page macro gets.

    Attributes:
        groups: (title, lines); one group without title unless the call asked for groups.
        reading: the reading list it is; None for other macros, and for a late copy.
        files: the published files of a reading list, or of a list of everything that is cited.
        script: the address of the works one by one, for a list of everything; else empty.
        forwards: address of another page → the anchors that stand there; for `forward` alone.
    """

    groups: tuple[tuple[str, tuple[EntryView, ...]], ...]
    reading: ReadingList | None
    files: tuple[Download, ...]
    script: str
    forwards: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What the lines of one list have: ids by `once`, controls, COinS with so many authors."""

    once: Callable[[str], str] | None
    exported: bool
    names: int


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
    name, features = call.call.name, works.macros.features
    # A list that was copied after the numbering has no page of its own, and no ids.
    anchored = name == LIST_WITH_ANCHORS and bool(page.path)
    whole = anchored and is_whole(call.call) and bool(once(_EXPORTS))
    described = whole and "metadata" in features
    chosen = works.site.selections[call.marker]
    kind = _Kind(
        once=once if anchored else None,
        exported=whole and "export" in features,
        names=names_for(len(chosen.keys)) if described else 0,
    )
    groups = tuple(
        (title, tuple(_line(works, page, item, kind) for item in items))
        for title, items in chosen.groups
    )
    reading = works.site.lists.get(call.marker)
    listed = reading is not None and "export" in features
    return Listing(
        groups=groups,
        reading=reading,
        files=downloads(page, reading.name if reading else "") if kind.exported or listed else (),
        script=relative(SCRIPT, page.url) if kind.exported else "",
        forwards=forwards(works.site, page) if name == "forward" else {},
    )


def _line(works: Works, page: Page, item: Item, kind: _Kind) -> EntryView:
    site, key = works.site, item.key
    entry = site.library.entries[key]
    label = works.label(key)
    links = links_of(entry)
    paper = next((link.url for link in links if link.kind == "paper"), "")
    anchor = kind.once(entry.anchor) if kind.once else ""
    return EntryView(
        key=key,
        anchor=anchor,
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
        pickable=kind.exported and bool(anchor),
        coins=coins(entry, kind.names) if kind.names else "",
    )
