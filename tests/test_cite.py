"""The grammar of citation groups."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from refctx.cite import dump, parse_group, parse_narrative, parse_nocite, resolved, restore
from refctx.model import Citation, CitationGroup, Locator

KNOWN = ("foo", "foo:bar", "大key")
PIECES = st.sampled_from((
    "@", "@foo", "@{foo.}", "-@foo", "; ", "；", ", ", "，", "p. 3", "pp. 3--5", "頁 3",
    "chap. ", "see ", "é", "所", "{", "}", '"', "\\", "\n", "iv", "33ff.", "<b>",
))  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)
WORDS = st.text(max_size=12)
LOCATORS = st.none() | st.builds(Locator, label=WORDS, value=WORDS)
CITATIONS = st.builds(
    Citation, key=WORDS, prefix=WORDS, locator=LOCATORS, suffix=WORDS, suppress_author=st.booleans()
)
GROUPS = st.builds(
    CitationGroup,
    citations=st.lists(CITATIONS, min_size=1, max_size=3).map(tuple),
    narrative=st.booleans(),
)


@settings(max_examples=200)
@given(GROUPS)
def test_a_group_survives_its_marker(group: CitationGroup) -> None:
    """What is dumped into a marker's attribute is restored unchanged."""
    assert restore(dump(group)) == group


@settings(max_examples=300)
@given(TEXTS)
def test_a_group_is_read_whole_or_not_at_all(text: str) -> None:
    """Reading never raises; a group has a key for each item, and survives its marker."""
    group = parse_group(text, KNOWN)
    if group is None:
        return
    items = [citation for citation in group.citations if not citation.inner]
    outside = re.sub(r"@\{[^{}\s]+\}", "@x", text)
    assert len(items) == 1 + len(re.findall(r"[;；]|，(?=\s*-?@)", outside))
    assert all(citation.key for citation in group.citations)
    assert restore(dump(group)) == group


@settings(max_examples=200)
@given(
    st.sampled_from(["see", "cf.", "見", ""]),
    st.sampled_from(["p. 3", "chap. 2", ""]),
    st.sampled_from(["x y", ""]),
)
def test_the_parts_of_an_item_come_back(prefix: str, locator: str, suffix: str) -> None:
    """Prefix, locator and suffix are told apart wherever they stand."""
    text = " ".join(part for part in (prefix, "@foo", locator, suffix) if part)
    (citation,) = parse_group(text, KNOWN).citations  # type: ignore[union-attr]  # it holds a key
    assert (citation.prefix, citation.suffix.strip()) == (prefix, suffix)
    assert bool(citation.locator) == bool(locator)


def test_a_bare_word_that_is_no_key_is_a_word() -> None:
    """Without brackets only known keys are citations."""
    assert parse_narrative("@param", KNOWN) is None
    assert parse_narrative("@foo", KNOWN) is not None


def test_the_longest_known_key_before_han_wins() -> None:
    """`@大key所說` cites `大key`, whatever else its beginning might be."""
    group = parse_narrative("@大key所說", (*KNOWN, "大"))
    assert group is not None
    assert group.citations[0].key == "大key"


def test_other_names_become_keys_in_suffixes_too() -> None:
    """A name inside a longer key or behind a minus is left alone."""
    aliases = {"old": "new", "older2": "b"}
    group = parse_group("@old, see @older and @old, -@old or @{older2}", ("older", "foo", *aliases))
    assert group is not None
    found = resolved(group, aliases)
    assert [c.key for c in found.citations] == ["new", "older", "new", "b"]
    assert found.citations[0].suffix.strip(", ") == "see @older and @{new}, -@old or @{b}"


def test_nocite_takes_other_names() -> None:
    """Each work is named once, by its key."""
    aliases = {"old": "foo", "older": "foo"}
    assert parse_nocite("@old, @{older}, @foo, @none", KNOWN, aliases) == ("foo", "none")
    assert parse_nocite("@*", ("foo", "bar"), aliases) == ("foo", "bar")
