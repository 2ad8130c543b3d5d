"""Where citations stand and how their sentences begin, for the reader who points at a way back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import chain

from refctx.model import CitationGroup, Context, Index, Page, Sentence

_BEGIN, _END = "refctxContexts(", ");\n"


class Said:
    """Says where citations stand and how their sentences begin, a sentence once.

    Args:
        printed: a group → its plain text.
        pattern: `{page}: “{sentence}”` in the language of the site.
    """

    def __init__(self, printed: Callable[[CitationGroup], str], pattern: str) -> None:
        self.printed, self.pattern = printed, pattern
        self._said: dict[int, tuple[Sentence, str]] = {}

    def of(self, one: Context, title: str) -> str:
        """Of a citation on a page of this title; empty for a sentence without words."""
        sentence, said = self._said.get(id(one.sentence), (None, ""))
        if sentence is None:
            # Most builds have none to say anew.
            from refctx.sentences import beginning  # noqa: PLC0415

            text = beginning(one.sentence, self.printed)
            said = self.pattern.format(page=title, sentence=text) if text else ""
            self._said[id(one.sentence)] = one.sentence, said
        return said


def contexts(index: Index, pages: Mapping[str, Page], said: Said) -> dict[str, str]:
    """Anchor → where the citation stands and how its sentence begins; empty without words."""
    return {
        o.anchor: said.of(o.context, pages[o.context.page].title)
        for o in chain.from_iterable(index.occurrences.values())
    }


def contexts_script(texts: Mapping[str, str]) -> str:
    """`refctxContexts({anchor: text})`, see `contexts`.

    A script of its own, read when it is wanted: in the list these texts would weigh a quarter of
    the page.
    """
    said = {anchor: text for anchor, text in texts.items() if text}
    return f"{_BEGIN}{json.dumps(said, ensure_ascii=False, separators=(',', ':'))}{_END}"


def read_script(script: str) -> dict[str, str]:
    """The texts in a script of `contexts_script`.

    Raises:
        ValueError: it is none.
    """
    found: dict[str, str] = json.loads(script.removeprefix(_BEGIN).removesuffix(_END))
    return found
