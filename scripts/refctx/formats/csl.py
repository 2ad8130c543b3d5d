"""Entries → CSL-JSON, the items that Zotero, pandoc and citation processors read.

The names and types are those of CSL 1.0.2's schema for data; what biblatex's fields mean in them
is decided here, and the other formats that ask for meaning build on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Any

from refctx import tex
from refctx.dates import date_of
from refctx.fields import ALIASES, pages, value_of
from refctx.indented import indented
from refctx.kinds import standard, type_of
from refctx.language import language_of
from refctx.links import arxiv_id, doi, links_of
from refctx.model import Date, Entry, Person
from refctx.numerals import edition_number
from refctx.terms import best_locale, terms

Item = dict[str, Any]
# A field → what it says.
_Read = Callable[[str], str]

# biblatex's type → CSL's; what is not named here is a `document`.
TYPES = {
    "article": "article-journal", "artwork": "graphic", "audio": "song", "book": "book",
    "bookinbook": "chapter", "booklet": "pamphlet", "collection": "book", "dataset": "dataset",
    "image": "graphic", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case", "legal": "treaty", "legislation": "legislation",
    "letter": "personal_communication", "manual": "book", "movie": "motion_picture",
    "music": "song", "mvbook": "book", "mvcollection": "book", "mvproceedings": "book",
    "mvreference": "book", "online": "webpage", "patent": "patent", "performance": "performance",
    "periodical": "periodical", "proceedings": "book", "reference": "book", "report": "report",
    "review": "review", "software": "software", "standard": "standard", "suppbook": "chapter",
    "suppcollection": "chapter", "suppperiodical": "article-journal", "thesis": "thesis",
    "unpublished": "manuscript", "video": "motion_picture",
}  # fmt: skip
# Works that appear in parts, whose number is that of an issue.
_ISSUED = frozenset(("article", "periodical", "suppperiodical", "review"))
_PARTS = frozenset(
    ("inbook", "incollection", "inproceedings", "inreference", "bookinbook", "suppbook",
     "suppcollection")
)  # fmt: skip
_PREPRINTS = frozenset(("misc", "online", "unpublished", "article"))
# CSL's variable → the fields that say it; the first that says something counts.
_TEXTS = {
    "container-title-short": ("shortjournal", "journalabbreviation"),
    "volume": ("volume",),
    "number-of-volumes": ("volumes",),
    "number-of-pages": ("pagetotal",),
    "chapter-number": ("chapter",),
    "part-number": ("part",),
    "version": ("version",),
    "publisher-place": ("location", "address"),
    "event-place": ("venue",),
    "original-publisher": ("origpublisher",),
    "original-publisher-place": ("origlocation",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "keyword": ("keywords",),
    "note": ("note", "addendum"),
}
_SAYS = {field: name for name, fields in _TEXTS.items() for field in fields}
_ROLES = {
    "author": "author", "editor": "editor", "translator": "translator",
    "bookauthor": "container-author",
}  # fmt: skip
# What an editor may be instead (`editortype`), where CSL has a name for it.
_EDITORS = frozenset(("director", "compiler", "producer", "organizer", "curator"))
_DATES = {"issued": "", "accessed": "url", "original-date": "orig", "event-date": "event"}
# Of the work, of what holds it, of where it was held, of what it was at first.
_TITLES = tuple((f"{of}title", f"{of}subtitle") for of in ("", "book", "main", "event", "orig"))
_IN_TITLES = frozenset(name for names in _TITLES for name in names)
_ADDRESS = re.compile(r"(?i)^\s*\{?\s*(?:\\url|\\href|https?:)")
_MATH = re.compile(r'<math alttext="([^"]*)">.*?</math>', re.DOTALL)
_MARKUP = (
    ('<span class="refctx-small-caps">', '<span style="font-variant:small-caps;">'),
    ("<code>", ""),
    ("</code>", ""),
)


def csl_part(found: Item) -> str:
    """An item as it stands in a file, with CSL's markup (`<i>`, `span.nocase`, …) in its titles."""
    return indented(found, "\n ")


def csl_file(parts: Sequence[bytes]) -> bytes:
    """A CSL-JSON file of items in the order given, each from `csl_part`."""
    return b"[\n %s\n]\n" % b",\n ".join(parts) if parts else b"[]\n"


