"""A page's markers → its citations and lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import Any

from markupsafe import Markup

from refctx import tex
from refctx.alt import fill_alts
from refctx.collect import MARKER, plain_text
from refctx.export import forwards
from refctx.format import (
    CitationView,
    EntryView,
    back_places,
    locator_view,
)
from refctx.groups import arranged
from refctx.language import language_of
from refctx.links import links_of, relative, safe_target
from refctx.model import Call, Citation, CitationGroup, Item, Page
from refctx.reference import Reference
from refctx.render import MacroError, Macros
from refctx.select import SORTS, by_label
from refctx.site import LIST_WITH_ANCHORS, Site
from refctx.terms import best_locale

_BLOCK = re.compile(r"<(?:ol|ul|dl|p|div|section|table|figure|details|nav|h[1-6]|script)\b")
_TAG = re.compile(r"(<[^>]*>)")
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page macro gets: groups of (title, lines), and the site's anchors by address."""

    groups: tuple[tuple[str, tuple[EntryView, ...]], ...]
    forwards: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A page's finished HTML, the ids it gained, and why some markers could not be printed."""

    html: str
    anchors: tuple[str, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)


class Filler:
    """Fills the pages of one site. A work's reference is printed once and kept.

    Args:
        site: all that is known of the site.
        macros: of this build.
    """

    def __init__(self, site: Site, macros: Macros) -> None:
        self.site = site
        self.macros = macros
        # Marker → the page its citations count on; a copy elsewhere prints no ids.
        self.owners = {
            occurrence.context.marker: occurrence.context.page
            for found in site.index.occurrences.values()
            for occurrence in found
        }
        self._works: dict[str, Reference] = {}
        self._references: dict[str, Markup] = {}

    def fill(self, page: Page, html: str) -> Filled:
        """Put citations and lists in the place of a page's markers."""
        if not (page.contexts or page.calls or page.mentions):
            return Filled(html=html)
        return _PageFiller(self, page).fill(html)

    def work(self, key: str) -> Reference:
        """An entry as macros get it; it is the same on every page."""
        if key not in self._works:
            entry = self.site.library.entries[key]
            words = self.macros.words(best_locale(language_of(entry)))
            self._works[key] = Reference(
                entry, self.site.index.labels[key], words, self.macros.title_case
            )
        return self._works[key]

    def label(self, key: str) -> str:
        """How a text calls an entry, `Peng et al. (2023)`; empty if its macro is broken."""
        try:
            return _PageFiller(self, Page(path="", url="", title="")).label(key)
        except MacroError:
            return ""  # said where a list or a citation wanted it

    def reference(self, key: str) -> Markup:
        """The printed reference of an entry."""
        if key not in self._references:
            self._references[key] = self.macros.reference(self.work(key))
        return self._references[key]

    def text(self, key: str) -> str:
        """The reference as plain text; the title where the style's macros fail, as pages report."""
        try:
            return plain_text(str(self.reference(key)))
        except MacroError:
            return self.site.library.entries[key].title or key


