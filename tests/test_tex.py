"""TeX: whatever a field holds, what is printed is safe."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st
from refctx import tex

PIECES = st.sampled_from((
    "{", "}", "$", "\\", "^", "_", "~", "'", "`", '"', "--", " ", "\n", "<", ">", "&",
    "&lt;", "a", "é", "大", "\\emph", "\\textbf{", "\\em ", "\\'", "\\c{", "\\frac",
    "\\ensuremath{", "\\(", "\\)", "\\alpha", "\\foo", "\\textsc{", "\\enquote{",
    "\\href{x}", "\\noopsort{", "\\i",
))  # fmt: skip
SOURCES = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60)
TAG = re.compile(r'</?(?:i|b|sub|sup|code|span)>|<span class="refctx-small-caps">')


@settings(max_examples=400, deadline=None)
@given(SOURCES)
def test_only_the_promised_elements_are_written(source: str) -> None:
    """The elements are those the room promises, closed in order; every other sign is escaped."""
    html = tex.to_html(source)
    assert not set("<>") & set(TAG.sub("", html))
    open_tags: list[str] = []
    for tag in re.findall(r"</?\w+", html):
        if tag.startswith("</"):
            assert open_tags.pop() == tag[2:]
        else:
            open_tags.append(tag[1:])
    assert not open_tags


@settings(max_examples=300, deadline=None)
@given(SOURCES)
def test_html_and_text_say_the_same(source: str) -> None:
    """The text is the HTML without its elements, white space folded."""
    bare = unescape(TAG.sub("", tex.to_html(source)))
    assert re.sub(" +", " ", bare).strip(" ") == tex.to_text(source)


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet=st.characters(
            exclude_characters="\\{}$~\"'`-^_", exclude_categories=("Cc", "Cs", "Z")
        )
    )
)
def test_text_without_tex_is_kept(source: str) -> None:
    """A source without any sign of TeX is printed as it stands."""
    assert tex.to_text(source) == source


def test_deep_nesting_loses_no_text() -> None:
    """Braces and commands nested beyond all reason are read to their end."""
    for command in ("{", "\\emph{", "\\em ", "$^{", "\\enquote{", "\\frac{a}{"):
        source = command * 3000 + "x" + "}" * 3000
        assert "x" in tex.to_text(source)
