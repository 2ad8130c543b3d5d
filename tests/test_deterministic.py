"""Same input, same bytes: whatever the machine, its clock, an earlier build or what it left."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from serving import Serving, difference
from tiny import LIBRARY, Tiny

# MkDocs stamps the day of the build on the sitemap; this is how to tell it the day.
DAY = {"SOURCE_DATE_EPOCH": "1700000000", "NO_MKDOCS_2_WARNING": "1"}
MATERIAL = {"name": "material", "font": False}
BUILD = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir")
# Works that only a letter, an initial or the alphabet of a language tells apart.
ALIKE = """\
@article{a1, author = {Öz, İpek}, title = {One {TeX} $x^2$}, journal = {J}, year = 2001,
  doi = {10.1000/a1}, keywords = {old, new}, language = {turkish}}
@book{b1, author = {Öz, Işık}, title = {Two}, publisher = {P}, year = 2001, keywords = {old}}
@inproceedings{c1, author = {Öz, İpek}, title = {Three}, crossref = {d1}, keywords = {new}}
@proceedings{d1, title = {Proceedings}, booktitle = {Proceedings}, year = 2001}
@misc{e1, author = {Liu, 家}, title = {四 題}, year = 2001, ids = {e2}, keywords = {new}}
@misc{e1, title = {A second time}}
@misc{broken, title = {Open, year = 2001}
"""
HOME = "# Home\n\n[see @knuth1984, p. 3; @a1] and @c1, [@b1; @e2; @unknown].\n\n{{ marks() }}\n"
LISTS = """\
# Lists

{{ reading_list(item("a1", "One", "Read it."), item("e1"), name="first") }}
{{ reading_list(tag="new", sort="year", group="type", name="second") }}

[BibTeX](refctx/lists/first.bib)

{{ chart() }}
"""
PAGES = {
    "index": HOME,
    "lists": LISTS,
    "refs": "---\nnocite: '@d1'\n---\n# References\n\n{{ bibliography() }}\n",
    "deep/a": "# A\n\nA note.[^1] [@lamport1994] ![As [@a1] shows](x.png)\n\n[^1]: Of [@a1].\n",
    "deep/B": "# B\n\n## İstanbul\n\n[@a1; @lamport1994]\n",
}


def _files(theme: dict[str, object]) -> dict[str, str]:
    """A site with everything that the engine does."""
    config = {
        "site_name": "Same",
        "site_url": "https://example.org/same/",
        "theme": theme,
        "plugins": ["search", {"refctx": {"bibliography": ["bib", "more.bib"]}}],
        "markdown_extensions": ["footnotes", "tables"],
    }
    pages = {f"docs/{name}.md": text for name, text in PAGES.items()}
    bibs = {"bib/z.bib": LIBRARY, "bib/a.bib": ALIKE, "more.bib": "@misc{f1, title = {More}}\n"}
    # JSON is YAML too.
    return {"mkdocs.yml": json.dumps(config), **pages, **bibs}


def _write(root: Path, theme: dict[str, object], *, backwards: bool = False) -> Path:
    files = list(_files(theme).items())
    for path, text in reversed(files) if backwards else files:
        Tiny(root).put(path, text)
    return root


def _built(folder: Path) -> dict[str, bytes]:
    return Serving(folder, folder).files()


def _run(root: Path, site: Path, cwd: Path | None = None, **environment: str) -> dict[str, bytes]:
    """Build in a process of its own."""
    command = (*BUILD, str(site), "--config-file", str(root / "mkdocs.yml"))
    told = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"} | DAY | environment
    done = subprocess.run(
        command, cwd=cwd or root, env=os.environ | told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return _built(site)


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """The site, and what a first build makes of it."""
    root = _write(tmp_path_factory.mktemp("same") / "site", {"name": "mkdocs"})
    return root, _run(root, root.parent / "built")


def test_a_build_does_not_depend_on_the_machine(
    same: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """Hash seed, time zone, locale, folder and order of files leave every byte as it is."""
    root, first = same
    copy = _write(tmp_path / "elsewhere/copied", {"name": "mkdocs"}, backwards=True)
    assert len(first) > 40
    far = {"TZ": "Asia/Taipei", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    near = {"TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "random"}

    assert difference(_run(root, tmp_path / "a", cwd=tmp_path, **far), first) == ""
    assert difference(_run(copy, tmp_path / "b", **near), first) == ""


def test_a_build_with_material_does_not_depend_on_the_machine(tmp_path: Path) -> None:
    """The same holds with the theme whose search writes more."""
    root = _write(tmp_path / "one", MATERIAL)
    copy = _write(tmp_path / "other/two", MATERIAL, backwards=True)
    far = {"TZ": "Asia/Taipei", "LC_ALL": "C", "PYTHONHASHSEED": "1"}

    found = _run(copy, tmp_path / "b", cwd=tmp_path, **far)
    assert difference(found, _run(root, tmp_path / "a")) == ""


def test_a_build_does_not_depend_on_the_order_of_folders(
    same: tuple[Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that lists files in another order, and a strict umask, change nothing."""
    root, first = same
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY["SOURCE_DATE_EPOCH"])
    random, listdir, scandir = Random(3), os.listdir, os.scandir

    class _Shuffled:
        def __init__(self, path: str | Path = ".") -> None:
            self.found = scandir(path)
            self.entries = list(self.found)
            random.shuffle(self.entries)

        def __enter__(self) -> _Shuffled:
            return self

        def __exit__(self, *error: object) -> None:
            self.close()

        def __iter__(self) -> Iterator[os.DirEntry[str]]:
            return self

        def __next__(self) -> os.DirEntry[str]:
            if not self.entries:
                raise StopIteration
            return self.entries.pop()

        def close(self) -> None:
            self.found.close()

    def shuffled(path: str | Path = ".") -> list[str]:
        return random.sample(found := listdir(path), len(found))

    monkeypatch.setattr(os, "listdir", shuffled)
    monkeypatch.setattr(os, "scandir", _Shuffled)
    umask = os.umask(0o077)
    try:
        Serving(root, tmp_path / "built", command="build").rebuild()
    finally:
        os.umask(umask)
        monkeypatch.undo()
    assert difference(_built(tmp_path / "built"), first) == ""


