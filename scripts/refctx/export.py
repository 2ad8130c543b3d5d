"""What is published beside the pages: a map of their anchors, the works for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import quote

from refctx.files import ALWAYS, BIBTEX, CSL, FORMATS, LIBRARY, LIST, RIS, SCRIPT, TEXT
from refctx.formats.bibtex import bibtex
from refctx.formats.csl import Item, csl_file, csl_part, with_markup
from refctx.formats.ris import ris
from refctx.indented import indented
from refctx.links import relative
from refctx.model import Call, Entry, Occurrence, Page, anchor_of
from refctx.nouns import dataclass
from refctx.select import select
from refctx.site import LIST_WITH_ANCHORS, Site, anchors_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A published file of a list: name of its format, its ending, its address from a page."""

    name: str
    ending: str
    url: str


def paths(site: Site) -> tuple[str, ...]:
    """The paths of all exported files, see `published`."""
    lists = dict.fromkeys(LIST.format(name=one.name) for one in site.lists.values())
    return (*ALWAYS, *(f"{stem}.{one.ending}" for stem in lists for one in FORMATS))


def lists_of(site: Site, sort: str) -> dict[str, tuple[str, ...]]:
    """Path without ending → the works of the exported files, in order.

    Args:
        site: all that is known of the site.
        sort: the order of the style's list, in which all that is cited stands.
    """
    named = {
        LIST.format(name=one.name): tuple(dict.fromkeys(one.keys)) for one in site.lists.values()
    }
    return {LIBRARY: _all_cited(site, sort), **named}


def _all_cited(site: Site, sort: str) -> tuple[str, ...]:
    """All that is cited, in the order of the style's list; most sites have that list already."""
    for page in site.pages.values():
        for one in page.calls:
            if one.call.name == LIST_WITH_ANCHORS and not (one.call.arguments or one.call.options):
                return site.selections[one.marker].keys
    call = Call(name=LIST_WITH_ANCHORS)
    return select(call, site.library, site.index, page="", sort=sort).keys


def published(
    site: Site,
    lists: Mapping[str, Iterable[str]],
    reference: Callable[[str], str],
    said: Callable[[str], Item],
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every exported file, one after another, for they may be large.

    Args:
        site: all that is known of the site.
        lists: the works of the files, see `lists_of`.
        reference: key → the printed reference as plain text.
        said: key → what the entry says in CSL's terms, without markup.
    """
    parts = _Parts()
    for key in dict.fromkeys(chain.from_iterable(lists.values())):
        parts.add(site.library.entries[key], reference(key), said(key))
    yield from parts.files(lists)


class _Parts:
    """The works one by one in all forms. There may be many: so they are kept as they are written.

    Attributes:
        forms: ending → key → an entry alone in that format.
        script: anchor → the same in the script of all works.
    """

    def __init__(self) -> None:
        self.forms: dict[str, dict[str, bytes]] = {one.ending: {} for one in FORMATS}
        self.script: dict[str, bytes] = {}

    def add(self, entry: Entry, reference: str, said: Item) -> None:
        """Add a work, see `published`."""
        item = with_markup(entry, said)
        forms = {
            BIBTEX.ending: bibtex([entry]),
            RIS.ending: ris([entry], lambda _: said),
            CSL.ending: item,
            TEXT.ending: f"{reference}\n",
        }
        self.script[entry.anchor] = f"{_COMPACT(entry.anchor)}:{_COMPACT(forms)}".encode()
        for ending, text in (forms | {CSL.ending: csl_part(item)}).items():
            self.forms[ending][entry.key] = str(text).encode()

    def files(self, lists: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, bytes]]:
        """Path and content of every file; nothing is kept.

        Args:
            lists: path without ending → keys.
        """
        # `refctxLibrary({anchor: {ending: text}})` is a script and no data file: a page may load it
        # from a disk, and under a policy of its own scripts alone.
        yield SCRIPT, b"refctxLibrary({%s});\n" % b",".join(self.script.values())
        self.script.clear()
        for ending in [*self.forms]:
            parts = self.forms.pop(ending)
            for stem, keys in lists.items():
                yield f"{stem}.{ending}", _JOINED[ending]([parts[key] for key in keys])


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# Ending → what makes a file of entries that stand alone; `cite.js` does the same for a selection.
_JOINED: dict[str, Callable[[list[bytes]], bytes]] = {
    BIBTEX.ending: b"\n".join,
    RIS.ending: b"".join,
    CSL.ending: csl_file,
    TEXT.ending: b"".join,
}


def downloads(page: Page, name: str = "") -> tuple[Download, ...]:
    """The files of a reading list, or without a name those of all that is cited."""
    stem = LIST.format(name=name) if name else LIBRARY
    return tuple(
        Download(
            name=one.name, ending=one.ending, url=relative(quote(f"{stem}.{one.ending}"), page.url)
        )
        for one in FORMATS
    )


def forwards(site: Site, base: Page) -> dict[str, list[str]]:
    """Address of each other page, seen from `base` → the anchors that stand there.

    An anchor that several pages hold belongs to `base` if it is one of them, else to the
    first in reading order.
    """
    taken = dict.fromkeys(anchors_of(site, base), base.path)
    for page in site.pages.values():
        for anchor in anchors_of(site, page):
            taken.setdefault(anchor, page.path)
    found: dict[str, list[str]] = {}
    for anchor, path in taken.items():
        if path != base.path:
            found.setdefault(relative(site.pages[path].url, base.url), []).append(anchor)
    return found


def index_json(site: Site) -> str:
    """`refctx.json`: keys, anchors, pages and headings, so that other sites can link in.

    Addresses are relative to the site's root. Entries stand in file order, citations in
    reading order.
    """
    entries = {key: _in_index(site, key) for key in site.library.entries}
    return indented({"format": "refctx/1", "entries": entries}) + "\n"


def _in_index(site: Site, key: str) -> dict[str, Any]:
    """Where an entry stands, and where it is cited."""
    cited = site.index.occurrences.get(key, ())
    return {
        "anchor": anchor_of(key),
        "pages": [site.pages[path].url for path in site.homes.get(key, ())],
        "citations": [_citation(site, occurrence) for occurrence in cited],
    }


def _citation(site: Site, occurrence: Occurrence) -> dict[str, Any]:
    context = occurrence.context
    page, heading = site.pages[context.page], context.heading
    return {
        "anchor": occurrence.anchor,
        "page": page.url,
        "title": page.title,
        "heading": heading.text if heading else None,
        "heading_id": heading.id if heading else None,
    }
