"""Page + its source → Findings about citations nobody has read and markers of another hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from refctx.checks.lines import Lines
from refctx.model import CitationGroup, Finding, Page, Place

_ATTRIBUTE = re.compile(r"data-refctx-\w+\s*=\s*[\"']?[^\"'\s>]{1,40}")


def about_leftovers(page: Page, source: str, name: str) -> Iterator[Finding]:
    """Say what stands in a page and should not.

    Args:
        page: as it was collected.
        source: its text, front matter included.
        name: the file as a maintainer names it.
    """
    if page.raw:
        yield from _raw(page, source, name)
    lines = Lines(source) if page.foreign else None
    for written in page.foreign:
        found = _ATTRIBUTE.search(written)
        message = (
            "here stands a marker of refctx that refctx did not write (`data-refctx-…`), perhaps "
            "copied from a page; it is left out. Take it out, or write `[@key]`."
        )
        line = lines.next(found[0]) if lines and found else 0
        yield Finding("broken-marker", Place(name, line), message)


def _raw(page: Page, source: str, name: str) -> Iterator[Finding]:
    lines = Lines(source)
    groups: dict[str, list[CitationGroup]] = defaultdict(list)
    for group in page.raw:
        groups[group.citations[0].key].append(group)
    for key, found in groups.items():
        meant = found[lines.escaped(key) :]
        places = _places(page, lines, key)
        for group in meant:
            line = places.pop(0) if places else 0
            yield Finding("raw-citation", Place(name, line), _said(group), key)


def _places(page: Page, lines: Lines, key: str) -> list[int]:
    """The lines of citations of a key that are not read: in raw HTML before others."""
    groups = (context.group for context in page.contexts if not context.group.narrative)
    read = sum(citation.key == key for group in groups for citation in group.citations)
    in_html = lines.in_html()
    found = sorted(lines.in_brackets(key), key=lambda line: (line not in in_html, line))
    return found[: max(len(found) - read, 0)]


def _said(group: CitationGroup) -> str:
    keys = "; ".join(f"@{citation.key}" for citation in group.citations)
    return (
        f"`[{keys}]` stands in the page as it was written. Markdown reads nothing inside of HTML: "
        'give the element `markdown="1"` (extension md_in_html), or write `\\@` if it is no '
        "citation."
    )
