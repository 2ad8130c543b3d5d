"""Measure what refctx costs a site: `make bench`, or `python -m bench` in `tests`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.corpus import SEED, SIZES, corpus, sized, write


def main() -> int:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    commands = parser.add_subparsers(required=True)
    each = commands.add_parser("corpus", help="write a site")
    each.add_argument("size", type=sized, help=f"{', '.join(SIZES)} or PAGESxCITATIONSxENTRIES")
    each.add_argument("folder", type=Path)
    each.add_argument("--seed", type=int, default=SEED)
    each.set_defaults(run=lambda o: write(corpus(o.size, o.seed), o.folder))
    options = parser.parse_args()
    options.run(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
