"""Live preview: from saving a file until its change is served, in real `mkdocs serve`s."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from preview import free_port, running

from bench import table
from bench.measure import FailedError
from bench.say import say
from bench.sites import FLOOR, REFCTX, Site

EVERY = 0.02
PATIENCE = 1200  # seconds
HEAD = ("serve", "saved", "floor", "refctx", "bar", "floor, build", "refctx, build")
_BUILT = re.compile(r"Documentation built in ([\d.]+) seconds")


@dataclass
class Times:
    """Seconds of one kind of edit.

    Attributes:
        served: from saving to the changed text, as a browser sees it.
        built: what MkDocs says the builds took, without its watching and waiting.
    """

    served: list[float] = field(default_factory=list)
    built: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Server:
    """A running `mkdocs serve`."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def until(self, text: str, *paths: str) -> None:
        """Wait until each of these pages holds a text.

        Raises:
            FailedError: if one never does.
        """
        end = time.monotonic() + PATIENCE
        for path in paths:
            while text not in _read(f"{self.url}{path}"):
                if time.monotonic() > end or self.process.poll() is not None:
                    said = self.log.read_text(encoding="utf-8")
                    raise FailedError(f"{path} never said {text}: {said}")
                time.sleep(EVERY)

    def edits(self, edit: Callable[[int], tuple[str, list[str]]], runs: int) -> Times:
        """Make edits, each of which returns the text and the pages to wait for."""
        times, chance = Times(), Random(0)
        for number in range(runs):
            # MkDocs looks every half second; edits fall anywhere between.
            time.sleep(1 + chance.random() / 2)
            text, paths = edit(number)
            begun = time.perf_counter()
            self.until(text, *paths)
            times.served.append(time.perf_counter() - begun)
        times.built = [*map(float, _BUILT.findall(self.log.read_text()))][-runs:]
        return times


def _read(url: str) -> str:
    try:
        with urlopen(url, timeout=PATIENCE) as response:
            return str(response.read().decode("utf-8"))
    except (URLError, ConnectionError):
        return ""


@contextmanager
def serving(site: Site, config: str, *, dirty: bool) -> Iterator[Server]:
    """A server on a free port, once its first build is there."""
    port, log = free_port(), site.folder / "serve.log"
    command = ["-m", "mkdocs", "serve", "--config-file", config, "--dev-addr", f"127.0.0.1:{port}"]
    with running(command + ["--dirty"] * dirty, site.folder, log) as process:
        server = Server(process, f"http://127.0.0.1:{port}/corpus/", log)
        server.until("</html>", "")
        yield server


def page_edit(site: Site) -> Callable[[int], tuple[str, list[str]]]:
    """Adds a sentence with a citation to the same page again and again."""
    page = site.chapter(0)
    before = page.read_text(encoding="utf-8").partition("\n\nSentence ")[0]
    cited, _ = site.citation(0)

    def edit(number: int) -> tuple[str, list[str]]:
        text = f"Sentence {time.time_ns()} was just saved"
        page.write_text(f"{before}\n\n{text} [{cited}].\n", encoding="utf-8")
        return text, [site.address(page)]

    return edit


def bib_edit(site: Site) -> Callable[[int], tuple[str, list[str]]]:
    """Gives a cited work another title; a page that cites it and the list have to show it."""
    bib = site.folder / "bib/library.bib"
    before, (cited, page) = bib.read_text(encoding="utf-8"), site.citation(0)
    head, sign, rest = before.partition(f"{{{cited.removeprefix('@')},")
    title = re.search(r"^  title = \{(.*)\},$", rest, re.MULTILINE)
    assert title

    def edit(number: int) -> tuple[str, list[str]]:
        text = f"Title {time.time_ns()}"
        changed = rest[: title.start(1)] + text + rest[title.end(1) :]
        bib.write_text(head + sign + changed, encoding="utf-8")
        return text, [site.address(page), "references/"]

    return edit


def preview(size: str, runs: int, folder: Path) -> None:
    """Measure all four servers and write the table."""
    rows = []
    for each in _rows(Site.made(size, folder), runs):
        rows.append(each)
        say(" | ".join(each))
    lead = f"{table.machine()} {size}; medians of {runs} edits."
    text = f"{lead}\n\n{table.table(HEAD, rows)}"
    (folder / "preview.md").write_text(text, encoding="utf-8")
    say(f"\n{text}")


def _rows(site: Site, runs: int) -> Iterator[Sequence[str]]:
    for dirty, name in ((True, "`--dirty`"), (False, "normal")):
        with serving(site, FLOOR, dirty=dirty) as server:
            floor = server.edits(page_edit(site), runs)
        with serving(site, REFCTX, dirty=dirty) as server:
            yield row(name, "a page", floor, server.edits(page_edit(site), runs))
            if not dirty:
                yield row(name, "the `.bib`", floor, server.edits(bib_edit(site), runs))


BARS = {
    ("`--dirty`", "a page"): "≤ floor + 0.15 s",
    ("normal", "a page"): "≤ 1.15",
    ("normal", "the `.bib`"): "≤ 1.25",
}


def row(serve: str, saved: str, floor: Times, ours: Times) -> Sequence[str]:
    """A line of the table. The floor of an edit of the `.bib` is that of a page."""
    first, second = median(floor.served), median(ours.served)
    return [
        serve,
        saved,
        f"{first:.2f} s",
        f"{second:.2f} s, **{second / first:.2f}** or {second - first:+.2f} s",
        BARS[serve, saved],
        f"{median(floor.built):.2f} s",
        f"{median(ours.built):.2f} s, {median(ours.built) / median(floor.built):.2f}",
    ]
