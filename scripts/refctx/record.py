"""A finished site as a text, and back: what its pages print while what they cite stays the same."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from refctx.cache import Pack
from refctx.model import CitationGroup, Finding
from refctx.nouns import dataclass, field, fields
from refctx.rows import finding
from refctx.splice import Filled, spliced
from refctx.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entry in the site search; all texts are plain.

    Attributes:
        locations: the entry on each page that lists it, in reading order, relative to the root.
        title: its label and the title of the work.
        text: authors, year, venue and arXiv id.
        also: found but better not shown: key, other names, DOI, surnames of further authors,
            words with accents without them, and in the site's own words what the work is cited
            for: the headings above its citations and the reading lists that it stands in.
    """

    locations: tuple[str, ...]
    title: str
    text: str
    also: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """What one page prints.

    Attributes:
        printed: what stands in the place of its markers, in order; None where nothing is filled.
        lists: true if it calls macros.
        anchors: the ids that it gains.
        files: what it loads when that is wanted, path → text.
        contexts: context after context, the anchors of its citations.
        shown: a key of what it shows, see `shown`; empty where it may show anything.
    """

    printed: Sequence[str] | None = None
    lists: bool = False
    anchors: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    contexts: Sequence[Sequence[str]] = ()
    shown: str = ""

    def filled(self, html: str, text: Callable[[CitationGroup], str]) -> Filled:
        """The page as it was printed.

        Args:
            html: of the page, with markers.
            text: a group → how it reads without markup.
        """
        if self.printed is not None:
            html = spliced(html, self.printed, text, lists=self.lists)
        return Filled(
            html=html,
            anchors=tuple(self.anchors),
            files=self.files,
            printed=None if self.printed is None else tuple(self.printed),
        )


class Cards(NamedTuple):
    """The cards of a page.

    Attributes:
        keys: of the works, in order.
        html: the cards.
        shown: a key of what they show, see `shown`.
    """

    keys: Sequence[str]
    html: str
    shown: str


_dumps = json.JSONEncoder(ensure_ascii=False).encode
_PAGE = list(fields(PageRecord))


class SiteRecord:
    """What a site prints; each of its texts is read when it is wanted.

    Args:
        texts: what `texts` gave.
        store: the files that it names.

    Each method raises KeyError where a text or a file is missing.
    """

    def __init__(self, texts: Pack, store: Store) -> None:
        self._texts, self._store = texts, store

    def page(self, path: str) -> PageRecord:
        """What a page prints."""
        return PageRecord(**dict(zip(_PAGE, self._read(_of("page", path)), strict=True)))

    def head(self, path: str) -> str:
        """What the head of a page tells other programs."""
        return self._texts[_of("head", path)]

    def cards(self, path: str) -> Cards:
        """The cards that a page carries."""
        return Cards(*self._read(_of("cards", path)))

    def references(self) -> Mapping[str, tuple[str, str]]:
        """Key → a key of what the reference shows, and the reference."""
        found: Mapping[str, tuple[str, str]] = self._read("references")
        return found

    def labels(self) -> Mapping[str, tuple[str, str]]:
        """Key → a key of what the label shows, and the label."""
        found: Mapping[str, tuple[str, str]] = self._read("labels")
        return found

    def exports(self) -> str:
        """A key of what the exports show."""
        return self._texts["exports"]

    def sources(self) -> Mapping[str, str]:
        """Source path → a key of the page's text, of pages whose text has a say in the findings."""
        found: Mapping[str, str] = self._read("sources")
        return found

    def findings(self) -> Sequence[Finding]:
        """What the pages have to answer for."""
        return tuple(map(finding, self._read("findings")))

    def uncited(self) -> Sequence[Finding]:
        """Entries that no page cites."""
        return tuple(map(finding, self._read("uncited")))

    def index(self) -> Path:
        """`refctx.json`."""
        return self._store.get(self._texts["index"])

    def groups(self) -> Mapping[str, str]:
        """A group as text → how it reads without markup."""
        found: Mapping[str, str] = self._read("groups")
        return found

    def long_pages(self) -> Sequence[str]:
        """Addresses of the pages with a long list."""
        found: Sequence[str] = self._read("long")
        return found

    def files(self) -> Mapping[str, Path]:
        """Path → exported file."""
        return {path: self._store.get(name) for path, name in self._read("files").items()}

    def file_names(self) -> Container[str]:
        """The paths of the exports."""
        found: Mapping[str, str] = self._read("files")
        return found

    def records(self) -> Sequence[Record]:
        """What the site search is told of the entries."""
        return [
            Record(locations=tuple(locations), title=title, text=text, also=also)
            for locations, title, text, also in self._read("records")
        ]

    def _read(self, name: str) -> Any:
        return json.loads(self._texts[name])


def _of(kind: str, path: str) -> str:
    return f"{kind} {path}"


def texts(
    pages: Iterable[tuple[str, PageRecord]],
    heads: Mapping[str, str],
    cards: Mapping[str, Cards],
    rest: Mapping[str, object],
) -> Iterator[tuple[str, str]]:
    """The texts of a site by name, as `SiteRecord` reads them.

    Args:
        pages, heads, cards: source path → what the page prints, its head, its cards.
        rest: the others by the names of the methods of `SiteRecord`; `index` and `exports` as they
            are.
    """
    for path, page in pages:
        yield _of("page", path), _dumps([getattr(page, name) for name in _PAGE])
    yield from ((_of("head", path), text) for path, text in heads.items())
    yield from ((_of("cards", path), _dumps(found)) for path, found in cards.items())
    for name, value in rest.items():
        yield name, value if isinstance(value, str) else _dumps(value)


@dataclasses.dataclass(kw_only=True)
class Outlines:
    """What the pages of the last build were.

    Attributes:
        pages: source path → (key of all that is known of a page, key of its facts).
        site: the key of the record.
        contexts: the name of the file of contexts.
    """

    pages: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    site: str = ""
    contexts: str = ""

    def to_text(self) -> str:
        """As `outlines` reads it."""
        return _dumps([self.pages, self.site, self.contexts])


def outlines(text: str) -> Outlines:
    """What `Outlines.to_text` wrote."""
    pages, site, contexts = json.loads(text)
    known = {path: (outline, facts) for path, (outline, facts) in pages.items()}
    return Outlines(pages=known, site=site, contexts=contexts)
