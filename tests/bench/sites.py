"""A corpus on the disk, and the builds of it that are measured."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Pair, run

FLOOR, REFCTX = "mkdocs.floor.yml", "mkdocs.yml"
ADDED = "\n\nA sentence was added on day {number}, and it cites something [{cited}].\n"
_CITED = re.compile(r"\[@([^\s;,\]]+)\]")


@dataclass(frozen=True, slots=True)
class Site:
    """A folder with a corpus."""

    folder: Path

    @classmethod
    def made(cls, size: str, below: Path) -> Site:
        """A corpus of a size, written anew.

        A process of its own writes it: this one has to stay small.
        """
        folder = below / size
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-m", "bench", "corpus", size, str(folder)]
        subprocess.run(command, check=True)
        return cls(folder)

    def pair(self) -> Pair:
        """Build the floor, then the site."""
        return Pair(run(command(FLOOR), self.folder), run(command(REFCTX), self.folder))

    def forget(self) -> None:
        """Remove what builds have left."""
        for name in ("site", "site.floor", ".cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def chapter(self, number: int) -> Path:
        """A page of the site, some way into it."""
        chapters = sorted(self.folder.glob("docs/part-*/*.md"))
        return chapters[len(chapters) // 3 + number]

    def address(self, page: Path) -> str:
        """Where a page is served."""
        return f"{page.relative_to(self.folder / 'docs').with_suffix('').as_posix()}/"

    def citation(self, number: int) -> tuple[str, Path]:
        """A citation, `@key`, and the page that has it: one of those after that chapter."""
        pages = (self.chapter(number + n) for n in range(1, 9))
        texts = ((page.read_text(encoding="utf-8"), page) for page in pages)
        return next(
            (f"@{found[1]}", page) for text, page in texts if (found := _CITED.search(text))
        )

    @contextmanager
    def edited(self, number: int) -> Iterator[None]:
        """One page with a sentence more, which cites what another page cites."""
        page = self.chapter(number)
        before = page.read_bytes()
        added = ADDED.format(number=number, cited=self.citation(number)[0])
        page.write_bytes(before + added.encode())
        try:
            yield
        finally:
            page.write_bytes(before)


def command(config: str) -> list[str]:
    """How a site is built; a build that warns of anything fails."""
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", config]


def _cold(site: Site, number: int) -> Pair:
    site.forget()
    return site.pair()


def _warm(site: Site, number: int) -> Pair:
    return site.pair()


def _edited(site: Site, number: int) -> Pair:
    with site.edited(number):
        return site.pair()


# What is measured, in this order in each round; the later ones find what the first has left.
BUILDS: dict[str, Callable[[Site, int], Pair]] = {
    "first": _cold,
    "next, nothing changed": _warm,
    "next, one page changed": _edited,
}
