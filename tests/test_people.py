"""Names of a field: none is lost, and none is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refctx import people as room
from refctx.people import people

WORDS = st.sampled_from(
    [
        "Ann",
        "Bell",
        "van",
        "der",
        "Jr.",
        "III",
        "{Hugging Face}",
        "{\\'E}mile",
        "王",
        "小明",
        "O'Neil",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PIECES = st.sampled_from(
    [
        "Ann",
        "and",
        " and ",
        ",",
        "{",
        "}",
        " ",
        "~",
        "\\",
        "\\'e",
        "others",
        "family=",
        "王",
        "、",
        '"',
    ]
)


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_every_name_of_a_list_is_read(names: list[str]) -> None:
    """As many persons as names, each with a family name and without braces."""
    found, unread = people(" and ".join(names))
    assert len(found) == len(names)
    assert unread == ()
    assert all(person.family for person in found)
    assert not any(set("{}\\") & set(person.family + person.given) for person in found)


@given(st.lists(PIECES, max_size=15).map("".join) | st.text(max_size=30))
def test_any_text_can_be_read(value: str) -> None:
    """Nothing raises, and what is not taken apart is printed whole."""
    found, unread = people(value)
    assert len(unread) <= len(found) + len(value)
    assert len([person for person in found if person.literal]) <= len(found)


def test_a_list_in_words_and_one_in_biblatex_s_format_say_the_same() -> None:
    """`von Last, First` and `family=…, given=…, prefix=…` give one person."""
    plain, _ = people("von Harman, Jr., Hans")
    extended, _ = people("family=Harman, given=Hans, prefix=von, suffix=Jr.")
    assert plain == extended


@given(st.lists(PIECES | WORDS, max_size=12).map("".join))
def test_name_by_name_a_field_says_what_it_says_as_a_whole(value: str) -> None:
    """Cutting a field at each `and` first is a short cut, and leads to the same persons."""
    found = people(value)
    with pytest.MonkeyPatch.context() as changes:
        changes.setattr(room, "_alone", lambda _: None)
        assert people(value) == found
