"""A finished page → the same with the cards of the works that it cites.

Cards stand in one `template`, which browsers keep out of the page until the script shows one. A
page carries those of its own citations only, so that a card needs no request and works from a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from refctx.fields import venue_of
from refctx.links import Link
from refctx.printable import html as html_of
from refctx.reference import Reference
from refctx.works import Works

_CITATION = re.compile(r'<[a-z][^>]*?\sdata-refctx="([^"]+)"')
# Themes with instant navigation swap the main part and keep what is around it.
_ENDS = ("</main>", "</body>")


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


def with_cards(works: Works, html: str) -> str:
    """The page with cards at the end of its main part; as it is if it cites nothing.

    Args:
        works: of the site.
        html: all of the page, head and theme included, copies of other pages' text as well.

    Raises:
        MacroError: the macro of cards is broken.
    """
    keys = dict.fromkeys(unescape(key) for key in _CITATION.findall(html))
    cards = [_card(works, key) for key in keys if key in works.site.library.entries]
    return _put_in(html, f"{works.macros.cards(cards)}\n") if cards else html


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


def _put_in(html: str, addition: str) -> str:
    place = next((at for end in _ENDS if (at := html.rfind(end)) >= 0), len(html))
    return html[:place] + addition + html[place:]
