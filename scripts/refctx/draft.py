"""A page between two moments: Markdown is done with it, and not all others are known yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from refctx.cache import digest
from refctx.markers import NAME
from refctx.model import CitationGroup, Heading, Page

_NAME = re.compile(rf'\b{NAME}="([^"]*)"')


@dataclass(kw_only=True)
class Draft:
    """A page with markers, read when it is wanted.

    Attributes:
        html, path, url, title, faults, mentions, foreign: see `collect`.
    """

    html: str
    path: str
    url: str
    title: str
    faults: Sequence[tuple[str, str]] = ()
    mentions: Sequence[str] = ()
    foreign: Sequence[str] = ()

    @cached_property
    def page(self) -> Page:
        """What the page cites and calls."""
        # A page that is as it was is not read.
        from refctx.collect import collect  # noqa: PLC0415

        return collect(
            self.html,
            path=self.path,
            url=self.url,
            title=self.title,
            faults=self.faults,
            mentions=self.mentions,
            foreign=self.foreign,
        )

    @cached_property
    def outline(self) -> str:
        """A key of all that is known of the page; the names of its markers do not count."""
        numbers: dict[str, str] = {}
        html = _NAME.sub(lambda found: numbers.setdefault(found[1], str(len(numbers))), self.html)
        faults = [text for fault in self.faults for text in fault]
        rest = (*faults, "", *self.mentions, "", *self.foreign)
        return digest([self.path, self.url, self.title, html, *rest])

    @cached_property
    def facts(self) -> str:
        """A key of all that other pages, or its own citations and lists, can show of the page.

        Its prose is none of that: the sentences around citations are for the map of contexts.
        """
        return digest(map(repr, _facts(self.page)))


def _facts(page: Page) -> tuple[object, ...]:
    numbers = {id(heading): place for place, heading in enumerate(page.headings)}
    markers: dict[str, int] = {}

    def place(heading: Heading | None) -> int:
        return numbers.get(id(heading), -1)

    contexts = [
        (markers.setdefault(c.marker, len(markers)), _group(c.group), place(c.heading), c.in_link)
        for c in page.contexts
    ]
    calls = [
        (markers.setdefault(c.marker, len(markers)), c.source, place(c.heading)) for c in page.calls
    ]
    headings = [(h.id, h.text, h.level) for h in page.headings]
    raw = [_group(group) for group in page.raw]
    named = (page.path, page.url, page.title, page.ids, page.mentions, page.faults, page.foreign)
    return (*named, headings, contexts, calls, raw)


def _group(group: CitationGroup) -> tuple[object, ...]:
    return group.narrative, *[_citation(one) for one in group.citations]


def _citation(one: Any) -> tuple[object, ...]:
    locator = one.locator and (one.locator.label, one.locator.value)
    return one.key, one.prefix, locator, one.suffix, one.suppress_author, one.inner
