"""Reading bibliographies: nothing that can be read is lost, nothing wrong goes unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from refctx.load import load
from refctx.model import Library

ENTRY = """@book{k%d,
  author = {Ann {A}dams and Bob Bell},
  title = "The {%d}th",
  year = 20%02d
}
"""
ENTRIES = [ENTRY % (n, n, n) for n in range(5)]
# A comma missing behind the key loses nothing.
HARMLESS = "@book{broken\n  title = {T},\n}\n"
BROKEN = [
    HARMLESS,
    "@book{broken,\n  title = {never closed,\n  year = 2000\n",
    '@book{broken,\n  title = "never closed,\n  year = 2000\n}\n',
    "@book{broken,\n  title = {T}\n  year = 2000\n}\n",
    "@book{broken,\n  title {T},\n}\n",
    "@book{broken,\n  title = {T}},\n}\n",
    "@book{,\n title = {T}\n}\n",
    "@book\n",
    "@book{\n",
    "@book{broken, title = # {T}}\n",
    "@string{x = }\n",
    "@string{\n",
    "@preamble{\n",
    "@\n",
    "}\n",
    "@comment{ {\n",
]


def read(folder: Path, text: str | bytes) -> Library:
    """The library of one file."""
    path = folder / "refs.bib"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load([path], folder)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_entry_costs_no_other_entry_anything(tmp_path: Path, broken: str) -> None:
    """Entries before and behind a fault are read whole, with their lines."""
    before, after = "".join(ENTRIES[:2]), "".join(ENTRIES[2:])
    library = read(tmp_path, before + broken + after)
    for number in range(5):
        found = library.entries[f"k{number}"]
        assert (found.fields["title"], found.fields["year"]) == (
            f"The {{{number}}}th",
            f"20{number:02}",
        )
        assert [p.family for p in found.people["author"]] == ["Adams", "Bell"]
        assert found.place.line == 1 + 5 * number + (broken.count("\n") if number > 1 else 0)


@pytest.mark.parametrize(
    ("broken", "place", "code"),
    [
        ("@book{broken,\n  title = {never closed,\n  year = 2000\n", "7:11", "broken-entry"),
        ('@book{broken,\n  title = "never closed,\n  year = 2000\n}\n', "9:1", "broken-entry"),
        ("@book{broken,\n  title = {T}\n  year = 2000\n}\n", "8:3", "broken-entry"),
        ("@book{broken,\n  title {T},\n}\n", "7:9", "broken-entry"),
        ("@book{broken,\n  title = {T}},\n}\n", "7:15", "broken-entry"),
        ("@book{broken, title = {T}\n", "7:1", "broken-entry"),
        ("@book{,\n title = {T}\n}\n", "6:7", "missing-key"),
        ("@book{ title = {T}, year = 2000}\n", "6:7", "missing-key"),
        ("@book\n", "7:1", "broken-entry"),
        ("@book{\n", "6:1", "broken-entry"),
        ("@book{broken, title = # {T}}\n", "6:23", "broken-entry"),
        ("see @mentions and me@example.com\n", "6:5", "stray-text"),
        ("book{broken,\n  title = {T},\n}\n", "6", "stray-text"),
        ("@book{two words, title = {T}}\n", "6", "odd-key"),
        ("@book{o'neill, title = {T}}\n", "6", "odd-key"),
    ],
)
def test_a_fault_is_reported_where_it_is(
    tmp_path: Path, broken: str, place: str, code: str
) -> None:
    """The first finding names the file, the line and, where there is one, the column."""
    found = read(tmp_path, ENTRIES[0] + broken + ENTRIES[1]).findings
    assert [(f.code, str(f.place)) for f in found][:1] == [(code, f"refs.bib:{place}")]
    assert {f.code for f in found} <= {code, "broken-entry"}


def test_a_key_with_spaces_is_read_with_hyphens(tmp_path: Path) -> None:
    """Two keys that differ behind a space only stay two."""
    text = "@book{van der Berg 2020, title = {T}}\n@book{van der Berg 2021 title = {U}}\n"
    library = read(tmp_path, text)
    assert {key: entry.title for key, entry in library.entries.items()} == {
        "van-der-Berg-2020": "T",
        "van-der-Berg-2021": "U",
    }


@pytest.mark.parametrize(
    "key",
    ["a:b", "10.1145/3.4", "a.b", "a+b", "o'neill", "50%", "a~b", "a&b", 'q"q', "a\\b", "中文",
     "Ünï", "a(b)", "a#b", "a;b", "-a", "a_b", "a=b/c", "x" * 10_000],
)  # fmt: skip
def test_a_key_of_odd_signs_is_kept_to_the_letter(tmp_path: Path, key: str) -> None:
    """Whatever BibTeX takes for a key names its entry, and the next one is read too."""
    library = read(tmp_path, f"@book{{{key},\n title = {{T}}}}\n{ENTRIES[0]}")
    assert list(library.entries) == [key, "k0"]
    assert library.entries[key].title == "T"


def test_a_broken_entry_keeps_the_fields_before_the_fault(tmp_path: Path) -> None:
    """What stands above a fault is not lost."""
    library = read(tmp_path, "@book{b,\n  title = {T},\n  year = {2000},\n  note = {open\n")
    assert dict(library.entries["b"].fields) == {"title": "T", "year": "2000"}


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_endings_change_nothing(tmp_path: Path, ending: str) -> None:
    """Files of every system give the same entries and lines."""
    library = read(tmp_path, "".join(ENTRIES).replace("\n", ending))
    assert [entry.place.line for entry in library.entries.values()] == [1, 6, 11, 16, 21]
    assert library.findings == ()


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """The first entry of a file with a byte order mark is read."""
    library = read(tmp_path, b"\xef\xbb\xbf" + ENTRIES[0].encode())
    assert (list(library.entries), library.findings) == (["k0"], ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_read_and_reported(tmp_path: Path, encoding: str) -> None:
    """A file in UTF-16, with a mark or without, or in UTF-32, loses nothing."""
    library = read(tmp_path, "@book{a,\n title = {Café 模型}}".encode(encoding))
    assert library.entries["a"].fields["title"] == "Café 模型"
    assert [f.code for f in library.findings] == ["not-utf8"]


def test_control_characters_are_no_text(tmp_path: Path) -> None:
    """They are left out and reported once; those that Windows-1252 has letters for are these."""
    library = read(tmp_path, "@book{a,\n title = {It\x92s\0 \x1bfine\ufeff}}")
    assert library.entries["a"].fields["title"] == "It’s fine"
    (finding,) = library.findings
    assert str(finding).startswith("refs.bib:2:13 control-character U+0092 stands here, and 3 more")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n@book{a, title={x}}", b"<!DOCTYPE html>", b"PK\x03\x04"]
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, data: bytes) -> None:
    """A PDF or a page saved as `.bib` is not searched for entries."""
    library = read(tmp_path, data)
    assert (dict(library.entries), [f.code for f in library.findings]) == (
        {},
        ["missing-bibliography"],
    )


def test_bytes_that_are_not_utf8_are_read_as_windows_1252_and_reported(tmp_path: Path) -> None:
    """A file in Latin-1 keeps its letters and gives one finding with the line of the first."""
    library = read(tmp_path, "@book{a,\n title = {Caf\xe9},\n note = {\xe8}}".encode("latin-1"))
    assert library.entries["a"].fields["title"] == "Café"
    assert [(f.code, f.place.line) for f in library.findings] == [("not-utf8", 2)]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    """A missing file or an empty folder is reported and costs no other file anything."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "there.bib").write_text(ENTRIES[0], encoding="utf-8")
    names = ["missing.bib", "empty", "there.bib"]
    library = load([tmp_path / name for name in names], tmp_path)
    assert list(library.entries) == ["k0"]
    assert [(f.code, f.place.path) for f in library.findings] == [
        ("missing-bibliography", "missing.bib"),
        ("missing-bibliography", "empty"),
    ]