class _PageFiller:
    """One page being filled; it knows which ids already stand in it."""

    def __init__(self, filler: Filler, page: Page) -> None:
        self.filler = filler
        self.site = filler.site
        self.macros = filler.macros
        self.page = page
        self.anchors: dict[str, None] = {}
        self.faults: dict[str, str] = {}
        self.contexts = {context.marker: context for context in page.contexts}
        self.calls = {call.marker: call.call for call in page.calls}

    def fill(self, html: str) -> Filled:
        parts: list[str] = []
        end = 0
        for found in MARKER.finditer(html):
            printed = self._print(unescape(found["name"]))
            if _BLOCK.match(printed) and _in_paragraph(html, found.start()):
                printed = f"</p>\n{printed}\n<p>"
            parts += [html[end : found.start()], printed]
            end = found.end()
        parts.append(html[end:])
        filled = fill_alts("".join(parts), self._text)
        filled = _EMPTY_PARAGRAPH.sub("", filled) if self.calls else filled
        return Filled(html=filled, anchors=tuple(self.anchors), faults=self.faults)

    def _print(self, marker: str) -> str:
        if marker in self.contexts:
            return self._group(marker, self.contexts[marker].group)
        if marker in self.calls and marker in self.site.selections:
            return self._call(marker)
        return ""

    def _text(self, group: CitationGroup) -> str:
        """A group without markup, for the text of an image."""
        return plain_text(self._group("", group))

    def _once(self, anchor: str) -> str:
        """The id the first time it is used on this page, nothing afterwards."""
        if not anchor or anchor in self.anchors:
            return ""
        self.anchors[anchor] = None
        return anchor

    def _group(self, marker: str, group: CitationGroup) -> str:
        try:
            return self._printed_group(marker, group)
        except MacroError as error:
            self.faults[marker] = str(error)
            return escape(f"[{'; '.join('@' + c.key for c in group.citations)}]")

    def _printed_group(self, marker: str, group: CitationGroup) -> str:
        views = [
            self._with_inner(marker, group, place)
            for place, citation in enumerate(group.citations)
            if not citation.inner
        ]
        rules = self.macros.rules["groups"]
        views = arranged(views, rules, self._rank, narrative=group.narrative)
        return str(self.macros.group(views, narrative=group.narrative))

    def _with_inner(self, marker: str, group: CitationGroup, place: int) -> CitationView:
        """A citation of a group, with the keys in its suffix printed, `but not @bar`."""
        view = self._citation(marker, place, group.citations[place])
        suffix = view.suffix
        for further, citation in enumerate(group.citations[place + 1 :], start=place + 1):
            if not citation.inner:
                break
            inner = self._citation(marker, further, citation)
            printed = self.macros.group([inner], narrative=True)
            suffix = _put_in(suffix, citation.key, printed)
        return replace(view, suffix=suffix)

    def _rank(self, view: CitationView) -> object:
        """Place of a known key in the group."""
        order = self.macros.rules["groups"]["sort"]
        rank = by_label if order == "author" else SORTS[order]
        return rank(self.site.library.entries[view.key], self.site.index)

    def _citation(self, marker: str, place: int, citation: Citation) -> CitationView:
        entry = self.site.library.entries.get(citation.key)
        work = self.filler.work(citation.key) if entry else None
        words = work.terms if work else self.macros.words(self.macros.locale)
        in_link = marker in self.contexts and self.contexts[marker].in_link
        own = self.filler.owners.get(marker) == self.page.path
        anchor = self.site.index.anchors.get((marker, place), "") if own else ""
        return CitationView(
            key=citation.key,
            label=self.site.index.labels[citation.key] if entry else None,
            reference=work,
            anchor=self._once(anchor),
            url="" if in_link else self._entry_url(citation.key) or self._address(citation.key),
            prefix=Markup(citation.prefix),  # noqa: S704  # Markdown made it
            locator=locator_view(citation, self._locator_words(work)),
            suffix=Markup(citation.suffix.strip()),  # noqa: S704  # Markdown made it
            suppress_author=citation.suppress_author,
            terms=words,
        )

    def _locator_words(self, work: Reference | None) -> Mapping[str, Any]:
        """Places in a Chinese work are named in Chinese on Chinese pages, all others in English."""
        locale = self.macros.locale
        return self.macros.words(
            locale if work is None or best_locale(work.lang) == locale else "en"
        )

    def _entry_url(self, key: str) -> str:
        """Where the entry stands: on this page if it can, else on the first page that has it."""
        homes = self.site.homes.get(key, ())
        if not homes:
            return ""
        path = self.page.path if self.page.path in homes else homes[0]
        anchor = self.site.library.entries[key].anchor
        return relative(self.site.pages[path].url, self.page.url, anchor)

    def _address(self, key: str) -> str:
        entry = self.site.library.entries.get(key)
        links = links_of(entry) if entry else ()
        return links[0].url if links else ""

    def _call(self, marker: str) -> str:
        call, options = self.calls[marker], self.site.selections[marker].options
        try:
            listing = self._listing(marker, call)
            try:
                return str(self.macros.page_macro(call.name, listing, options))
            except MacroError as error:
                self.faults[marker] = str(error)
                # An option that the macro does not take is no reason to lose the list.
                return str(self.macros.page_macro(call.name, listing, {})) if options else ""
        except MacroError as error:
            self.faults[marker] = str(error)
            return ""

    def _listing(self, marker: str, call: Call) -> Listing:
        # A list that was copied after the numbering has no page of its own, and no ids.
        anchored = call.name == LIST_WITH_ANCHORS and bool(self.page.path)
        groups = tuple(
            (title, tuple(self._line(item, anchored) for item in items))
            for title, items in self.site.selections[marker].groups
        )
        anchors = forwards(self.site, self.page) if call.name == "forward" else {}
        return Listing(groups=groups, forwards=anchors)

    def label(self, key: str) -> str:
        return self.macros.label(self._citation("", 0, Citation(key=key)))

    def _line(self, item: Item, anchored: bool) -> EntryView:
        entry = self.site.library.entries[item.key]
        label = self.label(item.key)
        links = links_of(entry)
        paper = next((link.url for link in links if link.kind == "paper"), "")
        return EntryView(
            key=item.key,
            anchor=self._once(entry.anchor) if anchored else "",
            reference=self.filler.reference(item.key),
            label=label,
            number=self.site.index.labels[item.key].number,
            lang=language_of(entry),
            name=item.name or tex.to_text(entry.fields.get("title", item.key)),
            note=item.note,
            url=safe_target(item.url) or paper or self._address(item.key),
            entry_url=self._entry_url(item.key),
            links=links,
            places=back_places(
                item.key,
                self.site.index,
                self.site.pages,
                base=self.page.url,
                label=label,
                locale=self.macros.locale,
            ),
        )


def _put_in(html: Markup, key: str, printed: Markup) -> Markup:
    """A suffix with what its first `@key` stands for; tags are left alone."""
    parts = _TAG.split(html)
    for form in (escape(f"@{{{key}}}", quote=False), escape(f"@{key}", quote=False)):
        for place, part in enumerate(parts):
            if form in part and not part.startswith("<"):
                parts[place] = part.replace(form, printed, 1)
                return Markup("".join(parts))  # noqa: S704  # pieces of HTML
    return html + Markup(" ") + printed


def _in_paragraph(html: str, place: int) -> bool:
    """True if a paragraph is open there; a list is a block and has to close it first."""
    return html.rfind("<p>", 0, place) > html.rfind("</p>", 0, place)
