"""Where the time of a build goes: the dearest functions of refctx and of pybtex."""

from __future__ import annotations

import pstats
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench import table
from bench.say import say
from bench.sites import REFCTX, Site, command

MOST = 30
HEAD = ("function", "calls", "own", "with what it calls")
PACKAGES = ("package", "own", "share")
_OURS = re.compile(r"(?:.*[/\\](?:scripts|site-packages)[/\\])?((refctx|pybtex)[/\\].*)")
_INSTALLED = re.compile(r".*[/\\]site-packages[/\\](\w+)")


def profiled(size: str, folder: Path, *, warm: bool) -> None:
    """Profile a first build, or with `warm` one that finds all as it was, and write the tables."""
    site = Site.made(size, folder)
    if warm:
        subprocess.run(command(REFCTX), cwd=site.folder, check=True)
    python, *rest = command(REFCTX)
    profile = [python, "-m", "cProfile", "-o", "profile.out", *rest]
    subprocess.run(profile, cwd=site.folder, check=True)
    stats = pstats.Stats(str(site.folder / "profile.out"))
    build = "next build, nothing changed" if warm else "first build"
    text = f"{table.machine()} {size}, {build}, {stats.total_tt:.1f} s under the profiler.\n"
    text += f"\nBy package, own time:\n\n{table.table(PACKAGES, _packages(stats))}"
    for place, name in ((2, "own time"), (3, "time with what they call")):
        text += f"\nBy {name}:\n\n{table.table(HEAD, _rows(stats, place))}"
    (folder / f"profile-{size}{'-warm' * warm}.md").write_text(text, encoding="utf-8")
    say(text)


def _packages(stats: pstats.Stats) -> Iterator[list[str]]:
    """Package → its own time; built-in functions stand for themselves."""
    times: dict[str, float] = defaultdict(float)
    for (path, _, _), (_, _, own, _, _) in stats.stats.items():
        times[package(path)] += own
    for name, own in sorted(times.items(), key=lambda each: -each[1])[:10]:
        yield [name, f"{own:.2f} s", f"{own / stats.total_tt:.1%}"]


def package(path: str) -> str:
    """Which package a file of Python or Jinja belongs to."""
    if found := _OURS.match(path):
        return found[2]
    if found := _INSTALLED.match(path):
        return found[1]
    return "built-in functions" if path == "~" else "the standard library and generated code"


def _rows(stats: pstats.Stats, place: int) -> Iterator[list[str]]:
    """A line to each function, the dearest first; `place` is that of a time in pstats' rows."""
    ours = [(found[1], at, s) for at, s in stats.stats.items() if (found := _OURS.match(at[0]))]
    ours.sort(key=lambda each: -each[2][place])
    for path, (_, line, name), (_, calls, own, whole, _) in ours[:MOST]:
        times = (f"{t:.2f} s, {t / stats.total_tt:.1%}" for t in (own, whole))
        yield [f"`{path.replace(chr(92), '/')}:{line} {name}`", f"{calls:,}", *times]
