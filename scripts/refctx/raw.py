"""A page's HTML → the citations in it that nothing has read, such as those in raw HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from refctx.cite import parse_group
from refctx.model import CitationGroup

_MAYBE = re.compile(r"\[[^\[\]]*@")
_GROUP = re.compile(r"\[(?!\^)(?P<inside>[^\[\]\0]*@[^\[\]\0]*)\]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# What they hold is no text, or is shown as it was written on purpose.
_NO_TEXT = frozenset(
    ("code", "kbd", "math", "pre", "samp", "script", "style", "svg", "template", "textarea")
)
_FORMULA = "arithmatex"
_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
     "u")
)  # fmt: skip


def raw_citations(html: str) -> tuple[CitationGroup, ...]:
    """The groups that stand in the text of a page as `[@key]`, before citations are printed."""
    if not _MAYBE.search(html):
        return ()
    reader = _Text()
    reader.feed(html)
    reader.close()
    text = _BLANK_LINE.sub("\0", "".join(reader.parts))
    found = (parse_group(m["inside"], ()) for m in _GROUP.finditer(text))
    return tuple(group for group in found if group)


class _Text(HTMLParser):
    """The text of a page; a zero byte stands wherever an element ends a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden_by = ""
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.hidden_by:
            self.parts.append("" if tag in _INLINE else "\0")
            formula = _FORMULA in (dict(attrs).get("class") or "").split()
            self.hidden_by = tag if tag in _NO_TEXT or formula else ""
        self.depth += tag == self.hidden_by

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == self.hidden_by
        if not self.depth:
            self.parts.append("" if tag in _INLINE and tag != self.hidden_by else "\0")
            self.hidden_by = ""

    def handle_data(self, data: str) -> None:
        if not self.hidden_by:
            self.parts.append(data.replace("\0", " "))
