"""Long and deep files, and a process that reads one after another and says what that took.

    python tests/limits.py FOLDER     reads names of FILES from its input, a line each

For each it writes the seconds that reading took and the kilobytes that the process held at most,
both as of a process of its own: each file is read in a child that begins with refctx imported and
nothing read.
"""

from __future__ import annotations

import os
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from refctx.load import load

# Seconds of a processor after which a file is given up.
PATIENCE = 60
# Seconds that a machine of these days takes for a million squares; on a slower one, or one that
# others share, a second of reading counts for less.
USUAL = 0.06
# Name → the text of a file.
FILES: dict[str, Callable[[], str]] = {
    "words in a title": lambda: "@book{a, title={" + "word " * 1_000_000 + "}}",
    "names": lambda: "@book{a, author={" + "Doe, J and " * 450_000 + "Z}}",
    "commas in names": lambda: "@book{a, author={" + "Doe, J, " * 600_000 + "}}",
    "Chinese names": lambda: "@book{a, author={" + "王；" * 300_000 + "}}",
    "an abstract": lambda: "@book{a, abstract={" + "word " * 1_000_000 + "}}",
    "braces in quotes": lambda: '@book{a, title="' + "{x}" * 1_600_000 + '"}',
    "nested braces": lambda: "@book{a, title=" + "{" * 100_000 + "x" + "}" * 100_000 + "}",
    "open braces": lambda: "@book{a, title=" + "{" * 100_000,
    "entries without an end": lambda: "@book{a, title={x\n" * 5_000,
    "signs": lambda: "@" * 1_000_000 + "\n@book{a,}",
    "quotation marks": lambda: "@book{a, title={x}, note=" + '"' * 1_000_000 + "}",
    "strings that double": lambda: (
        "@string{a0={xxxxxxxxxx}}"
        + "".join(f"@string{{a{i}=a{i - 1} # a{i - 1}}}" for i in range(1, 60))
        + "@book{a, title=a59}"
    ),
    "strings of themselves": lambda: "@string{a = a # a}" * 10_000 + "@book{a, title=a}",
    "parts": lambda: "@book{a, title={x}" + " # {x}" * 100_000 + "}",
    "accents": lambda: "@book{a, title={" + "\\'" * 500_000 + "}}",
    "dollars": lambda: "@book{a, title={" + "$x " * 300_001 + "}}",
    "digits": lambda: "@book{a, date={" + "1-" * 300_000 + "}}",
    "comments": lambda: "% refctx: ignore bad-year\n" * 30_000 + "@book{a,}",
    "commands of comment": lambda: "@comment{x}\n" * 40_000 + "@book{a,}",
    "keys repeated": lambda: "@book{a, title={T}}\n" * 3_000,
    "parents above parents": lambda: "".join(
        f"@book{{a{i}, crossref=a{i - 1}}}" for i in range(2_000)
    ),
    "lines of Windows": lambda: "@book{a,\r\n note={x\r\ny}}\r\n" * 3_000,
    "an address": lambda: "@book{a, url={https://a.example/" + "x" * 5_000_000 + "}}",
    "a year": lambda: "@book{a, year={" + "2" * 5_000_000 + "}}",
    "keywords": lambda: "@book{a, keywords={" + "word, " * 800_000 + "}}",
    "other names": lambda: "@book{a, ids={" + "x," * 2_500_000 + "}}",
    "parents of parents": lambda: "".join(
        f"@book{{a{i}, crossref=a{i + 1}}}" for i in range(5_000)
    ),
}


def _squares() -> float:
    begun = time.process_time()
    sum(i * i for i in range(1_000_000))
    return time.process_time() - begun


def _peak() -> int:
    """Kilobytes that this process held at most; `ru_maxrss` would begin with its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1])


def _measure(name: str, path: Path) -> None:
    """Read one file, and say what it took and how many entries it has."""
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    path.write_text(FILES[name](), encoding="utf-8")
    before = _squares()
    begun = time.process_time()
    library = load([path], path.parent)
    seconds = time.process_time() - begun
    usual = seconds / max(1, (before + _squares()) / 2 / USUAL)
    _say(f"{usual} {_peak()} {len(library.entries)}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Read what is asked for until nothing is."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _measure(line.rstrip("\n"), Path(sys.argv[1]) / "a.bib")
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            _say("failed")


if __name__ == "__main__":
    main()
