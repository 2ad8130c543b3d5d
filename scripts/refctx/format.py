"""Entry + index → the strings a macro prints.

Everything is looked up, cleaned and linked here, so that a style is a page of plain Jinja.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from refctx import tex
from refctx.fields import pages, title_parts, value_of
from refctx.kinds import standard, type_of
from refctx.links import Link, arxiv_id, links_of, relative
from refctx.model import Citation, Entry, Heading, Index, Label, Page, Person
from refctx.names import initials, known_by
from refctx.terms import best_locale, terms

_HAN = re.compile(r"[\u3400-\u9fff]")
# biblatex's name of a language → its tag, where the first two letters are not the tag.
_TAGS = {
    "american": "en", "australian": "en", "british": "en", "canadian": "en", "newzealand": "en",
    "austrian": "de", "german": "de", "naustrian": "de", "ngerman": "de", "nswissgerman": "de",
    "swissgerman": "de", "acadian": "fr", "brazil": "pt", "brazilian": "pt", "portuguese": "pt",
    "catalan": "ca", "croatian": "hr", "czech": "cs", "dutch": "nl", "estonian": "et",
    "galician": "gl", "greek": "el", "icelandic": "is", "irish": "ga", "japanese": "ja",
    "latvian": "lv", "lithuanian": "lt", "norsk": "nb", "norwegian": "no", "nynorsk": "nn",
    "polish": "pl", "serbian": "sr", "slovak": "sk", "slovene": "sl", "slovenian": "sl",
    "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person as printed: surname with particle, given names whole and as initials."""

    family: str
    given: str
    initials: str
    suffix: str
    literal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A work as a style prints it. Texts of fields are safe HTML.

    Attributes:
        key: of the entry.
        kind, type: the standard type (`thesis`, `report`, an unknown one is `misc`), and what the
            field `type` or the type's other name says (`phdthesis`, `Habilitation`).
        lang: language tag of the work.
        authors, editors: names in order; `others` is true where the entry says so.
        year, suffix: `2024` and `a`; year is the locale's "n.d." without a date.
        title, container, publisher, institution: HTML, empty if absent; titles with subtitles.
            Without a publisher the institution or organization stands for it.
        edition: `2nd`, `2` in a language without ordinals; empty if absent.
        in_journal: true if the container is a journal of an article.
        volume, issue, pages: HTML; page ranges with an en dash.
        eprint: arXiv id, empty if absent.
        link: the address a reference ends with, or None.
        fields: every field of the entry, cleaned.
        terms: the words of the work's own language.
    """

    key: str
    kind: str
    type: Markup
    lang: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    others: bool
    year: str
    suffix: str
    title: Markup
    edition: Markup
    container: Markup
    in_journal: bool
    publisher: Markup
    institution: Markup
    volume: Markup
    issue: Markup
    pages: Markup
    eprint: str
    link: Link | None
    fields: Mapping[str, Markup]
    terms: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackLink:
    """A way back to one citation: address, its number among those of its place, full name."""

    url: str
    n: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackPlace:
    """A heading under which a work is cited, and the ways back to each citation there."""

    title: str
    page: str
    links: tuple[BackLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationView:
    """One citation as `group.html` prints it; `label` is None if the key is unknown.

    `anchor` is empty where the id already stands on the page (a copied marker); `url` is
    empty where the work has neither entry nor address. `locator` is ready text (`p. 3`).
    """

    key: str
    label: Label | None
    anchor: str
    url: str
    prefix: str
    locator: str
    suffix: str
    suppress_author: bool
    terms: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One line of a list.

    Attributes:
        key, anchor: of the entry; the anchor is empty where another line holds the id.
        reference: the printed reference, HTML.
        label: its label in the text, `Gu and Dao (2024)`.
        lang: language tag of the work.
        name, note, url: of a reading list's item; name and url are never empty.
        entry_url: where the entry stands on the site, empty if nowhere.
        links: every address of the work.
        places: back-links.
    """

    key: str
    anchor: str
    reference: Markup
    label: str
    lang: str
    name: str
    note: str
    url: str
    entry_url: str
    links: tuple[Link, ...]
    places: tuple[BackPlace, ...]


def language_of(entry: Entry) -> str:
    """Language tag of a work: its `langid`, else Chinese if its title has Han characters."""
    named = value_of(entry.fields, "langid").strip("{}").lower()
    if named.startswith(("zh", "chinese")):
        return "zh-Hant"
    if named:
        return named if re.match(r"[a-z]{2,3}(-|$)", named) else _TAGS.get(named, named[:2])
    return "zh-Hant" if _HAN.search(entry.fields.get("title", "")) else "en"


