"""A page of a built site → what can be wrong in it: ids, links, language, what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from refctx.markers import NAME

# Elements and attributes that make a browser ask for something without the reader's doing.
FETCHED = {
    ("audio", "src"), ("embed", "src"), ("feimage", "href"), ("feimage", "xlink:href"),
    ("frame", "src"), ("iframe", "src"), ("image", "href"), ("image", "xlink:href"),
    ("img", "src"), ("img", "srcset"), ("input", "src"), ("link", "imagesrcset"),
    ("object", "data"), ("script", "href"), ("script", "src"), ("source", "src"),
    ("source", "srcset"), ("track", "src"), ("use", "href"), ("use", "xlink:href"),
    ("video", "poster"), ("video", "src"),
}  # fmt: skip
# What a `link` is for when a browser asks for it.
FETCHED_LINKS = {
    "apple-touch-icon", "dns-prefetch", "icon", "manifest", "mask-icon", "modulepreload",
    "preconnect", "prefetch", "preload", "prerender", "stylesheet",
}  # fmt: skip
# Those that a reader follows.
FOLLOWED = {("a", "href"), ("a", "xlink:href"), ("area", "href"), ("form", "action")}
# Where text that looks like a macro call is shown, or no text at all.
TEXTLESS = {"code", "pre", "script", "style", "template", "textarea", "title"}
_CANDIDATE = re.compile(r"([^\s,](?:\S*[^\s,])?)(?:\s+[^,]*)?")
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')\s]+)|@import\s*["']([^"']+)""", re.IGNORECASE)
_CSS_SILENT = re.compile(r"/\*.*?\*/|@namespace[^;]*", re.DOTALL)
_REFRESH = re.compile(r"""[\d.\s]*[;,\s]\s*url\s*=\s*["']?([^"']+)""", re.IGNORECASE)
_CALL = re.compile(r"\{\{-?\s*(?:bibliography|reading_list|chart|forward|cite)\s*\(")


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a page: its line, as written, and the element that has it.

    `fetched` is true where the browser asks by itself, `back` of a way back from an entry.
    """

    line: int
    target: str
    element: str
    fetched: bool = False
    back: bool = False


@dataclass(slots=True)
class Document:
    """What a page holds; what stands in a `<template>` is not in the page.

    Attributes:
        ids: id → the lines on which it stands.
        names: anchors of the old kind, `<a name>`.
        base, canonical: what `<base href>` and `<link rel="canonical">` say.
        root: the line and the language of `<html>`; None without one.
        unfilled: lines with a marker or a macro call that nothing has filled.
    """

    ids: dict[str, list[int]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    base: str = ""
    canonical: str = ""
    root: tuple[int, str] | None = None
    unfilled: list[int] = field(default_factory=list)


def read(html: str) -> Document:
    """What stands in a page; any text can be read."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def addresses_in(css: str, line: int = 1) -> list[Link]:
    """What a stylesheet that begins on that line asks for."""
    text = _CSS_SILENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), css) if css else ""
    return [
        Link(line + text.count("\n", 0, found.start()), found[1] or found[2], "style", fetched=True)
        for found in _CSS_ADDRESS.finditer(text)
    ]


def candidates(srcset: str) -> list[str]:
    """The addresses of a `srcset`: `a.png 1x, b.png 2x`."""
    return _CANDIDATE.findall(srcset)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Document()
        self.without_text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag in TEXTLESS:
            self.without_text.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "template" not in self.without_text:
            # Of an attribute that is given twice the first counts.
            self._element(tag, {name: value or "" for name, value in reversed(attrs)})

    def handle_endtag(self, tag: str) -> None:
        if tag in self.without_text:
            self.without_text.remove(tag)

    def handle_data(self, data: str) -> None:
        line = self.getpos()[0]
        if self.without_text == ["style"]:
            self.found.links += addresses_in(data, line)
        elif not self.without_text:
            calls = _CALL.finditer(data)
            self.found.unfilled += [line + data.count("\n", 0, call.start()) for call in calls]

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """`<![if …]>` is a comment to a browser, and an error to some versions of Python."""
        return self.parse_bogus_comment(i, report)

    def _element(self, tag: str, attrs: Mapping[str, str]) -> None:
        line, found = self.getpos()[0], self.found
        if attrs.get("id"):
            found.ids.setdefault(attrs["id"], []).append(line)
        if NAME in attrs:
            found.unfilled.append(line)
        if tag == "html" and found.root is None:
            found.root = (line, attrs.get("lang", "").strip())
        elif tag == "base":
            found.base = found.base or attrs.get("href", "").strip()
        elif tag == "a" and attrs.get("name"):
            found.names.add(attrs["name"])
        elif tag == "link" and "href" in attrs:
            self._link(line, attrs)
        elif tag == "meta" and attrs.get("http-equiv", "").lower() == "refresh":
            self._add(line, tag, _REFRESH.findall(attrs.get("content", "")))
        self._attributes(line, tag, attrs)

    def _attributes(self, line: int, tag: str, attrs: Mapping[str, str]) -> None:
        self.found.links += addresses_in(attrs.get("style", ""), line)
        back = "refctx-backlink" in attrs.get("class", "").split()
        for name, value in attrs.items():
            if (tag, name) in FETCHED:
                urls = candidates(value) if name.endswith("srcset") else [value]
                self._add(line, tag, urls, fetched=True)
            elif (tag, name) in FOLLOWED:
                self._add(line, tag, [value], back=back)

    def _link(self, line: int, attrs: Mapping[str, str]) -> None:
        kinds, target = attrs.get("rel", "").lower().split(), attrs["href"].strip()
        if "canonical" in kinds:
            self.found.canonical = self.found.canonical or target
        self._add(line, "link", [target], fetched=not FETCHED_LINKS.isdisjoint(kinds))

    def _add(
        self,
        line: int,
        element: str,
        targets: Iterable[str],
        *,
        fetched: bool = False,
        back: bool = False,
    ) -> None:
        self.found.links += [Link(line, t.strip(), element, fetched, back) for t in targets]
