"""What is published beside the pages: a map of their anchors, the works for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from refctx.formats.bibtex import bibtex
from refctx.formats.csl import csl_json
from refctx.formats.ris import ris
from refctx.links import relative
from refctx.model import Call, Page
from refctx.select import select
from refctx.site import LIST_WITH_ANCHORS, Site, anchors_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file of all works that the site cites: its address from the root, type and name."""

    path: str
    media_type: str
    name: str


BIBTEX = Format(path="refctx/library.bib", media_type="application/x-bibtex", name="BibTeX")
RIS = Format(
    path="refctx/library.ris", media_type="application/x-research-info-systems", name="RIS"
)
CSL = Format(
    path="refctx/library.json",
    media_type="application/vnd.citationstyles.csl+json",
    name="CSL-JSON",
)
TEXT = Format(path="refctx/library.txt", media_type="text/plain", name="Text")
FORMATS = (BIBTEX, RIS, CSL, TEXT)
# What a page with a reference list names as another form of it; text is none for a program.
LINKED = (BIBTEX, RIS, CSL)


def library_files(site: Site, sort: str, reference: Callable[[str], str]) -> dict[str, str]:
    """Path → text of each format's file, with every work that the site cites.

    Args:
        site: all that is known of the site.
        sort: the order of the style's list, in which the works stand.
        reference: key → the printed reference as plain text.
    """
    cited = select(Call(name=LIST_WITH_ANCHORS), site.library, site.index, page="", sort=sort)
    entries = [site.library.entries[key] for key in cited.keys]
    return {
        BIBTEX.path: bibtex(entries),
        RIS.path: ris(entries),
        CSL.path: csl_json(entries),
        TEXT.path: "".join(f"{reference(key)}\n" for key in cited.keys),
    }


def alternates(page: Page) -> str:
    """Elements for the head of a page with a reference list: the formats as links; else nothing.

    `describedby` is what Signposting calls a page's metadata. It also keeps Material away, which
    takes every `rel="alternate"` for another language and looks for a sitemap below it.
    """
    if not any(call.call.name == LIST_WITH_ANCHORS for call in page.calls):
        return ""
    return "".join(
        f'<link rel="alternate describedby" type="{one.media_type}" title="{one.name}" '
        f'href="{escape(relative(one.path, page.url))}">\n'
        for one in LINKED
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
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