def item(entry: Entry) -> Item:
    """What an entry says in CSL's terms, without what it does not say.

    Returns:
        Texts, lists of names and dates as CSL's schema for data has them; titles with markup.
    """
    return _item(entry, _titles(entry, _rich))


def plain(entry: Entry) -> Item:
    """The same with titles as plain text."""
    return _item(entry, _titles(entry, tex.to_text))


def with_markup(entry: Entry, said: Item) -> Item:
    """`item`, made of what `plain` has said."""
    if not any(tex.has_markup(entry.fields[name]) for name in _IN_TITLES & entry.fields.keys()):
        return said
    titles = {name: title for name, title in _titles(entry, _rich).items() if title}
    found = {**said, **titles}
    # A title of markup alone is none in plain text.
    return found if len(found) == len(said) else item(entry)


def _item(entry: Entry, titles: Item) -> Item:
    found = {
        "id": entry.key,
        "type": type_in_csl(entry),
        **titles,
        **_people(entry),
        **_dates(entry),
        **_texts(entry.fields),
        **_numbers(entry),
        **_publisher(entry),
        **_kind(entry),
        **_address(entry),
    }
    if found["type"] == "article":
        found |= {"number": f"arXiv:{arxiv_id(entry)}", "publisher": "arXiv"}
    return {name: value for name, value in found.items() if value}


def iso_date(date: Item) -> str:
    """`2023-09` of a date of an item; of a range its beginning, of words a year they begin with."""
    if "date-parts" not in date:
        year = re.match(r"\d{4}", date.get("literal", ""))
        return year[0] if year else ""
    year, *rest = date["date-parts"][0]
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)]) if year > 0 else ""


def _first(fields: Mapping[str, str], *names: str) -> str:
    for name in names:
        # Most fields that are asked for are in no entry.
        if (name in fields or name in ALIASES) and (value := value_of(fields, name)):
            return tex.to_text(value)
    return ""


def _texts(fields: Mapping[str, str]) -> Item:
    said = {_SAYS[name] for name in fields if name in _SAYS}
    return {name: _first(fields, *_TEXTS[name]) for name in _TEXTS if name in said}


def _rich(value: str) -> str:
    """A title with CSL's markup, which escapes nothing."""
    html = tex.to_html(value, protected=True)
    if "<" in html:
        html = _MATH.sub(r"\1", html)
        for ours, theirs in _MARKUP:
            html = html.replace(ours, theirs)
    return unescape(html)


# -- what and where ------------------------------------------------------------------------


def type_in_csl(entry: Entry) -> str:
    """CSL's type; a preprint, which came out in an archive alone, is an `article`."""
    kind, subtype = standard(entry.kind), entry.fields.get("entrysubtype", "").lower()
    if kind in _PREPRINTS and arxiv_id(entry) and not value_of(entry.fields, "journaltitle"):
        return "article"
    if kind == "article" and subtype in ("magazine", "newspaper"):
        return f"article-{subtype}"
    if kind == "unpublished" and entry.fields.get("eventtitle"):
        return "speech"
    return TYPES.get(kind, "document")


def _titles(entry: Entry, read: _Read) -> Item:
    """Titles of the work and of what holds it; a volume's own stands beside that of the whole."""
    fields, kind = entry.fields, standard(entry.kind)
    own, book, main, event, first = [_titled(fields, *names, read) for names in _TITLES]
    found = {"title": own, "container-title": book}
    if main and book:
        found |= {"container-title": main, "volume-title": book}
    elif main and TYPES.get(kind) == "book":
        found |= {"title": main, "volume-title": own}
    elif main:
        found["container-title"] = main
    journal = _journal(fields)
    if journal and not (book and kind in _PARTS):
        found["container-title"] = journal
    return found | {
        "title-short": entry.short_title,
        "collection-title": _first(fields, "series"),
        "event-title": event,
        "original-title": first,
    }


def _titled(fields: Mapping[str, str], title: str, subtitle: str, read: _Read) -> str:
    """Title and subtitle of the work, or of what it belongs to."""
    main, sub = fields.get(title), fields.get(subtitle)
    if not sub:
        return read(main) if main else ""
    main, sub = main and read(main), read(sub)
    if not (main and sub):
        return main or sub
    return f"{main}{' ' if main[-1] in '?!' else ': '}{sub}"


