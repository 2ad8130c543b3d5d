"""Site + sources → Findings about the pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from urllib.parse import quote

from refctx.checks.leftovers import about_leftovers
from refctx.checks.lines import Lines
from refctx.checks.nearest import Nearest
from refctx.model import Finding, ListCall, Page, Place
from refctx.nouns import dataclass
from refctx.site import Site, anchors_of


def check_pages(
    site: Site,
    pages: Iterable[Page],
    sources: Mapping[str, str],
    unprinted: Mapping[str, str],
    name: Callable[[str], str],
) -> list[Finding]:
    """Say what is wrong in pages.

    Args:
        site: the assembled site.
        pages: those that are looked at.
        sources: source path of a page → its text, front matter included.
        unprinted: marker → why its macro could not be printed.
        name: source path → the file as a maintainer names it.
    """
    if missing := [f for f in site.library.findings if f.code == "missing-bibliography"]:
        return _unresolved(site, missing[0].place)
    findings: list[Finding] = []
    keys = Nearest(site.library.entries)
    for page in pages:
        lines = Lines(sources.get(page.path, ""))
        for fault in _faults(site, page, unprinted, keys):
            place = Place(name(page.path), lines.next(fault.needle))
            findings += [Finding(fault.code, place, text, fault.key) for text in fault.messages]
        findings += about_leftovers(page, sources.get(page.path, ""), name(page.path))
    return findings


def check_files(
    missing: Iterable[str],
    site: Site,
    htmls: Mapping[str, str],
    sources: Mapping[str, str],
    name: Callable[[str], str],
) -> list[Finding]:
    """Say which pages link to files of reading lists that there are not.

    Args:
        missing: addresses of such files, from the site's root.
        site: the assembled site.
        htmls: source path of a page → its HTML.
        sources, name: as for `check_pages`.
    """
    findings = []
    names = Nearest(found.name for found in site.lists.values())
    for file in missing:
        near = names.to(posixpath.splitext(posixpath.basename(file))[0])
        hint = f" Did you mean `{near}`?" if near else ""
        message = f"`{file}`: there is no reading list of this name.{hint}"
        for path, html in htmls.items():
            if re.search(rf'href="[^"#]*{re.escape(quote(file))}["#]', html):
                place = Place(name(path), Lines(sources.get(path, "")).next(file))
                findings.append(Finding("unknown-list", place, message))
    return findings


def _unresolved(site: Site, place: Place) -> list[Finding]:
    """One finding for all unknown keys: while a file is missing they are no news."""
    contexts = [context for page in site.pages.values() for context in page.contexts]
    cited = [citation.key for context in contexts for citation in context.group.citations]
    cited += [key for page in site.pages.values() for key in page.mentions]
    cited += [key for chosen in site.selections.values() for key in chosen.unknown]
    unknown = [key for key in cited if key not in site.library.entries]
    if not unknown:
        return []
    message = (
        f"{len(unknown)} citations and list items ({len(set(unknown))} keys) find no entry "
        "while this file is missing."
    )
    return [Finding("unknown-key", place, message)]


@dataclass(frozen=True, slots=True)
class _Fault:
    """A faulty place: its code, the text to look for in the source, what is said, of which key."""

    code: str
    needle: str
    messages: tuple[str, ...]
    key: str = ""


def _faults(
    site: Site, page: Page, unprinted: Mapping[str, str], keys: Nearest
) -> Iterator[_Fault]:
    """The faulty places of a page, kind by kind in page order."""
    cited = [c.key for context in page.contexts for c in context.group.citations]
    for key, needle in chain(((k, k) for k in page.mentions), ((k, f"@{k}") for k in cited)):
        if key not in site.library.entries:
            yield _Fault("unknown-key", needle, (_unknown(key, keys),), key)
    taken = set(page.ids)
    for anchor in dict.fromkeys(anchors_of(site, page)[len(page.ids) :]):
        if anchor in taken:
            yield _Fault("same-anchor", f"#{anchor}", (_taken(anchor),))
    for source, fault in page.faults:
        yield _Fault("macro-call", _first_line(source), (_about(source, fault),))
    for call in page.calls:
        yield from _of_call(site, call, unprinted.get(call.marker, ""), keys)
    for fault in dict.fromkeys(unprinted[c.marker] for c in page.contexts if c.marker in unprinted):
        yield _Fault("macro", "", (fault,))
    nowhere = dict.fromkeys(k for k in cited if k in site.library.entries and k not in site.homes)
    if nowhere:
        first, *_ = nowhere
        yield _Fault("no-list", first, (_in_no_list(list(nowhere)),), first)


def _taken(anchor: str) -> str:
    return (
        f"`{anchor}` is the id of another element of this page, which keeps it: links to the "
        "citation or entry lead there. Give that element another id."
    )


def _of_call(site: Site, call: ListCall, unprinted: str, keys: Nearest) -> Iterator[_Fault]:
    chosen = site.selections[call.marker]
    for key in chosen.unknown:
        yield _Fault("unknown-key", key, (_unknown(key, keys),), key)
    # A call without fault counts too: one that is written alike may stand further down.
    faults = [*chosen.faults, *filter(None, [unprinted])]
    messages = tuple(_about(call.source, fault) for fault in faults)
    yield _Fault("macro-call", _first_line(call.source), messages)


def _in_no_list(keys: list[str]) -> str:
    some = ", ".join(f"`{key}`" for key in keys[:3])
    return (
        f"{some}{' …' if len(keys) > 3 else ''} cited here but in no reference list. "
        "Put {{ bibliography() }} on a page."
    )


def _first_line(source: str) -> str:
    return source.partition("\n")[0].rstrip()


def _about(source: str, fault: str) -> str:
    return f"`{{{{ {source.partition('(')[0]}(…) }}}}`: {fault}."


def _unknown(key: str, keys: Nearest) -> str:
    near = keys.to(key)
    hint = f" Did you mean `{near}`?" if near else " Add it to the bibliography or mend the key."
    return f"`{key}` is not in the bibliography.{hint}"
