"""Bibliographies → library and findings; those that were read before come from the cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from refctx.cache import Cache, digest, program
from refctx.model import Finding, Library
from refctx.nouns import replace
from refctx.rows import from_text, lines_of, lines_to_bytes, said_in, to_text
from refctx.sources import Known, Source, sources
from refctx.store import Store, name_of

NAME, _ROWS = "library", "rows"


class Reader:
    """Reads the bibliographies of a site, again and again in a preview.

    Args:
        cache: of the site.

    Attributes:
        program: a key of what reads and prints.
        key: of the library that was read last.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.store = Store(cache.folder / _ROWS, written=cache.written)
        self.program = program()
        self.key = ""
        self._texts: tuple[Source, ...] | None = None
        self._known: Known = {}
        self._library, self._about = Library({}), tuple[Finding, ...]()

    def texts(self, paths: Iterable[Path], root: Path) -> tuple[Source, ...]:
        """The bibliographies within a folder, see `sources`."""
        return sources(paths, root, confined=True, known=self._known)

    def read(self, texts: tuple[Source, ...]) -> tuple[Library, tuple[Finding, ...]]:
        """The library of these texts, and all there is to say of it without its pages."""
        if texts == self._texts:
            return self._library, self._about
        key = digest([self.program, *_inputs(texts)])
        if key != self.key:
            self._library, self._about = self._from_cache(key) or self._anew(texts, key)
            self.key = key
        self._texts = texts
        return self._library, self._about

    def forget(self) -> None:
        """Hold no texts: no other build follows in this process."""
        self._texts = None
        self._known.clear()

    def _from_cache(self, key: str) -> tuple[Library, tuple[Finding, ...]] | None:
        text = self.cache.read(NAME, key)
        try:
            return from_text(text, self.store.get) if text else None
        except (KeyError, OSError):
            return None

    def _anew(self, texts: Iterable[Source], key: str) -> tuple[Library, tuple[Finding, ...]]:
        # What reads BibTeX is large, and most builds do without it.
        from refctx.checks.library import about_library  # noqa: PLC0415
        from refctx.load import library  # noqa: PLC0415

        found = library(texts)
        about = tuple(about_library(found))
        lines = lines_of(found)
        name = name_of(self.store.put(lines_to_bytes(lines)))
        self.cache.write(NAME, key, to_text(found, about, name))
        self.store.clear({name})
        return replace(found, said={one: said_in(line) for one, line in lines.items()}), about


def _inputs(texts: Iterable[Source]) -> Iterator[str]:
    for one in texts:
        yield one.name
        yield one.text
        yield repr(one.findings)
