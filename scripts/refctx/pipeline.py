"""The rooms in order: the whole build on one screen.

library = load(…)                        once
page    = collect(html, …)               each page, as Markdown left it
result  = finish(pages, library, …)      when all pages are known
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cached_property

from refctx import cards
from refctx.checks.pages import check_pages
from refctx.checks.works import uncited_entries
from refctx.collect import collect
from refctx.contexts import Said, contexts
from refctx.export import index_json, lists_of, paths, published
from refctx.fill import Filler
from refctx.head import head
from refctx.left import Left
from refctx.model import Finding, Library, Page
from refctx.nouns import replace
from refctx.record import Cards, Record, SiteRecord
from refctx.records import records
from refctx.render import Macros
from refctx.shown import Shown
from refctx.site import Site, assemble, long_pages
from refctx.splice import Filled
from refctx.store import Content
from refctx.terms import terms
from refctx.works import Works


class Result:
    """A finished build; what is not asked for is not made.

    Args:
        site: the index and all that was decided.
        macros: of this build.
        contents: source path → (page, its HTML with markers), of the pages that are printed.
        sources, name, before, facts: see `finish`.

    Attributes:
        works: the works of the site as they are printed.
        filler: what fills the pages, for `late`.
        shown: keys of what is shown.
        left: what the last build left.
    """

    def __init__(
        self,
        site: Site,
        macros: Macros,
        contents: Mapping[str, tuple[Page, str]],
        *,
        sources: Mapping[str, str],
        name: Callable[[str], str],
        before: SiteRecord | None,
        facts: Mapping[str, str],
    ) -> None:
        self.site = site
        self.works = Works(site, macros)
        self.filler = Filler(self.works)
        self.shown = Shown(self.works, self.filler.owners)
        self.left = Left(before, self.shown, facts)
        self.works.left = self.left
        self._contents, self._sources, self._name = contents, sources, name

    @cached_property
    def filled(self) -> dict[str, Filled]:
        """Source path → finished page."""
        contents = self._contents.items()
        return {path: self._filled(page, html) for path, (page, html) in contents}

    def taken(self, path: str) -> Filled | None:
        """A finished page, if there is one; who takes it holds its HTML, and nobody else."""
        found = self.filled.get(path)
        if found:
            self.filled[path] = replace(found, html="")
        return found

    def _filled(self, page: Page, html: str) -> Filled:
        again = self.left.page(page, html, self.keys[page.path], self.filler.text)
        return again or self.filler.fill(page, html)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Source path → a key of what the page shows, see `shown`."""
        return {path: self.left.key(page) for path, (page, _) in self._contents.items()}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the pages have to answer for."""
        pages = [page for page, _ in self._contents.values()]
        faults = {
            marker: fault for one in self.filled.values() for marker, fault in one.faults.items()
        }
        return tuple(check_pages(self.site, pages, self._sources, faults, self._name))

    @cached_property
    def uncited(self) -> tuple[Finding, ...]:
        """Entries that no page cites; in a large library they are most, and all are read."""
        return tuple(uncited_entries(self.site))

    @cached_property
    def index(self) -> str:
        """The text of `refctx.json`."""
        return index_json(self.site)

    @cached_property
    def contexts(self) -> Mapping[str, str]:
        """Anchor → where the citation stands and how its sentence begins."""
        said = Said(self.filler.text, terms(self.works.macros.locale)["sentence-in"])
        return contexts(self.site.index, self.site.pages, said)

    def files(self) -> Iterable[tuple[str, Content]]:
        """Path and content of the files that other programs read, see `export`."""
        if again := self.left.files(self.exports):
            return again.items()
        return published(self.site, self._lists, self.works.text, self.works.item)

    @cached_property
    def exports(self) -> str:
        """A key of what these files show; empty for a library of which nothing is kept."""
        return self.shown.exports(self._lists) if self.shown.is_kept else ""

    @cached_property
    def _lists(self) -> Mapping[str, tuple[str, ...]]:
        return lists_of(self.site, self.works.macros.rules["lists"]["sort"])

    def file_names(self) -> tuple[str, ...]:
        """The paths of these files."""
        return paths(self.site)

    def head(self, page: Page) -> str:
        """What the head of a page tells other programs, see `head`."""
        return head(self.site, page, self.works.macros.features)

    def long_pages(self) -> tuple[str, ...]:
        """Addresses of the pages with a long list, see `site.long_pages`."""
        return long_pages(self.site)

    def late(self, url: str, html: str) -> str:
        """Fill markers in a page's output that were copied there after the numbering.

        Copies carry no ids: the citation they repeat already has them.
        """
        page = collect(html, path="", url=url, title="")
        return self.filler.fill(page, html).html

    def cards(self, path: str, keys: Sequence[str]) -> Cards:
        """The cards of a page, see `cards.printed`.

        Raises:
            MacroError: the macro of cards is broken.
        """
        html = self.left.cards(path, keys)
        html = cards.printed(self.works, keys) if html is None else html
        return Cards(keys, html, self.shown.cards(keys) if self.shown.is_kept else "")

    def records(self) -> tuple[Record, ...]:
        """What the site search is told of the entries."""
        return records(self.site, self.works.name)


def finish(
    pages: Iterable[tuple[Page, str]],
    library: Library,
    macros: Macros,
    sources: Mapping[str, str],
    name: Callable[[str], str] = str,
    *,
    address: str = "",
    wanted: Container[str] | None = None,
    before: SiteRecord | None = None,
    facts: Mapping[str, str] | None = None,
) -> Result:
    """Number, select, render, fill and check a whole site.

    Args:
        pages: (page, its HTML with markers) in reading order.
        library, macros: of this build.
        sources: source path → Markdown text, to find lines in.
        name: source path → the file as a maintainer names it in messages.
        address: where the site is published, with a final slash; empty if not known.
        wanted: source paths of the pages that are printed and checked; None for all.
        before: what the last build of the site printed, if that is kept.
        facts: source path → a key of what is known of the page itself; what has none is not kept.
    """
    contents = {page.path: (page, html) for page, html in pages}
    site = assemble(
        (page for page, _ in contents.values()),
        library,
        macros.label_rules,
        macros.rules["lists"]["sort"],
        address=address,
    )
    if wanted is not None:
        contents = {path: found for path, found in contents.items() if path in wanted}
    return Result(
        site, macros, contents, sources=sources, name=name, before=before, facts=facts or {}
    )
