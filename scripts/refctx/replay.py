"""A finished site, printed anew or as the build before left it.

Most builds follow one that differed in a few words. What a page prints in the place of its markers
depends on facts alone: what all pages cite and call, their headings and titles, the library, the
macros. While these are the same, the pages of this build get what they got in the last.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from refctx.cache import digest
from refctx.cite import dump
from refctx.contexts import Said, contexts_script, read_script
from refctx.draft import Draft
from refctx.memory import Memory
from refctx.model import CitationGroup, Finding
from refctx.record import Cards, Record, SiteRecord
from refctx.splice import Filled, cited
from refctx.store import Content

if TYPE_CHECKING:
    from refctx.pipeline import Result

T = TypeVar("T")


@dataclass(kw_only=True)
class Inputs:
    """What a site is printed from.

    Attributes:
        key, library: keys of the library, and of all else that it depends on beside its pages.
        drafts: source path → page, in reading order.
        sources: source path → Markdown text.
        name: source path → the file as a maintainer names it in messages.
        pattern: `{page}: “{sentence}”` in the language of the site.
        live: prints it anew: what the last build printed, source path → facts of a page → site.
        wanted: source paths of the pages that are printed.
        exports: true if files for other programs are published.
    """

    key: str
    library: str
    drafts: Mapping[str, Draft]
    sources: Mapping[str, str]
    name: Callable[[str], str]
    pattern: str
    live: Callable[[SiteRecord | None, Mapping[str, str]], Result]
    wanted: Sequence[str]
    exports: bool

    @property
    def is_partial(self) -> bool:
        """True if some pages stay as they are."""
        return len(self.wanted) < len(self.drafts)


class Printed:
    """A finished site.

    Args:
        inputs: what it is printed from.
        memory: of the site.

    Attributes:
        key: of all that it shows.
        before: what the pages of the last build were.
        facts: source path → a key of what is known of a page itself.
        store: of the files beside its pages.
        heads, carded: source path → what was printed into a page's head, and its cards.
    """

    def __init__(self, inputs: Inputs, memory: Memory) -> None:
        self.inputs, self.memory = inputs, memory
        self.before = memory.outlines(inputs.key)
        self.facts = {path: self._facts(draft) for path, draft in inputs.drafts.items()}
        self.key = digest([inputs.key, inputs.library, *self.facts.values()])
        self.store = memory.store
        self.again = _Again.of(self) if self.before.site == self.key else None
        self.heads: dict[str, str] = {}
        self.carded: dict[str, Cards] = {}

    def _facts(self, draft: Draft) -> str:
        outline, facts = self.before.pages.get(draft.path, ("", ""))
        return facts if outline == draft.outline else draft.facts

    @cached_property
    def result(self) -> Result:
        """The site printed anew."""
        before = self.memory.site(self.before.site) if self.before.site else None
        return self.inputs.live(before, self.facts)

    def _either(self, kept: Callable[[SiteRecord], T], anew: Callable[[Result], T]) -> T:
        """What was kept, or where that is missing what is printed anew."""
        if self.again:
            try:
                return kept(self.again.site)
            except KeyError:
                pass
        return anew(self.result)

    @cached_property
    def contexts_script(self) -> Content:
        """`refctx/contexts.js`."""
        if self.again and self.again.contexts is None:
            with suppress(KeyError):
                return self.store.get(self.before.contexts)
        texts = (self.again and self.again.contexts) or self.result.contexts
        return self.store.put(contexts_script(texts).encode())

    @cached_property
    def index(self) -> Content:
        """`refctx.json`."""

        def kept(site: SiteRecord) -> Content:
            return site.index()

        return self.store.put(self._either(kept, lambda result: result.index.encode()))

    @cached_property
    def files(self) -> Mapping[str, Content]:
        """Path → content of the files that other programs read."""
        found = self._either(lambda site: site.files().items(), lambda result: result.files())
        return {path: self.store.put(content) for path, content in found}

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """What the pages have to answer for."""
        found = self._either(SiteRecord.findings, lambda result: result.findings)
        if not self.inputs.is_partial:
            return found
        named = set(map(self.inputs.name, self.inputs.wanted))
        return [finding for finding in found if finding.place.path in named]

    @cached_property
    def uncited(self) -> Sequence[Finding]:
        """Entries that no page cites: some pages alone do not tell."""
        if self.inputs.is_partial:
            return ()
        return self._either(SiteRecord.uncited, lambda result: result.uncited)

    @cached_property
    def file_names(self) -> Container[str]:
        """The paths of these files."""
        return self._either(SiteRecord.file_names, lambda result: result.file_names())

    @cached_property
    def records(self) -> Sequence[Record]:
        """What the site search is told of the entries."""
        return self._either(SiteRecord.records, lambda result: result.records())

    @cached_property
    def long_pages(self) -> Sequence[str]:
        """Addresses of the pages with a long list."""
        return self._either(SiteRecord.long_pages, lambda result: result.long_pages())

    def page(self, path: str) -> Filled | None:
        """A finished page, which is asked for once; None if there is no such page."""
        draft = self.inputs.drafts.get(path)
        if draft is None:
            return None
        with suppress(KeyError):
            if self.again:
                return self.again.page(draft)
        return self.result.taken(path)

    def head(self, path: str) -> str:
        """What the head of a page tells other programs."""
        draft = self.inputs.drafts.get(path)
        if draft is None:
            return ""
        found = self._either(lambda site: site.head(path), lambda result: result.head(draft.page))
        self.heads[path] = found
        return found

    def cards(self, path: str, output: str) -> str:
        """The cards of what a page's output cites.

        Raises:
            MacroError: the macro of cards is broken.
        """
        keys = cited(output)
        if not keys:
            return ""
        cards = self._either(lambda site: site.cards(path), lambda site: site.cards(path, keys))
        if list(cards.keys) != keys:
            cards = self.result.cards(path, keys)
        self.carded[path] = cards
        return cards.html

    def late(self, url: str, html: str) -> str:
        """Fill markers in a page's output that were copied there after the numbering."""
        return self.result.late(url, html)

    @property
    def is_anew(self) -> bool:
        """True if anything of it was printed anew."""
        return "result" in self.__dict__

    @property
    def is_searched(self) -> bool:
        """True if somebody asked for the entries that no page cites."""
        return "uncited" in self.__dict__


