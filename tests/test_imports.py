"""What a build loads: only what it needs, for loading costs as much as a page or two."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tiny import tiny

# What reads BibTeX, and all that prints.
READS = {"refctx.commands", "refctx.load", "refctx.checks.entries"}
PRINTS = {
    "refctx.pipeline", "refctx.fill", "refctx.listing", "refctx.facets", "refctx.chart",
    "refctx.cards", "refctx.export", "refctx.records", "refctx.formats.csl", "refctx.formats.ris",
    "refctx.formats.jsonld", "refctx.formats.coins", "refctx.checks.pages", "refctx.render",
    "refctx.reference", "refctx.labels", "refctx.dates", "refctx.tex", "refctx.sentences",
}  # fmt: skip
# What few sites ever need.
ELSE = {
    "pybtex", "refctx.parser", "refctx.layout", "latex2mathml", "refctx.csp", "refctx.proof",
    "refctx.fix", "refctx.hosts.dry", "refctx.hosts.dirty", "difflib",
}  # fmt: skip
NAMES = "print(*(name for name in sys.modules if name.split('.')[0] in ('refctx', 'pybtex', "
NAMES += "'latex2mathml', 'difflib')))"


def loaded(code: str, folder: Path) -> set[str]:
    """The modules that a Python of its own has loaded when it has run some code."""
    run = [sys.executable, "-c", f"import sys\n{code}\n{NAMES}"]
    found = subprocess.run(run, check=True, capture_output=True, text=True, cwd=folder)
    return set(found.stdout.split())


def test_the_plugin_alone_is_small(tmp_path: Path) -> None:
    """MkDocs loads it to learn its options, whatever is built then."""
    names = loaded("import refctx.hosts.mkdocs", tmp_path)

    assert names & (READS | PRINTS | ELSE) == set()
    assert "refctx.hosts.markdown" in names


@pytest.mark.parametrize("further", [False, True], ids=["a first build", "the next"])
def test_a_build_loads_what_it_uses(tmp_path: Path, *, further: bool) -> None:
    """A first build reads and prints; the next, with nothing changed, does neither."""
    tiny(tmp_path, index="As [@knuth1984, p. 3] says.\n\n{{ bibliography() }}")
    code = "from tiny import Tiny\nfrom pathlib import Path\nTiny(Path()).build()"
    code = f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n{code}"
    names = loaded(code, tmp_path)
    if further:
        names = loaded(code, tmp_path)

    wanted = READS | PRINTS
    assert names & wanted == (set() if further else wanted)
    assert names & ELSE <= {"refctx.proof"}
