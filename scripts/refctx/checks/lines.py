"""The lines of a page's source.

Markdown keeps no lines, so the line of a finding is looked up in the page's source: the n-th
fault with some text stands where that text occurs for the n-th time outside code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

# A fence may stand in a list or a tab.
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_ELEMENT = re.compile(r" {0,3}<([A-Za-z][\w-]*)(?![^>]*\smarkdown\b)")
_CODE = re.compile(r"(`+).*?\1")
_ESCAPED = re.compile(r"\\[@\[]")


class Lines:
    """Hands out the lines of a page's source on which a text stands, one after the other."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.used: dict[str, int] = defaultdict(int)
        self.found: dict[str, list[int]] = {}

    @cached_property
    def written(self) -> list[tuple[int, str]]:
        """The lines outside of code, with their numbers."""
        return list(_outside_code(self.source))

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """The same without what is escaped."""
        return [(number, _ESCAPED.sub("", line)) for number, line in self.written]

    def next(self, text: str) -> int:
        """The line of the next occurrence of `text`; 0 without a text, or a further one.

        A citation, `@key`, is looked for in brackets first: bare unknown words are no citations.
        """
        if not text:
            return 0
        if text not in self.found:
            found = self.in_brackets(text[1:]) if text.startswith("@") else []
            self.found[text] = found or self._written(text.removeprefix("@"))
        found = self.found[text]
        place = self.used[text]
        self.used[text] += 1
        return found[place] if place < len(found) else 0

    def _written(self, text: str) -> list[int]:
        pattern = re.compile(re.escape(text) + (r"(?!\w)" if text[-1:].isalnum() else ""))
        return [number for number, line in self.lines for _ in pattern.finditer(line)]

    def in_brackets(self, key: str) -> list[int]:
        """The line of each `[… @key …]`."""
        pattern = re.compile(rf"@\{{?{re.escape(key)}(?!\w)")
        return [
            number
            for number, line in self.lines
            for found in pattern.finditer(line)
            if line.rfind("[", 0, found.start()) > line.rfind("]", 0, found.start())
        ]

    def escaped(self, key: str) -> int:
        r"""How often `[\@key]` or `\[@key]` is written."""
        name = rf"\{{?{re.escape(key)}(?!\w)"
        pattern = re.compile(rf"\\\[[^\[\]]*@{name}|\[[^\[\]]*\\@{name}")
        return sum(len(pattern.findall(line)) for _, line in self.written)

    def in_html(self) -> set[int]:
        """The lines of elements that begin a block: Markdown does not read what these hold."""
        inside: set[int] = set()
        end, blank = "", True
        for number, line in self.lines:
            begun = _ELEMENT.match(line) if blank and not end else None
            end = f"</{begun[1]}" if begun else end
            inside |= {number} if end else set()
            end = "" if end and end in line else end
            blank = not line.strip()
        return inside


def _outside_code(source: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(source.splitlines(), start=1):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and fence and found[1].startswith(fence):
            fence = ""
        elif not fence:
            yield number, _CODE.sub("", line)
