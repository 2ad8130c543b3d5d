"""Headlines, given names in full and ranges of pages, as the Chicago Manual wants them."""

from __future__ import annotations

import pytest
from markupsafe import Markup
from refctx import tex
from refctx.cases import title_case, without_marks
from refctx.model import Person
from refctx.names import given_names
from refctx.numerals import expanded, shortened

HEADLINES = {
    "state-of-the-art and off-policy learning": "State-of-the-Art and Off-Policy Learning",
    "a {BERT}s-eye view: an {in vivo} test": "A BERTs-Eye View: An in vivo Test",
    "{{The whole is in braces}}": "The Whole Is in Braces",
    "la mort de l'auteur": "La Mort de l’auteur",
    "{I}'ve seen α-synuclein": "I’ve Seen α-Synuclein",
}
GIVEN = {
    "Mark R": "Mark R.",
    "T A": "T. A.",
    "W.S.": "W. S.",
    "J-P": "J.-P.",
    "M. -O.": "M.-O.",
    "JR": "JR",
}
RANGES = {
    "71–72": ("71–72", "71–72"),
    "99–105": ("99–105", "99–105"),
    "100–104": ("100–104", "100–104"),
    "101–108": ("101–8", "101–108"),
    "321–328": ("321–28", "321–328"),
    "1496–1500": ("1496–500", "1496–1500"),
    "S498–S504": ("S498–504", "S498–S504"),
    "117–32": ("117–32", "117–132"),
}


@pytest.mark.parametrize("source", HEADLINES)
def test_headlines(source: str) -> None:
    """Small words are small but at the ends and the head of a compound; braces are kept."""
    html = title_case(Markup(tex.to_html(source, protected=True)))  # noqa: S704  # our own HTML

    assert without_marks(html).unescape() == HEADLINES[source]


@pytest.mark.parametrize("written", GIVEN)
def test_given_names_in_full(written: str) -> None:
    """A single capital is an initial and gets its stop; hyphens stay."""
    assert given_names(Person(family="Doe", given=written)) == GIVEN[written]


@pytest.mark.parametrize("pages", RANGES)
def test_ranges_of_pages(pages: str) -> None:
    """Shortened by the rule of the manual (9.63), and whole."""
    assert (shortened(pages), expanded(pages)) == RANGES[pages]
