"""Sentences around citations: what holds of any page. The cases are in golden/sentences."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refctx.model import Citation, CitationGroup
from refctx.sentences import beginning, sentences

MARK = "<i data-m></i>"
GROUPS = [
    CitationGroup(citations=(Citation(key="foo"),), narrative=narrative)
    for narrative in (False, True)
]
WORDS = [
    "Word",
    "so",
    "Fig.",
    "e.g.",
    "3.5",
    "J.",
    "stop.",
    "what?",
    "句子",
    "止。",
    "（甲；乙）",
    "「好」",
]
TAGS = ["<p>", "</p>", "<li>", "<em>", "</em>", "<br>", "<td>", "<code>", "</code>", "<!-- x -->"]
SCRAPS = [
    "<",
    ">",
    "/",
    "p",
    "a",
    '"',
    "'",
    "=",
    " ",
    "!",
    "-",
    "&",
    ";",
    ".",
    "（",
    "。",
    "\ufdd0",
]


def around(html: str) -> list[str]:
    """The sentence of each marker, `*` for the groups in it."""
    spans = [found.span() for found in re.finditer(MARK, html)]
    groups = [GROUPS[n % 2] for n in range(len(spans))]
    found = sentences(html, spans, groups)
    assert len(found) == len(spans)
    for one in found:
        assert len(one.texts) == len(one.groups) + 1
        assert len(beginning(one, lambda _: "(Foo, 2001)", 40)) <= 40
    return ["*".join(one.texts) for one in found]


@given(st.lists(st.sampled_from([*WORDS, *TAGS, MARK])))
def test_a_sentence_is_part_of_the_pages_text(pieces: list[str]) -> None:
    """The text between two blocks, white space folded, holds every sentence as it is."""
    html = " ".join(pieces)
    text = "\n".join(
        " ".join(re.sub(r"<[^>]*>", "", block.replace(MARK, "*")).split())
        for block in re.split("</?(?:p|li|td)>", html.replace("<br>", " "))
    )

    assert [one for one in around(html) if one not in text] == []


@given(st.lists(st.sampled_from([*SCRAPS, MARK, "<!--", "-->", "<math", "</math>"])))
def test_no_page_is_too_broken(scraps: list[str]) -> None:
    """Whatever the HTML, each marker gets its sentence, if an empty one."""
    around("".join(scraps))


UNITS = ["A. ", "（；", '<a "', "<!--", "<", "1. ", f"{MARK}. ", f"<li>Word {MARK}. Then"]


@pytest.mark.parametrize("unit", UNITS)
def test_the_work_grows_with_the_page(unit: str) -> None:
    """Twenty times the page takes twenty times as long, and not four hundred times."""

    def seconds(count: int) -> float:
        html = "<p>" + unit * count + MARK
        spans = [found.span() for found in re.finditer(MARK, html)]
        begin = process_time()
        sentences(html, spans, [GROUPS[0]] * len(spans))
        return process_time() - begin

    few = min(seconds(250) for _ in range(5))
    assert seconds(5000) < 120 * few + 0.01
