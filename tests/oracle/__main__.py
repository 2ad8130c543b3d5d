"""Compare refctx with citeproc-js and pandoc: `make oracle`, or `python -m oracle` in `tests`.

citeproc-js prints what citation-js reads, as it is and with that reader's faults repaired
(`repairs.mjs`); the second is the reference. pandoc reads and prints by itself.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from oracle import citeproc, corpus, goldens, report
from oracle.bench import Bench

NO_STYLES = """\
There are no official styles in {csl}. Name a folder that holds apa.csl, chicago-author-date.csl,
ieee.csl (repository citation-style-language/styles on GitHub) and locales-en-US.xml (repository
citation-style-language/locales): make oracle CSL=FOLDER
"""


def main() -> int:
    """Run what the command line asks for."""
    options = _options()
    csl: Path = options.csl
    wanted = [*(csl / f"{style}.csl" for style in citeproc.STYLES), csl / "locales-en-US.xml"]
    if not all(path.exists() for path in wanted):
        sys.stderr.write(NO_STYLES.format(csl=csl))
        return 2
    bench = Bench(_files(options), csl, _pandoc(options.pandoc), options.aside)
    if options.write:
        answers = bench.answers["repaired"]
        for path in goldens.write(answers, bench.second_groups, bench.files, bench.documents):
            _say(f"wrote {path.name}")
        return 0
    for line in _report(bench, options):
        _say(line)
    return 0


def _report(bench: Bench, options: argparse.Namespace) -> Iterator[str]:
    """The table, the entries that citation-js could not read, and what misses are about."""
    rows = list(bench.rows(options.style, options.file))
    yield report.table([*rows, *bench.sums(rows)])
    for file, broken in bench.answers["raw"].broken.items():
        yield from (f"{file}: citation-js could not read {each}" for each in broken)
    for row in rows:
        if row.repaired.misses:
            yield f"\n{row.style}, {row.what}: {report.classes(row.repaired)}"
            yield from report.examples(row.repaired, options.show, bench.pandoc_texts(row))


def _files(options: argparse.Namespace) -> list[corpus.File]:
    others = corpus.files_in(options.libraries)
    if not others:
        _say(
            f"{options.libraries} holds no .bib file: the project's own entries alone are compared."
        )
    return [*corpus.own_files(), *others]


def _pandoc(program: str) -> str:
    if found := shutil.which(program):
        return found
    _say(f"There is no program `{program}`: nothing is compared with pandoc.")
    return ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="oracle", description=__doc__)
    parser.add_argument("--libraries", type=Path, default=Path("../shared/bibs"))
    parser.add_argument("--csl", type=Path, default=Path("../shared/csl"))
    parser.add_argument("--pandoc", default="pandoc", help="its name or path")
    parser.add_argument("--style", action="append", help="only this one; may be repeated")
    parser.add_argument("--file", action="append", help="only this one, or `groups`")
    parser.add_argument("--aside", choices=("without", "only", "all"), default="without")
    parser.add_argument("--show", type=int, default=0, help="examples of each class of misses")
    parser.add_argument("--write", action="store_true", help="write tests/oracle/expected anew")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
