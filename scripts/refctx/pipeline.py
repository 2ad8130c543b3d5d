"""The rooms in order: the whole build on one screen.

library = load(…)                        once
page    = collect(html, …)               each page, as Markdown left it
result  = finish(pages, library, …)      when all pages are known
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from functools import cached_property

from refctx import cards
from refctx.checks.pages import check_pages
from refctx.checks.works import uncited_entries
from refctx.collect import collect
from refctx.contexts import Said, contexts
from refctx.export import index_json, paths, published
from refctx.fill import Filler
from refctx.head import head
from refctx.model import Finding, Library, Page
from refctx.record import Record
from refctx.records import records
from refctx.render import Macros
from refctx.site import Site, assemble, long_pages
from refctx.splice import Filled
from refctx.terms import terms
from refctx.works import Works


class Result:
    """A finished build; what is not asked for is not made.

    Args:
        site: the index and all that was decided.
        macros: of this build.
        contents: source path → (page, its HTML with markers), of the pages that are printed.
        sources, name: see `finish`.

    Attributes:
        works: the works of the site as they are printed.
        filler: what fills the pages, for `late`.
    """

    def __init__(
        self,
        site: Site,
        macros: Macros,
        contents: Mapping[str, tuple[Page, str]],
        sources: Mapping[str, str],
        name: Callable[[str], str],
    ) -> None:
        self.site = site
        self.works = Works(site, macros)
        self.filler = Filler(self.works)
        self._contents, self._sources, self._name = contents, sources, name

    @cached_property
    def filled(self) -> Mapping[str, Filled]:
        """Source path → finished page."""
        contents = self._contents.items()
        return {path: self.filler.fill(page, html) for path, (page, html) in contents}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the pages have to answer for, and the library before them all."""
        pages = [page for page, _ in self._contents.values()]
        faults = {
            marker: fault for one in self.filled.values() for marker, fault in one.faults.items()
        }
        found = check_pages(self.site, pages, self._sources, faults, self._name)
        return (*found, *uncited_entries(self.site))

    @cached_property
    def index(self) -> str:
        """The text of `refctx.json`."""
        return index_json(self.site)

    @cached_property
    def contexts(self) -> Mapping[str, str]:
        """Anchor → where the citation stands and how its sentence begins."""
        said = Said(self.filler.text, terms(self.works.macros.locale)["sentence-in"])
        return contexts(self.site.index, self.site.pages, said)

    def files(self) -> dict[str, bytes]:
        """Path → content of the files that other programs read, see `export`."""
        sort = self.works.macros.rules["lists"]["sort"]
        return published(self.site, sort, self.works.text, self.works.item)

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

    def cards(self, keys: Iterable[str]) -> str:
        """The cards of works, see `cards.printed`.

        Raises:
            MacroError: the macro of cards is broken.
        """
        return cards.printed(self.works, keys)

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
) -> Result:
    """Number, select, render, fill and check a whole site.

    Args:
        pages: (page, its HTML with markers) in reading order.
        library, macros: of this build.
        sources: source path → Markdown text, to find lines in.
        name: source path → the file as a maintainer names it in messages.
        address: where the site is published, with a final slash; empty if not known.
        wanted: source paths of the pages that are printed and checked; None for all.
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
    return Result(site, macros, contents, sources, name)
