"""Fields by meaning, and types by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refctx.fields import ALIASES, pages, title_parts, value_of
from refctx.kinds import is_known, nearest, standard, type_of


@pytest.mark.parametrize(("name", "other"), [(n, o) for n, all_ in ALIASES.items() for o in all_])
def test_a_field_is_found_under_each_of_its_names(name: str, other: str) -> None:
    """BibTeX's name and biblatex's mean the same field."""
    assert value_of({other: "value", "note": "x"}, name) == "value"


def test_an_empty_field_is_none() -> None:
    """Of two names the one with a value counts."""
    assert value_of({"journaltitle": "{}", "journal": "Mind"}, "journaltitle") == "Mind"
    assert value_of({}, "publisher") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("97--111", (("97", "111"),)),
        ("97-111", (("97", "111"),)),
        ("97 – 111", (("97", "111"),)),
        ("97—111, 120", (("97", "111"), ("120", ""))),
        ("{97}\\textendash 111", (("97", "111"),)),
        ("pp. 3--5", (("3", "5"),)),
        ("e357", (("e357", ""),)),
        ("xii−xv", (("xii", "xv"),)),
        ("12--", (("12", ""),)),
        ("", ()),
    ],
)
def test_pages_in_any_dash(text: str, expected: tuple[tuple[str, str], ...]) -> None:
    """Ranges are read whatever parts them."""
    assert pages(text) == expected


@given(st.text(alphabet="0123456789-–—, {}ex", max_size=20))
def test_any_pages_are_read(text: str) -> None:
    """Nothing raises, and no range is without any page."""
    assert all(first or last for first, last in pages(text))


def test_titles_have_three_parts() -> None:
    """The book's title is found as the work's own is."""
    fields = {"title": "T", "booktitle": "B", "booksubtitle": "S"}
    assert title_parts(fields) == ("T", "", "")
    assert title_parts(fields, "book") == ("B", "S", "")


@pytest.mark.parametrize(
    ("kind", "named", "expected"),
    [
        ("conference", "", ("inproceedings", "")),
        ("www", "", ("online", "")),
        ("electronic", "", ("online", "")),
        ("mastersthesis", "", ("thesis", "mathesis")),
        ("phdthesis", "Habilitation", ("thesis", "Habilitation")),
        ("techreport", "", ("report", "techreport")),
        ("book", "", ("book", "")),
        ("webpage", "", ("misc", "")),
    ],
)
def test_names_of_types(kind: str, named: str, expected: tuple[str, str]) -> None:
    """An alias is its type, with what it implies."""
    assert (standard(kind), type_of(kind, named)) == expected


def test_an_unknown_type_is_near_another() -> None:
    """A slip of the pen is named."""
    assert not is_known("artcile")
    assert nearest("artcile") == "article"
    assert nearest("xyz") == ""
