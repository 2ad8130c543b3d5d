"""Entries as they are printed: the same on every page, so each is printed once and kept."""

from __future__ import annotations

from typing import Protocol

from markupsafe import Markup

from refctx.format import CitationView
from refctx.formats.csl import Item, plain
from refctx.language import language_of
from refctx.page_macros import MacroError
from refctx.reference import Reference
from refctx.render import Macros
from refctx.site import Site
from refctx.terms import best_locale
from refctx.texts import plain_text


class LeftTexts(Protocol):
    """What the last build left and this one can print again; None where that is another."""

    def reference(self, key: str) -> Markup | None:
        """The printed reference of a work."""

    def label(self, key: str) -> str | None:
        """How a text calls a work."""


class _Nothing:
    def reference(self, _: str) -> None:
        return None

    def label(self, _: str) -> None:
        return None


class Works:
    """The works of one site.

    Args:
        site: all that is known of the site.
        macros: of this build.

    Attributes:
        references, labels: key → its printed reference and label, of those that were asked for.
        left: what the last build left.
    """

    def __init__(self, site: Site, macros: Macros) -> None:
        self.site = site
        self.macros = macros
        self._works: dict[str, Reference] = {}
        self.references: dict[str, Markup] = {}
        self.labels: dict[str, str] = {}
        self.left: LeftTexts = _Nothing()
        self._texts: dict[str, str] = {}
        self._items: dict[str, Item] = {}

    def work(self, key: str) -> Reference:
        """An entry as macros get it."""
        if key not in self._works:
            entry = self.site.library.entries[key]
            words = self.macros.words(best_locale(language_of(entry)))
            self._works[key] = Reference(
                entry, self.site.index.labels[key], words, self.macros.title_case
            )
        return self._works[key]

    def label(self, key: str) -> str:
        """How a text calls an entry, `Peng et al. (2023)`.

        Raises:
            MacroError: the style's macro is broken.
        """
        if key not in self.labels:
            again = self.left.label(key)
            self.labels[key] = self._label(key) if again is None else again
        return self.labels[key]

    def _label(self, key: str) -> str:
        label, work = self.site.index.labels[key], self.work(key)
        bare = CitationView(key=key, label=label, reference=work, terms=work.terms)
        return self.macros.label(bare)

    def name(self, key: str) -> str:
        """The label, or nothing where its macro is broken: that is said where a page wants it."""
        try:
            return self.label(key)
        except MacroError:
            return ""

    def reference(self, key: str) -> Markup:
        """The printed reference of an entry.

        Raises:
            MacroError: a macro of the style is broken.
        """
        if key not in self.references:
            again = self.left.reference(key)
            self.references[key] = self.macros.reference(self.work(key)) if again is None else again
        return self.references[key]

    def item(self, key: str) -> Item:
        """What an entry says in CSL's terms, without markup."""
        if key not in self._items:
            self._items[key] = plain(self.site.library.entries[key])
        return self._items[key]

    def text(self, key: str) -> str:
        """The reference as plain text; the title where the style's macros fail, as pages report."""
        if key not in self._texts:
            try:
                self._texts[key] = plain_text(str(self.reference(key)))
            except MacroError:
                self._texts[key] = self.site.library.entries[key].title or key
        return self._texts[key]
