"""What the head of a page with a reference list tells other programs.

It stands in the head because Material, on navigating within a site, runs every script that stands
in a page's content, data too.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from html import escape
from urllib.parse import urljoin

from refctx.files import LIBRARY, LINKED
from refctx.formats.jsonld import item_list
from refctx.links import relative
from refctx.model import Page
from refctx.select import is_long, is_whole
from refctx.site import LIST_WITH_ANCHORS, Site

# What may not stand in a script as it is: it could end it, or begin a comment.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def head(site: Site, page: Page, features: Collection[str]) -> str:
    """Elements for the head of a page: the exports as links, its list of everything as JSON-LD."""
    links = alternates(page) if "export" in features else ""
    return links + (linked_data(site, page) if "metadata" in features else "")


def alternates(page: Page) -> str:
    """Links to the formats on a page with a reference list; else nothing.

    `describedby` is what Signposting calls a page's metadata. It also keeps Material away, which
    takes every `rel="alternate"` for another language and looks for a sitemap below it.
    """
    if not any(call.call.name == LIST_WITH_ANCHORS for call in page.calls):
        return ""
    return "".join(
        f'<link rel="alternate describedby" type="{one.media_type}" title="{one.name}" '
        f'href="{escape(relative(f"{LIBRARY}.{one.ending}", page.url))}">\n'
        for one in LINKED
    )


def linked_data(site: Site, page: Page) -> str:
    """The page's first list of everything that is cited, as JSON-LD; nothing without one.

    Addresses are relative to the page where that of the site is not known.
    """
    whole = (c for c in page.calls if c.call.name == LIST_WITH_ANCHORS and is_whole(c.call))
    call = next(whole, None)
    if call is None:
        return ""
    base = urljoin(site.address, page.url) if site.address else ""
    keys = site.selections[call.marker].keys
    # Of a long list the name and the number are said; its works stand in the exports.
    entries = [] if is_long(keys) else [site.library.entries[key] for key in keys]
    data = item_list(entries, page.title, lambda e: base + relative("", "", e.anchor), len(keys))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return f'<script type="application/ld+json">{text}</script>\n'
