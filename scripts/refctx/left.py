"""What the last build left and this one, whose site is another, can print again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from refctx.model import CitationGroup, Page
from refctx.record import SiteRecord
from refctx.shown import Shown
from refctx.splice import Filled

# Key → a key of what a text shows, and the text.
_Texts = Mapping[str, tuple[str, str]]


class Left:
    """Pages, references, cards and exports that read as they did.

    Args:
        before: what the last site printed; None if there was none.
        shown: keys of what this site shows.
        facts: source path → a key of what is known of a page itself.
    """

    def __init__(self, before: SiteRecord | None, shown: Shown, facts: Mapping[str, str]) -> None:
        self.before = before if shown.is_kept else None
        self.shown, self.facts = shown, facts

    def key(self, page: Page) -> str:
        """Of what a page shows; empty for one that is always printed anew."""
        facts = self.facts.get(page.path, "")
        return self.shown.page(page, facts) if facts and self.shown.is_kept else ""

    def page(
        self, page: Page, html: str, key: str, text: Callable[[CitationGroup], str]
    ) -> Filled | None:
        """A page as it was printed; None if it shows something else now.

        Args:
            page: of the site.
            html: of the page, with markers.
            key: of what it shows.
            text: a group → how it reads without markup.
        """
        try:
            kept = self.before.page(page.path) if self.before and key else None
        except KeyError:
            return None
        return kept.filled(html, text) if kept and kept.shown == key else None

    def reference(self, key: str) -> Markup | None:
        """The printed reference of a work."""
        of, text = self.references.get(key, ("", ""))
        if not of or of != self.shown.work(key):
            return None
        return Markup(text)  # noqa: S704  # what a macro printed

    def label(self, key: str) -> str | None:
        """How a text calls a work."""
        of, text = self.labels.get(key, ("", ""))
        return text if of and of == self.shown.label(key) else None

    @cached_property
    def references(self) -> Mapping[str, tuple[str, str]]:
        """Key → a key of what a reference showed, and the reference."""
        return self._works(SiteRecord.references)

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, str]]:
        """Key → a key of what a label showed, and the label."""
        return self._works(SiteRecord.labels)

    def _works(self, kept: Callable[[SiteRecord], _Texts]) -> _Texts:
        try:
            return kept(self.before) if self.before else {}
        except KeyError:
            return {}

    def cards(self, path: str, keys: Sequence[str]) -> str | None:
        """The cards of a page."""
        try:
            kept = self.before.cards(path) if self.before else None
        except KeyError:
            return None
        same = kept and list(kept.keys) == list(keys) and kept.shown == self.shown.cards(keys)
        return kept.html if kept and same else None

    def files(self, key: str) -> Mapping[str, Path] | None:
        """The exports; `key` is that of what they show."""
        try:
            same = self.before and self.before.exports() == key
            return self.before.files() if self.before and same else None
        except KeyError:
            return None
