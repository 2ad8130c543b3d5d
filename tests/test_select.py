"""Which entries a list shows, and in which order."""

from __future__ import annotations

import pytest
from refctx.call import parse_call
from refctx.model import Citation, CitationGroup, Context, Entry, Library, Person, Place
from refctx.number import LabelRules, number
from refctx.select import SORTS, Selection, select


def entry(key: str, kind: str, author: str, **fields: str) -> Entry:
    """An entry of one author."""
    people = {"author": (Person(family=author),)}
    title, place = fields.get("title", ""), Place("bib/refs.bib")
    return Entry(key=key, kind=kind, fields=fields, people=people, place=place, title=title)


LIBRARY = Library({
    e.key: e
    for e in (
        entry("one", "book", "Çelik", title="Zebra", year="2001", keywords="data, scaling"),
        entry("two", "article", "Adams", title="Ape", year="2002", keywords="data"),
        entry("three", "article", "Bell", title="Mole", date="2003-05"),
        entry("uncited", "book", "Dean", title="Cat", year="2004"),
    )
})  # fmt: skip
CITED = (("a.md", "three"), ("a.md", "one"), ("b.md", "two"), ("b.md", "one"))
CONTEXTS = [
    Context(
        page=page, marker=str(n), group=CitationGroup(citations=(Citation(key=key),)), heading=None
    )
    for n, (page, key) in enumerate(CITED)
]
INDEX = number(CONTEXTS, LIBRARY, LabelRules())


def chosen(call: str, page: str = "a.md") -> Selection:
    """What a call on a page chooses."""
    return select(parse_call(call), LIBRARY, INDEX, page=page, sort="author")


@pytest.mark.parametrize(
    ("call", "keys"),
    [
        ("bibliography()", "two three one"),
        ("bibliography(type='article')", "two three"),
        ("bibliography(type=['Book', 'article'])", "two three one"),
        ("bibliography(tag='data')", "two one"),
        ("bibliography(tag='dat')", ""),
        ("bibliography(year=2003)", "three"),
        ("bibliography(year='2001-2002')", "two one"),
        ("bibliography(year='2002-')", "two three"),
        ("bibliography(author='celik')", "one"),
        ("bibliography(source='refs.bib')", "two three one uncited"),
        ("bibliography(source='refs.bib', cited=true)", "two three one"),
        ("bibliography(cited=false)", "uncited"),
        ("bibliography(cited_in='b.md')", "two one"),
        ("bibliography(scope='page')", "three one"),
        ("bibliography(type='book', tag='data')", "one"),
        ("bibliography(sort='year')", "one two three"),
        ("bibliography(sort='title')", "two three one"),
        ("bibliography(sort='cited')", "three one two"),
        ("bibliography(sort='times')", "one two three"),
        ("bibliography(sort='key')", "one three two"),
        ("bibliography(sort='year', reverse=true, limit=2)", "three two"),
        ("reading_list('uncited', 'one')", "uncited one"),
        ("reading_list('two', 'one', 'two')", "two one two"),
        ("reading_list('two', 'one', sort='year')", "one two"),
    ],
)
def test_a_query_chooses_and_orders(call: str, keys: str) -> None:
    """Options narrow the cited works, keys choose by name and keep their order."""
    assert chosen(call).keys == tuple(keys.split())


def test_groups_are_titled_and_in_order() -> None:
    """Entries are grouped by kind or year, and keep their order inside a group."""
    groups = chosen("bibliography(group='type')").groups
    assert [(title, [item.key for item in items]) for title, items in groups] == [
        ("article", ["two", "three"]),
        ("book", ["one"]),
    ]


@pytest.mark.parametrize(
    ("call", "titles"),
    [
        ("bibliography(group='year', cited=none)", ["2001", "2002", "2003", "2004"]),
        ("bibliography(group='year', cited=none, reverse=true)", ["2004", "2003", "2002", "2001"]),
        ("bibliography(group='type', reverse=true)", ["book", "article"]),
        ("bibliography(group='type', tag='none')", [""]),
    ],
)
def test_groups_stand_in_the_order_asked_for(call: str, titles: list[str]) -> None:
    """Groups are turned round with their entries; a list without entries has one empty group."""
    assert [title for title, _ in chosen(call).groups] == titles


def test_a_query_takes_notes_by_key() -> None:
    """Notes reach the entries they name, and replace those of items; the rest have none."""
    found = chosen("reading_list(tag='data', notes={'one': 'Why.', 'three': 'Not here.'})")
    assert [(item.key, item.note) for item in found.groups[0][1]] == [("two", ""), ("one", "Why.")]
    assert found.faults == ("notes name `three`, which the list does not choose",)
    named = chosen("reading_list(item('one', note='Old.'), 'two', notes={'one': 'New.'}, limit=1)")
    assert [item.note for item in named.groups[0][1]] == ["New."]


def test_what_does_not_choose_is_the_macro_s_own() -> None:
    """Options that select knows are kept from the macro, all others reach it."""
    assert chosen("bibliography(sort='year', title='T', columns=2)").options == {
        "title": "T",
        "columns": 2,
    }


def test_unknown_keys_are_named_and_left_out() -> None:
    """A key that is not in the library costs no other line."""
    found = chosen("reading_list('one', 'missing')")
    assert (found.keys, found.unknown) == (("one",), ("missing",))


@pytest.mark.parametrize(
    "call",
    [
        "bibliography(sort='colour')",
        "bibliography(group='mood')",
        "reading_list(3)",
        "reading_list('one', notes='x')",
    ],
)
def test_a_choice_that_is_not_known_is_a_fault(call: str) -> None:
    """What is wrong with a call is said, and the list is printed without it."""
    assert len(chosen(call).faults) == 1


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_takes_entries_without_fields(sort: str) -> None:
    """An entry that lacks all fields has its place in every order."""
    bare = Entry(key="bare", kind="misc", fields={}, people={}, place=Place("x.bib"))
    library = Library({**LIBRARY.entries, "bare": bare})
    index = number(CONTEXTS, library, LabelRules())
    call = parse_call(f"bibliography('bare', 'one', 'two', sort='{sort}')")
    assert set(select(call, library, index, page="", sort="").keys) == {"bare", "one", "two"}
