"""Fields by their meaning: whatever BibTeX or biblatex calls them, in the form that is compared.

Values stay as written (TeX and all) but where a function says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# biblatex's name → the names under which the same is found, in the order in which they count.
ALIASES = {
    "journaltitle": ("journaltitle", "journal"),
    "institution": ("institution", "school"),
    "eprinttype": ("eprinttype", "archiveprefix"),
    "langid": ("langid", "hyphenation", "language"),
}
# Where a work came out, the most telling first.
VENUES = ("journaltitle", "booktitle", "institution", "publisher", "organization", "howpublished")
_DASHES = re.compile(r"\s*(?:-{1,3}|[‐‑‒–—−]|\\textendash(?:\{\}|\s)|\\textemdash(?:\{\}|\s))\s*")
_PLAIN_RANGE = re.compile(r"(\d+)--?(\d+)")
_OPENS = re.compile(r"(?i)pp?\.?\s*(?=\d)")


def value_of(fields: Mapping[str, str], name: str) -> str:
    """The first field with a value among those that mean `name`; empty without one."""
    for one in ALIASES.get(name, (name,)):
        value = fields.get(one)
        if value and value.strip("{} "):
            return value
    return ""


def venue_of(fields: Mapping[str, str]) -> str:
    """Where the work came out: journal, book, institution or publisher; an address is none."""
    found = (value_of(fields, name) for name in VENUES)
    return next((venue for venue in found if venue and "://" not in venue), "")


def title_parts(fields: Mapping[str, str], of: str = "") -> tuple[str, str, str]:
    """Title, subtitle and what is added to the title, of the work or of its `book`, `main`, …."""
    return (
        fields.get(f"{of}title", ""),
        fields.get(f"{of}subtitle", ""),
        fields.get(f"{of}titleaddon", ""),
    )


def pages(text: str) -> tuple[tuple[str, str], ...]:
    """The ranges of a field `pages`, as (first, last); last is empty for a single page.

    Any dash parts a range and any comma the ranges: `1--9, 12` → (1, 9), (12, ).
    """
    if plain := _PLAIN_RANGE.fullmatch(text):
        return (plain.groups(),)  # type: ignore[return-value]  # two texts
    text = _OPENS.sub("", text.strip("{} "))
    ranges = []
    for part in re.split(r"\s*[,;]\s*", text):
        first, *last = _DASHES.split(part.strip("{} "), maxsplit=1)
        ranges.append((first.strip("{} "), last[0].strip("{} ") if last else ""))
    return tuple(pair for pair in ranges if any(pair))
