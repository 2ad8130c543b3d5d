"""Where the time of a build goes: the dearest functions of refctx and of pybtex."""

from __future__ import annotations

import pstats
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench import table
from bench.say import say
from bench.sites import REFCTX, Site, command

MOST = 30
HEAD = ("function", "calls", "own", "share", "with what it calls", "share")
_OURS = re.compile(r"(?:.*[/\\])?((?:refctx|pybtex)[/\\].*)")
# File, line, function → calls without recursive ones, all calls, own time, whole time, callers.
Stats = Mapping[tuple[str, int, str], tuple[int, int, float, float, object]]


def profiled(size: str, folder: Path, *, warm: bool) -> None:
    """Profile a first build, or with `warm` one that finds all as it was, and write the tables."""
    site = Site.made(size, folder)
    if warm:
        subprocess.run(command(REFCTX), cwd=site.folder, check=True)
    python, _, *rest = command(REFCTX)
    profile = [python, "-m", "cProfile", "-o", "profile.out", "-m", *rest]
    subprocess.run(profile, cwd=site.folder, check=True)
    stats = pstats.Stats(str(site.folder / "profile.out"))
    build = "next build, nothing changed" if warm else "first build"
    text = f"{table.machine()} {size}, {build}, {stats.total_tt:.1f} s under the profiler.\n"
    for place, name in ((2, "own time"), (3, "time with what they call")):
        text += f"\nBy {name}:\n\n{table.table(HEAD, _rows(stats.stats, stats.total_tt, place))}"
    (folder / f"profile-{size}{'-warm' * warm}.md").write_text(text, encoding="utf-8")
    say(text)


def _rows(stats: Stats, total: float, place: int) -> Iterator[list[str]]:
    ours = [(found[1], at, s) for at, s in stats.items() if (found := _OURS.match(at[0]))]
    for path, (_, line, name), (_, calls, own, whole, _) in sorted(
        ours, key=lambda each: -each[2][place]
    )[:MOST]:
        times = (f"{own:.2f} s", f"{own / total:.1%}", f"{whole:.2f} s", f"{whole / total:.1%}")
        yield [f"`{path.replace(chr(92), '/')}:{line} {name}`", f"{calls:,}", *times]
