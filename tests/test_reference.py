"""A work as a style prints it: what its fields say, and nothing of those that it has not."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from refctx.formats.bibtex import _ORDER
from refctx.load import library
from refctx.model import Label
from refctx.reference import _READ_FROM, Reference
from refctx.sources import Source
from refctx.terms import words

OF_A_TITLE = ("title", "subtitle", "titleaddon")
FACTS = sorted({fact for _, facts in _READ_FROM for fact in facts})
FIELDS = sorted(
    {*_ORDER, *(f"{of}{field}" for of in ("orig", "event", "issue") for field in OF_A_TITLE)}
    | {"origdate", "eventdate", "pubstate", "venue", "titleaddon", "shorttitle", "entrysubtype"}
    | {"langid", "note", "eprinttype", "journalabbreviation", "origpublisher", "origlocation"}
)
KINDS = ("article", "inproceedings", "phdthesis", "misc")


def reference(kind: str, *fields: str) -> Reference:
    """A work with these fields alone."""
    said = "".join(f", {field} = {{2001}}" for field in fields)
    text = f"@{kind}{{key{said}}}"
    entry = library([Source(path=Path("a.bib"), name="a.bib", text=text)]).entries["key"]
    return Reference(entry, Label(names=(), et_al=False, year=""), words("en", {}))


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_is_read_from_the_fields_that_it_is_said_to_be_read_from(kind: str) -> None:
    """Whatever fields stand in an entry, alone and in twos, all facts are those of its fields."""
    for fields in ((), *combinations(FIELDS, 1), *combinations(FIELDS, 2)):
        work = reference(kind, *fields)
        for fact in FACTS:
            found = vars(Reference)[fact].method(work)
            assert getattr(work, fact) == found, (fact, fields)
            assert type(getattr(work, fact)) is type(found), (fact, fields)
