"""The text of a piece of HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refctx import texts
from refctx.texts import plain_text

PIECES = [
    "word ", "a", "<i>", "</i>", "<a class=\"x\" href=\"y>z\">", "</a>", "<br>", "<br/>", "<b x>",
    "<span lang='en'>", "</span>", "&amp;", "&", "amp;", "&lt;i&gt;", "<", ">", "< 5", "<!-- x -->",
    "<!", "<?x?>", "</", "</i x=\"1\">", "\n", "<script>", "</script>", "<title>", "</title>",
    "<math alttext=\"q\">", "</math>", "<I>", "<i/x>", "<i x=y>", "<x-y>", "&#x41;", "\"", "'",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_quick_look_sees_what_a_parser_sees(html: str) -> None:
    """Whatever the HTML."""
    assert plain_text(html) == " ".join("".join(texts._parsed(html)).split())


def test_what_macros_print_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take most of the time of an export."""
    monkeypatch.delattr(texts, "_Text")
    reference = '<span lang="en">A &amp; B. <i class="title">C</i>.</span> <a href="x">D</a>'

    assert plain_text(reference) == "A & B. C. D"
