"""A printed site → what the next build may need of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from refctx.cache import digest
from refctx.cite import dump
from refctx.model import Context, Page
from refctx.record import Outlines, PageRecord, texts
from refctx.replay import Printed
from refctx.rows import finding_row
from refctx.store import Content, name_of


def leave(printed: Printed) -> None:
    """Leave for the next build all pages, or nothing; called when all is printed."""
    inputs, memory = printed.inputs, printed.memory
    if inputs.is_partial:
        return
    site, contexts = printed.key, name_of(printed.contexts_script)
    if printed.is_anew:
        if any(filled.faults for filled in printed.result.filled.values()):
            # Messages of broken macros name markers, which other runs do not know.
            site = ""
        else:
            memory.keep_site(printed.key, _texts(printed))
    drafts, facts = inputs.drafts, printed.facts
    pages = {path: (drafts[path].outline, facts[path]) for path in drafts}
    memory.keep(inputs.key, Outlines(pages=pages, site=site, contexts=contexts))
    files = (printed.index, *_exported(printed).values())
    printed.store.clear({contexts, *map(name_of, files)})


def _exported(printed: Printed) -> Mapping[str, Content]:
    return printed.files if printed.inputs.exports else {}


def _texts(printed: Printed) -> Iterator[tuple[str, str]]:
    """The texts of a site by name, see `record.texts`."""
    drafts, result = printed.inputs.drafts, printed.result
    works, shown, left = result.works, result.shown, result.left
    rest = {
        "index": name_of(printed.index),
        "files": {path: name_of(content) for path, content in _exported(printed).items()},
        "groups": {dump(group): text for group, text in result.filler.texts.items()},
        "long": printed.long_pages,
        "sources": _sources(printed),
        "references": _works(printed, works.references, shown.work, left.references),
        "labels": _works(printed, works.labels, shown.label, left.labels),
        "exports": result.exports,
        "findings": list(map(finding_row, printed.findings)),
        "records": [[r.locations, r.title, r.text, r.also] for r in printed.records],
    }
    if printed.is_searched:
        rest["uncited"] = list(map(finding_row, printed.uncited))
    return texts(
        ((path, _page(printed, draft.page)) for path, draft in drafts.items()),
        {path: printed.heads.get(path) or printed.head(path) for path in drafts},
        printed.carded,
        rest,
    )


def _sources(printed: Printed) -> dict[str, str]:
    """Source path → a key of the page's text, of pages whose text has a say in findings."""
    inputs = printed.inputs
    named = {finding.place.path for finding in printed.findings}
    pages = (draft.page for draft in inputs.drafts.values())
    concerned = (p for p in pages if p.raw or p.foreign or inputs.name(p.path) in named)
    return {page.path: digest([inputs.sources.get(page.path, "")]) for page in concerned}


def _page(printed: Printed, page: Page) -> PageRecord:
    filled = printed.result.filled[page.path]
    return PageRecord(
        printed=filled.printed,
        lists=bool(page.calls),
        anchors=filled.anchors,
        files=filled.files,
        contexts=[_anchors(printed, one) for one in page.contexts],
        shown=printed.result.keys[page.path],
    )


def _anchors(printed: Printed, one: Context) -> list[str]:
    """The anchors of its citations; none for a copy, whose sentence is not shown."""
    if printed.result.filler.owners.get(one.marker) != one.page:
        return []
    places = ((one.marker, place) for place in range(len(one.group.citations)))
    found = printed.result.site.index.anchors
    return [found[place] for place in places if place in found]


def _works(
    printed: Printed,
    found: Mapping[str, str],
    shown: Callable[[str], str],
    before: Mapping[str, tuple[str, str]],
) -> dict[str, tuple[str, str]]:
    """Key → a key of what a text of a work shows, and the text.

    Args:
        printed: the site.
        found: key → the text, of works that were asked for.
        shown: key → a key of what it shows.
        before: what the last build left; nobody asked for texts of pages that are as they were.
            Each is checked before it is used.
    """
    if not printed.result.shown.is_kept:
        return {}
    known = printed.result.site.library.entries
    again = {key: kept for key, kept in before.items() if key in known}
    return again | {key: (shown(key), str(text)) for key, text in found.items()}
