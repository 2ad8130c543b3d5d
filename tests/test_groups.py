"""Groups of citations: their order, what runs together, and that no anchor is lost."""

from __future__ import annotations

import re

import golden
import pytest
from oracle import corpus, ours
from refctx.labels import labels_of
from refctx.model import Entry, Person, Place
from refctx.numerals import han, is_canonical
from refctx.reference import Reference
from refctx.render import Macros
from refctx.terms import best_locale

LEGAL = ("jurisdiction", "legislation", "legal")
BIBLIOGRAPHY = "\n".join(
    f"@book{{k{n}, author = {{Ash, Ann}}, title = {{Title {n}}}, date = {{{2000 + n}}}}}"
    for n in range(6)
)


def page(text: str, style: str) -> str:
    """A page that cites `k0` to `k5` in a style, and holds the list."""
    source = {"index.md": f"{text}\n\n{{{{ bibliography() }}}}"}
    return golden.build(BIBLIOGRAPHY, source, {"style": style})[0].filled["index.md"].html


@pytest.mark.parametrize("style", ours.styles())
@pytest.mark.parametrize("group", ["[@k0; @k1; @k2; @k3, p. 3]", "@k0 [p. 1; @k1; @k2; @k3]"])
def test_every_citation_keeps_its_anchor(style: str, group: str) -> None:
    """Each back-link leads to an id of the page, whatever runs together."""
    html = page(group, style)
    ids = re.findall(r' id="([^"]+)"', html)
    targets = re.findall(r'class="refctx-backlink" href="#([^"]+)"', html)
    assert len(targets) == 4
    assert set(targets) <= set(ids)
    assert len(set(ids)) == len(ids)


def test_a_numbered_list_says_its_numbers() -> None:
    """Entries stand in the order of citation, each behind its number."""
    html = page("[@k3] [@k1]", "ieee")
    assert 'class="refctx-bibliography refctx-numbered" role="list"' in html
    assert re.findall(r'id="bib-(\w+)"><span class="refctx-entry-number">(.*?)</span>', html) == [
        ("k3", "[1]"),
        ("k1", "[2]"),
    ]


def test_back_links_of_numbers_have_names() -> None:
    """The name of a way back says whose work it is, not its number alone."""
    assert 'aria-label="Citation of Ash [1] in' in page("[@k3]", "ieee")


@pytest.mark.parametrize("style", ["apa", "chicago-author-date"])
def test_a_label_stands_under_what_its_reference_begins_with(style: str) -> None:
    """What the style's rules say of labels is what its reference prints first."""
    macros = Macros(style=style)
    who = macros.environment.get_template(f"refctx/styles/{style}/who.html").module
    library = corpus.own_library()
    labels = labels_of(library.entries, (), macros.label_rules)
    for key, entry in library.entries.items():
        reference = Reference(entry, labels[key], macros.words(best_locale("en")))
        credited = str(who.credited(reference)).strip()  # type: ignore[attr-defined]
        expected = "editor" if credited == "both" else credited
        if reference.kind not in LEGAL:
            assert (key, labels[key].by) == (key, expected)


def test_letters_follow_the_days_where_these_are_printed() -> None:
    """Of two pages of a year the earlier is `a`; of two books the title decides."""
    rules = Macros(style="apa").label_rules

    def work(key: str, kind: str, title: str, month: str) -> Entry:
        return Entry(
            key=key,
            kind=kind,
            fields={"year": "2020", "month": month},
            people={"author": (Person(family="Ash", given="Ann"),)},
            place=Place("refs.bib"),
            title=title,
        )

    for kind, letters in (("online", "ba"), ("book", "ab")):
        works = [work("x", kind, "Ape", "5"), work("y", kind, "Bee", "3")]
        found = labels_of({work.key: work for work in works}, works, rules)
        assert "".join(found[key].suffix for key in "xy") == letters


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("3", "三"),
        ("10", "十"),
        ("12", "十二"),
        ("99", "九十九"),
        ("100", " 100 "),
        ("3–5", " 3–5 "),
    ],
)
def test_chinese_numbers(number: str, printed: str) -> None:
    """Up to 99 in characters; everything else stays, set apart."""
    assert han(number) == printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1:33", True), ("3.2", True), ("12.4–8", True), ("3", False), ("IV", False)],
)
def test_canonical_places(text: str, expected: bool) -> None:
    """Book, chapter and verse in one number need no name."""
    assert is_canonical(text) is expected
