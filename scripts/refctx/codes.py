"""Every kind of finding: its name, how grave it is unless a site says otherwise, and its gist.

`docs/findings/CODE.md` explains each; a test holds these pages, this table and the code together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from refctx.nouns import dataclass

ERROR, WARN, INFO, IGNORE = LEVELS = ("error", "warn", "info", "ignore")


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding.

    Attributes:
        level: of `LEVELS`, how grave it is by default.
        gist: one sentence without a full stop.
        fixable: true if `refctx check --fix` can mend it.
    """

    level: str
    gist: str
    fixable: bool = False


_FILES = {
    "missing-bibliography": Code(ERROR, "A bibliography is not there or cannot be read"),
    "outside-project": Code(ERROR, "A path in the options leads out of the project"),
    "not-utf8": Code(WARN, "A file is not UTF-8; it is read as what it seems to be"),
    "control-character": Code(WARN, "A file holds characters that no text has; they are left out"),
    "unfinished-file": Code(WARN, "The preview shows an older state of a file that is broken now"),
    "stray-text": Code(WARN, "Text between entries looks like an entry that is not read"),
    "bad-comment": Code(WARN, "A comment to refctx is not understood"),
    "unused-rule": Code(INFO, "A rule about findings concerns none"),
}
_ENTRIES = {
    "broken-entry": Code(ERROR, "An entry cannot be read whole"),
    "missing-key": Code(ERROR, "An entry has no key, so nothing can cite it"),
    "duplicate-key": Code(ERROR, "Two entries share a key or another name"),
    "same-anchor": Code(ERROR, "Two things of the site would stand at the same address"),
    "odd-key": Code(WARN, "A key holds spaces, or can be cited in braces only"),
    "duplicate-work": Code(WARN, "Two entries seem to be the same work"),
    "uncited-entry": Code(INFO, "No page cites or lists an entry"),
    "unknown-type": Code(WARN, "BibTeX and biblatex know no such type"),
    "unknown-parent": Code(WARN, "An entry takes fields from one that is not there"),
    "circular-parent": Code(WARN, "Entries take fields from each other in a circle"),
    "entry-set": Code(WARN, "A set is printed by its first member alone"),
}
_FIELDS = {
    "missing-field": Code(INFO, "An entry lacks a field that its type needs"),
    "repeated-field": Code(WARN, "An entry has a field twice"),
    "unknown-string": Code(WARN, "A value without braces is no @string"),
    "long-field": Code(WARN, "A field is longer than any that is printed; the rest is left out"),
    "unread-tex": Code(WARN, "A TeX command is not known"),
    "unread-name": Code(WARN, "A name cannot be taken apart"),
    "odd-name": Code(WARN, "A name is read, but looks wrong"),
    "unread-date": Code(WARN, "A date cannot be read"),
    "bad-year": Code(WARN, "A year cannot be the year of a work"),
    "bad-doi": Code(WARN, "A field `doi` holds no DOI"),
    "bad-eprint": Code(WARN, "A field `eprint` holds no arXiv id"),
    "bad-isbn": Code(WARN, "An ISBN is mistyped: its check digit is wrong"),
    "bad-issn": Code(WARN, "An ISSN is mistyped: its check digit is wrong"),
    "bad-orcid": Code(WARN, "An ORCID iD is mistyped: its check digit is wrong"),
    "bad-url": Code(WARN, "An address is not printed as a link"),
    "bad-pages": Code(WARN, "Pages run backwards or are no pages"),
}
_FORM = {
    "doi-form": Code(INFO, "A DOI is written with its resolver", fixable=True),
    "page-dash": Code(INFO, "Pages are not parted by two hyphens", fixable=True),
    "field-order": Code(INFO, "The fields of an entry stand in an unusual order", fixable=True),
    "spacing": Code(INFO, "An entry is not laid out one field to a line", fixable=True),
}
_PAGES = {
    "unknown-key": Code(ERROR, "A page cites a key that no entry has"),
    "raw-citation": Code(WARN, "What looks like a citation stands in a page as it was written"),
    "unknown-list": Code(WARN, "A page links to a file of a reading list that there is not"),
    "no-list": Code(WARN, "A page cites what no reference list shows"),
    "macro-call": Code(ERROR, "A macro call in a page is not understood"),
    "macro": Code(ERROR, "A macro file has a fault"),
    "broken-marker": Code(WARN, "A page holds a marker of refctx that refctx did not write"),
}
_BUILT = {
    "no-pages": Code(ERROR, "A folder holds no HTML"),
    "dead-link": Code(ERROR, "A link leads to a file that is not there"),
    "dead-anchor": Code(ERROR, "A link leads to an id that is not there"),
    "repeated-id": Code(ERROR, "Two elements of a page share an id"),
    "no-way-back": Code(ERROR, "An entry does not lead back to a citation"),
    "unfilled": Code(ERROR, "A citation or macro call stands in the page as it was written"),
    "no-language": Code(ERROR, "A page does not say its language"),
    "foreign-request": Code(ERROR, "A page makes a browser ask another host"),
}
# What they concern → the codes.
GROUPS: Mapping[str, Mapping[str, Code]] = MappingProxyType(
    {
        "files": _FILES,
        "entries": _ENTRIES,
        "fields": _FIELDS,
        "form": _FORM,
        "pages": _PAGES,
        "the built site": _BUILT,
    }
)
CODES: Mapping[str, Code] = MappingProxyType(
    {name: code for codes in GROUPS.values() for name, code in codes.items()}
)


def nearest(name: str) -> str:
    """The code that is written most alike, or an empty text."""
    from difflib import get_close_matches  # noqa: PLC0415  # wanted for a slip alone

    return next(iter(get_close_matches(name, CODES, 1)), "")
