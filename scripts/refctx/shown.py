"""What a page shows of the rest of its site, as a key: while that is the same, it prints the same.

A citation shows its work's label and leads to its entry. A line of a list shows the work, and the
ways back to where it is cited. Macros of the site's own get more than that and may show all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from refctx.cache import digest
from refctx.facets import filtered_page, tool_list
from refctx.model import ListCall, Page
from refctx.select import is_whole
from refctx.site import LIST_WITH_ANCHORS, READING_LIST
from refctx.works import Works


class Shown:
    """Keys of what is shown on the pages of a site.

    Args:
        works: of the site.
        owners: marker → the page its citations count on.
    """

    def __init__(self, works: Works, owners: dict[str, str]) -> None:
        self.works, self.site, self.owners = works, works.site, owners
        rules = works.macros.rules
        self._own_macros = bool(works.macros.folders)
        by_number = rules["lists"].get("number") or rules["groups"]["sort"] == "cited"
        self._numbered = bool(by_number) or self._own_macros
        self._works: dict[str, str] = {}
        self._cited: dict[str, str] = {}
        self._listed: dict[str, str] = {}

    @cached_property
    def is_kept(self) -> bool:
        """False for a library of which nothing is kept."""
        return bool(self.site.library.said)

    def work(self, key: str) -> str:
        """Of a reference: what the entry says, and what tells it from others of its year."""
        if key not in self._works:
            said, label = self.site.library.said[key], self.site.index.labels[key]
            self._works[key] = f"{said} {label.suffix}"
        return self._works[key]

    def label(self, key: str) -> str:
        """Of a label: the work, how many of its names are shown, and its number."""
        label = self.site.index.labels[key]
        number = label.number if self._numbered else bool(label.number)
        return f"{self.work(key)} {(label.names, label.et_al, number)}"

    def card(self, key: str) -> str:
        """Of a card: the work, how often it is cited, and whether it is listed."""
        times = len(self.site.index.occurrences.get(key, ()))
        return f"{self.work(key)} {times} {key in self.site.homes}"

    def cards(self, keys: Iterable[str]) -> str:
        """Of the cards of a page."""
        known = self.site.library.entries
        return digest(self.card(key) if key in known else "" for key in keys)

    def exports(self, lists: Mapping[str, Iterable[str]]) -> str:
        """Of the exported files: their works in order, see `export.lists_of`."""
        return digest(
            text for name, keys in lists.items() for text in (name, *self._works_of(keys))
        )

    def _works_of(self, keys: Iterable[str]) -> Iterator[str]:
        """The works of a file, and how many they are: others follow."""
        works = [f"{key} {self.work(key)}" for key in keys]
        yield str(len(works))
        yield from works

    def page(self, page: Page, facts: str) -> str:
        """Of a page; empty for one that may show anything.

        Args:
            page: of the site.
            facts: a key of what is known of the page itself, see `Draft.facts`.
        """
        calls = list(enumerate(page.calls))
        if calls and (self._own_macros or not all(self._is_plain(page, call) for _, call in calls)):
            return ""
        lists = (text for number, call in calls for text in self._list(number, call))
        return digest([facts, *self._citations(page), *lists])

    def _is_plain(self, page: Page, call: ListCall) -> bool:
        """True for a list that shows its works alone."""
        name, marker = call.call.name, call.marker
        if marker not in self.site.selections or tool_list(self.works, page):
            return False
        return name == READING_LIST or (name == LIST_WITH_ANCHORS and not is_whole(call.call))

    def _citations(self, page: Page) -> Iterator[str]:
        anchors, known = self.site.index.anchors, self.site.library.entries
        for one in page.contexts:
            is_own = self.owners.get(one.marker) == page.path
            for place, citation in enumerate(one.group.citations):
                if citation.key in known:
                    yield anchors.get((one.marker, place), "") if is_own else ""
                    yield self._citation(citation.key)
                else:
                    yield "?"

    def _citation(self, key: str) -> str:
        """Of a citation of a work: what the reader is told of it, and where its entry is."""
        if key not in self._cited:
            homes = [self.site.pages[path].url for path in self.site.homes.get(key, ())[:1]]
            self._cited[key] = f"{self.label(key)} {homes}"
        return self._cited[key]

    def _list(self, number: int, call: ListCall) -> Iterator[str]:
        """Of a list: its works in their order, and where it stands among the site's others."""
        chosen, reading = self.site.selections[call.marker], self.site.lists.get(call.marker)
        yield f"{number} {self._home}"
        if reading:
            # What the call says itself is among the facts of the page.
            yield f"{reading.name} {reading.page}"
            yield from map(self._line, reading.keys)
        for title, items in chosen.groups:
            yield title
            yield from (self._line(item.key) for item in items)

    def _line(self, key: str) -> str:
        """Of a line in a list: the work, and each way back."""
        if key not in self._listed:
            self._listed[key] = f"{self._citation(key)} {list(self._ways(key))}"
        return self._listed[key]

    def _ways(self, key: str) -> Iterator[tuple[str, ...]]:
        for one in self.site.index.occurrences.get(key, ()):
            page, heading = self.site.pages[one.context.page], one.context.heading
            place = (heading.id, heading.text) if heading else ()
            yield one.anchor, page.url, page.title, *place

    @cached_property
    def _home(self) -> str:
        """Where the list is to which charts lead."""
        home = filtered_page(self.works)
        return home.url if home else ""
