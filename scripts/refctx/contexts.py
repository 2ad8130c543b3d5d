"""Where citations stand and how their sentences begin, for the reader who points at a way back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import chain

from refctx.model import CitationGroup, Context, Index, Page
from refctx.sentences import beginning


def contexts(
    index: Index, pages: Mapping[str, Page], printed: Callable[[CitationGroup], str], pattern: str
) -> dict[str, str]:
    """Anchor → where the citation stands and how its sentence begins; empty without words.

    Args:
        index, pages: of the site.
        printed: a group → its plain text.
        pattern: `{page}: “{sentence}”` in the language of the site.
    """
    return {
        o.anchor: context(o.context, pages[o.context.page].title, printed, pattern)
        for o in chain.from_iterable(index.occurrences.values())
    }


def context(one: Context, title: str, printed: Callable[[CitationGroup], str], pattern: str) -> str:
    """Where a citation stands and how its sentence begins, see `contexts`."""
    text = beginning(one.sentence, printed)
    return pattern.format(page=title, sentence=text) if text else ""


def contexts_script(texts: Mapping[str, str]) -> str:
    """`refctxContexts({anchor: text})`, see `contexts`.

    A script of its own, read when it is wanted: in the list these texts would weigh a quarter of
    the page.
    """
    said = {anchor: text for anchor, text in texts.items() if text}
    return f"refctxContexts({json.dumps(said, ensure_ascii=False, separators=(',', ':'))});\n"