def reference_of(entry: Entry, label: Label) -> Reference:
    """Prepare an entry for a style's `reference` macro."""
    fields = {name: _html(value) for name, value in entry.fields.items()}

    def first(*names: str) -> Markup:
        return next((fields[name] for name in names if fields.get(name)), Markup(""))

    lang = language_of(entry)
    words = terms(best_locale(lang))
    journal = _html(value_of(entry.fields, "journaltitle"))
    institution = _html(value_of(entry.fields, "institution"))
    return Reference(
        key=entry.key,
        kind=standard(entry.kind),
        type=_html(type_of(entry.kind, entry.fields.get("type", ""))),
        lang=lang,
        authors=_names(entry.people.get("author", ())),
        editors=_names(entry.people.get("editor", ())),
        others=any(p.is_others for p in entry.people.get("author", ())),
        year=label.year,
        suffix=label.suffix,
        title=_title(entry) or Markup.escape(entry.key),
        edition=_edition(first("edition"), words["ordinals"]),
        container=journal or _title(entry, "book"),
        in_journal=bool(journal) and entry.kind == "article",
        publisher=first("publisher") or institution or first("organization"),
        institution=institution,
        volume=first("volume"),
        issue=first("number", "issue"),
        pages=_pages(entry.fields.get("pages", "")),
        eprint=arxiv_id(entry),
        link=_printed_link(links_of(entry)),
        fields=fields,
        terms=words,
    )


def _html(value: str) -> Markup:
    return Markup(tex.to_html(value))


def _title(entry: Entry, of: str = "") -> Markup:
    """Title and subtitle of the work, or of its `book`."""
    title, subtitle, _ = title_parts(entry.fields, of)
    return Markup(": ").join(_html(part) for part in (title, subtitle) if part)


def _edition(edition: Markup, ordinals: Sequence[str]) -> Markup:
    """`2`, `Second` and `2nd edition` are all the `2nd`."""
    text = re.sub(r"(?i)\s+(edition|ed\.?)$", "", edition.strip())
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    if text.lower() in words:
        text = str(words.index(text.lower()) + 1)
    if not text.isdecimal() or not ordinals:
        return Markup(text)
    teen = text[-2:-1] == "1"
    return Markup(text + ordinals[0 if teen or int(text[-1]) >= len(ordinals) else int(text[-1])])


def _printed_link(links: Sequence[Link]) -> Link | None:
    if not links:
        return None
    link = links[0]
    return link if link.text else Link(link.kind, link.url, link.url)


def _pages(text: str) -> Markup:
    """`1--9,12` → `1–9, 12`."""
    return Markup(", ").join(
        Markup("–").join(_html(page) for page in pair if page) for pair in pages(text)
    )


def _names(people: Sequence[Person]) -> tuple[Name, ...]:
    return tuple(
        Name(
            family=known_by(person),
            given=person.given,
            initials=initials(person),
            suffix=person.suffix,
            literal=person.literal,
        )
        for person in people
        if not person.is_others
    )


def locator_text(citation: Citation, words: Mapping[str, Any]) -> str:
    """`p. 3`, `pp. 33–35`; empty without a locator."""
    if citation.locator is None:
        return ""
    singular, plural, _ = words["locators"].get(citation.locator.label, ("", "", ()))
    several = re.search(r"[–,&]", citation.locator.value)
    return f"{plural if several else singular} {citation.locator.value}".strip()


def back_places(
    key: str, index: Index, pages: Mapping[str, Page], *, base: str, label: str, locale: str
) -> tuple[BackPlace, ...]:
    """Where a work is cited, heading by heading in reading order.

    Args:
        key: of the entry.
        index, pages: of the site.
        base: address of the page the list stands in.
        label: the work's label, for the links' full names.
        locale: the page's language, for the same.
    """
    found: dict[tuple[str, Heading | None], list[str]] = {}
    for occurrence in index.occurrences.get(key, ()):
        context = occurrence.context
        found.setdefault((context.page, context.heading), []).append(occurrence.anchor)
    words = terms(locale)
    places = []
    for (path, heading), anchors in found.items():
        page = pages[path]
        title = heading.text if heading else page.title
        pattern = words["citation-number-in" if len(anchors) > 1 else "citation-in"]
        links = tuple(
            BackLink(
                url=relative(page.url, base, anchor),
                n=n,
                name=pattern.format(label=label, place=title, page=page.title, n=n),
            )
            for n, anchor in enumerate(anchors, start=1)
        )
        places.append(BackPlace(title=title, page=page.title, links=links))
    return tuple(places)