def _journal(fields: Mapping[str, str]) -> str:
    title, subtitle = _first(fields, "journaltitle"), _first(fields, "journalsubtitle")
    return ": ".join(filter(None, (title, subtitle)))


def _numbers(entry: Entry) -> Item:
    """Number, edition and pages; a number is that of an issue, in a series or of the work."""
    kind, fields = standard(entry.kind), entry.fields
    series = bool(fields.get("series"))
    name = "issue" if kind in _ISSUED else "collection-number" if series else "number"
    found = {
        name: _first(fields, "number", "issue"),
        "edition": edition_number(_first(fields, "edition")),
        "page": _pages(fields["pages"]) if "pages" in fields else "",
    }
    if kind == "article" and fields.get("eid"):
        found["number"] = _first(fields, "eid")
    return found


def _pages(text: str) -> str:
    ranges = ("-".join(tex.to_text(page) for page in pair if page) for pair in pages(text))
    return ", ".join(ranges)


def _publisher(entry: Entry) -> Item:
    """Who brought it out, or what is said of how it came out; a court is an authority."""
    house = _first(entry.fields, "publisher", "organization", "institution")
    if standard(entry.kind) == "jurisdiction":
        return {"authority": house}
    named = entry.fields.get("howpublished", "")
    return {"publisher": house or ("" if _ADDRESS.match(named) else tex.to_text(named))}


def _kind(entry: Entry) -> Item:
    """Kind, state and language in words of the work's own language."""
    fields, language = entry.fields, language_of(entry)
    words = terms(best_locale(language))
    named = type_of(entry.kind, value_of(fields, "type")) or fields.get("entrysubtype", "")
    genre = "" if type_in_csl(entry).startswith("article-") and not fields.get("type") else named
    state = fields.get("pubstate", "").strip("{}")
    return {
        "genre": words["types"].get(genre) or tex.to_text(genre),
        "status": words["states"].get(state) or tex.to_text(state),
        # English is a guess where nothing says it.
        "language": language if value_of(fields, "langid") or language != "en" else "",
    }


def _address(entry: Entry) -> Item:
    links = (link.url for link in links_of(entry) if link.kind != "doi")
    return {"DOI": doi(entry), "URL": next(links, "")}


# -- who and when --------------------------------------------------------------------------


def _people(entry: Entry) -> Item:
    people = entry.people
    found = {csl: list(map(_person, people.get(role, ()))) for role, csl in _ROLES.items()}
    role = entry.fields.get("editortype", "").strip("{} ").lower()
    return found | ({role: found["editor"], "editor": []} if role in _EDITORS else {})


def _person(person: Person) -> Item:
    """A name in CSL's parts; CSL has no word for "and others", which stands as pandoc writes it."""
    if person.is_others or person.literal:
        return {"literal": person.family or "others"}
    if person.given and not (person.particle or person.suffix):
        return {"family": person.family, "given": person.given}
    parts = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.particle,
        "suffix": person.suffix,
    }
    return {name: part for name, part in parts.items() if part}


def _dates(entry: Entry) -> Item:
    said = (name for name, of in _DATES.items() if not of or f"{of}date" in entry.fields)
    return {name: _date(date_of(entry, _DATES[name])) for name in said}


def _date(date: Date | None) -> Item:
    """A date in CSL's parts; what they cannot say, a range with an open end, stands in words."""
    if date is None:
        return {}
    if date.open_end or date.year is None or (date.end and date.end.year is None):
        return {"literal": date.literal or "–".join(_years(date))}
    parts = [_parts(date), *([_parts(date.end)] if date.end else [])]
    found: Item = {"date-parts": parts[:1] if parts[0] == parts[-1] else parts}
    if date.season and not date.end:
        found["season"] = date.season
    marks = (date, date.end) if date.end else (date,)
    return found | ({"circa": True} if any(d.approximate or d.uncertain for d in marks) else {})


def _years(date: Date) -> tuple[str, str]:
    """The years of an open range as text, empty where it is open."""
    ends = (date, date.end)
    first, last = (str(_year(d.year)) if d and d.year is not None else "" for d in ends)
    return first, last


def _parts(date: Date) -> list[int]:
    parts = (_year(date.year or 0), date.month, date.day)
    return [part for part in parts if part is not None]


def _year(year: int) -> int:
    """CSL counts 1 BC as -1, ISO as 0."""
    return year if year > 0 else year - 1
