"""What is put into a page's HTML: what its markers stand for, and the cards of its citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape

from refctx.alt import fill_alts
from refctx.markers import MARKER
from refctx.model import CitationGroup
from refctx.nouns import dataclass, field

_BLOCK = re.compile(r"<(?:ol|ul|dl|p|div|section|table|figure|details|nav|h[1-6]|template)\b")
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>\n?")
_CITATION = re.compile(r'data-refctx="([^"]+)"')
# Themes with instant navigation swap the main part and keep what is around it.
_ENDS = ("</main>", "</body>")
_HEAD_END = re.compile("</head>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A finished page.

    Attributes:
        html: all of it.
        anchors: the ids that it gained.
        files: what it loads when that is wanted, path → text.
        faults: marker → why it could not be printed.
        printed: what stands in the place of its markers, in order; None where nothing was filled.
    """

    html: str
    anchors: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    printed: tuple[str, ...] | None = None


def spliced(
    html: str, printed: Iterable[str], text: Callable[[CitationGroup], str], *, lists: bool
) -> str:
    """A page with all that it prints.

    Args:
        html: with markers.
        printed: what stands in their place, in order.
        text: a group → how it reads without markup, for the texts of images.
        lists: true if the page calls macros.
    """
    parts: list[str] = []
    end = 0
    for found, one in zip(MARKER.finditer(html), printed, strict=True):
        block = _BLOCK.match(one) and _in_paragraph(html, found.start())
        parts += [html[end : found.start()], f"</p>\n{one}\n<p>" if block else one]
        end = found.end()
    parts.append(html[end:])
    filled = fill_alts("".join(parts), text)
    return _EMPTY_PARAGRAPH.sub("", filled) if lists else filled


def _in_paragraph(html: str, place: int) -> bool:
    """True if a paragraph is open there; a list is a block and has to close it first."""
    return html.rfind("<p>", 0, place) > html.rfind("</p>", 0, place)


def cited(html: str) -> list[str]:
    """The keys that a page cites, each once.

    Args:
        html: all of the page, head and theme included, copies of other pages' text as well.
    """
    found = (one for one in _CITATION.finditer(html) if _in_tag(html, one.start()))
    return list(dict.fromkeys(unescape(one[1]) for one in found))


def _in_tag(html: str, place: int) -> bool:
    """True if an attribute begins at a place; the same letters in a text are an example."""
    return html[place - 1].isspace() and html.rfind("<", 0, place) > html.rfind(">", 0, place)


def put_in(html: str, *, head: str = "", cards: str = "") -> str:
    """The page with something at the end of its head, and cards at the end of its main part.

    Pages may be large: all goes in at once.
    """
    places: list[tuple[int, str]] = []
    if head and (found := _HEAD_END.search(html)):
        places.append((found.start(), head))
    if cards:
        end = next((at for end in _ENDS if (at := html.rfind(end)) >= 0), len(html))
        places.append((end, cards))
    parts: list[str] = []
    start = 0
    for place, text in sorted(places):
        parts += [html[start:place], text]
        start = place
    return "".join([*parts, html[start:]]) if parts else html
