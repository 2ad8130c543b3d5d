"""What a build leaves for the next is what it read itself, or as if it were not there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from refctx import load
from refctx.cache import Cache, digest
from refctx.checks.library import about_library
from refctx.model import Library
from refctx.reading import Reader
from refctx.rows import from_text, lines_of, lines_to_bytes, to_text
from refctx.sources import sources

ROOT = Path(__file__).resolve().parent.parent
BIB = "@book{knuth1984, author = {Knuth, Donald E. and {The Team}}, title = {One}, year = 1984}\n"
ODD = """\
% refctx: ignore bad-year
@misc{a, title = {{T}ex $x^2$ \\unknown}, year = {20xx}, ids = {b, c}, author = {王小明 and others}}
@inproceedings{d, crossref = {e}, author = {van der Doe, Jr, J. \\"O.}}
@proceedings{e, title = {Proceedings\u2028of\u0085lines}, editor = {{Group}}, date = {2001/2002}}
@misc{a, title = {Again}}
@misc{broken, title = {Open, year = 2001
"""


def same(found: Library, expected: Library) -> bool:
    """True if two libraries hold the same in the same order."""
    return (
        list(found.entries.items()) == list(expected.entries.items())
        and found.findings == expected.findings
        and found.aliases == expected.aliases
        and found.rules == expected.rules
    )


def test_a_library_comes_back_as_it_was(tmp_path: Path) -> None:
    """Every entry, name, line, finding, other name and rule, of the flagship and of odd files."""
    path = tmp_path / "odd.bib"
    path.write_text(ODD, encoding="utf-8")
    for paths in ([ROOT / "bib"], [path]):
        library = load.load(paths, ROOT)
        about = tuple(about_library(library))
        (tmp_path / "rows").write_bytes(lines_to_bytes(lines_of(library)))
        again, said = from_text(to_text(library, about, "rows"), tmp_path.joinpath)
        (tmp_path / "rows").unlink()

        assert same(again, library)
        assert said == about
        assert about or paths != [path]


def _put(folder: Path, text: str = BIB) -> Path:
    path = folder / "a.bib"
    path.write_text(text, encoding="utf-8")
    return path


def _read(folder: Path, path: Path) -> Library:
    """The library as a process of its own would read it."""
    return Reader(Cache(folder / "cache")).read(sources([path], folder))[0]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files were read as BibTeX, one for each time."""
    found: list[int] = []
    read = load.library

    def counted(texts: tuple[object, ...]) -> Library:
        found.append(len(texts))
        return read(texts)  # type: ignore[arg-type]

    monkeypatch.setattr(load, "library", counted)
    return found


def test_a_file_is_read_once_until_it_changes(tmp_path: Path, reads: list[int]) -> None:
    """The next build takes the entries of the last; another text is read anew."""
    first = _read(tmp_path, path := _put(tmp_path))
    assert same(_read(tmp_path, path), first)
    assert reads == [1]

    _put(tmp_path, BIB.replace("One", "Two"))
    assert _read(tmp_path, path).entries["knuth1984"].title == "Two"
    assert reads == [1, 1]


def test_a_preview_keeps_the_entries(tmp_path: Path, reads: list[int]) -> None:
    """In one process not even the cache is read again."""
    texts = sources([_put(tmp_path)], tmp_path)
    reader = Reader(Cache(tmp_path / "cache"))
    library, _ = reader.read(texts)
    (tmp_path / "cache/library").unlink()

    assert reader.read(texts)[0] is library
    assert reads == [1]


def test_what_was_forgotten_is_no_other_library(tmp_path: Path) -> None:
    """A site without bibliographies, built after one that has some, has no entries."""
    reader = Reader(Cache(tmp_path / "cache"))
    reader.read(sources([_put(tmp_path)], tmp_path))
    reader.forget()

    assert list(reader.read(())[0].entries) == []


def test_another_version_reads_anew(
    tmp_path: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another refctx left is not used."""
    _read(tmp_path, path := _put(tmp_path))
    monkeypatch.setattr("refctx.__version__", "0.0.1")
    _read(tmp_path, path)

    assert reads == [1, 1]


def test_a_cache_that_is_not_whole_is_not_used(tmp_path: Path, reads: list[int]) -> None:
    """Cut off, or with one letter changed, the cache is as if it were not there."""
    first = _read(tmp_path, path := _put(tmp_path))
    for left in (tmp_path / "cache/library", *(tmp_path / "cache/rows").iterdir()):
        whole = left.read_bytes()
        for broken in (whole[:-9], b"x".join(whole.split(b"e")), b"", b"refctx\n", b"\xff\n\xff"):
            left.write_bytes(broken)
            assert same(_read(tmp_path, path), first)
            assert left.read_bytes() == whole
    assert len(reads) == 11


@pytest.mark.skipif(os.name == "nt", reason="there a file that is open cannot be taken away")
def test_a_cache_that_is_taken_away_meanwhile_is_still_read(
    tmp_path: Path, reads: list[int]
) -> None:
    """Entries that were not wanted yet come from a file that was opened in time."""
    first = _read(tmp_path, path := _put(tmp_path))
    again = _read(tmp_path, path)
    shutil.rmtree(tmp_path / "cache")

    assert same(again, first)
    assert reads == [1]


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, reads: list[int]) -> None:
    """A file in the folder's place costs reading anew, and no message."""
    (tmp_path / "cache").write_text("no folder", encoding="utf-8")
    first = _read(tmp_path, path := _put(tmp_path))

    assert same(_read(tmp_path, path), first)
    assert reads == [1, 1]
    assert (tmp_path / "cache").read_text(encoding="utf-8") == "no folder"


def test_git_passes_over_the_cache(tmp_path: Path) -> None:
    """The folder says itself that nothing in it belongs to the project."""
    _read(tmp_path, _put(tmp_path))

    assert "*" in (tmp_path / "cache/.gitignore").read_text(encoding="utf-8").split()


def test_texts_in_a_row_have_a_key_of_their_own() -> None:
    """A text that moves from one to the next changes it."""
    rows = (["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], [])
    assert len({digest(row) for row in rows}) == len(rows)