class _Again:
    """A site as it was printed before.

    Args:
        site: what was printed.

    Attributes:
        contexts: as in the script; None while that is as it was.
    """

    def __init__(self, site: SiteRecord) -> None:
        self.site = site
        self.contexts: dict[str, str] | None = None

    @classmethod
    def of(cls, printed: Printed) -> _Again | None:
        """The site; None if what is kept does not say all that is needed."""
        inputs, site = printed.inputs, printed.memory.site(printed.key)
        if site is None:
            return None
        again, pages = cls(site), printed.before.pages
        try:
            if not _hold(site.sources(), inputs.sources):
                return None
            drafts = () if inputs.is_partial else inputs.drafts.values()
            reworded = [draft for draft in drafts if pages[draft.path][0] != draft.outline]
            if reworded:
                script = printed.store.get(printed.before.contexts).read_text("utf-8")
                again.contexts = again._read(read_script(script), reworded, inputs.pattern)
        except (KeyError, ValueError):
            return None
        return again

    def page(self, draft: Draft) -> Filled:
        """A page as it was printed, around its words of now."""
        return self.site.page(draft.path).filled(draft.html, self._text)

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        return self.site.groups()

    def _text(self, group: CitationGroup) -> str:
        return self._groups[dump(group)]

    def _read(
        self, contexts: dict[str, str], drafts: Iterable[Draft], pattern: str
    ) -> dict[str, str]:
        """The contexts, with the sentences of some pages as they begin now."""
        for draft in drafts:
            found, said = self.site.page(draft.path).contexts, Said(self._text, pattern)
            for one, anchors in zip(draft.page.contexts, found, strict=True):
                text = said.of(one, draft.title) if anchors else ""
                if any((anchor in contexts) != bool(text) for anchor in anchors):
                    # Those without words are not in the script: one more has no place in it yet.
                    raise KeyError(draft.path)
                contexts |= {anchor: text for anchor in anchors if text}
        return contexts


def _hold(sources: Mapping[str, str], texts: Mapping[str, str]) -> bool:
    """True if findings name the lines of these texts."""
    return all(digest([texts[path]]) == key for path, key in sources.items() if path in texts)
