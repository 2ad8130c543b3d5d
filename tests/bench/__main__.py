"""Measure what refctx costs a site: `make bench`, or `python -m bench` in `tests`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

# Those that measure import nothing large: a process begins with the peak of its parent's memory.
FOLDER = Path(".bench")
NAMES = ("playbook", "lab", "institute", "library")
SIZE = f"{', '.join(NAMES)} or PAGESxCITATIONSxENTRIES"


def main() -> int:
    """Do what is asked for."""
    options = _options()
    return int(options.run(options) or 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where all is written")
    parser.add_argument("--runs", type=int, default=5)
    commands = parser.add_subparsers(required=True, metavar="command")
    each = commands.add_parser("builds", help="floor and refctx, first build and next ones")
    each.add_argument("sizes", nargs="*", default=NAMES, help=SIZE)
    each.set_defaults(run=_builds)
    each = commands.add_parser("corpus", help="write a site")
    each.add_argument("size", help=SIZE)
    each.add_argument("target", type=Path, metavar="folder")
    each.set_defaults(run=_corpus)
    each = commands.add_parser("peers", help="other tools over the same pages")
    each.add_argument("sizes", nargs="*", default=NAMES, help="playbook, lab; others are left out")
    each.set_defaults(run=_peers)
    each = commands.add_parser("peer", help="write the site of another tool")
    each.add_argument("tool")
    each.add_argument("size", help=SIZE)
    each.add_argument("target", type=Path, metavar="folder")
    each.set_defaults(run=_peer)
    each = commands.add_parser("preview", help="from saving a file to its change being served")
    each.add_argument("size", nargs="?", default="institute", help=SIZE)
    each.set_defaults(run=_preview)
    each = commands.add_parser("growth", help="time and memory as entries or citations double")
    each.set_defaults(run=_growth)
    each = commands.add_parser("profile", help="the dearest functions of a build")
    each.add_argument("size", help=SIZE)
    each.add_argument("--warm", action="store_true", help="a build that finds all as it was")
    each.set_defaults(run=_profile)
    return parser.parse_args()


def _builds(options: argparse.Namespace) -> None:
    from bench.builds import builds

    builds(options.sizes, options.runs, options.folder)


def _corpus(options: argparse.Namespace) -> None:
    from bench.corpus import corpus, sized, write

    write(corpus(sized(options.size)), options.target)


def _peers(options: argparse.Namespace) -> None:
    from bench.peers import peers

    peers(options.sizes, options.runs, options.folder)


def _peer(options: argparse.Namespace) -> None:
    from bench.corpus import corpus, sized
    from bench.peer_sites import write_for

    write_for(options.tool, corpus(sized(options.size)), options.target)


def _preview(options: argparse.Namespace) -> None:
    from bench.preview import preview

    preview(options.size, options.runs, options.folder)


def _growth(options: argparse.Namespace) -> None:
    from bench.growth import growth

    growth(options.runs, options.folder)


def _profile(options: argparse.Namespace) -> None:
    from bench.profiles import profiled

    profiled(options.size, options.folder, warm=options.warm)


if __name__ == "__main__":
    sys.exit(main())