def test_of_two_entries_with_one_key_the_first_is_kept(tmp_path: Path) -> None:
    """The second is reported where it stands."""
    library = read(tmp_path, "@book{a, title = {1}}\n\n@book{a, title = {2}}")
    assert library.entries["a"].fields["title"] == "1"
    assert [(f.code, f.place.line) for f in library.findings] == [("duplicate-key", 3)]


def test_keys_that_differ_in_case_only_are_both_kept_and_reported(tmp_path: Path) -> None:
    """They would share an id, so one of them should change."""
    library = read(tmp_path, "@book{Key, title = {1}}\n@book{key, title = {2}}")
    assert list(library.entries) == ["Key", "key"]
    assert [(f.code, f.place.line) for f in library.findings] == [("same-anchor", 2)]


def test_strings_are_shared_over_files_of_one_build_only(tmp_path: Path) -> None:
    """A @string holds in later files, and is forgotten by the next build."""
    (tmp_path / "a.bib").write_text("@string{acm = {ACM}}", encoding="utf-8")
    (tmp_path / "b.bib").write_text("@book{b, publisher = acm}", encoding="utf-8")
    both = load([tmp_path / "a.bib", tmp_path / "b.bib"], tmp_path)
    assert both.entries["b"].fields["publisher"] == "ACM"
    alone = load([tmp_path / "b.bib"], tmp_path)
    assert [f.code for f in alone.findings] == ["unknown-string"]


MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.integers(0, 3),
        st.sampled_from([*'{}"@,=#\\%$~ \n()', "@book{", "é"]),
    ),
    min_size=1,
    max_size=4,
)


def mutated(text: str, changes: list[tuple[int, int, str]]) -> tuple[str, int]:
    """The text with pieces replaced, and the place of the first change."""
    first = len(text)
    for anywhere, length, piece in changes:
        place = anywhere % (len(text) + 1)
        text = text[:place] + piece + text[place + length :]
        first = min(first, place)
    return text, first


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=MUTATIONS)
def test_a_mutated_file_keeps_what_stands_before_the_change(
    tmp_path: Path, changes: list[tuple[int, int, str]]
) -> None:
    """Reading never raises, and entries that end before the first change are whole."""
    text, first = mutated("".join(ENTRIES), changes)
    entries = read(tmp_path, text).entries
    whole = sum(1 for number in range(1, 6) if len("".join(ENTRIES[:number])) <= first)
    for number in range(whole):
        assert entries[f"k{number}"].fields["title"] == f"The {{{number}}}th"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=80))
def test_any_bytes_can_be_read(tmp_path: Path, data: bytes) -> None:
    """No file content raises, and what follows on a line of its own is read."""
    assert "k0" in read(tmp_path, b"%" + data + b"\n" + ENTRIES[0].encode()).entries
