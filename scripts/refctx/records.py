"""Entries → what the site search is told of them, one record each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from refctx import tex
from refctx.fields import title_parts, venue_of
from refctx.links import arxiv_id, doi, relative
from refctx.model import Person
from refctx.names import fold, is_han, known_by, with_given_name
from refctx.record import Record
from refctx.site import Site

# So many names are shown; all are found.
SHOWN = 10
_WORD = re.compile(r"[^\W_]+")


def records(site: Site, label: Callable[[str], str]) -> tuple[Record, ...]:
    """A record of each entry that stands in a list with ids, in reading order.

    Args:
        site: all that is known of the site.
        label: key → how a text calls the entry, `Peng et al. (2023)`.
    """
    lists: dict[str, list[str]] = {}
    for one in site.lists.values():
        for key in dict.fromkeys(one.keys):
            lists.setdefault(key, []).append(one.title)
    return tuple(_record(site, key, label(key), lists.get(key, ())) for key in site.homes)


def _record(site: Site, key: str, label: str, lists: Sequence[str]) -> Record:
    entry = site.library.entries[key]
    pages = (site.pages[path].url for path in site.homes[key])
    title = ": ".join(filter(None, map(tex.to_text, title_parts(entry.fields)[:2]))) or key
    people = [person for person in entry.authors if not person.is_others]
    names = [_name(person) for person in people[:SHOWN]]
    further = [known_by(person) for person in people[SHOWN:]]
    shown = ", ".join([*names, "…"] if further else names)
    identifier = arxiv_id(entry)
    # The id stands bare: `arXiv:2309.00071` would be one word.
    arxiv = f"arXiv {identifier}" if identifier else ""
    venue = tex.to_text(venue_of(entry.fields))
    parts = (shown, site.index.labels[key].year, venue, arxiv)
    folded = _folded(key, title, *names, *further)
    named = (key, entry.fields.get("ids", ""), doi(entry))
    also = (*named, *further, *folded, *_headings(site, key), *lists)
    return Record(
        locations=tuple(relative(url, "", entry.anchor) for url in pages),
        title=title if label in ("", title) else f"{label} · {title}",
        text=" · ".join(filter(None, parts)),
        also=" ".join(dict.fromkeys(filter(None, also))),
    )


def _headings(site: Site, key: str) -> Iterator[str]:
    """The headings above its citations."""
    for occurrence in site.index.occurrences.get(key, ()):
        if heading := occurrence.context.heading:
            yield heading.text


def _name(person: Person) -> str:
    return known_by(person) if is_han(person) else with_given_name(person, person.given)


def _folded(*texts: str) -> dict[str, None]:
    """Each word that is spelled otherwise without accents, once, in order."""
    # Words of plain letters have no accents.
    words = _WORD.findall(" ".join(text for text in texts if not text.isascii()))
    return dict.fromkeys(fold(word) for word in words if fold(word) != word.lower())
