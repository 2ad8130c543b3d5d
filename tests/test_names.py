"""Initials, sort keys and what a person is called."""

from __future__ import annotations

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st
from refctx.model import Entry, Person, Place
from refctx.names import fold, initials, known_by, sort_people, sort_title, with_given_name


def entry(*authors: Person, title: str = "") -> Entry:
    """An entry of these authors."""
    people = {"author": authors} if authors else {}
    place = Place("refs.bib", 1)
    return Entry(key="key", kind="misc", fields={}, people=people, place=place, title=title)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Henrique Ponde", "H. P."),
        ("Xuan-Son", "X.-S."),
        ("D. E.", "D. E."),
        ("Łukasz", "Ł."),
        ("Élie", "É."),
        ("5", "5"),
        ("Hans von", "H. von"),
        ("jean", "j."),
        ("-", ""),
        ("", ""),
    ],
)
def test_initials(given: str, expected: str) -> None:
    """Each given name gives its first letter and a stop; hyphens stay, what is no letter stays."""
    assert initials(Person(family="Name", given=given)) == expected


def test_a_han_name_is_whole_and_has_no_initials() -> None:
    """A name in Han characters is called by family and given name together."""
    person = Person(family="王", given="小明")
    assert known_by(person) == "王小明"
    assert initials(person) == ""


def test_a_particle_belongs_to_the_surname() -> None:
    """A person with a particle is called by it and the family name."""
    assert known_by(Person(family="Maaten", given="L.", particle="van der")) == "van der Maaten"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Łódź", "lodz"), ("Ångström", "angstrom"), ("O’Brien!", "obrien"), ("Straße", "strasse")],
)
def test_folding_takes_accents_case_and_punctuation_away(text: str, folded: str) -> None:
    """Sorting sees letters, digits and spaces only."""
    assert fold(text) == folded


def test_one_author_sorts_before_the_same_with_others() -> None:
    """`Adams` stands before `Adams & Bell`, and `Adams, A.` before `Adams, B.`."""
    ann, bob = Person(family="Adams", given="Ann"), Person(family="Adams", given="Bob")
    assert sort_people([ann]) < sort_people([ann, Person(family="Bell")]) < sort_people([bob])


def test_given_names_count_as_they_are_printed() -> None:
    """As initials `A.` and `Albert` are one; in full `A.` stands first."""
    short, long = (Person(family="Einstein", given=given) for given in ("A.", "Albert"))
    assert sort_people([short]) == sort_people([long])
    assert sort_people([short], full=True) < sort_people([long], full=True)


def test_a_particle_may_count_in_the_order() -> None:
    """`van Dam` stands under V or under D; spaces in a surname have no weight."""
    person = Person(family="Dam", given="Jan", particle="van")
    assert sort_people([person]) == (("vandam", "j"),)
    assert sort_people([person], particles=False) == (("dam", "j"),)


def test_a_name_without_letters_has_no_weight() -> None:
    """The colon that some lists hold as an author changes no order."""
    team, colon = Person(family="Team", literal=True), Person(family=":")
    assert sort_people([team, colon]) == sort_people([team])


@pytest.mark.parametrize(
    ("title", "sorted_as"),
    [("The Étude", "etude"), ("An Étude", "etude"), ("Theory", "theory"), ("A", "a"), ("", "key")],
)
def test_no_article_counts_in_the_order_of_titles(title: str, sorted_as: str) -> None:
    """A, An and The have no weight in English; without a title the key counts."""
    assert sort_title(entry(title=title)) == sorted_as


def test_a_name_with_its_given_name() -> None:
    """A particle stands before the surname, `Jr.` behind it."""
    person = Person(family="Humboldt", particle="von", suffix="Jr.")
    assert with_given_name(person, "A.") == "A. von Humboldt Jr."


@given_any(st.text(st.characters(max_codepoint=127)))
def test_folding_keeps_letters_digits_and_spaces(text: str) -> None:
    """Of plain letters all is kept but their case; of all else nothing."""
    kept = "".join(sign for sign in text.lower() if sign.isalnum() or sign == " ")

    assert fold(text) == kept.strip()
