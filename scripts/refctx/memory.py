"""What the builds of a site leave to one another of its pages."""

from __future__ import annotations

from collections.abc import Iterable

from refctx.cache import Cache
from refctx.record import Outlines, SiteRecord, outlines
from refctx.store import Store

_OUTLINES, _SITE, _FILES = "outlines", "site", "files"


class Memory:
    """What the builds of a site leave to one another: in this process, and in the cache.

    Args:
        cache: of the site.

    Attributes:
        store: of the files beside its pages.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.store = Store(cache.folder / _FILES, written=cache.written)
        self._outlines: tuple[str, Outlines] = ("", Outlines())

    def outlines(self, key: str) -> Outlines:
        """What the pages of the last build were, if its key is this one."""
        if self._outlines[0] != key:
            text = self.cache.read(_OUTLINES, key)
            self._outlines = key, outlines(text) if text else Outlines()
        return self._outlines[1]

    def site(self, key: str) -> SiteRecord | None:
        """What a site printed whose key is this one."""
        pack = self.cache.pack(_SITE, key)
        return SiteRecord(pack, self.store) if pack else None

    def keep(self, key: str, found: Outlines) -> None:
        """Leave what the pages are for the next build."""
        if (key, found) != self._outlines:
            self._outlines = key, found
            self.cache.write(_OUTLINES, key, found.to_text())

    def keep_site(self, key: str, texts: Iterable[tuple[str, str]]) -> None:
        """Leave what the site prints for the next build."""
        self.cache.write_pack(_SITE, key, texts)
