"""Live preview under load: whatever is edited, it lives, and shows what a clean build shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from preview import PATIENCE, fetched, free_port, running, wait
from serving import Serving, difference
from storm import PAGE_EDITS, Storm

EDITS = int(os.environ.get("STORM_EDITS", "100"))
SEED = int(os.environ.get("STORM_SEED", "5"))
EVERY = 5  # a clean build takes as long as a rebuild
_NOTICE = re.compile(rb'<div class="admonition warning refctx-notice".*?</div>', re.DOTALL)
_NAV = re.compile(rb"<nav>.*?</nav>")
_TRACEBACK = re.compile(r"^Traceback.*?^\w", re.DOTALL | re.MULTILINE)
_SEARCH = "search/search_index.json"


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs stamps the day of the build on what it makes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def _clean(root: Path, site: Path) -> Serving:
    shutil.rmtree(site, ignore_errors=True)
    shutil.rmtree(root / ".cache", ignore_errors=True)
    return Serving(root, site, command="build").rebuild()


def _as_last_whole(storm: Storm, site: Path) -> Serving:
    """A clean build of the site with its bibliographies as they last were whole."""
    cut = {path: (storm.root / path).read_bytes() for path in storm.whole}
    for path, text in storm.whole.items():
        (storm.root / path).write_text(text, encoding="utf-8")
    try:
        return _clean(storm.root, site)
    finally:
        for path, data in cut.items():
            (storm.root / path).write_bytes(data)


def test_a_preview_shows_what_a_clean_build_shows(tmp_path: Path) -> None:
    """Through a hundred edits pages, exports and findings are those of a build, byte for byte.

    While a bibliography is cut off, they are those of its last whole text, below a notice.
    """
    storm = Storm(tmp_path / "site", "", Random(SEED)).begin()
    preview = Serving(storm.root, tmp_path / "preview").rebuild()
    assert preview.aborted == ""
    for n in range(EDITS):
        edit = storm.edit()
        storm.is_shown = not preview.rebuild().aborted
        where = f"edit {n} ({edit}) with STORM_SEED={SEED}"
        if n % EVERY and n + 1 < EDITS:
            continue
        clean = _as_last_whole(storm, tmp_path / "clean")
        assert preview.aborted == clean.aborted, where
        if clean.aborted:
            continue
        files, expected = preview.files(), clean.files()
        if storm.whole:
            pages = [path for path in files if path.endswith(".html")]
            assert all(len(_NOTICE.findall(files[path])) == 1 for path in pages), where
            # The search finds the words of the notice too.
            files = {path: _NOTICE.sub(b"", data) for path, data in files.items()}
            files[_SEARCH] = expected[_SEARCH]
        else:
            said = sorted({*preview.messages} ^ {*clean.messages})
            assert preview.messages == clean.messages, f"{where}: {said}"
        found = difference(files, expected)
        assert not found, f"{where}: {found}"
    storm.mend()
    found = difference(preview.rebuild().files(), _in_a_process(storm.root, tmp_path / "last"))
    assert not found, f"in the end with STORM_SEED={SEED}: {found}"


def _in_a_process(root: Path, site: Path) -> dict[str, bytes]:
    """A clean build that shares nothing with this process."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return Serving(root, site).files()


def test_a_dirty_preview_shows_right_pages_where_it_builds_them(tmp_path: Path) -> None:
    """With `--dirty`, each page that is built after an edit of pages is as in a clean build.

    Only MkDocs' navigation is not: it has no titles for pages that it does not read.
    """
    storm = Storm(tmp_path / "site", "", Random(SEED)).begin()
    preview = Serving(storm.root, tmp_path / "preview", dirty=True).rebuild()
    for n in range(max(5, EDITS // 8)):
        edit = storm.edit(PAGE_EDITS)
        old = _times(preview.site)
        preview.rebuild()
        built = {path for path, time in _times(preview.site).items() if old.get(path) != time}
        pages = {path for path in built if path.endswith(".html")}
        ours, theirs = (
            {path: _NAV.sub(b"", data) for path, data in one.files().items() if path in pages}
            for one in (preview, _clean(storm.root, tmp_path / "clean"))
        )
        found = difference(ours, theirs)
        assert not found, f"edit {n} ({edit}) with STORM_SEED={SEED}: {found}"


def _times(site: Path) -> dict[str, int]:
    files = [path for path in site.rglob("*") if path.is_file()]
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in files}


def test_a_server_ends_where_a_clean_build_ends(tmp_path: Path) -> None:
    """Bursts of edits, some while it builds: the server lives, and what it serves is right."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    storm = Storm(tmp_path / "site", "mkdocs", Random(SEED), address=url).begin()
    log = tmp_path / "log"
    command = ["-m", "mkdocs", "serve", "--quiet", "-a", f"127.0.0.1:{port}"]
    with running(command, storm.root, log) as process:
        assert "Page" in wait(url, lambda page: "Page" in page)
        for burst in range(max(3, EDITS // 33)):
            for _ in range(10):
                storm.edit()
                time.sleep(storm.random.choice((0, 0, 0.1)))
            time.sleep(0.7 * burst)
        storm.mend()
        expected = _clean(storm.root, tmp_path / "clean").files()
        assert _served(url, expected) == ""
        assert process.poll() is None
    said = log.read_text(encoding="utf-8")
    # A page that goes while it is read ends MkDocs' own step, and the next build mends it.
    assert "refctx/" not in "".join(_TRACEBACK.findall(said))


def _served(url: str, expected: dict[str, bytes]) -> str:
    """How what is served differs from what is expected, once it no longer does or for too long."""
    until = time.monotonic() + PATIENCE
    while True:
        served = {path: fetched(url + path) for path in expected}
        found = difference({path: data for path, data in served.items() if data}, expected)
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.5)
