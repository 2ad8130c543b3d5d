"""Is the work linear? Time and memory of first builds, as entries or citations are doubled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import table
from bench.builds import warm_up
from bench.measure import Pair, middle
from bench.say import say
from bench.sites import BUILDS, Site

PAGES = 100
ENTRIES = tuple(f"{PAGES}x2000x{1000 * 2**n}" for n in range(6))
CITATIONS = tuple(f"{PAGES}x{1000 * 2**n}x4000" for n in range(5))
HEAD = (
    "site", "CPU, floor", "CPU", "more than the floor", "each added", "to the step before",
    "memory, floor", "memory", "each added",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """What a size costs beyond its floor: seconds, and bytes."""

    size: str
    count: int
    pairs: Sequence[Pair]

    def beyond(self, what: str) -> float:
        """The median of ours less the median of the floor."""
        return middle(self.pairs, "ours", what) - middle(self.pairs, "floor", what)


def growth(runs: int, folder: Path) -> None:
    """Measure both series and write their tables."""
    warm_up(folder)
    parts = [f"{table.machine()} First builds; medians of {runs} pairs.\n"]
    for place, name, sizes in ((2, "Entries", ENTRIES), (1, "Citations", CITATIONS)):
        points = [_point(size, place, runs, folder) for size in sizes]
        parts.append(f"{name}:\n\n{table.table(HEAD, growth_rows(points))}")
        say(parts[-1])
    (folder / "growth.md").write_text("\n".join(parts), encoding="utf-8")


def _point(size: str, place: int, runs: int, folder: Path) -> Point:
    site = Site.made(size, folder)
    pairs = [BUILDS["first"](site, number) for number in range(runs)]
    say(f"{size}: {middle(pairs, 'floor', 'cpu'):.2f} s, {middle(pairs, 'ours', 'cpu'):.2f} s")
    return Point(size, int(size.split("x")[place]), pairs)


def growth_rows(points: Sequence[Point]) -> Iterable[Sequence[str]]:
    """A line to each size; `each added` is what one entry more costs since the line above."""
    steps: list[float] = []
    for number, point in enumerate(points):
        each, factor, memory = "", "", ""
        if number:
            before = points[number - 1]
            added = point.count - before.count
            steps.append((point.beyond("cpu") - before.beyond("cpu")) / added)
            each = f"{steps[-1] * 1000:.3f} ms"
            memory = f"{(point.beyond('memory') - before.beyond('memory')) / added / 1000:.1f} kB"
        if len(steps) > 1:
            factor = f"{steps[-1] / steps[-2]:.2f}"
        yield [
            point.size,
            table.seconds(middle(point.pairs, "floor", "cpu")),
            table.seconds(middle(point.pairs, "ours", "cpu")),
            table.seconds(point.beyond("cpu")),
            each,
            factor,
            table.megabytes(middle(point.pairs, "floor", "memory")),
            table.megabytes(middle(point.pairs, "ours", "memory")),
            memory,
        ]
