"""What fuzzing begins with: inputs of golden cases, and words that mean something to a target."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import golden

WORDS = {
    "load": ("@book{", "@string{", "@comment{", "title = {", "}", '"', "crossref = {", "ids = {",
             "author = {", "date = {", "pages = {", " and ", "xdata = {", "entryset = {", "doi = {",
             "\n@article{k,\n", "\r\n", "\0", "% refctx: ignore bad-year", " # ", "(", ")"),
    "tex": ("\\frac{", "\\emph{", "\\'", "$", "$$", "\\(", "\\)", "\\begin{pmatrix}", "\\end{",
            "\\ensuremath{", "\\text{", "\\sqrt[", "\\url{", "\\left", "\\def", "\\\\", "}", "{",
            "^", "_", "``", "''", "---", "\\hat{", "\\binom", "\\em ", "\\mathbb{", "\\sum_", "&"),
    "cite": ("[@foo]", "@{bar:1}", "[see @foo, p. 3; @大]", "-@", "{{ bibliography() }}", "![",
             '{{ cite("foo") }}', "{{ reading_list(", 'item("foo", "n")', "[^1]", "\\@", "`", "](",
             "```\n", "{#bib-foo}", "# ", "| a |\n| - |\n", "<b>", "<!--", "&#64;", "*", "\n\n"),
}  # fmt: skip


ROOMS = {"load": ("load", "formats", "apa"), "tex": ("tex",), "cite": ("cite", "site", "groups")}


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Inputs to begin with."""
    paths = (path for path in golden.paths() if path.parent.name in ROOMS[target])
    return tuple(text.encode() for path in paths for text in _texts(golden.read(path)["input"]))


def _texts(given: Any) -> Iterable[str]:
    """What of a case's input is text for a target: entries, files, fields, pages, brackets."""
    if isinstance(given, str):
        return re.split(r"\n(?=@)", given)  # short input is read often
    if isinstance(given, list):
        return given
    return given.get("groups", ()) if "groups" in given else given.get("pages", given).values()


def changed(chance: random.Random, known: Sequence[bytes], target: str) -> bytes:
    """A seed with pieces left out, repeated, exchanged with another's or put in."""
    data = chance.choice(known)
    for _ in range(chance.randint(1, 6)):
        start, other = chance.randint(0, len(data)), chance.choice(known)
        end = start + chance.choice((0, 1, 1, 4, 40))
        begin = chance.randint(0, len(other))
        word = chance.choice(WORDS[target]).encode()
        pieces = (
            b"",
            chance.randbytes(1),
            data[start:end] * 2,
            other[begin : begin + 30],
            word,
            word,
        )
        data = data[:start] + chance.choice(pieces) + data[end:]
    return data
