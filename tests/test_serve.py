"""Live preview: what is saved is shown, and no mistake ends the server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from conftest import ROOT
from tiny import CONFIG, LIBRARY, tiny

PATIENCE = 40  # seconds; a rebuild takes one or two


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _read(url: str) -> str:
    try:
        with urlopen(url, timeout=10) as response:
            return str(response.read().decode("utf-8"))
    except (URLError, ConnectionError, TimeoutError):
        return ""


def _wait(url: str, wanted: Callable[[str], bool]) -> str:
    """The page once it is as wanted, or as it is when patience ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if wanted(page := _read(url)):
            return page
        time.sleep(0.2)
    return _read(url)


@contextmanager
def _running(command: list[str], folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=environment, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_serve_shows_what_is_saved_and_outlives_mistakes(tmp_path: Path) -> None:
    """Edits of page and `.bib` are shown; a broken, cut or missing `.bib` is said and survived."""
    folder = tmp_path / "site"
    site = tiny(folder, index="# Home\n\n[@knuth1984]\n\n{{ bibliography() }}")
    site.put("mkdocs.yml", CONFIG.replace("https://example.org/tiny/", ""))
    port = _free_port()
    url, log = f"http://127.0.0.1:{port}/", tmp_path / "log"
    with _running(["-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"], folder, log) as process:
        assert "Knuth, 1984" in _wait(url, lambda page: "Knuth, 1984" in page)

        site.put("bib/library.bib", LIBRARY.replace("year = 1984", "year = 1985"))
        assert "Knuth, 1985" in _wait(url, lambda page: "Knuth, 1985" in page)

        site.put("docs/index.md", "[@lamport1994]\n\n{{ bibliography() }}")
        page = _wait(url, lambda page: "Lamport, 1994" in page)
        assert "Lamport, 1994" in page
        assert "Knuth" not in page

        broken = LIBRARY.replace("Literate Programming}", "Literate Programming")
        site.put("bib/library.bib", broken.replace("lamport1994", "lamport94"))
        assert "@lamport1994" in _wait(url, lambda page: "@lamport1994" in page)
        site.put("bib/library.bib", LIBRARY)
        assert "Lamport, 1994" in _wait(url, lambda page: "Lamport, 1994" in page)
        site.put("bib/library.bib", LIBRARY[: LIBRARY.index("pages")])
        page = _wait(url, lambda page: "refctx-notice" in page)
        assert "refctx-notice" in page
        assert "Lamport, 1994" in page
        (folder / "bib/library.bib").unlink()
        time.sleep(2)
        site.put("bib/library.bib", LIBRARY.replace("year = 1994", "year = 1995"))
        assert "Lamport, 1995" in _wait(url, lambda page: "Lamport, 1995" in page)

        assert process.poll() is None
    said = log.read_text(encoding="utf-8")
    assert "broken-entry the entry `knuth1984`" in said
    assert "bib/library.bib:1 unfinished-file the file ends" in said
    assert "docs/index.md:1 unknown-key `lamport1994`" in said
    assert "Traceback" not in said


def test_a_dirty_preview_keeps_what_it_does_not_rebuild(tmp_path: Path) -> None:
    """With `--dirty`, saving one page leaves numbers, links and lists right."""
    folder = tmp_path / "site"
    pages = {"index": "[@knuth1984]", "b": "[@lamport1994] [@knuth1984]"}
    tiny(folder, **pages, refs="{{ bibliography() }}")
    port = _free_port()
    command = ["-m", "mkdocs", "serve", "--dirty", "-a", f"127.0.0.1:{port}"]
    url, log = f"http://127.0.0.1:{port}/tiny/", tmp_path / "log"
    with _running(command, folder, log):
        assert "Lamport, 1994" in _wait(url + "b/", lambda page: "Lamport, 1994" in page)
        (folder / "docs/b.md").write_text("More. [@lamport1994] [@knuth1984]", encoding="utf-8")
        saved = _wait(url + "b/", lambda page: "More." in page)
        (folder / "docs/refs.md").write_text("More. {{ bibliography() }}", encoding="utf-8")
        listed = _wait(url + "refs/", lambda page: "More." in page)

    assert 'id="refctx-bib-knuth1984-2" href="../refs/#bib-knuth1984"' in saved
    assert 'id="refctx-bib-lamport1994-1" href="../refs/#bib-lamport1994"' in saved
    assert 'id="bib-lamport1994"' in listed
    assert 'href="../b/#refctx-bib-knuth1984-2"' in listed
    assert "no-list" not in log.read_text(encoding="utf-8")


def test_the_preview_of_the_flagship_shows_both_languages(tmp_path: Path) -> None:
    """One command serves English at the root and Chinese below it, each with its own address."""
    port = _free_port()
    url, log = f"http://127.0.0.1:{port}/", tmp_path / "log"
    with _running(["scripts/flagship.py", "serve", "--port", str(port)], ROOT, log):
        english = _wait(url, bool)
        chinese = _wait(url + "zh-Hant/references/", bool)

        assert '<html lang="en"' in english
        assert f'rel="canonical" href="{url}"' in english
        assert '<html lang="zh-TW"' in chinese
        assert f'rel="canonical" href="{url}zh-Hant/references/"' in chinese
        assert "no-such-page" not in _read(url + "no-such-page")
    assert "Traceback" not in log.read_text(encoding="utf-8")
