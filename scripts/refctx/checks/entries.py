"""An entry's fields → what is missing in them, or read but hardly meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refctx.checks.identifiers import isbn_fault, issn_fault, numbers, orcid_fault
from refctx.checks.names import odd_names
from refctx.fields import pages, value_of
from refctx.kinds import standard
from refctx.links import arxiv_id, doi, safe_url
from refctx.model import Entry, Finding, Library

# What stands for a name that a work goes by, and for its date.
_WHO = ("author", "editor", "translator", "organization", "institution", "school", "shortauthor")
_WHEN = ("date", "year", "pubstate")
_TITLE = ("title", "maintitle", "booktitle")
_WHERE = ("url", "doi", "eprint", "howpublished")
_VENUE = ("institution", "school", "organization", "publisher")
# Type → what it needs, each as the fields of which one will do; the first names it.
_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "article": (_WHO, _TITLE, ("journaltitle", "journal", "eprint"), _WHEN),
    "book": (_WHO, _TITLE, _WHEN),
    "inbook": (_WHO, _TITLE, ("booktitle", "maintitle", "chapter", "pages"), _WHEN),
    "incollection": (_WHO, _TITLE, ("booktitle",), _WHEN),
    "inproceedings": (_WHO, _TITLE, ("booktitle", "eventtitle", "eprint"), _WHEN),
    "inreference": (_TITLE, ("booktitle",), _WHEN),
    "collection": (_TITLE, _WHEN),
    "proceedings": (_TITLE, _WHEN),
    "reference": (_TITLE, _WHEN),
    "online": (_TITLE, _WHERE),
    "patent": (_WHO, _TITLE, ("number",), _WHEN),
    "report": (_WHO, _TITLE, _VENUE, _WHEN),
    "thesis": (_WHO, _TITLE, _VENUE, _WHEN),
    "unpublished": (_WHO, _TITLE),
}
_ONE_TITLE = (_TITLE,)
_LATEST = 2100
_YEAR = re.compile(r"\d{4,}")
_ROMAN = re.compile(r"[ivxlcdm]+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_ARXIV_LIKE = re.compile(r"(?i)arxiv|\d{4}\.\d")
_CHECKED = (("bad-isbn", "isbn", isbn_fault), ("bad-issn", "issn", issn_fault))
_ORCID_IN = re.compile(r"\d[\d -]{13,}[\dXx]")


def entry_findings(library: Library) -> list[Finding]:
    """What there is to say of each entry by itself."""
    return [finding for entry in library.entries.values() for finding in _about(entry)]


def _about(entry: Entry) -> Iterator[Finding]:
    if missing := _missing(entry):
        message = (
            f"`{entry.key}` has no {' and no '.join(f'`{name}`' for name in missing)}, which "
            f"`@{entry.kind}` needs."
        )
        yield Finding("missing-field", entry.place, message, entry.key)
    for code, name, said in (
        *_addresses(entry), *_numbered(entry), *_dated(entry), *odd_names(entry),
    ):  # fmt: skip
        yield Finding(code, entry.place_of(name), said, entry.key)


def _missing(entry: Entry) -> list[str]:
    """Names of the fields that the type needs and the entry does not have."""
    kind = standard(entry.kind)
    if kind in ("set", "xdata", "misc"):
        return []
    needs = _NEEDS.get(kind.removeprefix("mv"), _ONE_TITLE)
    return [names[0] for names in needs if not any(entry.written.get(name) for name in names)]


def _addresses(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(code, field, message) about what leads to the work."""
    fields, key = entry.fields, entry.key
    if (value := fields.get("doi", "").strip("{} ")) and not doi(entry):
        yield (
            "bad-doi",
            "doi",
            (
                f"`{value}` in the field `doi` of `{key}` is no DOI and is not linked. Write it as "
                "`10.1000/182`."
            ),
        )
    if (value := fields.get("eprint", "").strip("{} ")) and not arxiv_id(entry):
        archive = value_of(fields, "eprinttype").lower()
        if archive == "arxiv" or (not archive and _ARXIV_LIKE.search(value)):
            yield (
                "bad-eprint",
                "eprint",
                (
                    f"`{value}` in the field `eprint` of `{key}` is no arXiv id and is not linked. "
                    "Write it as `1706.03762`, or as `hep-th/9711200`."
                ),
            )
    if (value := fields.get("url", "").strip("{} ")) and not safe_url(value):
        yield (
            "bad-url",
            "url",
            (
                f"`{value[:100]}` in the field `url` of `{key}` is not printed as a link. Write a "
                "whole address that begins with `https:`, `http:` or `mailto:` and holds no spaces."
            ),
        )


def _numbered(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(code, field, message) about numbers with a check digit."""
    for code, name, fault_of in _CHECKED:
        for number in numbers(entry.fields[name]) if name in entry.fields else ():
            if fault := fault_of(number):
                yield (
                    code,
                    name,
                    (
                        f"`{number}` in the field `{name}` of `{entry.key}` is mistyped: {fault}. "
                        "Look it up."
                    ),
                )
    for name in entry.fields:
        for found in _ORCID_IN.findall(entry.fields[name]) if "orcid" in name else ():
            if fault := orcid_fault(re.sub("[ -]", "", found).upper()):
                yield (
                    "bad-orcid",
                    name,
                    (
                        f"`{found}` in the field `{name}` of `{entry.key}` is mistyped: {fault}. "
                        "Look it up."
                    ),
                )


def _dated(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(code, field, message) about the year and the pages."""
    for name in ("year", "date"):
        value = entry.fields.get(name, "").strip("{} ")
        year = _YEAR.match(value)
        if year and int(year[0][:9]) > _LATEST:
            yield (
                "bad-year",
                name,
                (
                    f"`{value[:40]}` in the field `{name}` of `{entry.key}` lies after {_LATEST}. "
                    "Mend the year."
                ),
            )
    for first, last in pages(entry.fields["pages"]) if "pages" in entry.fields else ():
        if fault := _pages_fault(first, last):
            yield (
                "bad-pages",
                "pages",
                (f"`{entry.fields['pages'][:60]}` in the field `pages` of `{entry.key}`: {fault}."),
            )
            return


def _pages_fault(first: str, last: str) -> str:
    """Why these are no pages; empty if they may be."""
    if not last and not re.search(r"\d", first) and not _ROMAN.fullmatch(first):
        return f"`{first}` is no page. Numbers are expected; leave the field out until there are"
    if not _NUMBER.fullmatch(first) or not _NUMBER.fullmatch(last):
        return ""
    whole = first[: -len(last)] + last if len(last) < len(first) else last
    return f"{last} comes before {first}. Mend one of the two" if int(whole) < int(first) else ""
