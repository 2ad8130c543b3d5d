"""A finished site, printed anew or as the build before left it.

Most builds follow one that differed in a few words. What a page prints in the place of its markers
depends on facts alone: what all pages cite and call, their headings and titles, the library, the
macros. While these are the same, the pages of this build get what they got in the last.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from refctx import record
from refctx.cache import Cache, digest
from refctx.cite import dump
from refctx.contexts import context, contexts_script
from refctx.draft import Draft
from refctx.model import CitationGroup, Context, Finding, Page
from refctx.record import Outlines, PageRecord, SiteRecord
from refctx.records import Record
from refctx.splice import cited, put_in, spliced

if TYPE_CHECKING:
    from refctx.pipeline import Result

_OUTLINES, _SITE = "outlines", "site"


class Memory:
    """What the builds of a site leave to one another: in this process, and in the cache.

    Args:
        cache: of the site.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self._outlines: tuple[str, Outlines] = ("", Outlines())
        self._site: tuple[str, SiteRecord | None] = ("", None)

    def outlines(self, key: str) -> Outlines:
        """What the pages of the last build were, if its key is this one."""
        if self._outlines[0] != key:
            text = self.cache.read(_OUTLINES, key)
            self._outlines = key, record.outlines(text) if text else Outlines()
        return self._outlines[1]

    def site(self, key: str) -> SiteRecord | None:
        """What a site printed whose key is this one."""
        if self._site[0] != key:
            text = self.cache.read(_SITE, key)
            self._site = key, record.from_text(text) if text else None
        return self._site[1]

    def keep(self, key: str, outlines: Outlines, site: SiteRecord | None) -> None:
        """Leave both for the next build."""
        if outlines != self._outlines[1] or self._outlines[0] != key:
            self._outlines = key, outlines
            self.cache.write(_OUTLINES, key, outlines.to_text())
        if site and site is not self._site[1]:
            self._site = outlines.site, site
            self.cache.write(_SITE, outlines.site, record.to_text(site))


@dataclass(kw_only=True)
class Inputs:
    """What a site is printed from.

    Attributes:
        key: of all that it depends on beside its pages.
        drafts: source path → page, in reading order.
        sources: source path → Markdown text.
        name: source path → the file as a maintainer names it in messages.
        pattern: `{page}: “{sentence}”` in the language of the site.
        live: prints it anew.
    """

    key: str
    drafts: Mapping[str, Draft]
    sources: Mapping[str, str]
    name: Callable[[str], str]
    pattern: str
    live: Callable[[], Result]


