"""Reading lists as paths: where a list and its works are found, seen from a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from refctx.language import foreign
from refctx.links import relative
from refctx.model import Item, Library, ListCall, Page
from refctx.nouns import dataclass
from refctx.site import ReadingList, Site

# The macro that shows all reading lists and what is read of them.
MARKS = "marks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A work of a reading list: its key, the name it goes by there, where it stands there.

    `lang` is the language tag of the name, empty where it is the page's.
    """

    key: str
    name: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A reading list as another page can show it.

    Attributes:
        name, title: of the list, see `ReadingList`.
        url: of the list, seen from the page that shows it.
        steps: its works in order.
    """

    name: str
    title: str
    url: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """What a macro needs to show reading lists as paths.

    Attributes:
        own: the list the call begins, above which its progress stands; None for a further part of
            it, a list without works, another macro or a late copy.
        start: number of the call's first line; other than 1 in a further part of a list.
        all: every reading list of the site that holds a work, in reading order; for `marks` alone.
        shared_names: what more than one line is called, in the page's lists or in `all`.
    """

    own: Path | None = None
    start: int = 1
    all: tuple[Path, ...] = ()
    shared_names: frozenset[str] = frozenset()


def paths_for(site: Site, page: Page, call: ListCall, locale: str) -> Paths:
    """What the macro of a call gets of the site's reading lists; `locale` is the page's."""
    reading = site.lists.get(call.marker)
    if call.call.name == MARKS:
        every = _seen_from(site, page, site.lists.values(), locale)
        return Paths(all=every, shared_names=_shared_names(every))
    if reading is None or reading.page != page.path:
        return Paths()
    on_page = (one for one in site.lists.values() if one.page == page.path)
    here = _seen_from(site, page, on_page, locale)
    own = next((path for path in here if path.name == reading.name), None)
    return Paths(
        own=own if reading.parts[0] == call.marker else None,
        start=_start(site, reading, call.marker),
        shared_names=_shared_names(here),
    )


def item_anchor(reading: ReadingList, key: str) -> str:
    """Id of a work's line in a reading list; a list's name has no colon, so no two are alike."""
    return f"refctx-item-{reading.name}:{key}"


def item_name(item: Item, library: Library) -> str:
    """What a line of a list calls a work: as the call says, else its title."""
    return item.name or library.entries[item.key].title or item.key


def _seen_from(
    site: Site, page: Page, lists: Iterable[ReadingList], locale: str
) -> tuple[Path, ...]:
    """Reading lists that hold a work, each once."""
    different = {one.name: one for one in lists if one.keys}
    return tuple(_path(site, one, page, locale) for one in different.values())


def _path(site: Site, reading: ReadingList, page: Page, locale: str) -> Path:
    """A reading list seen from a page."""
    url = site.pages[reading.page].url

    def step(item: Item) -> Step:
        name = item_name(item, site.library)
        return Step(
            key=item.key,
            name=name,
            lang=foreign(name, site.library.entries[item.key], locale),
            url=relative(url, page.url, item_anchor(reading, item.key)),
        )

    groups = [group for part in reading.parts for group in site.selections[part].groups]
    return Path(
        name=reading.name,
        title=reading.title,
        url=relative(url, page.url, reading.anchor),
        steps=tuple(step(item) for _, items in groups for item in items),
    )


def _shared_names(paths: Iterable[Path]) -> frozenset[str]:
    """Names by which more than one step goes."""
    names = Counter(step.name for path in paths for step in path.steps)
    return frozenset(name for name, n in names.items() if n > 1)


def _start(site: Site, reading: ReadingList, marker: str) -> int:
    """Number of the first work in a part of a reading list."""
    before = reading.parts[: reading.parts.index(marker)]
    return 1 + sum(len(site.selections[part].keys) for part in before)
