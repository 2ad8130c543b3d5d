"""A process from its start to its end: CPU time, wall time, peak memory; and medians of several."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

# `ru_maxrss` counts bytes on macOS, kilobytes elsewhere.
_UNIT = 1 if sys.platform == "darwin" else 1024


class FailedError(Exception):
    """A process that was measured has failed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took.

    Attributes:
        cpu: seconds of user and system time, with those of its own children.
        wall: seconds.
        memory: bytes at its peak.
    """

    cpu: float
    wall: float
    memory: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A run of the floor, and the one right after it."""

    floor: Run
    ours: Run


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder.

    Raises:
        FailedError: if it does not end well, or its peak of memory cannot be told.
    """
    begun = time.monotonic()
    # A site's maintainer has modules and macros compiled once, and not for each build.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with (folder / "output.log").open("w+b") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        if process.returncode:
            raise FailedError(f"{' '.join(command)}: {log.read().decode(errors='replace')}")
    # A process begins with the peak of the one that started it, which has to be the smaller one.
    if usage.ru_maxrss <= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:
        raise FailedError(f"{' '.join(command)} took no more memory than what measures it")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _UNIT)


def ratios(pairs: Sequence[Pair], what: str) -> list[float]:
    """Ours to the floor, pair by pair, from the smallest up; `what` is a name of `Run`."""
    return sorted(getattr(pair.ours, what) / getattr(pair.floor, what) for pair in pairs)


def middle(pairs: Sequence[Pair], side: str, what: str) -> float:
    """The median of one side."""
    return median(getattr(getattr(pair, side), what) for pair in pairs)