class Printed:
    """A finished site.

    Args:
        inputs: what it is printed from.
        memory: of the site.
        wanted: source paths of the pages that are printed.
    """

    def __init__(self, inputs: Inputs, memory: Memory, wanted: Iterable[str]) -> None:
        self.inputs, self.memory = inputs, memory
        self.before = memory.outlines(inputs.key)
        self.facts = {path: self._facts(draft) for path, draft in inputs.drafts.items()}
        self.key = digest([inputs.key, *self.facts.values()])
        found = memory.site(self.key)
        self.again = _Again.of(self, found, list(wanted)) if found else None
        self._heads: dict[str, str] = {}
        self._cards: dict[str, tuple[Sequence[str], str]] = {}

    def _facts(self, draft: Draft) -> str:
        outline, facts = self.before.pages.get(draft.path, ("", ""))
        return facts if outline == draft.outline else draft.facts

    @cached_property
    def result(self) -> Result:
        """The site printed anew."""
        return self.inputs.live()

    @cached_property
    def contexts(self) -> Mapping[str, str]:
        """Anchor → where the citation stands and how its sentence begins."""
        return self.again.contexts if self.again else self.result.contexts

    @property
    def contexts_script(self) -> str:
        """The text of `refctx/contexts.js`."""
        return contexts_script(self.contexts)

    @property
    def index(self) -> str:
        """The text of `refctx.json`."""
        return self.again.site.index if self.again else self.result.index

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Path → text of the files that other programs read."""
        return self.again.site.files if self.again else self.result.files()

    @property
    def findings(self) -> Sequence[Finding]:
        """What the pages have to answer for."""
        return self.again.site.findings if self.again else self.result.findings

    @cached_property
    def records(self) -> Sequence[Record]:
        """What the site search is told of the entries."""
        return self.again.site.records if self.again else self.result.records()

    def page(self, path: str) -> tuple[str, Sequence[str]] | None:
        """A page's content and the ids that it gained; None if there is no such page."""
        if self.again:
            return self.again.pages.get(path)
        filled = self.result.filled.get(path)
        return (filled.html, filled.anchors) if filled else None

    def head(self, path: str) -> str:
        """What the head of a page tells other programs."""
        if path not in self.inputs.drafts:
            return ""
        if self.again:
            return self.again.site.pages[path].head
        self._heads[path] = self.result.head(self.inputs.drafts[path].page)
        return self._heads[path]

    def with_cards(self, path: str, output: str) -> str:
        """A page's output with the cards of what it cites.

        Raises:
            MacroError: the macro of cards is broken.
        """
        keys = cited(output)
        if not keys:
            return output
        known, cards = self.again.site.cards.get(path, ((), "")) if self.again else ((), "")
        if list(known) != keys:
            cards = self.result.cards(keys)
        self._cards[path] = keys, cards
        return put_in(output, cards)

    def late(self, url: str, html: str) -> str:
        """Fill markers in a page's output that were copied there after the numbering."""
        return self.result.late(url, html)

    def keep(self) -> None:
        """Leave for the next build what it may need."""
        drafts, texts = self.inputs.drafts, self.before.texts
        if not self.again:
            texts = {dump(group): text for group, text in self.result.filler.texts.items()}
        site = self.again.site if self.again else self._site()
        outlines = Outlines(
            pages={path: (drafts[path].outline, self.facts[path]) for path in drafts},
            site=self.key if site else "",
            contexts=dict(self.contexts),
            texts=texts,
        )
        self.memory.keep(self.inputs.key, outlines, site)

    def _site(self) -> SiteRecord | None:
        """The record; None of a site with broken macros, whose messages name this run's markers."""
        if any(filled.faults for filled in self.result.filled.values()):
            return None
        named = {finding.place.path for finding in self.findings}
        drafts = self.inputs.drafts
        return SiteRecord(
            pages={path: self._page(draft.page, named) for path, draft in drafts.items()},
            findings=self.findings,
            index=self.index,
            files=self.files,
            records=self.records,
            cards=self._cards,
        )

    def _page(self, page: Page, named: Container[str]) -> PageRecord:
        inputs, path = self.inputs, page.path
        filled = self.result.filled[path]
        concerned = page.raw or page.foreign or inputs.name(path) in named
        return PageRecord(
            printed=filled.printed,
            lists=bool(page.calls),
            anchors=filled.anchors,
            head=self._heads.get(path) or self.head(path),
            source=digest([inputs.sources.get(path, "")]) if concerned else "",
            contexts=[self._anchors(one) for one in page.contexts],
        )

    def _anchors(self, one: Context) -> list[str]:
        """The anchors of its citations; none for a copy, whose sentence is not shown."""
        if self.result.filler.owners.get(one.marker) != one.page:
            return []
        places = ((one.marker, place) for place in range(len(one.group.citations)))
        found = self.result.site.index.anchors
        return [found[place] for place in places if place in found]


@dataclass(kw_only=True)
class _Again:
    """What is printed of a record."""

    site: SiteRecord
    pages: dict[str, tuple[str, Sequence[str]]] = field(default_factory=dict)
    contexts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, printed: Printed, site: SiteRecord, wanted: Sequence[str]) -> _Again | None:
        """The site as it is printed of a record; None if that does not say all that is needed."""
        before, inputs = printed.before, printed.inputs
        if before.site != printed.key or not _findings_hold(site, inputs.sources):
            return None

        def text(group: CitationGroup) -> str:
            return before.texts[dump(group)]

        again = cls(site=site, contexts=dict(before.contexts))
        try:
            for path in wanted:
                again._page(inputs.drafts[path], site.pages[path], text)
            for path, draft in inputs.drafts.items():
                if before.pages[path][0] != draft.outline:
                    again._sentences(draft, site.pages[path], text, inputs.pattern)
        except KeyError:
            return None
        return again

    def _page(self, draft: Draft, kept: PageRecord, text: Callable[[CitationGroup], str]) -> None:
        html = draft.html
        if kept.printed is not None:
            html = spliced(html, kept.printed, text, lists=kept.lists)
        self.pages[draft.path] = html, kept.anchors

    def _sentences(
        self, draft: Draft, kept: PageRecord, text: Callable[[CitationGroup], str], pattern: str
    ) -> None:
        for one, anchors in zip(draft.page.contexts, kept.contexts, strict=True):
            said = context(one, draft.title, text, pattern) if anchors else ""
            self.contexts |= dict.fromkeys(anchors, said)


def _findings_hold(site: SiteRecord, sources: Mapping[str, str]) -> bool:
    """True if findings name the lines of these texts."""
    concerned = {path: page.source for path, page in site.pages.items() if page.source}
    return all(
        path not in sources or digest([sources[path]]) == source
        for path, source in concerned.items()
    )
