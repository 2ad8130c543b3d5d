"""Entries → COinS, the line in a page by which Zotero and others pick a work up.

A ContextObject of OpenURL (ANSI/NISO Z39.88-2004) in key/encoded-value form. Each format of
its registry has keys of its own; what has no format of its own is Dublin Core.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote_plus

from refctx.formats.csl import Item, iso_date

Pair = tuple[str, str]

# CSL's type → format of the registry and genre; what is not named here is Dublin Core.
FORMATS = {
    "article-journal": ("journal", "article"), "article-magazine": ("journal", "article"),
    "article-newspaper": ("journal", "article"), "review": ("journal", "article"),
    "article": ("journal", "preprint"), "book": ("book", "book"), "pamphlet": ("book", "book"),
    "chapter": ("book", "bookitem"), "entry-encyclopedia": ("book", "bookitem"),
    "paper-conference": ("book", "proceeding"), "report": ("book", "report"),
    "thesis": ("dissertation", ""), "patent": ("patent", ""),
}  # fmt: skip
# CSL's type → Zotero's, which Dublin Core's free `type` may name.
_TYPES = {
    "webpage": "webpage", "software": "computerProgram", "dataset": "dataset",
    "motion_picture": "videoRecording", "song": "audioRecording", "graphic": "artwork",
    "manuscript": "manuscript", "speech": "presentation", "personal_communication": "letter",
    "legal_case": "case", "legislation": "statute", "standard": "standard",
}  # fmt: skip
# Format → key → CSL's variable.
_KEYS = {
    "journal": {
        "atitle": "title", "jtitle": "container-title", "stitle": "container-title-short",
        "volume": "volume", "issue": "issue", "artnum": "number", "issn": "ISSN",
    },
    "book": {
        "pub": "publisher", "place": "publisher-place", "edition": "edition",
        "series": "collection-title", "tpages": "number-of-pages", "isbn": "ISBN", "issn": "ISSN",
    },
    "dissertation": {"title": "title", "inst": "publisher", "degree": "genre"},
    "patent": {"title": "title", "number": "number"},
    "dc": {
        "title": "title", "source": "container-title", "publisher": "publisher",
        "language": "language",
    },
}  # fmt: skip
# How many names the works of one list share, and how many a work has at least. Names are most of
# what COinS weigh: a work may have hundreds, and the page has to carry them.
NAMES = 400
FEWEST = 3
# Genres of a part: its own title and that of the whole.
_PARTS = frozenset(("bookitem", "proceeding"))
_OTHERS: Item = {"literal": "et al."}
_WITH_PAGES = frozenset(("journal", "book"))
# Signs that stand for themselves beside letters and digits, and values of nothing else.
_SAFE = ":/,"
_PLAIN = re.compile(r"[A-Za-z0-9_.~ :/,-]*")


def names_for(works: int) -> int:
    """How many authors each work may name in a list of so many works."""
    return max(FEWEST, NAMES // max(works, 1))


def coins(found: Item, names: int) -> str:
    """The ContextObject of a work, for the title of a `span.Z3988`.

    Args:
        found: the work in CSL's terms, without markup.
        names: how many authors to name; of more, `et al.` stands in the place of the last.
    """
    form, genre = FORMATS.get(found["type"], ("dc", ""))
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}")]
    pairs += [("rft_id", name) for name in _names(found)]
    pairs += [
        (f"rft.{key}", " ".join(value.split()))
        for key, value in _facts(found, form, genre, names)
        if value
    ]
    return "&".join(f"{key}={_encoded(value)}" for key, value in pairs if value)


def _encoded(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value.replace(" ", "+")
    return quote_plus(value, safe=_SAFE)


def _names(found: Item) -> Iterator[str]:
    if "DOI" in found:
        yield f"info:doi/{found['DOI']}"
    if "URL" in found:
        yield str(found["URL"])


def _facts(found: Item, form: str, genre: str, names: int) -> Iterator[Pair]:
    yield "genre", genre
    if form == "dc":
        yield "type", _TYPES.get(found["type"], "document")
    if genre == "preprint":
        # Its number is that of the archive, which the address says.
        found = {name: value for name, value in found.items() if name != "number"}
    yield from ((key, found.get(name, "")) for key, name in _KEYS[form].items())
    if genre in _PARTS:
        yield "atitle", found.get("title", "")
        yield "btitle", found.get("container-title") or found.get("event-title", "")
    elif form == "book":
        yield "btitle", found.get("title", "")
    yield "date", iso_date(found.get("issued", {}))
    people = found.get("author") or found.get("editor") or []
    yield from _people(_fewer(people, names), form)
    if form in _WITH_PAGES:
        yield from _pages(found.get("page", ""))


def _fewer(people: list[Item], names: int) -> list[Item]:
    """The people, or the first of them and `et al.`; so is BibTeX's `and others` called."""
    if len(people) > names:
        people = [*people[: names - 1], _OTHERS]
    return [_OTHERS if person.get("literal") == "others" else person for person in people]


def _people(people: list[Item], form: str) -> Iterator[Pair]:
    """The first author in parts, or as a body; the others by their whole names."""
    whole, part = {"dc": ("creator", ""), "patent": ("inventor", "inv")}.get(form, ("au", "au"))
    for place, person in enumerate(people):
        literal = person.get("literal", "")
        family = _family(person)
        if part and not place and literal and form != "patent":
            yield "aucorp", literal
        elif part and not place and "given" in person:
            yield f"{part}last", family
            yield f"{part}first", person["given"]
            yield f"{part}suffix", person.get("suffix", "")
        else:
            names = (family, person.get("given", ""), person.get("suffix", ""))
            yield whole, literal or ", ".join(filter(None, names))


def _family(person: Item) -> str:
    names = (person.get("non-dropping-particle", ""), person.get("family", ""))
    return " ".join(filter(None, names))


def _pages(page: str) -> Iterator[Pair]:
    """First and last page; several ranges as they are."""
    if ", " in page:
        yield "pages", page
    else:
        first, _, last = page.partition("-")
        yield "spage", first
        yield "epage", last
