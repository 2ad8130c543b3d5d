"""Markers: empty elements that hold a citation's or list's place until all pages are known.

Everything a marker stands for is in its attributes, so neither the table of contents nor a slug
can see it. Its name begins with this run's own word, which no page can know.
"""

from __future__ import annotations

import re
from itertools import count
from secrets import token_hex

CITE, CALL, NAME = "data-refctx-cite", "data-refctx-call", "data-refctx-marker"
MARKER = re.compile(
    rf'<span(?=[^>]*\b{NAME}="(?P<name>[^"]*)")[^>]*?\bdata-refctx-(?P<kind>cite|call)='
    r'"(?P<value>[^"]*)"[^>]*></span>'
)
_OURS = f"{token_hex(4)}-"
# Names are never used twice, also over the rebuilds of a preview that keeps some of its pages.
_NUMBERS = count(1)
_NAMES = rf"(?:{NAME}|{CITE}|{CALL})\b"
_TAG = re.compile(rf"<[A-Za-z][^<>]*?\s{_NAMES}[^<>]*>")
_ATTRIBUTE = re.compile(rf"\s{_NAMES}(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']*))?")


def new_name() -> str:
    """A name for one more marker."""
    return f"{_OURS}{next(_NUMBERS)}"


def without_foreign(html: str) -> tuple[str, tuple[str, ...]]:
    """A page's HTML without what looks like a marker and was not made in this run.

    Returns:
        The HTML, and what was taken out of it: elements, or tags that had to leave attributes.
    """
    if len(re.findall(_NAMES, html)) == 2 * html.count(f'{NAME}="{_OURS}'):
        return html, ()
    foreign: list[str] = []

    def element(found: re.Match[str]) -> str:
        if found["name"].startswith(_OURS):
            return found[0]
        foreign.append(found[0])
        return ""

    def tag(found: re.Match[str]) -> str:
        if MARKER.match(found.string, found.start()):
            return found[0]
        foreign.append(found[0])
        return _ATTRIBUTE.sub("", found[0])

    return _TAG.sub(tag, MARKER.sub(element, html)), tuple(foreign)
