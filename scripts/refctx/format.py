"""Citations and list lines as macros get them: looked up, linked and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from markupsafe import Markup

from refctx.links import Link, relative
from refctx.model import Citation, Heading, Index, Label, Occurrence, Page
from refctx.nouns import dataclass
from refctx.numerals import han, is_plural
from refctx.reference import Reference
from refctx.terms import terms

_NOTHING = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackLink:
    """A way back to one citation.

    Attributes:
        url, n: its address, and its number among the citations of its place.
        name: unlike that of any other link, `Citation of Gu (2023) in “Scaling”, Training`.
    """

    url: str
    n: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackPlace:
    """A heading under which a work is cited, and the ways back to each citation there.

    In a long list it is `brief`: ways are called by the title alone.
    """

    title: str
    page: str
    links: tuple[BackLink, ...]
    brief: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorView:
    """Where in a work: what is counted (`page`, `chapter`, …) and the numbers as written.

    `forms` are its terms: `short`, `long` and perhaps `symbol`, each [singular, plural].
    """

    label: str
    value: str
    forms: Mapping[str, Sequence[str]]

    def text(self, form: str = "short", value: str = "") -> Markup:
        """`p. 3`, `chapters 3–5`, `第 3 頁`.

        Args:
            form: `short`, `long` or `symbol`; where there is none, the short one.
            value: the numbers, if they are to be printed otherwise than they are written.
        """
        numbers = Markup.escape(value or self.value)
        terms = self.forms.get(form) or self.forms.get("short")
        if not terms:
            return numbers
        term = Markup.escape(terms[1 if is_plural(numbers) else 0])
        if "{" not in term:
            return term + " " + numbers
        return term.format(numbers.replace(", ", "、"), han=han(str(numbers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationView:
    """One citation as `group.html` prints it.

    Attributes:
        key, label, reference: the last two are None if the key is unknown.
        anchor: empty where the id already stands on the page (a copied marker).
        name, n: what links call the work, `Gu (2023)`, and which of its citations this is; empty
            and 0 where no link can lead here: without an anchor, or within a link.
        url: empty where the work has neither entry nor address, and in a link.
        in_link: true inside somebody's link.
        prefix, suffix: HTML.
        locator: None without one.
        suppress_author: true for `-@key`, the year alone.
        terms: words of the work's language.
        run: `again` behind a citation under the same names: its year is enough. Of numbers in a
            row, `within` stands between the first and the `last`, and only its anchor is printed.
    """

    key: str
    label: Label | None
    reference: Reference | None
    terms: Mapping[str, Any]
    anchor: str = ""
    name: str = ""
    n: int = 0
    url: str = ""
    in_link: bool = False
    prefix: Markup = _NOTHING
    locator: LocatorView | None = None
    suffix: Markup = _NOTHING
    suppress_author: bool = False
    run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One line of a list.

    Attributes:
        key, anchor: of the entry; the anchor is empty where another line holds the id.
        work: the work as a style prints it.
        reference: the printed reference, HTML.
        label: its label in the text, `Gu and Dao (2024)`.
        number: place in the order of first citation, 0 if never cited.
        lang: language tag of the work.
        name, note, url: of a reading list's item; name and url are never empty.
        name_lang: language tag of the name, empty where it is the page's.
        entry_url: where the entry stands on the site, empty if nowhere.
        links: every address of the work.
        places: back-links.
        pickable: true in a list whose entries can be copied and downloaded one by one.
        coins: the work as COinS, in a list that is described to other programs; else empty.
        brief: true in a long list, which leaves to the script what it can make of the rest.
    """

    key: str
    anchor: str
    work: Reference
    reference: Markup
    label: str
    number: int
    lang: str
    name: str
    name_lang: str
    note: str
    url: str
    entry_url: str
    links: tuple[Link, ...]
    places: tuple[BackPlace, ...]
    pickable: bool
    coins: str
    brief: bool


def locator_view(citation: Citation, words: Mapping[str, Any]) -> LocatorView | None:
    """The locator of a citation with the terms of a language; None without one."""
    if citation.locator is None:
        return None
    label, value = citation.locator.label, citation.locator.value
    return LocatorView(label=label, value=value, forms=words["locators"].get(label, {}))


def back_places(
    key: str,
    index: Index,
    pages: Mapping[str, Page],
    *,
    base: str,
    label: str,
    locale: str,
    brief: bool,
) -> tuple[BackPlace, ...]:
    """Where a work is cited, heading by heading in reading order.

    Args:
        key: of the entry.
        index, pages: of the site.
        base: address of the page the list stands in.
        label: the work's label, for the links' full names.
        locale: the page's language, for the same.
        brief: see `BackPlace`.
    """
    # Two headings may read alike: their citations are counted on, so that names differ.
    places = _headings(index.occurrences.get(key, ()), pages)
    ways = Counter((title, page.title) for title, page, some in places for _ in some)
    numbers = {place: count(1) for place in ways}
    words = terms(locale)

    def links(title: str, page: Page, occurrences: Iterable[Occurrence]) -> Iterator[BackLink]:
        place = title, page.title
        name = words["citation-number-in" if ways[place] > 1 else "citation-in"]
        for occurrence, n in zip(occurrences, numbers[place], strict=False):
            yield BackLink(
                url=relative(page.url, base, occurrence.anchor),
                n=n,
                name=name.format(label=label, place=title, page=page.title, n=n),
            )

    return tuple(
        BackPlace(title=title, page=page.title, links=tuple(links(title, page, some)), brief=brief)
        for title, page, some in places
    )


def _headings(
    occurrences: Iterable[Occurrence], pages: Mapping[str, Page]
) -> list[tuple[str, Page, list[Occurrence]]]:
    """Headings (or pages without one) with their page and the citations below, in reading order."""
    found: dict[tuple[str, Heading | None], list[Occurrence]] = {}
    for occurrence in occurrences:
        context = occurrence.context
        found.setdefault((context.page, context.heading), []).append(occurrence)
    return [
        (heading.text if heading else pages[path].title, pages[path], some)
        for (path, heading), some in found.items()
    ]
