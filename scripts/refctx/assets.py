"""Stylesheet and script: their parts, and how a site's own are put together.

The parts are written to be read, and published without comments, indentation and the breaks
behind signs that end nothing by themselves. A comment stands on lines of its own, a text on one
line, a statement ends in `;`. No build step, no tool.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable

# Part → what a site must have switched on to get it; empty for every site.
SCRIPTS = {
    "base": "",
    "arrive": "",
    "language": "",
    "back": "",
    "card": "cards",
    "marks": "marks",
    "tools": "tools",
    "cite": "export",
    "long": "",
}
STYLES = {
    "base": "",
    "lists": "",
    "long": "",
    "card": "cards",
    "marks": "marks",
    "print": "",
    "tools": "tools",
    "back": "",
    "cite": "export",
    "chart": "",
}
_COMMENT = re.compile(r"^\s*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)
_BREAK = re.compile(r"([;,{([])\n")
# In a stylesheet also around braces and behind colons and commas, of which no text of ours has any.
_SPACE = re.compile(r"(?<=\})\n| ?\{ ?|(?<=[a-z]): |, ")


def parts(of: dict[str, str], features: Collection[str]) -> list[str]:
    """The parts that a site with these features needs, in order."""
    return [name for name, feature in of.items() if not feature or feature in features]


def script(texts: Iterable[str], long_pages: Iterable[str] = ()) -> str:
    """The parts' texts as one script, in a scope of its own.

    Args:
        texts: of the parts.
        long_pages: addresses of the pages with a long list, relative to the site's root.
    """
    known = f"const LONG_PAGES = {json.dumps(list(long_pages), separators=(',', ':'))};\n"
    return f'(() => {{\n"use strict";\n{known}{_bare(texts)}}})();\n'


def stylesheet(texts: Iterable[str]) -> str:
    """The parts' texts as one stylesheet."""
    return _SPACE.sub(lambda found: found[0].strip(), _bare(texts)).replace(";}", "}")


def _bare(texts: Iterable[str]) -> str:
    bare = "".join(_INDENT.sub("", _COMMENT.sub("", text)) for text in texts)
    return _BREAK.sub(r"\1", bare)
