"""The cards of the works that a page cites.

Cards stand in one `template`, which browsers keep out of the page until the script shows one. A
page carries those of its own citations only, so that a card needs no request and works from a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from refctx.fields import venue_of
from refctx.links import Link
from refctx.printable import html as html_of
from refctx.reference import Reference
from refctx.works import Works


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """What the macro of a card gets.

    Attributes:
        key: of the work.
        work: the work as a style prints it.
        venue: where it came out, HTML; empty if the entry does not say.
        links: the work's addresses, each once.
        times: in how many places of the site it is cited.
        listed: true if it has an entry on the site.
    """

    key: str
    work: Reference
    venue: Markup
    links: tuple[Link, ...]
    times: int
    listed: bool


def printed(works: Works, keys: Iterable[str]) -> str:
    """The cards of these works; nothing for keys that are not known.

    Raises:
        MacroError: the macro of cards is broken.
    """
    cards = [_card(works, key) for key in keys if key in works.site.library.entries]
    return f"{works.macros.cards(cards)}\n" if cards else ""


def _card(works: Works, key: str) -> CardView:
    work = works.work(key)
    return CardView(
        key=key,
        work=work,
        venue=html_of(venue_of(works.site.library.entries[key].fields)),
        links=_each_once(work.links),
        times=len(works.site.index.occurrences.get(key, ())),
        listed=key in works.site.homes,
    )


def _each_once(links: Iterable[Link]) -> tuple[Link, ...]:
    """An address that stands in two fields goes by its more telling name, the later one."""
    return tuple({link.url: link for link in links}.values())
