"""The corpora of `make bench`: what they promise, and that refctx has nothing to say of them."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from bench.corpus import SIZES, Size, corpus, write
from refctx.checking import check_site
from tiny import Tiny


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_corpus_is_the_same_each_time(tmp_path: Path) -> None:
    """Of the same seed a corpus has the same bytes, of another seed others."""
    size = SIZES["playbook"]
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write(corpus(size, seed), tmp_path / name)

    one, same, other = (_files(tmp_path / name) for name in "abc")

    assert one == same
    assert {path for path in other if other[path] == one[path]} == {
        "docs/references.md", "mkdocs.yml", "mkdocs.floor.yml",
    }  # fmt: skip


@pytest.mark.parametrize("name", SIZES)
def test_a_corpus_has_its_size(name: str) -> None:
    """A corpus has the pages, citations and entries that its size says."""
    size = SIZES[name]
    if size.entries > SIZES["lab"].entries:
        size = Size(size.pages // 10, size.citations // 10, size.entries // 10)
    made = corpus(size)
    keys = [c.key for page in made.pages for group in page.groups() for c in group.citations]

    assert len(made.pages) == size.pages
    assert len(keys) == size.citations
    assert set(keys) <= {*made.library.keys}
    assert len(re.findall(r"^@(?!string)", made.library.text(), re.MULTILINE)) == size.entries


def test_there_is_nothing_to_say_of_a_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A corpus builds without a warning, and `refctx check` finds neither errors nor warnings."""
    monkeypatch.chdir(tmp_path)
    write(corpus(SIZES["playbook"]), tmp_path)
    with caplog.at_level(logging.WARNING):
        site = Tiny(tmp_path).build(strict=True)
    found = check_site([tmp_path / "mkdocs.yml"])

    assert (site.aborted, site.messages, caplog.messages) == ("", [], [])
    assert {level for level, _ in found.judged} <= {"info"}
    assert "refctx-citation" in site.page("part-01/chapter-0002/index.html")
