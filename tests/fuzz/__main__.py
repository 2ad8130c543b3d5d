"""Fuzz the targets side by side, each in a process of its own.

With atheris, which sees what code an input reaches, where it is installed; without it, seeds are
changed at random. An input that shows a fault is written into a folder.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from itertools import chain, islice, repeat
from pathlib import Path

NAMES = ("load", "tex", "cite")
COMMAND = (sys.executable, "-m", "fuzz")
BLIND = "atheris is not installed, so seeds are changed at random, blind to the code they reach"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked for; 1 if there is a fault."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="target", help=", ".join(NAMES))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--folder", type=Path, default=Path(".fuzz"))
    parser.add_argument("--replay", type=Path, help="an input to run again, under its own name")
    options = parser.parse_args(arguments)
    if options.replay:
        return replay(options.replay)
    options.folder.mkdir(parents=True, exist_ok=True)
    if len(options.targets) == 1:
        run = guided if find_spec("atheris") else blind
        return run(options.targets[0], options.seconds, options.folder)
    before = {*options.folder.glob("*-*")}
    command = [*COMMAND, f"--seconds={options.seconds}", f"--folder={options.folder}"]
    runs = [subprocess.Popen([*command, target]) for target in options.targets or NAMES]
    ends = [run.wait() for run in runs]
    found = sorted({*options.folder.glob("*-*")} - before)
    say(*(f"{path} shows a fault; `make fuzz REPLAY={path}` runs it again." for path in found))
    return int(any(ends))


def replay(path: Path) -> int:
    """Run an input again; its name begins with that of the target."""
    from fuzz.targets import TARGETS

    try:
        TARGETS[path.name.partition("-")[0]](path.read_bytes())
    except Exception:  # noqa: BLE001  # whatever it is, it is the fault
        traceback.print_exc()
        return 1
    say(f"{path} shows no fault any more.")
    return 0


def guided(target: str, seconds: int, folder: Path) -> int:
    """Let atheris look; it ends the process by itself."""
    import atheris

    with atheris.instrument_imports(include=["refctx"]):
        from fuzz.targets import LONGEST, TARGETS
    from fuzz.seeds import WORDS, seeds

    # Kept, so that a run goes on where the last one ended.
    corpus = folder / target
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (corpus / str(number)).write_bytes(seed)
    words = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS[target])
    lines = "".join(f'"{word}"\n' for word in words)
    corpus.with_suffix(".words").write_text(lines, encoding="ascii")
    options = {
        "max_total_time": seconds, "max_len": LONGEST, "timeout": 60, "print_final_stats": 1,
        "dict": corpus.with_suffix(".words"), "artifact_prefix": folder / f"{target}-",
    }  # fmt: skip
    settings = (f"-{name}={value}" for name, value in options.items())
    atheris.Setup([target, *settings, str(corpus)], TARGETS[target])
    atheris.Fuzz()
    return 0


def blind(target: str, seconds: int, folder: Path, most: int | None = None) -> int:
    """Change seeds at random until one shows a fault, the time is over or `most` are done."""
    from fuzz.seeds import changed, seeds
    from fuzz.targets import TARGETS

    say(f"{target}: {BLIND}.")
    # A part of a run is always the same part.
    known, chance = seeds(target), random.Random(target if most else None)
    begun, count = time.monotonic(), 0
    for data in islice(chain(known, (changed(chance, known, target) for _ in repeat(0))), most):
        if time.monotonic() - begun > seconds:
            break
        count += 1
        try:
            TARGETS[target](data)
        except Exception:  # noqa: BLE001  # whatever it is, it is a fault
            traceback.print_exc()
            (folder / f"{target}-crash-{sha256(data).hexdigest()[:16]}").write_bytes(data)
            return 1
    say(f"{target}: {count} inputs, no fault.")
    return 0


def say(*lines: str) -> None:
    """Print lines at once, for several processes share the screen."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
