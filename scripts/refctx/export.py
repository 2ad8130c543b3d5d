"""The map of the site's anchors, for other sites and for forwarding."""

from __future__ import annotations

import json
from typing import Any

from refctx.links import relative
from refctx.model import Page
from refctx.site import Site, anchors_of


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
