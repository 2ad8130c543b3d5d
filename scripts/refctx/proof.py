"""A built site → Findings about its HTML: `refctx proof site/`.

Whatever made the pages, this reads what a browser will get: every link leads somewhere, every
id stands once, every citation has its way back, and no page asks another host for anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from refctx.built import Document, Link, addresses_in, read
from refctx.model import Finding, Place
from refctx.nouns import dataclass

# Where a site stands that does not say where.
NOWHERE = "https://site.invalid/"
# The map of anchors, which each build puts into its folder.
INDEX = "refctx.json"
_CONTEXT = re.compile(r"refctx-(?P<entry>bib-.+)-\d+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a file of the site, and what stands behind `#`."""

    path: str
    anchor: str


class Built:
    """The files of a built site, and what its pages hold.

    Args:
        folder: the built site.
    """

    def __init__(self, folder: Path) -> None:
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        self.files = {file.relative_to(folder).as_posix(): file for file in files}
        self.undecoded: list[str] = []
        self.pages = {
            path: read(self._text(path)) for path in self.files if path.endswith((".html", ".htm"))
        }
        self.styles = {
            path: addresses_in(self._text(path)) for path in self.files if path.endswith(".css")
        }
        self.address = self._address()

    def _text(self, path: str) -> str:
        content = self.files[path].read_bytes()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.undecoded.append(path)
            return content.decode("utf-8", "replace")

    def _address(self) -> str:
        """Where the site will stand, by the first page that says so of itself."""
        for path, page in self.pages.items():
            for end in (path.removesuffix("index.html"), path):
                named = page.canonical.endswith(f"/{_quoted(end)}")
                if named and _is_web(_split(page.canonical)):
                    return page.canonical.removesuffix(_quoted(end))
        return NOWHERE

    def resolve(self, path: str, target: str) -> str | None:
        """The full address of a link in a file; None if it is no address at all."""
        base = self.pages[path].base if path in self.pages else ""
        try:
            here = urljoin(self.address + _quoted(path), base)
            return urljoin(here, target) if target else here
        except ValueError:
            return None

    def inside(self, url: str) -> Target | None:
        """What of the site an address means; None if it lies outside."""
        parts, own = _split(url), _split(self.address)
        if not _is_web(parts) or parts.netloc.lower() != own.netloc.lower():
            return None
        whole = parts.path or "/"
        if not whole.startswith(own.path):
            return None
        path = unquote(whole.removeprefix(own.path))
        if path == "" or path.endswith("/") or f"{path}/index.html" in self.files:
            path = str(PurePosixPath(path) / "index.html")
        return Target(path, parts.fragment.partition(":~:")[0])

    def anchor_of(self, target: Target) -> str | None:
        """The id that a fragment means in its page, empty for the top; None if there is none."""
        page = self.pages.get(target.path)
        if page is None or target.anchor.lower() in ("", "top"):
            return ""
        names = (target.anchor, unquote(target.anchor))
        return next((name for name in names if name in page.ids or name in page.names), None)

    def build_of(self, path: str) -> str:
        """The folder that a page was built into: each language of a site is a build."""
        folders = [f"{folder}/" for folder in PurePosixPath(path).parents if folder.name]
        return next((folder for folder in folders if folder + INDEX in self.files), "")


def _quoted(path: str) -> str:
    # A name that is no UTF-8 keeps its bytes.
    return quote(path, errors="surrogateescape")


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _is_web(parts: SplitResult) -> bool:
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def proof(folder: Path, allowed: Collection[str] = ()) -> list[Finding]:
    """What is wrong with the HTML of a built site, file by file.

    Args:
        folder: the built site; every `.html` and `.css` file in it is read.
        allowed: hosts that pages may ask for something, `cdn.example.org`.
    """
    site = Built(folder)
    if not site.pages:
        return [Finding("no-pages", Place(str(folder)), "There is no HTML; build the site first.")]
    findings = [Finding("not-utf8", Place(p), "Save it as UTF-8.") for p in site.undecoded]
    for path, page in site.pages.items():
        findings += _about(path, page)
    linked = {path: page.links for path, page in site.pages.items()} | site.styles
    for path, links in linked.items():
        for link in links:
            findings += _about_link(site, path, link, allowed)
    findings += _without_a_way_back(site)
    return sorted(findings, key=lambda found: (found.place.path, found.place.line))


def _about(path: str, page: Document) -> Iterator[Finding]:
    """What a page has to answer for by itself."""
    if page.root is None or not page.root[1]:
        message = 'The page does not say its language: write `<html lang="…">`.'
        yield Finding("no-language", Place(path, page.root[0] if page.root else 1), message)
    for name, lines in page.ids.items():
        for line in lines[1:]:
            message = f"The id `{name}` stands on line {lines[0]} already: give one another name."
            yield Finding("repeated-id", Place(path, line), message)
    for line in page.unfilled:
        message = (
            "A citation or macro call is left as it was: refctx did not run, or has a finding."
        )
        yield Finding("unfilled", Place(path, line), message)


def _about_link(site: Built, path: str, link: Link, allowed: Collection[str]) -> Iterator[Finding]:
    """Where a link leads, if it leads nowhere or asks somebody who is not allowed."""
    place, shown = Place(path, link.line), f"`{link.target}` ({link.element})"
    url = site.resolve(path, link.target)
    if url is None:
        yield Finding("dead-link", place, f"{shown} is no address.")
        return
    target, parts = site.inside(url), _split(url)
    if target is None and _is_web(parts):
        if link.fetched and parts.hostname not in allowed:
            message = f"{shown} asks {parts.hostname}: put a copy into the site, or allow the host."
            yield Finding("foreign-request", place, message)
        elif not _split(link.target).netloc:
            message = f"{shown} leads out of {site.address}: write it whole if that is meant."
            yield Finding("dead-link", place, message)
    elif target is not None and target.path not in site.files:
        yield Finding("dead-link", place, f"{shown} leads to {target.path}, which is not there.")
    elif target is not None and site.anchor_of(target) is None:
        message = f"{shown} leads to {target.path}, where nothing has the id `{target.anchor}`."
        yield Finding("dead-anchor", place, message)


def _without_a_way_back(site: Built) -> Iterator[Finding]:
    """Citations to which their entry, though it is listed, does not lead back."""
    listed = {(site.build_of(path), name) for path, page in site.pages.items() for name in page.ids}
    backs = [(path, link) for path, page in site.pages.items() for link in page.links if link.back]
    targets = [site.inside(site.resolve(path, link.target) or "") for path, link in backs]
    reached = {(target.path, site.anchor_of(target)) for target in targets if target}
    for path, page in site.pages.items():
        for name, lines in page.ids.items():
            found = _CONTEXT.fullmatch(name)
            wanted = found is not None and (site.build_of(path), found["entry"]) in listed
            if found and wanted and (path, name) not in reached:
                message = f"No link of `{found['entry']}` leads back to `{name}`."
                yield Finding("no-way-back", Place(path, lines[0]), message)
