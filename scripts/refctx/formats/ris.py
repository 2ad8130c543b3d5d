"""Entries → RIS, the tagged lines that EndNote, Zotero, Mendeley and RefWorks read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from refctx import tex
from refctx.formats.csl import Item, plain
from refctx.kinds import standard
from refctx.model import Entry

Line = tuple[str, str]

# biblatex's type → RIS's; what is not named here is `GEN`, generic.
TYPES = {
    "article": "JOUR", "artwork": "ART", "audio": "SOUND", "book": "BOOK", "bookinbook": "CHAP",
    "booklet": "PAMP", "collection": "EDBOOK", "dataset": "DATA", "image": "FIGURE",
    "inbook": "CHAP", "incollection": "CHAP", "inproceedings": "CPAPER", "inreference": "ENCYC",
    "jurisdiction": "CASE", "legal": "LEGAL", "legislation": "STAT", "letter": "PCOMM",
    "manual": "BOOK", "movie": "MPCT", "music": "MUSIC", "mvbook": "BOOK",
    "mvcollection": "EDBOOK", "mvproceedings": "CONF", "mvreference": "BOOK", "online": "ELEC",
    "patent": "PAT", "periodical": "JFULL", "proceedings": "CONF", "reference": "BOOK",
    "report": "RPRT", "review": "JOUR", "software": "COMP", "standard": "STAND",
    "suppbook": "CHAP", "suppcollection": "CHAP", "suppperiodical": "JOUR", "thesis": "THES",
    "unpublished": "UNPB", "video": "VIDEO",
}  # fmt: skip
_BY_CSL = {"article-magazine": "MGZN", "article-newspaper": "NEWS", "article": "UNPB"}
_JOURNALS = frozenset(("JOUR", "MGZN", "NEWS"))
_PARTS = frozenset(("CHAP", "CPAPER", "ENCYC"))
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
# Tag → CSL's variable, in the order in which they are written.
_TEXTS = {
    "J2": "container-title-short", "ST": "title-short", "VL": "volume",
    "IS": "issue", "ET": "edition", "PB": "publisher", "CY": "publisher-place",
    "NV": "number-of-volumes", "M3": "genre", "DO": "DOI", "UR": "URL",
    "LA": "language", "N1": "note",
}  # fmt: skip


def ris(entries: Iterable[Entry], said: Callable[[Entry], Item] = plain) -> str:
    """A `.ris` file of entries in the order given: lines end as the format asks, in CR and LF.

    One line to a value; a value holds no line end of its own.

    Args:
        entries: the works.
        said: an entry → what it says in CSL's terms, without markup.
    """
    lines: list[str] = []
    for entry in entries:
        written = _lines(entry, said(entry))
        lines += [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in written]
        lines.append("ER  - \r\n\r\n")
    return "".join(lines)


def _lines(entry: Entry, found: Item) -> list[Line]:
    kind = _BY_CSL.get(found["type"]) or TYPES.get(standard(entry.kind), "GEN")
    keywords = entry.fields.get("keywords")
    words = map(tex.to_text, re.split("[,;]", keywords)) if keywords else ()
    return [
        ("TY", kind),
        ("ID", entry.key),
        *_people(found, kind),
        *_titles(found, kind),
        *_dates(found),
        *((tag, found[name]) for tag, name in _TEXTS.items() if name in found),
        *_numbers(found, kind),
        *(("KW", word) for word in words if word),
    ]


def _people(found: Item, kind: str) -> list[Line]:
    """One line to a name; `A2` of a whole book is the editor of its series."""
    roles = {"AU": "author", "A2" if kind in _PARTS else "ED": "editor", "A4": "translator"}
    return [(tag, _name(name)) for tag, role in roles.items() for name in found.get(role, ())]


def _name(name: Item) -> str:
    """`van der Maaten, Laurens, Jr.`; a body has no comma behind its name."""
    if "literal" in name:
        return "et al." if name["literal"] == "others" else str(name["literal"])
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if part in name)
    rest = [name.get("given", ""), name["suffix"]] if "suffix" in name else [name.get("given", "")]
    return ", ".join([family, *rest]) if any(rest) else family


def _titles(found: Item, kind: str) -> list[Line]:
    """The work's title and what holds it; RIS gives a volume its own title, unlike CSL."""
    title, whole = found.get("title", ""), found.get("container-title", "")
    event = found.get("event-title", "")
    if volume := found.get("volume-title"):
        title, container, series = (title, volume, whole) if whole else (volume, title, "")
    else:
        container, series = whole or event, ""
    journal = container if kind in _JOURNALS else ""
    series = series or found.get("collection-title", "")
    event = event if whole else ""
    values = {"TI": title, "T2": container, "JO": journal, "T3": series, "C3": event}
    return [(tag, value) for tag, value in values.items() if value]


def _dates(found: Item) -> list[Line]:
    """The year alone, and the date with what else is said of it: `DA  - 2001/05/31/2001-06-02`."""
    issued, seen = found.get("issued", {}), found.get("accessed", {})
    values = {}
    if "date-parts" in issued:
        values = {"PY": _padded(issued["date-parts"][0])[0], "DA": _date(issued)}
    elif issued:
        year = re.match(r"\d{4}", issued["literal"])
        values = {"PY": year[0] if year else "", "DA": f"///{issued['literal']}"}
    if "date-parts" in seen:
        values["Y2"] = _date(seen)
    return [(tag, value) for tag, value in values.items() if value]


def _date(date: Item) -> str:
    """`YYYY/MM/DD/other`, all slashes there; season, circa and the end of a range are other."""
    begin, *end = map(_padded, date["date-parts"])
    year, month, day = [*begin, "", ""][:3]
    season = _SEASONS[date["season"] - 1] if "season" in date else ""
    other = ("circa" if date.get("circa") else "", season, *map("-".join, end))
    return f"{year}/{month}/{day}/{' '.join(filter(None, other))}"


def _padded(parts: list[int]) -> list[str]:
    """Year, month and day in four and two digits; a year before Christ as it is."""
    year, *rest = parts
    return [f"{year:04d}" if year > 0 else str(year), *(f"{number:02d}" for number in rest)]


def _numbers(found: Item, kind: str) -> list[Line]:
    """Number and pages: the first page and the last of all ranges, or the number of an article."""
    ranges = [part.split("-", 1) for part in found.get("page", "").split(", ") if part]
    number = found.get("number", "")
    article = kind in _JOURNALS
    values = {
        "M1": "" if article else number,
        "SP": ranges[0][0] if ranges else number if article else "",
        "EP": ranges[-1][-1] if len(ranges) > 1 or (ranges and len(ranges[0]) > 1) else "",
        "SN": found.get("ISBN") or found.get("ISSN") or "",
    }
    return [(tag, value) for tag, value in values.items() if value]
