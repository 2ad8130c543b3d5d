"""Files that a build leaves are what they were written as, or as if they were not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from refctx.store import Store, name_of


def test_a_file_is_found_by_what_it_holds(tmp_path: Path) -> None:
    """The same content is one file, and its name leads back to it."""
    store = Store(tmp_path / "files")
    path = store.put(b"one")
    assert isinstance(path, Path)
    assert path.read_bytes() == b"one"
    assert store.put(b"one") == store.put(path) == store.get(name_of(path)) == path
    assert [file.name for file in store.folder.iterdir()] == [name_of(path)]


@pytest.mark.parametrize("broken", [b"", b"on", b"two"])
def test_a_file_that_is_not_as_it_was_is_missing(tmp_path: Path, broken: bytes) -> None:
    """Cut off or written by another, it is not used; put again, it is whole."""
    store = Store(tmp_path)
    path = store.put(b"one")
    assert isinstance(path, Path)
    path.write_bytes(broken)
    with pytest.raises(KeyError):
        store.get(name_of(path))
    assert store.put(b"one") == path
    assert path.read_bytes() == b"one"


@pytest.mark.parametrize("name", ["", ".", "..", "0" * 40])
def test_a_name_of_nothing_leads_nowhere(tmp_path: Path, name: str) -> None:
    """What was never written is missing, a folder too."""
    with pytest.raises(KeyError):
        Store(tmp_path).get(name)


def test_what_cannot_be_written_is_handed_back(tmp_path: Path) -> None:
    """Where no folder can be, or one only looks, the content stays as it is."""
    (tmp_path / "taken").write_text("no folder", encoding="utf-8")
    assert Store(tmp_path / "taken").put(b"one") == b"one"
    assert Store(tmp_path / "none", written=False).put(b"one") == b"one"
    assert not (tmp_path / "none").exists()
    assert name_of(b"one") == ""


def test_files_that_nobody_wants_go(tmp_path: Path) -> None:
    """Those of builds before, and what a build that was killed left behind."""
    store = Store(tmp_path)
    kept, gone = store.put(b"one"), store.put(b"two")
    (tmp_path / "rest.1").write_bytes(b"t")
    store.clear({name_of(kept)})
    assert [file.name for file in tmp_path.iterdir()] == [name_of(kept)] != [name_of(gone)]
    Store(tmp_path / "none").clear(())
    Store(tmp_path, written=False).clear(())
    assert store.get(name_of(kept)) == kept
