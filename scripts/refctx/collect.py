"""A page's HTML with markers → Page: its headings, contexts and macro calls, in order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from html import unescape
from operator import itemgetter
from typing import TypeVar

from refctx.alt import groups_in
from refctx.call import CallError, parse_call
from refctx.cite import restore
from refctx.markers import MARKER
from refctx.model import CitationGroup, Context, Heading, ListCall, Page
from refctx.raw import raw_citations
from refctx.sentences import sentences
from refctx.texts import plain_text

_HEADING = re.compile(
    r'<h(?P<level>[1-6])(?=[^>]*\bid="(?P<id>[^"]*)")[^>]*>(?P<inner>.*?)</h(?P=level)>', re.DOTALL
)
_ID = re.compile(r'<[a-zA-Z][^>]*?\sid="([^"]+)"')
_LINK = re.compile("<a |</a>")
_PERMALINK = re.compile(r'<a[^>]*class="headerlink"[^>]*>.*?</a>', re.DOTALL)

# Where each heading begins, and what it is.
_Headings = Sequence[tuple[int, Heading]]
_T = TypeVar("_T")


def collect(
    html: str,
    *,
    path: str,
    url: str,
    title: str,
    faults: Iterable[tuple[str, str]] = (),
    mentions: Iterable[str] = (),
    foreign: Iterable[str] = (),
) -> Page:
    """Read what a page cites and calls.

    Args:
        html: the page's content as Markdown left it.
        path, url, title, faults, mentions, foreign: of the page, see `Page`.

    Returns:
        The page; a marker that stands in it twice is one context.
    """
    headings = _headings(html)
    markers = list(MARKER.finditer(html))
    return Page(
        path=path,
        url=url,
        title=title,
        headings=tuple(heading for _, heading in headings),
        ids=tuple(dict.fromkeys(map(unescape, _ID.findall(html)))),
        contexts=_contexts(html, path, headings, [m for m in markers if m["kind"] == "cite"]),
        calls=_calls(path, headings, [m for m in markers if m["kind"] == "call"]),
        mentions=tuple(dict.fromkeys([*mentions, *_keys(groups_in(html))])),
        faults=tuple(faults),
        raw=raw_citations(html),
        foreign=tuple(foreign),
    )


def _contexts(
    html: str, path: str, headings: _Headings, markers: Sequence[re.Match[str]]
) -> tuple[Context, ...]:
    read = [(found, group) for found in markers if (group := _group(found))]
    around = sentences(html, [found.span() for found, _ in read], [group for _, group in read])
    links = [(found.end(), found[0] == "<a ") for found in _LINK.finditer(html)] if read else []
    contexts: dict[str, Context] = {}
    for (found, group), sentence in zip(read, around, strict=True):
        if found["name"] not in contexts:
            contexts[found["name"]] = Context(
                page=path,
                marker=found["name"],
                group=group,
                heading=_above(headings, found.start()),
                in_link=bool(_above(links, found.start())),
                sentence=sentence,
            )
    return tuple(contexts.values())


def _group(marker: re.Match[str]) -> CitationGroup | None:
    """What a marker cites; nothing if another hand wrote it."""
    try:
        return restore(unescape(marker["value"]))
    except ValueError:
        return None


def _calls(
    path: str, headings: _Headings, markers: Iterable[re.Match[str]]
) -> tuple[ListCall, ...]:
    calls: dict[str, ListCall] = {}
    for found in markers:
        source = unescape(found["value"])
        try:
            read = parse_call(source)
        except CallError:
            continue
        call = ListCall(
            page=path,
            marker=found["name"],
            call=read,
            source=source,
            heading=_above(headings, found.start()),
        )
        calls.setdefault(call.marker, call)
    return tuple(calls.values())


def _above(found: Sequence[tuple[int, _T]], place: int) -> _T | None:
    """The nearest of what was found above a place; None before the first."""
    above = bisect_right(found, place, key=itemgetter(0))
    return found[above - 1][1] if above else None


def _keys(groups: Iterable[CitationGroup]) -> list[str]:
    return [citation.key for group in groups for citation in group.citations]


def _headings(html: str) -> _Headings:
    return [
        (
            found.start(),
            Heading(
                id=unescape(found["id"]),
                text=plain_text(_PERMALINK.sub("", found["inner"])),
                level=int(found["level"]),
            ),
        )
        for found in _HEADING.finditer(html)
    ]
