"""A page's markers → its citations and lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from itertools import chain
from typing import Any

from markupsafe import Markup

from refctx.format import CitationView, locator_view
from refctx.groups import arranged
from refctx.listing import listing
from refctx.marked import marked
from refctx.markers import MARKER
from refctx.model import Citation, CitationGroup, Page
from refctx.nouns import replace
from refctx.page_macros import MacroError
from refctx.reference import Reference
from refctx.select import SORTS, by_label
from refctx.site import entry_url
from refctx.splice import Filled, spliced
from refctx.terms import best_locale
from refctx.texts import plain_text
from refctx.works import Works

_TAG = re.compile(r"(<[^>]*>)")


class Filler:
    """Fills the pages of one site.

    Args:
        works: of the site.
    """

    def __init__(self, works: Works) -> None:
        self.works = works
        occurrences = list(chain.from_iterable(works.site.index.occurrences.values()))
        # Marker → the page its citations count on; a copy elsewhere prints no ids.
        self.owners = {o.context.marker: o.context.page for o in occurrences}
        self.numbers = {o.anchor: o.n for o in occurrences}
        # How groups read that were asked for without markup.
        self.texts: dict[CitationGroup, str] = {}

    def fill(self, page: Page, html: str) -> Filled:
        """Put citations and lists in the place of a page's markers."""
        if not (page.contexts or page.calls or page.mentions):
            return Filled(html=html)
        return _PageFiller(self, page).fill(html)

    def text(self, group: CitationGroup) -> str:
        """A group without markup."""
        if group not in self.texts:
            _PageFiller(self, Page(path="", url="", title="")).text(group)
        return self.texts[group]


class _PageFiller:
    """One page being filled; it knows which ids already stand in it."""

    def __init__(self, filler: Filler, page: Page) -> None:
        self.filler = filler
        self.works = filler.works
        self.site = filler.works.site
        self.macros = filler.works.macros
        self.page = page
        self.anchors: dict[str, None] = {}
        self.own_ids = frozenset(page.ids)
        self.urls: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.contexts = {context.marker: context for context in page.contexts}
        self.calls = {call.marker: call for call in page.calls}

    def fill(self, html: str) -> Filled:
        printed = tuple(self._print(unescape(found["name"])) for found in MARKER.finditer(html))
        filled = spliced(html, printed, self.text, lists=bool(self.calls))
        return Filled(
            html=filled,
            anchors=tuple(self.anchors),
            files=self.files,
            faults=self.faults,
            printed=printed,
        )

    def _print(self, marker: str) -> str:
        if marker in self.contexts:
            return self._group(marker, self.contexts[marker].group)
        if marker in self.calls and marker in self.site.selections:
            return self._call(marker)
        return ""

    def text(self, group: CitationGroup) -> str:
        """A group without markup, for the text of an image."""
        found = self.filler.texts[group] = plain_text(self._group("", group))
        return found

    def _once(self, anchor: str) -> str:
        """The id the first time it is used on this page, nothing afterwards.

        An element of the author's that has it already keeps it.
        """
        if not anchor or anchor in self.anchors or anchor in self.own_ids:
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
        for further in range(place + 1, len(group.citations)):
            citation = group.citations[further]
            if not citation.inner:
                break
            inner = self._citation(marker, further, citation)
            printed = self.macros.group([inner], narrative=True)
            view = replace(view, suffix=_put_in(view.suffix, citation.key, printed))
        return view

    def _rank(self, view: CitationView) -> object:
        """Place of a known key in the group."""
        order = self.macros.rules["groups"]["sort"]
        rank = by_label if order == "author" else SORTS[order]
        return rank(self.site.library.entries[view.key], self.site.index)

    def _citation(self, marker: str, place: int, citation: Citation) -> CitationView:
        entry = self.site.library.entries.get(citation.key)
        work = self.works.work(citation.key) if entry else None
        words = work.terms if work else self.macros.words(self.macros.locale)
        in_link = marker in self.contexts and self.contexts[marker].in_link
        own = self.filler.owners.get(marker) == self.page.path
        anchor = self._once(self.site.index.anchors.get((marker, place), "") if own else "")
        linked = bool(anchor) and not in_link
        return CitationView(
            key=citation.key,
            label=self.site.index.labels[citation.key] if entry else None,
            reference=work,
            anchor=anchor,
            name=self.works.name(citation.key) if linked else "",
            n=self.filler.numbers[anchor] if linked else 0,
            url="" if in_link else self._url(citation.key),
            in_link=in_link,
            # Markdown made them.
            prefix=marked(citation.prefix),
            locator=locator_view(citation, self._locator_words(work)) if citation.locator else None,
            suffix=marked(citation.suffix.strip()),
            suppress_author=citation.suppress_author,
            terms=words,
        )

    def _locator_words(self, work: Reference | None) -> Mapping[str, Any]:
        """Places in a Chinese work are named in Chinese on Chinese pages, all others in English."""
        locale = self.macros.locale
        return self.macros.words(
            locale if work is None or best_locale(work.lang) == locale else "en"
        )

    def _url(self, key: str) -> str:
        """Where a citation leads: to its entry, else to the work itself."""
        if key not in self.urls:
            self.urls[key] = entry_url(self.site, self.page, key) or self._address(key)
        return self.urls[key]

    def _address(self, key: str) -> str:
        """The first address of a work, if it has one."""
        links = self.works.work(key).links if key in self.site.library.entries else ()
        return links[0].url if links else ""

    def _call(self, marker: str) -> str:
        call, options = self.calls[marker], self.site.selections[marker].options
        name = call.call.name
        try:
            found = listing(self.works, self.page, call, self._once)
            if found.tools and found.tools.file:
                self.files[found.tools.file] = found.tools.script()
            try:
                return str(self.macros.page_macro(name, found, options))
            except MacroError as error:
                self.faults[marker] = str(error)
                # An option that the macro does not take is no reason to lose the list.
                return str(self.macros.page_macro(name, found, {})) if options else ""
        except MacroError as error:
            self.faults[marker] = str(error)
            return ""


def _put_in(html: Markup, key: str, printed: Markup) -> Markup:
    """A suffix with what its first `@key` stands for; tags are left alone."""
    parts = _TAG.split(html)
    for form in (escape(f"@{{{key}}}", quote=False), escape(f"@{key}", quote=False)):
        for place, part in enumerate(parts):
            if form in part and not part.startswith("<"):
                parts[place] = part.replace(form, printed, 1)
                return Markup("".join(parts))  # noqa: S704  # pieces of HTML
    return html + Markup(" ") + printed
