"""A piece of HTML → its text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

# What holds no text, or text of a kind of its own.
_ODD = "math|script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext"
# A tag as Markdown, our macros and most people write it.
_TAG = re.compile(
    rf"</?(?!(?:{_ODD})\b)[a-z][a-z0-9]*(?:\s+[a-z][a-z0-9-]*(?:=\"[^\"]*\")?)*\s*/?>",
    re.IGNORECASE,
)


def plain_text(html: str) -> str:
    """The text of a piece of HTML, white space folded."""
    if "<" not in html:
        return " ".join(unescape(html).split())
    parts = _TAG.split(html)
    # A `<` that is left is none of such tags: a parser knows what it is.
    if any("<" in part for part in parts):
        parts = _parsed(html)
    elif "&" in html:
        parts = list(map(unescape, parts))
    return " ".join("".join(parts).split())


def _parsed(html: str) -> list[str]:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return parser.parts


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.in_formula = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The letters of a formula say little in a row; `tex` gives its plain reading along.
        reading = dict(attrs).get("alttext") if tag == "math" else None
        self.in_formula |= bool(reading)
        self.parts.append(reading or "")

    def handle_endtag(self, tag: str) -> None:
        self.in_formula &= tag != "math"

    def handle_data(self, data: str) -> None:
        if not self.in_formula:
            self.parts.append(data)
