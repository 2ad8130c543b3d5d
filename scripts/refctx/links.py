"""Addresses: of works, and from one page of the site to another."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import quote

from refctx.fields import value_of
from refctx.model import Entry
from refctx.nouns import dataclass

# No name stands before the host, where it looks like one; no line gets into a mail's head; no
# sign turns the text around or has no width.
_SAFE = re.compile(
    r"(?:https?://(?![^/?#]*@)|mailto:(?!.*%0[ad]))"
    r"[^\s\"<>\\^`{}|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"(?:arxiv:)?(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<id>10\.\d{4,9}/\S+)", re.IGNORECASE)
# What stands in an anchor as it is; letters and digits do anyway.
_KEPT = "-._~!$&()*+,;=:@/?"
_PLAIN = re.compile(r"[A-Za-z0-9\-._~!$&()*+,;=:@/?]*")
_UNESCAPE = re.compile(r"\\([%&_#$])")
_TILDE = re.compile(r"\\(?:textasciitilde\s*|~)(?:\{\})?")


@dataclass(frozen=True, slots=True)
class Link:
    """An address of a work.

    `kind` names it: `doi`, `website`, `archive`, `abstract`, `pdf` or `paper`.
    """

    kind: str
    url: str
    text: str = ""


def safe_url(value: str) -> str:
    """The address if its scheme is http, https or mailto, else an empty text."""
    url = value.strip().strip("{}")
    if "\\" in url:
        url = _UNESCAPE.sub(r"\1", _TILDE.sub("~", value.strip()).strip("{}"))
        found = re.match(r"\\url\{(.*)", url)
        url = found[1] if found else url
    return url if _SAFE.fullmatch(url) else ""


def safe_target(value: str) -> str:
    """The address of a link in a page: a safe one, or one inside the site."""
    is_inside = not re.match(r"[/\\\x00-\x20]{2}|[^/?#]*[:\\\x00-\x20]", value)
    return value if is_inside else safe_url(value)


def arxiv_id(entry: Entry) -> str:
    """The entry's arXiv id without version, or an empty text."""
    if not entry.fields.get("eprint"):
        return ""
    archive = value_of(entry.fields, "eprinttype") or "arxiv"
    found = _ARXIV.fullmatch(entry.fields.get("eprint", "").strip("{}"))
    return found["id"] if found and archive.lower() == "arxiv" else ""


def doi(entry: Entry) -> str:
    """The entry's DOI without resolver, or an empty text."""
    value = entry.fields.get("doi", "")
    return bare_doi(_UNESCAPE.sub(r"\1", value.strip("{}"))) if value else ""


def bare_doi(value: str) -> str:
    """A DOI without resolver or `doi:`; empty if it is none."""
    found = _DOI.fullmatch(value.strip())
    return found["id"] if found else ""


# Archive of a preprint or copy (`eprinttype`) → where its numbers lead.
_ARCHIVES = {
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "hal": "https://hal.science/",
    "jstor": "https://www.jstor.org/stable/",
    "hdl": "https://hdl.handle.net/",
    "googlebooks": "https://books.google.com/books?id=",
}


def archived(entry: Entry) -> str:
    """The address in the archive that the entry names (PubMed, HAL, JSTOR, …), or an empty text."""
    number = entry.fields.get("eprint", "").strip("{} ")
    if not number:
        return ""
    archive = _ARCHIVES.get(value_of(entry.fields, "eprinttype").lower(), "")
    return safe_url(archive + number) if archive else ""


def links_of(entry: Entry) -> tuple[Link, ...]:
    """All addresses of a work; the first is the one a reference prints."""
    links: list[Link] = []
    if name := doi(entry):
        links.append(Link("doi", f"https://doi.org/{quote(name, safe='/:;()._-')}", name))
    if url := safe_url(entry.fields.get("url") or entry.fields.get("howpublished", "")):
        links.append(Link("website", url, url))
    if (copy := archived(entry)) and copy != url:
        links.append(Link("archive", copy, copy))
    if identifier := arxiv_id(entry):
        links += [
            Link("abstract", f"https://arxiv.org/abs/{identifier}"),
            Link("pdf", f"https://arxiv.org/pdf/{identifier}"),
            Link("paper", f"https://huggingface.co/papers/{identifier}"),
        ]
    return tuple(links)


def relative(target: str, base: str, anchor: str = "") -> str:
    """The address of page `target` as seen from page `base`, both relative to the site's root.

    Works for directory addresses (`guide/`) and files (`guide.html`) alike; the anchor is
    percent-encoded.
    """
    anchor = anchor if _PLAIN.fullmatch(anchor) else quote(anchor, safe=_KEPT)
    fragment = f"#{anchor}" if anchor else ""
    return fragment or "#" if target == base else _way(target, base) + fragment


@lru_cache(maxsize=8192)  # a list leads to each page a hundred times
def _way(target: str, base: str) -> str:
    path = posixpath.relpath(f"/{target}", posixpath.dirname(f"/{base}"))
    path += "/" if target.endswith("/") or not target else ""
    return path.replace("//", "/") if path != "." else "./"
