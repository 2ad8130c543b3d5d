"""The measurement of builds: rounds of interleaved pairs, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench import table
from bench.measure import Pair
from bench.say import say
from bench.sites import BUILDS, Site


def builds(sizes: Sequence[str], runs: int, folder: Path) -> None:
    """Measure each size and print each row as it is known; all of it is written in the end."""
    rows = []
    warm_up(folder)
    for size in sizes:
        for build, pairs in measured(Site.made(size, folder), runs).items():
            rows.append(table.row(size, build, pairs))
            say(f"{' | '.join(rows[-1])}")
    text = f"{table.machine()} Medians of {runs} pairs.\n\n{table.table(table.HEAD, rows)}"
    (folder / "builds.md").write_text(text, encoding="utf-8")
    say(f"\n{text}")


def measured(site: Site, runs: int) -> dict[str, list[Pair]]:
    """Each build in each round, so that what a machine does meanwhile meets all alike."""
    pairs: dict[str, list[Pair]] = {build: [] for build in BUILDS}
    for number in range(runs):
        for build, pair in BUILDS.items():
            pairs[build].append(pair(site, number))
    return pairs


def warm_up(folder: Path) -> None:
    """Let Python compile what it will import."""
    Site.made("playbook", folder).pair()
