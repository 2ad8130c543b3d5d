"""Numbers, anchors and labels."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from refctx.labels import LabelRules
from refctx.model import (
    Citation,
    CitationGroup,
    Context,
    Entry,
    Label,
    Library,
    Person,
    Place,
)
from refctx.number import number
from refctx.reference import Reference

RULES = LabelRules()


def persons(*names: str) -> tuple[Person, ...]:
    """Given names and family name of each."""
    return tuple(Person(family=n.split()[-1], given=" ".join(n.split()[:-1])) for n in names)


def entry(key: str, *authors: str, title: str = "Title", year: str = "2020") -> Entry:
    """A work of these authors."""
    return Entry(
        key=key,
        kind="misc",
        fields={"year": year},
        people={"author": persons(*authors)},
        place=Place("refs.bib"),
        title=title,
    )


def library(*entries: Entry) -> Library:
    """A library of these entries."""
    return Library({e.key: e for e in entries})


def contexts(*keys: str, page: str = "index.md") -> list[Context]:
    """A page that cites one key after the other."""
    return [
        Context(
            page=page,
            marker=f"{page}-{place}",
            group=CitationGroup(citations=(Citation(key=key),)),
            heading=None,
        )
        for place, key in enumerate(keys)
    ]


def labels(*entries: Entry) -> dict[str, Label]:
    """The labels of works, each cited once in this order."""
    return dict(number(contexts(*(e.key for e in entries)), library(*entries), RULES).labels)


def test_citations_of_a_key_count_from_one_in_reading_order() -> None:
    """The n-th citation of a key has the anchor `refctx-bib-KEY-n`, its key in lower case."""
    index = number(contexts("Key", "other", "Key"), library(entry("Key"), entry("other")), RULES)
    assert [o.anchor for o in index.occurrences["Key"]] == ["refctx-bib-key-1", "refctx-bib-key-2"]
    assert index.labels["other"].number == 2


def test_unknown_keys_are_passed_over() -> None:
    """A key that the library does not hold has neither anchor nor number."""
    index = number(contexts("missing", "key"), library(entry("key")), RULES)
    assert set(index.occurrences) == {"key"}
    assert index.labels["key"].number == 1


def test_a_copied_context_is_no_second_citation() -> None:
    """Of contexts with one marker the first counts."""
    found = contexts("key")
    index = number([*found, *found], library(entry("key")), RULES)
    assert len(index.occurrences["key"]) == 1


def test_suffixes_go_on_after_z() -> None:
    """The 27th work of one author and year is `aa`."""
    many = [entry(f"k{n:02}", "Ann Adams", title=f"Title {n:02}") for n in range(28)]
    suffixes = [label.suffix for label in labels(*many).values()]
    assert suffixes[:2] == ["a", "b"]
    assert suffixes[25:] == ["z", "aa", "ab"]


def test_suffixes_follow_the_titles_and_not_the_citations() -> None:
    """Letters stand in list order, in whatever order the works are cited."""
    works = [entry("z", "Ann Adams", title="Zebra"), entry("a", "Ann Adams", title="Ape"),
             entry("m", "Ann Adams", title="Mole")]  # fmt: skip
    for order in permutations(works):
        found = labels(*order)
        assert [found[key].suffix for key in "amz"] == ["a", "b", "c"]


def test_uncited_works_change_no_label() -> None:
    """Only what the site cites is compared."""
    cited, uncited = entry("a", "Ann Adams"), entry("b", "Ann Adams")
    index = number(contexts("a"), library(cited, uncited), RULES)
    assert index.labels["a"].suffix == ""
    assert index.labels["b"].number == 0


def test_the_label_of_an_uncited_work_is_made_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There is one for every entry, and work is done for those that are cited and asked for."""
    read: list[str] = []

    class Counted(Reference):
        def __init__(self, entry: Entry, *rest: Any) -> None:
            read.append(entry.key)
            super().__init__(entry, *rest)

    monkeypatch.setattr("refctx.labels.Reference", Counted)
    index = number(
        contexts("b"), library(entry("a", "Ann Adams"), entry("b"), entry("c", "Bo Bell")), RULES
    )

    assert list(index.labels) == ["a", "b", "c"]
    assert read == ["b"]
    assert index.labels["c"].names == ("Bell",)
    assert index.labels["c"] is index.labels["c"]
    assert read == ["b", "c"]


def test_initials_part_first_authors_of_one_surname() -> None:
    """Initials appear wherever first authors share a surname, and only there."""
    found = labels(
        entry("a", "Ann Adams"), entry("b", "Bob Adams"), entry("c", "Cy Bell", "Di Adams")
    )
    assert found["a"].names == ("A. Adams",)
    assert found["b"].names == ("B. Adams",)
    assert found["c"].names == ("Bell", "Adams")


def test_names_are_added_until_labels_differ() -> None:
    """Where et al. hides the difference, as many names are shown as tell two works apart."""
    found = labels(
        entry("a", "A One", "B Two", "C Three", "D Four"),
        entry("b", "A One", "B Two", "E Five", "D Four"),
    )
    assert (found["a"].names, found["a"].et_al) == (("One", "Two", "Three", "Four"), False)
    found = labels(
        entry("a", "A One", "B Two", "C Three", "D Four"),
        entry("b", "A One", "E Five", "C Three", "D Four"),
    )
    assert (found["a"].names, found["a"].et_al) == (("One", "Two"), True)


def test_et_al_never_stands_for_one_name() -> None:
    """If only the last author is left out, it is named."""
    found = labels(
        entry("a", "A One", "B Two", "C Three"), entry("b", "A One", "D Four", "C Three")
    )
    assert (found["a"].names, found["a"].et_al) == (("One", "Two", "Three"), False)


def test_cited_labels_are_never_alike() -> None:
    """No two cited works of different entries share names and year with suffix."""
    works = [
        entry(f"{n}{year}{title}", *names, title=title, year=year)
        for n, names in enumerate([("A One",), ("B One",), ("A One", "B Two", "C Three"),
                                   ("A One", "B Two", "D Four"), ("A One", "B Two", "D Four")])
        for year in ("2020", "2021")
        for title in ("x", "y")
    ]  # fmt: skip
    found = [
        (label.names, label.et_al, label.year, label.suffix) for label in labels(*works).values()
    ]
    assert len(set(found)) == len(works)


def test_labels_are_made_once_for_the_same_works() -> None:
    """In a preview most edits cite no other works: what tells those apart is found out once."""
    works = library(entry("a", "Ann Doe"), entry("b", "Ann Doe"))
    first = number(contexts("a", "b"), works, RULES).labels
    assert number(contexts("a", "b", "a"), works, RULES).labels is first
    assert [first[key].suffix for key in "ab"] == ["a", "b"]

    other = number(contexts("b", "a"), works, RULES).labels
    assert [other[key].number for key in "ab"] == [2, 1]
    assert number(contexts("b"), works, RULES).labels["b"].suffix == ""
    by_number = LabelRules(distinct=False)
    assert number(contexts("b", "a"), works, by_number).labels["a"].suffix == ""
    again = library(entry("a", "Ann Doe"), entry("b", "Bo Doe"))
    assert number(contexts("b", "a"), again, RULES).labels["b"].suffix == ""
