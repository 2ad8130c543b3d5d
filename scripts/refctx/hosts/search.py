"""Search: Han text in the host's search index, parted so that words can be found.

Material and MkDocs split text at separators; Chinese has none, so a sentence is one token.
A zero-width space between Han characters makes each a token, and Material cuts a query at
the tokens it knows. No segmenter, and nothing to download for builder or reader.
"""

from __future__ import annotations

import re
from typing import Any

BREAK = "\u200b"
_HAN_PAIR = re.compile(r"(?<=[\u3400-\u9fff\uf900-\ufaff])(?=[\u3400-\u9fff\uf900-\ufaff])")


def part_han(text: str) -> str:
    """The text with a zero-width space between any two Han characters."""
    return _HAN_PAIR.sub(BREAK, text)


def part_index(plugin: Any) -> None:
    """Part the titles and texts of a search plugin's index (Material's or MkDocs' own)."""
    index = getattr(plugin, "search_index", None)
    entries = getattr(index, "entries", None) or getattr(index, "_entries", None) or ()
    for entry in entries:
        entry["title"] = part_han(entry["title"])
        entry["text"] = part_han(entry["text"])
