"""A preview with `--dirty` builds the edited page rightly, and says which others are stale."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from random import Random

import pytest
from refctx import pipeline
from serving import Serving
from storm import PAGE_EDITS, Storm
from tiny import LIBRARY, tiny

PAGES = {
    "index": "# Home\n\nWords alone.\n",
    "one": "# One\n\nFirst [@knuth1984].\n",
    "two": "# Two\n\nThen [@knuth1984] and @lamport1994.\n",
    "three": "# Three\n\nLast @lamport1994.\n",
    "refs": "# References\n\n{{ bibliography() }}\n",
    "chart": "# Chart\n\n{{ chart() }}\n",
}
LINE = re.compile(r"--dirty: not up to date are (?P<names>.*?)(?: and \d+ more)?, nor what is")


def _preview(folder: Path) -> Serving:
    site = tiny(folder / "site", **PAGES)
    _age(site.root, 100)
    return Serving(site.root, folder / "preview", dirty=True).rebuild()


def _age(folder: Path, seconds: int) -> None:
    """Let files be older, for MkDocs compares their times."""
    for path in folder.rglob("*"):
        time = path.stat().st_mtime - seconds
        os.utime(path, (time, time))


def _rebuilt(preview: Serving, path: str, text: str) -> dict[str, bytes]:
    """Write a file, as if some time had gone by since the last build; the files after the next."""
    _age(preview.site, 10)
    (preview.root / path).write_text(text, encoding="utf-8")
    files = preview.rebuild().files()
    os.utime(preview.root / path, (0, 0))
    return files


def _stale(caplog: pytest.LogCaptureFixture) -> list[str]:
    found = [LINE.search(record.getMessage()) for record in caplog.records]
    caplog.clear()
    return sorted(name for line in found if line for name in line["names"].split(", "))


def test_words_leave_other_pages_as_they_are(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is stale, nothing is printed anew, and nothing else is written."""
    preview = _preview(tmp_path)
    before = preview.files()
    monkeypatch.setattr(pipeline, "finish", None)
    with caplog.at_level(logging.INFO, "mkdocs"):
        after = _rebuilt(preview, "docs/two.md", PAGES["two"] + "\nMore words.\n")

    assert _stale(caplog) == []
    changed = {path for path in after if after[path] != before.get(path)}
    assert "two/index.html" in changed
    assert not any("refctx" in path or path.startswith(("one", "refs")) for path in changed)


def test_a_page_has_right_numbers_and_the_others_are_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A citation more numbers the page anew; pages with the same work and its lists are stale."""
    preview = _preview(tmp_path)
    with caplog.at_level(logging.INFO, "mkdocs"):
        files = _rebuilt(preview, "docs/one.md", PAGES["one"] + "\nAgain @knuth1984.\n")
        assert b'id="refctx-bib-knuth1984-2"' in files["one/index.html"]
        assert _stale(caplog) == ["docs/chart.md", "docs/refs.md", "docs/two.md"]

        files = _rebuilt(preview, "docs/refs.md", PAGES["refs"] + "\nMore words.\n")
        assert b"one/#refctx-bib-knuth1984-2" in files["refs/index.html"]
        assert _stale(caplog) == ["docs/chart.md", "docs/two.md"]

        _rebuilt(preview, "docs/one.md", PAGES["one"])
        assert _stale(caplog) == ["docs/refs.md"]


def test_an_entry_is_stale_where_it_is_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """MkDocs reads no page again for a `.bib`, so all that show the entry are named."""
    preview = _preview(tmp_path)
    with caplog.at_level(logging.INFO, "mkdocs"):
        _rebuilt(preview, "bib/library.bib", LIBRARY.replace("Lamport, Leslie", "Lampert, Leslie"))
    assert _stale(caplog) == ["docs/chart.md", "docs/refs.md", "docs/three.md", "docs/two.md"]


def test_what_a_storm_makes_stale_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each edit of pages, every page that differs from a clean build is named as stale."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setattr("refctx.hosts.dirty._NAMED", 99)
    storm = Storm(tmp_path / "site", "", Random(9)).begin()
    preview = Serving(storm.root, tmp_path / "preview", dirty=True).rebuild()
    named: set[str] = set()
    for n in range(12):
        edit = storm.edit(PAGE_EDITS)
        with caplog.at_level(logging.INFO, "mkdocs"):
            preview.rebuild()
        said = [record for record in caplog.records if "--dirty: not up" in record.getMessage()]
        named = set(_stale(caplog)) if said else named
        clean = Serving(storm.root, tmp_path / f"clean{n}", command="build").rebuild()
        ours, theirs = (_pages(one.files()) for one in (preview, clean))
        stale = {path for path in theirs if path in ours and ours[path] != theirs[path]}
        assert stale <= {_address(name) for name in named}, f"edit {n} ({edit})"


def _pages(files: dict[str, bytes]) -> dict[str, bytes]:
    """The pages without MkDocs' navigation, which has no titles for pages that are not read."""
    html = {path: data for path, data in files.items() if path.endswith("index.html")}
    return {path: re.sub(rb"<nav>.*?</nav>", b"", data) for path, data in html.items()}


def _address(name: str) -> str:
    path = name.removeprefix("docs/").removesuffix(".md")
    stem = path.removesuffix("index").rstrip("/")
    return f"{stem}/index.html" if stem else "index.html"
