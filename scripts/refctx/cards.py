"""The cards of the works that a page cites.

Cards stand in one `template`, which browsers keep out of the page until the script shows one. A
page carries those of its own citations only, so that a card needs no request and works from a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from markupsafe import Markup

from refctx.fields import venue_of
from refctx.links import Link
from refctx.nouns import dataclass, replace
from refctx.printable import html as html_of
from refctx.reference import Reference
from refctx.works import Works

_NOTHING = Markup()
# The works of a site → key → its card, which is the same on every page.
_CARDS: WeakKeyDictionary[Works, dict[str, CardView]] = WeakKeyDictionary()


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
        html: what `card.html` prints of all that.
    """

    key: str
    work: Reference
    venue: Markup
    links: tuple[Link, ...]
    times: int
    listed: bool
    html: Markup = _NOTHING


def printed(works: Works, keys: Iterable[str]) -> str:
    """The cards of these works; nothing for keys that are not known.

    Raises:
        MacroError: the macro of cards is broken.
    """
    known = _CARDS.setdefault(works, {})
    wanted = [key for key in keys if key in works.site.library.entries]
    for key in wanted:
        if key not in known:
            known[key] = _card(works, key)
    return f"{works.macros.cards([known[key] for key in wanted])}\n" if wanted else ""


def _card(works: Works, key: str) -> CardView:
    work = works.work(key)
    card = CardView(
        key=key,
        work=work,
        venue=html_of(venue_of(works.site.library.entries[key].fields)),
        links=_each_once(work.links),
        times=len(works.site.index.occurrences.get(key, ())),
        listed=key in works.site.homes,
    )
    return replace(card, html=works.macros.card(card))


def _each_once(links: Iterable[Link]) -> tuple[Link, ...]:
    """An address that stands in two fields goes by its more telling name, the later one."""
    return tuple({link.url: link for link in links}.values())
