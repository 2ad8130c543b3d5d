"""Measurements → tables in Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from statistics import median

from bench.measure import Pair, middle, ratios

PACKAGES = ("mkdocs", "mkdocs-material", "pybtex", "jinja2", "markdown")
HEAD = (
    "site", "build", "CPU, floor", "CPU", "ratio", "bar", "wall ratio",
    "memory, floor", "memory", "ratio", "bar",
)  # fmt: skip
# Site → bars of the first build, of the next one, and of memory, as the issue “Fast” sets them.
BARS: Mapping[str, tuple[str, str, str]] = {
    "playbook": ("≤ 1.25", "≤ 1.10", "≤ 1.25"),
    "lab": ("≤ 1.40", "≤ 1.10", "≤ 1.40"),
    "institute": ("≤ 1.60", "≤ 1.15", "≤ 2.00"),
    "library": ("linear", "≤ 1.25", "≤ 1.5 GB"),
}


def machine() -> str:
    """What it was measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores"
    return f"{platform.python_implementation()} {platform.python_version()}, {system}; {packages}."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose columns line up as text, too."""
    lines = [head, ["---"] * len(head), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(f"| {' | '.join(map(str.ljust, line, widths))} |\n" for line in lines)


def row(site: str, build: str, pairs: Sequence[Pair]) -> list[str]:
    """A line of the table of builds."""
    first, later, memory = BARS.get(site, ("", "", ""))
    return [
        site,
        build,
        *compared(pairs, "cpu"),
        first if build == "first" else later,
        f"{median(ratios(pairs, 'wall')):.2f}",
        *compared(pairs, "memory"),
        memory,
    ]


def compared(pairs: Sequence[Pair], what: str) -> Iterator[str]:
    """The floor, ours, and the median of the ratios with the smallest and the largest."""
    show = seconds if what == "cpu" else megabytes
    yield show(middle(pairs, "floor", what))
    yield show(middle(pairs, "ours", what))
    found = ratios(pairs, what)
    yield f"**{median(found):.2f}** ({found[0]:.2f}–{found[-1]:.2f})"


def seconds(value: float) -> str:
    """A time."""
    return f"{value:.2f} s"


def megabytes(value: float) -> str:
    """An amount of memory."""
    return f"{value / 1e6:.0f} MB"
