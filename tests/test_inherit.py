"""Inheritance: whoever refers to whom, reading ends and nobody loses a field."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st
from refctx.inherit import inherit
from refctx.model import Entry, Place

KEYS = ("a", "b", "c", "d", "E")
FIELDS = st.dictionaries(
    st.sampled_from(["title", "year", "date", "publisher", "author"]), st.just("own"), max_size=4
)
PARENTS = st.sampled_from([*KEYS, "A", "nobody", "a, b", ""])
KINDS = st.sampled_from(
    ["book", "inbook", "mvbook", "article", "periodical", "misc", "xdata", "set"]
)
LIBRARIES = st.fixed_dictionaries({key: st.tuples(KINDS, FIELDS, PARENTS, PARENTS) for key in KEYS})


def entry(key: str, kind: str, **fields: str) -> Entry:
    """An entry of these fields."""
    place = Place("refs.bib", 1)
    return Entry(key=key, kind=kind, fields=MappingProxyType(fields), people={}, place=place)


@given(LIBRARIES)
def test_an_entry_keeps_its_own_fields(
    library: dict[str, tuple[str, dict[str, str], str, str]],
) -> None:
    """Any net of references is followed to its end; own fields win, xdata is no entry."""
    entries = {
        key: entry(key, kind, **fields, crossref=crossref, xdata=xdata, entryset=crossref)
        for key, (kind, fields, crossref, xdata) in library.items()
    }
    whole, findings = inherit(entries)
    assert list(whole) == [key for key in entries if entries[key].kind != "xdata"]
    for key, found in whole.items():
        assert entries[key].fields.items() <= found.fields.items()
        if {"date", "year"} & set(entries[key].fields):
            assert not {"date", "year"} & set(found.fields) - set(entries[key].fields)
    assert {f.code for f in findings} <= {"unknown-parent", "circular-parent", "entry-set"}


def test_a_long_chain_is_followed_to_its_end() -> None:
    """Thousands of entries may each refer to the next."""
    chain = {str(n): entry(str(n), "misc", crossref=str(n + 1)) for n in range(3000)}
    whole, findings = inherit({**chain, "3000": entry("3000", "misc", year="2001")})
    assert whole["0"].fields["year"] == "2001"
    assert findings == ()
