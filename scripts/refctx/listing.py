"""A list call of a page → what its macro gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from refctx.chart import Chart
from refctx.export import Download, downloads, forwards
from refctx.facets import Tools, filtered_page, tools
from refctx.files import CONTEXTS, SCRIPT
from refctx.format import EntryView, back_places
from refctx.formats.coins import coins, names_for
from refctx.language import foreign
from refctx.links import relative, safe_target
from refctx.model import Item, ListCall, Page
from refctx.nouns import dataclass
from refctx.paths import Paths, item_anchor, item_name, paths_for
from refctx.select import is_long, is_whole
from refctx.site import LIST_WITH_ANCHORS, ReadingList, entry_url
from refctx.works import Works

# The id of what stands above the list of everything: a page has it once.
_EXPORTS = "refctx-exports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page macro gets.

    Attributes:
        groups: (title, lines); one group without title unless the call asked for groups.
        reading: the reading list it is; None for other macros, and for a late copy.
        files: the published files of a reading list, or of a list of everything that is cited.
        script: the address of the works one by one, for a list of everything; else empty.
        contexts: the address of the sentences in which works are cited.
        forwards: address of another page → the anchors that stand there; for `forward` alone.
        paths: the reading list, or all of them, as paths.
        tools: what readers can filter and order it by; None for a list without tools.
        years: how many works are of which year, and which page cites them.
        long: true for a reference list of very many works, see `select.is_long`.
    """

    groups: tuple[tuple[str, tuple[EntryView, ...]], ...]
    reading: ReadingList | None
    files: tuple[Download, ...]
    script: str
    contexts: str
    forwards: Mapping[str, Sequence[str]]
    paths: Paths
    tools: Tools | None
    years: Chart
    long: bool


def listing(works: Works, page: Page, call: ListCall, once: Callable[[str], str]) -> Listing:
    """What the macro of a call gets.

    Args:
        works: of the site.
        page: where the list stands.
        call: the call.
        once: an id → the id if the page does not hold it yet, else an empty text.

    Raises:
        MacroError: a macro of the style is broken.
    """
    lines = _Lines(works, page, call, once)
    files = downloads(page, lines.reading.name if lines.reading else "")
    return Listing(
        groups=lines.groups(),
        reading=lines.reading,
        files=files if lines.has_files else (),
        script=relative(SCRIPT, page.url) if lines.exported else "",
        contexts=relative(CONTEXTS, page.url),
        forwards=forwards(works.site, page) if call.call.name == "forward" else {},
        paths=paths_for(works.site, page, call, works.macros.locale),
        tools=tools(works, page, call),
        years=Chart(works.site, lines.keys, page, partial(filtered_page, works)),
        long=lines.long,
    )


class _Lines:
    """The lines of one list.

    A list that was copied after the numbering has no page of its own, and no ids.

    Args:
        works, page, call, once: see `listing`.
    """

    def __init__(
        self,
        works: Works,
        page: Page,
        call: ListCall,
        once: Callable[[str], str],
    ) -> None:
        self.works, self.page, self.call, self.once = works, page, call, once
        self.site, self.macros = works.site, works.macros
        self.chosen = self.site.selections[call.marker]
        self.reading = self.site.lists.get(call.marker) if page.path else None
        self.anchored = call.call.name == LIST_WITH_ANCHORS and bool(page.path)
        whole = self.anchored and is_whole(call.call) and bool(once(_EXPORTS))
        features = works.macros.features
        self.exported = whole and "export" in features
        self.has_files = self.exported or (self.reading is not None and "export" in features)
        keys = self.chosen.keys
        self.long = call.call.name == LIST_WITH_ANCHORS and is_long(keys)
        # With so many authors a work is described as COinS; in a long list it is not.
        described = whole and "metadata" in features and not self.long
        self.names = names_for(len(keys)) if described else 0

    @property
    def keys(self) -> dict[str, None]:
        """The works, each once: all those of a reading list, of whose parts this may be one."""
        return dict.fromkeys(self.reading.keys if self.reading else self.chosen.keys)

    def groups(self) -> tuple[tuple[str, tuple[EntryView, ...]], ...]:
        """The lines in their groups, with the groups' titles."""
        return tuple(
            (self._title(title), tuple(map(self._line, items)))
            for title, items in self.chosen.groups
        )

    def _title(self, title: str) -> str:
        """The title of a group in the page's words: `Books` for `book`, `n.d.` for no year."""
        words = self.macros.words(self.macros.locale)
        if self.call.call.options.get("group") == "year":
            return title or str(words["no-date"])
        return str(words["kinds"].get(title, [title])[-1])

    def _anchor(self, key: str) -> str:
        """The id of a line, empty if it has none."""
        if self.anchored:
            return self.once(self.site.library.entries[key].anchor)
        here = self.reading is not None and self.reading.page == self.page.path
        if self.reading and here and "marks" in self.macros.features:
            return self.once(item_anchor(self.reading, key))
        return ""

    def _line(self, item: Item) -> EntryView:
        site, key = self.site, item.key
        entry = site.library.entries[key]
        label, anchor, work = self.works.label(key), self._anchor(key), self.works.work(key)
        name, links = item_name(item, site.library), work.links
        paper = next((link.url for link in links if link.kind == "paper"), "")
        return EntryView(
            key=key,
            anchor=anchor,
            work=work,
            reference=self.works.reference(key),
            label=label,
            number=site.index.labels[key].number,
            lang=work.lang,
            name=name,
            name_lang=foreign(name, entry, self.macros.locale),
            note=item.note,
            url=safe_target(item.url) or paper or (links[0].url if links else ""),
            entry_url=entry_url(site, self.page, key),
            links=links,
            places=back_places(
                key,
                site.index,
                site.pages,
                base=self.page.url,
                label=label,
                locale=self.macros.locale,
                brief=self.long,
            ),
            pickable=self.exported and bool(anchor),
            coins=coins(self.works.item(key), self.names) if self.names else "",
            brief=self.long,
        )
