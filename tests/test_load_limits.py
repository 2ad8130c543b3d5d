"""Whatever a file holds, reading it takes little time and memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SECONDS, MEGABYTES = 1, 200
# Seconds that a machine of these days takes for a million squares; on a slower one, or one that
# others share, a second of reading counts for less.
USUAL = 0.06
# Name → an expression for the text of a file.
FILES = {
    "words in a title": "'@book{a, title={' + 'word ' * 1_000_000 + '}}'",
    "names": "'@book{a, author={' + 'Doe, J and ' * 450_000 + 'Z}}'",
    "commas in names": "'@book{a, author={' + 'Doe, J, ' * 600_000 + '}}'",
    "Chinese names": "'@book{a, author={' + '王；' * 300_000 + '}}'",
    "an abstract": "'@book{a, abstract={' + 'word ' * 1_000_000 + '}}'",
    "braces in quotes": """'@book{a, title="' + '{x}' * 1_600_000 + '"}'""",
    "nested braces": "'@book{a, title=' + '{' * 100_000 + 'x' + '}' * 100_000 + '}'",
    "open braces": "'@book{a, title=' + '{' * 100_000",
    "entries without an end": r"'@book{a, title={x\\n' * 5_000",
    "signs": r"'@' * 1_000_000 + '\\n@book{a,}'",
    "quotation marks": """'@book{a, title={x}, note=' + '"' * 1_000_000 + '}'""",
    "strings that double": r"""'@string{a0={xxxxxxxxxx}}' + ''.join(
        f'@string{{a{i}=a{i - 1} # a{i - 1}}}' for i in range(1, 60)) + '@book{a, title=a59}'""",
    "strings of themselves": "'@string{a = a # a}' * 10_000 + '@book{a, title=a}'",
    "parts": "'@book{a, title={x}' + ' # {x}' * 100_000 + '}'",
    "accents": r"""'@book{a, title={' + "\\'" * 500_000 + '}}'""",
    "dollars": "'@book{a, title={' + '$x ' * 300_001 + '}}'",
    "digits": "'@book{a, date={' + '1-' * 300_000 + '}}'",
    "comments": r"'% refctx: ignore bad-year\\n' * 30_000 + '@book{a,}'",
    "commands of comment": r"'@comment{x}\\n' * 40_000 + '@book{a,}'",
    "keys repeated": r"'@book{a, title={T}}\\n' * 3_000",
    "parents above parents": "''.join(f'@book{{a{i}, crossref=a{i - 1}}}' for i in range(2_000))",
    "lines of Windows": r"'@book{a,\\r\\n note={x\\r\\ny}}\\r\\n' * 3_000",
    "an address": "'@book{a, url={https://a.example/' + 'x' * 5_000_000 + '}}'",
    "a year": "'@book{a, year={' + '2' * 5_000_000 + '}}'",
    "keywords": "'@book{a, keywords={' + 'word, ' * 800_000 + '}}'",
    "other names": "'@book{a, ids={' + 'x,' * 2_500_000 + '}}'",
    "parents of parents": "''.join(f'@book{{a{i}, crossref=a{i + 1}}}' for i in range(5_000))",
}
PROGRAM = """
import resource, sys, time
from pathlib import Path
from refctx.load import load
path = Path(sys.argv[1])
path.write_text({text}, encoding="utf-8")
def sums():
    begun = time.process_time()
    sum(i * i for i in range(1_000_000))
    return time.process_time() - begun
before = sums()
begun = time.process_time()
library = load([path], path.parent)
seconds = time.process_time() - begun
usual = seconds / max(1, (before + sums()) / 2 / {usual})
print(usual, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, len(library.entries))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
@pytest.mark.parametrize("name", FILES)
def test_reading_stays_within_bounds(tmp_path: Path, name: str) -> None:
    """An entry is found, in less than a second and 200 MB for the whole process."""
    program = PROGRAM.format(usual=USUAL, text=FILES[name].replace("\\\\", "\\"))
    command = [sys.executable, "-c", program, str(tmp_path / "a.bib")]
    seconds = float(SECONDS)
    # A busy machine counts other people's time too: the best of three says what the work takes.
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        took, kilobytes, entries = done.stdout.split()
        seconds = min(seconds, float(took))
        if seconds < SECONDS:
            break

    assert seconds < SECONDS
    assert int(kilobytes) < MEGABYTES * 1024
    assert int(entries) >= 1
