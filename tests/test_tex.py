"""TeX: whatever a field holds, what is printed is safe."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from refctx import tex
from refctx.cases import sentence_case, title_case
from refctx.texts import plain_text

PIECES = st.sampled_from((
    "{", "}", "$", "\\", "^", "_", "~", "'", "`", '"', "--", " ", "\n", "<", ">", "&",
    "&lt;", "a", "é", "大", "\\emph", "\\textbf{", "\\em ", "\\'", "\\c{", "\\frac",
    "\\ensuremath{", "\\(", "\\)", "\\alpha", "\\foo", "\\textsc{", "\\enquote{",
    "\\href{x}", "\\noopsort{", "\\i", "\\frac{ab}", "{c}", "\\sqrt[3]{", "\\binom", "\\sum_",
    "\\overline{", "\\begin{pmatrix}", "\\end{pmatrix}", "\\text{", "\\def\\a{", "\\style{", "%",
))  # fmt: skip
SOURCES = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60)
TAG = re.compile(
    r'</?(?:i|b|sub|sup|code|span)>|<span class="refctx-small-caps">|</?(?:math|m[a-z]+)'
    r'(?: (?:alttext="[^"<>]*"|[a-z]+="[a-z\d. +-]*"))*>'
)
FORMULA = re.compile(r'<math alttext="([^"]*)">.*?</math>')


@settings(max_examples=400)
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


@settings(max_examples=300)
@given(SOURCES)
def test_html_and_text_say_the_same(source: str) -> None:
    """The text is the HTML without its elements, formulas by their plain reading."""
    bare = unescape(TAG.sub("", FORMULA.sub(r"\1", tex.to_html(source))))
    assert re.sub(" +", " ", bare).strip(" ") == tex.to_text(source)


@settings(max_examples=200)
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


@pytest.mark.parametrize(
    "source",
    [
        "$x$" * 3000,
        "$" * 9999,
        "\\(" * 5000,
        "\\)" * 5000,
        "\\ensuremath{" * 1000,
        "$" + "\\frac{" * 1500 + "$",
        "$\\frac{ab}{c}$" * 700,
        "$" + "\\frac{ab}{c}" * 800 + "$",
        "$" + "\\sqrt[" * 1500 + "]" * 1500 + "$",
        "$" + "{" * 5000 + "$",
        "$" + "\\hat" * 2000 + "x$",
        "$" + "x^" * 1990 + "$",
        "$" + "\\begin{pmatrix}" * 250 + "$",
        "$" + "\\text{" * 650 + "$",
        "$\\operatorname{" + " *" * 1900 + "$",
        "$" + "\\left(" * 600 + "\\frac{ab}{c}$",
        "$\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\a\\frac{ab}{c}$",
    ],
    ids=lambda source: source[:20],
)
def test_odd_math_is_read_in_no_time(source: str) -> None:
    """Ten kilobytes of dollars, braces or fractions take a moment, whatever they mean."""
    began = process_time()
    html = tex.to_html(source)
    tex.to_text(source)
    tex.unread(source)
    assert "\n" not in html
    assert process_time() - began < 2


def test_a_formula_keeps_its_letters() -> None:
    """A filter that changes the case of words leaves formulas and their readings alone."""
    html = Markup(tex.to_html(r"the mass of $\sqrt{AB}$"))  # noqa: S704
    assert title_case(html).endswith(html[len("the mass of ") :])
    assert sentence_case(html).endswith(html[len("the mass of ") :])
    assert plain_text(html) == tex.to_text(r"the mass of $\sqrt{AB}$") == "the mass of √(AB)"


def test_formulas_cost_nothing_where_there_are_none() -> None:
    """The library that reads formulas is loaded by the first formula that needs it."""
    code = (
        "import sys; from refctx import tex; tex.to_html(r'$\\tau^2$ $\\frac12$'); "
        "print('latex2mathml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