def test_a_build_that_was_killed_leaves_nothing_behind(
    same: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """A build after one that was killed, wherever it was, is as the first."""
    root, first = same
    copy, site = tmp_path / "copy", tmp_path / "built"
    shutil.copytree(root, copy)
    old = site / "old.html"
    # Behind each file, whether it comes or goes.
    moments = {copy: True, old: False, site / "refctx.json": True}
    codes = [_killed(copy, old, sign, comes=comes) for sign, comes in moments.items()]

    # The last may be done before it dies.
    assert codes[:2] == [-signal.SIGKILL, -signal.SIGKILL]
    assert difference(_run(copy, site), first) == ""


def _killed(root: Path, old: Path, sign: Path, *, comes: bool) -> int:
    """Build over an old site, and kill the build when a file comes or goes; how it ended."""
    shutil.rmtree(old.parent, ignore_errors=True)
    old.parent.mkdir()
    old.write_text("old", encoding="utf-8")
    command = (*BUILD, str(old.parent))
    with subprocess.Popen(
        command, cwd=root, env=os.environ | DAY, stderr=subprocess.DEVNULL
    ) as process:
        until = time.monotonic() + 60
        while process.poll() is None and sign.exists() != comes and time.monotonic() < until:
            time.sleep(0.001)
        process.kill()
    return process.returncode


GARBAGE = (
    b"",
    b"\x00\xff" * 99,
    b'{"version": "0.0.1", "entries": {"a1"',
    b"[]",
    b"\x80\x05]\x94.",
)
ODD = ("library.json", "a b.bin", "é%2F.pickle", ".hidden", "0.0.1/library.json", "v999/index")


def test_what_lies_in_the_cache_folder_does_not_change_a_build(
    same: tuple[Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Garbage, files cut off, those of another version and odd names are as good as nothing."""
    root, first = same
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY["SOURCE_DATE_EPOCH"])
    copy, cache = tmp_path / "copy", tmp_path / "copy/.cache/plugin/refctx"
    shutil.copytree(root, copy)
    with monkeypatch.context() as patched:
        patched.setattr("refctx.__version__", "0.0.1")
        assert _again(copy) == first
    for garbage in GARBAGE:
        for path in (*ODD, *(str(file.relative_to(cache)) for file in cache.rglob("*"))):
            target = cache / path
            if not target.is_dir():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(garbage)
        assert difference(_again(copy), first) == ""
        _cut(cache)
        assert difference(_again(copy), first) == ""
    shutil.rmtree(cache)
    cache.write_text("no folder", encoding="utf-8")
    assert difference(_again(copy), first) == ""


def _cut(cache: Path) -> None:
    """Cut each file of the cache in the middle."""
    for file in cache.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _again(root: Path) -> dict[str, bytes]:
    """Build with a plugin of its own, in this process."""
    return Serving(root, root.parent / "again", command="build").rebuild().files()
