"""What is exported is read by programs that are not ours, and by ours as it was."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import bibtexparser
import golden
import jsonschema
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from csl_schema import SCHEMA
from hypothesis import given
from hypothesis import strategies as st
from refctx.formats import csl, ris
from refctx.formats.bibtex import bibtex, is_private
from refctx.formats.csl import csl_file, csl_part, item
from refctx.kinds import STANDARD
from refctx.load import load
from refctx.model import Entry, Library

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = {"crossref", "xref", "xdata", "entryset"}
CASES = sorted((golden.FOLDER / "formats").glob("*.yml"))
SOURCES = {
    **{case.stem: golden.read(case)["input"] for case in CASES},
    **{path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "bib").glob("*"))},
    **{
        path.name: path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "tests/oracle/entries").glob("*.bib"))
    },
}


def read(text: str) -> Library:
    """The library of one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.bib"
        path.write_text(text, encoding="utf-8")
        return load([path], Path(folder))


def csl_json(works: Iterable[Entry]) -> str:
    """The CSL-JSON file of works."""
    return csl_file([csl_part(item(work)).encode() for work in works]).decode()


def facts(entry: Entry) -> dict[str, Any]:
    """All of an entry but where it stands, what is kept back and who its parents are."""
    fields = {n: v for n, v in entry.fields.items() if n not in REFERENCES and not is_private(n)}
    return {
        "key": entry.key,
        "kind": entry.kind,
        "fields": fields,
        "people": dict(entry.people),
        "title": entry.title,
    }


def entries(name: str) -> list[Entry]:
    """The entries of one of the sources."""
    return list(read(SOURCES[name]).entries.values())


@pytest.fixture(params=sorted(SOURCES))
def works(request: pytest.FixtureRequest) -> list[Entry]:
    """The entries of each golden case, of the flagship and of the oracle."""
    return entries(request.param)


# -- BibTeX --------------------------------------------------------------------------------


def test_bibtex_reads_back_to_the_same_entries(works: list[Entry]) -> None:
    """A file that was exported is read as the entries it was made of, and without new faults."""
    again = read(bibtex(works))

    assert [facts(e) for e in again.entries.values()] == [facts(e) for e in works]
    rules = {finding.code for finding in again.findings}
    assert not rules & {"broken-entry", "unknown-string", "unknown-parent", "duplicate-key"}


def test_exported_twice_it_is_the_same(works: list[Entry]) -> None:
    """Exporting what was exported changes nothing."""
    once = bibtex(works)

    assert bibtex(read(once).entries.values()) == once


def test_another_reader_of_bibtex_finds_the_same(works: list[Entry]) -> None:
    """The package bibtexparser reads the same keys, types and fields."""
    parser = BibTexParser(ignore_nonstandard_types=False, interpolate_strings=True)
    found = bibtexparser.loads(bibtex(works), parser=parser).entries

    # It passes over entries without a field.
    assert found == [expected for work in works if len(expected := _written(work)) > 2]


def _written(entry: Entry) -> dict[str, str]:
    kept = {n: v for n, v in entry.written.items() if n not in REFERENCES and not is_private(n)}
    return {"ID": entry.key, "ENTRYTYPE": entry.kind, **kept}


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


VALUES = st.text(
    st.one_of(st.sampled_from("{}\\$%@#\",=~&'`^_- \n"), st.characters(exclude_categories=["C"]))
).filter(_balanced)


@given(
    st.dictionaries(
        st.sampled_from(["author", "editor", "title", "year", "month", "note", "x-y"]), VALUES
    )
)
def test_any_value_reads_back(values: dict[str, str]) -> None:
    """Whatever a field may hold is exported so that it reads as it was."""
    source = "@book{key,\n" + "".join(f"{n} = {{{v}}},\n" for n, v in values.items()) + "}\n"
    works = list(read(source).entries.values())

    again = list(read(bibtex(works)).entries.values())
    assert [facts(e) for e in again] == [facts(e) for e in works]


def test_private_fields_stay_at_home() -> None:
    """No format hands on a path, a note to oneself or an abstract."""
    works = entries("odd_characters")

    for text in (bibtex(works), ris.ris(works), csl_json(works)):
        assert not re.search(r"secret|dull|Long\.|bdsk", text)


# -- RIS -----------------------------------------------------------------------------------


def test_another_reader_of_ris_finds_every_work(works: list[Entry]) -> None:
    """The package rispy reads each work with its title, authors, DOI and well-known tags."""
    found = rispy.loads(ris.ris(works))

    assert [e["id"] for e in found] == [e.key for e in works]
    for entry, work in zip(found, works, strict=True):
        item = csl.plain(work)
        assert len(entry.get("authors", [])) == len(item.get("author", []))
        title = {entry.get("title"), entry.get("secondary_title")}
        assert item.get("title") is None or " ".join(item["title"].split()) in title
        assert entry.get("doi") == item.get("DOI")
        assert set(entry.get("unknown_tag", {})) <= {"ED"}  # the format has it, rispy has not


def test_ris_is_lines_of_tags(works: list[Entry]) -> None:
    """Each line is a tag and a value and ends in CR LF; each work goes from TY to ER."""
    text = ris.ris(works)
    lines = text.split("\r\n")

    assert "\n" not in text.replace("\r\n", "")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines if line)
    assert len([x for x in lines if x.startswith("TY  - ")]) == len(works)
    assert len([x for x in lines if x == "ER  - "]) == len(works)


def test_types_of_ris_are_known_to_another_reader() -> None:
    """Every type of biblatex has one of RIS's types, but for those that are generic."""
    generic = STANDARD - set(ris.TYPES)

    assert set(ris.TYPES.values()) <= set(rispy.TYPE_OF_REFERENCE_MAPPING)
    assert generic == {
        "bibnote", "commentary", "misc", "performance", "set", "xdata",
        *(f"custom{letter}" for letter in "abcdef"),
    }  # fmt: skip


# -- CSL-JSON ------------------------------------------------------------------------------


def test_csl_json_is_valid(works: list[Entry]) -> None:
    """Every item has CSL's types, variables, names and dates, and nothing else."""
    jsonschema.validate(json.loads(csl_json(works)), SCHEMA)


def test_every_type_has_one_in_csl() -> None:
    """Types that CSL has no word for are documents; the table holds no other than biblatex's."""
    assert set(csl.TYPES) <= STANDARD
    assert STANDARD - set(csl.TYPES) == {
        "bibnote", "commentary", "misc", "set", "xdata",
        *(f"custom{letter}" for letter in "abcdef"),
    }  # fmt: skip
