"""What refctx prints. All that the oracle knows of the engine's insides stands here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from markdown import Markdown
from refctx.collect import collect
from refctx.hosts.markdown import RefctxExtension
from refctx.language import language_of
from refctx.model import CitationGroup, Library, Page
from refctx.nouns import replace
from refctx.page_macros import PACKAGED, PAGE_MACROS, MacroError
from refctx.pipeline import finish
from refctx.render import Macros
from refctx.site import assemble
from refctx.works import Works

from oracle.corpus import Document

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def styles() -> list[str]:
    """The styles of the package; they are called as their CSL files are."""
    return sorted(folder.name for folder in (PACKAGED / "refctx" / "styles").iterdir())


@cache
def _macros(style: str) -> Macros:
    return Macros(style=style)


def entries(library: Library, style: str) -> dict[str, str]:
    """Key → HTML of the reference of a work that is cited alone; the fault if a macro has one."""
    macros = _macros(style)
    page = Page(path="", url="", title="")
    site = assemble([page], library, macros.label_rules, macros.rules["lists"]["sort"])
    works = Works(site, macros)
    return {key: _reference(works, key) for key in library.entries}


def _reference(works: Works, key: str) -> str:
    try:
        return str(works.reference(key))
    except MacroError as error:
        return f"ERROR {error}"


def read(document: Document, library: Library) -> list[CitationGroup]:
    """A document's groups as the engine reads them.

    Raises:
        ValueError: some text is no citation, or more than one.
    """
    page, _ = _page(document, library, "apa")
    if len(page.contexts) != len(document.groups):
        raise ValueError(f"{document.name}: {len(page.contexts)} citations, not as many as groups")
    return [context.group for context in page.contexts]


def groups(document: Document, library: Library, style: str) -> Sequence[str]:
    """HTML of a document's groups, as its page prints them; the fault where a style has one."""
    page, html = _page(document, library, style)
    # What nobody cites changes nothing and takes time.
    cited = {c.key for context in page.contexts for c in context.group.citations}
    entries = {key: entry for key, entry in library.entries.items() if key in cited}
    try:
        few = replace(library, entries=entries)
        result = finish([(page, html)], few, _macros(style), {page.path: ""})
    except (MacroError, LookupError) as error:
        return [f"ERROR {error}"] * len(document.groups)
    return _PARAGRAPH.findall(result.filled[page.path].html)


def _page(document: Document, library: Library, style: str) -> tuple[Page, str]:
    extension = RefctxExtension(library.entries, PAGE_MACROS)
    html = Markdown(extensions=[extension]).convert("\n\n".join(document.groups))
    return collect(html, path="index.md", url="", title=document.name), html


def fields(library: Library, key: str) -> Mapping[str, str]:
    """An entry's fields as written, to tell which of them a difference is about."""
    entry = library.entries[key]
    people = {
        role: " ".join(f"{p.given} {p.particle} {p.family}" for p in persons)
        for role, persons in entry.people.items()
    }
    return {**entry.fields, **people}


def language(library: Library, key: str) -> str:
    """Language tag of a work, by which its words are chosen."""
    return language_of(library.entries[key])
