"""What is published beside the pages: a map of their anchors, the works for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from refctx.files import ALWAYS, BIBTEX, CSL, FORMATS, LIBRARY, LIST, RIS, SCRIPT, TEXT
from refctx.formats.bibtex import bibtex
from refctx.formats.csl import Item, csl_json, with_markup
from refctx.formats.ris import ris
from refctx.indented import indented
from refctx.links import relative
from refctx.model import Call, Entry, Page
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


def published(
    site: Site, sort: str, reference: Callable[[str], str], said: Callable[[str], Item]
) -> dict[str, str]:
    """Path → text of every exported file.

    Args:
        site: all that is known of the site.
        sort: the order of the style's list, in which all that is cited stands.
        reference: key → the printed reference as plain text.
        said: key → what the entry says in CSL's terms, without markup.
    """
    call = Call(name=LIST_WITH_ANCHORS)
    cited = select(call, site.library, site.index, page="", sort=sort).keys
    lists = {
        LIST.format(name=found.name): dict.fromkeys(found.keys) for found in site.lists.values()
    }
    everything = (*cited, *(key for keys in lists.values() for key in keys))
    works = {
        key: _formats(site.library.entries[key], reference(key), said(key))
        for key in dict.fromkeys(everything)
    }
    files = {
        f"{stem}.{ending}": joined([works[key][ending] for key in keys])
        for stem, keys in {LIBRARY: cited, **lists}.items()
        for ending, joined in _JOINED.items()
    }
    by_anchor = {site.library.entries[key].anchor: formats for key, formats in works.items()}
    return files | {SCRIPT: _script(by_anchor)}


def _formats(entry: Entry, reference: str, said: Item) -> dict[str, Any]:
    """Ending → an entry alone in that format; CSL-JSON as the object it is."""
    return {
        BIBTEX.ending: bibtex([entry]),
        RIS.ending: ris([entry], lambda _: said),
        CSL.ending: with_markup(entry, said),
        TEXT.ending: f"{reference}\n",
    }


# Ending → what makes a file of entries that stand alone; `cite.js` does the same for a selection.
_JOINED: dict[str, Callable[[list[Any]], str]] = {
    BIBTEX.ending: "\n".join,
    RIS.ending: "".join,
    CSL.ending: csl_json,
    TEXT.ending: "".join,
}


def _script(works: Mapping[str, Mapping[str, Any]]) -> str:
    """`refctxLibrary({anchor: {ending: text}})`.

    A script and no data file: a page may load it from a disk, and under a policy of its own
    scripts alone.
    """
    return f"refctxLibrary({json.dumps(works, ensure_ascii=False, separators=(',', ':'))});\n"


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
    entries = {
        key: {
            "anchor": entry.anchor,
            "pages": [site.pages[path].url for path in site.homes.get(key, ())],
            "citations": [
                {
                    "anchor": o.anchor,
                    "page": site.pages[o.context.page].url,
                    "title": site.pages[o.context.page].title,
                    "heading": o.context.heading.text if o.context.heading else None,
                    "heading_id": o.context.heading.id if o.context.heading else None,
                }
                for o in site.index.occurrences.get(key, ())
            ],
        }
        for key, entry in site.library.entries.items()
    }
    data: dict[str, Any] = {"format": "refctx/1", "entries": entries}
    return indented(data) + "\n"
