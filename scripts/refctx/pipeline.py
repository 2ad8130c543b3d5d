"""The rooms in order: the whole build on one screen.

library = load(…)                        once
page    = collect(html, …)               each page, as Markdown left it
result  = finish(pages, library, …)      when all pages are known
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from refctx import cards
from refctx.checks.pages import check_pages
from refctx.checks.works import uncited_entries
from refctx.collect import collect
from refctx.contexts import contexts
from refctx.export import index_json, published
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A finished build.

    Attributes:
        site: the index and all that was decided.
        filled: source path → finished page.
        findings: what the pages have to answer for.
        index: text of `refctx.json`.
        contexts: anchor → where the citation stands and how its sentence begins.
        works: the works of the site as they are printed.
        filler: what filled the pages, for `late`.
    """

    site: Site
    filled: Mapping[str, Filled]
    findings: tuple[Finding, ...]
    index: str
    contexts: Mapping[str, str]
    works: Works
    filler: Filler

    def files(self) -> dict[str, str]:
        """Path → text of the files that other programs read, see `export`."""
        sort = self.works.macros.rules["lists"]["sort"]
        return published(self.site, sort, self.works.text, self.works.item)

    def head(self, page: Page) -> str:
        """What the head of a page tells other programs, see `head`."""
        return head(self.site, page, self.works.macros.features)

    def long_pages(self) -> list[str]:
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
) -> Result:
    """Number, select, render, fill and check a whole site.

    Args:
        pages: (page, its HTML with markers) in reading order.
        library, macros: of this build.
        sources: source path → Markdown text, to find lines in.
        name: source path → the file as a maintainer names it in messages.
        address: where the site is published, with a final slash; empty if not known.
    """
    contents = {page.path: (page, html) for page, html in pages}
    site = assemble(
        (page for page, _ in contents.values()),
        library,
        macros.label_rules,
        macros.rules["lists"]["sort"],
        address=address,
    )
    works = Works(site, macros)
    filler = Filler(works)
    filled = {path: filler.fill(page, html) for path, (page, html) in contents.items()}
    faults = {marker: fault for page in filled.values() for marker, fault in page.faults.items()}
    return Result(
        site=site,
        filled=filled,
        findings=(*check_pages(site, sources, faults, name), *uncited_entries(site)),
        index=index_json(site),
        contexts=contexts(site.index, site.pages, filler.text, terms(macros.locale)["sentence-in"]),
        works=works,
        filler=filler,
    )
