"""Initials, sort keys and what a person is called."""

from __future__ import annotations

import pytest
from refctx.model import Entry, Person, Place
from refctx.names import fold, initials, known_by, sort_name


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
    alone = entry(Person(family="Adams", given="Ann"))
    together = entry(Person(family="Adams", given="Ann"), Person(family="Bell"))
    namesake = entry(Person(family="Adams", given="Bob"))
    assert sort_name(alone) < sort_name(together) < sort_name(namesake)


def test_a_name_without_letters_has_no_weight() -> None:
    """The colon that some lists hold as an author changes no order."""
    team, colon = Person(family="Team", literal=True), Person(family=":")
    assert sort_name(entry(team, colon)) == sort_name(entry(team))


def test_without_names_the_title_sorts_and_without_a_title_the_key() -> None:
    """An entry without authors has its place by its title, folded like a name."""
    assert sort_name(entry(title="The Étude")) == (("the etude", ""),)
    assert sort_name(entry()) == (("key", ""),)
