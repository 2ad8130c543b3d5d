"""The command line: `check` looks at pages and `.bib` files, `proof` at a built site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from refctx import __version__, written
from refctx.checking import CheckError, Found, check_files, check_site
from refctx.codes import CODES, ERROR, LEVELS, WARN
from refctx.fixing import fixed
from refctx.model import Finding
from refctx.nouns import replace
from refctx.proof import proof

CONFIG = "mkdocs.yml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0, 1 if something is wrong, 2 if it could not be found out.
    """
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except CheckError as error:
        print(f"refctx: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever reads has seen enough; nothing more is written when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="refctx", description=__doc__)
    parser.add_argument("--version", action="version", version=f"refctx {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _check_parser(
        commands.add_parser("check", help="look at pages and .bib files, without a build")
    )
    _proof_parser(commands.add_parser("proof", help="look at the HTML of a built site"))
    return parser


def _check_parser(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_check)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH",
        help=".bib files or folders of them: only these are read; pages: only their findings are "
        "shown. Without one, the whole site.",
    )  # fmt: skip
    parser.add_argument(
        "-f", "--config-file", action="append", type=Path, metavar="FILE",
        help=f"a site's configuration; several may be given ({CONFIG})",
    )  # fmt: skip
    _output_options(parser)
    parser.add_argument("--strict", action="store_true", help="fail on warnings, too")
    parser.add_argument("--fix", action="store_true", help="mend what is safe to mend; show a diff")
    parser.add_argument(
        "--dry-run", action="store_true", help="with --fix: show the diff, write nothing"
    )


def _proof_parser(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_proof)
    parser.add_argument("site", type=Path, help="the folder with the built site")
    parser.add_argument(
        "--allow", metavar="HOST", action="append", default=[], help="a host that pages may ask"
    )
    _output_options(parser)


def _output_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=list(written.FORMATS), default="text")
    parser.add_argument(
        "--level", choices=LEVELS[:3], default=WARN, help="show findings from this level on (warn)"
    )
    parser.add_argument(
        "--only", action="append", choices=list(CODES), metavar="CODE", help="show these codes only"
    )


def _check(given: argparse.Namespace) -> int:
    found = _found(given.paths, given.config_file)
    if given.fix:
        show: Callable[[str], object] = (
            sys.stderr.write if given.format != "text" else sys.stdout.write
        )
        changed = fixed(found, given.only or CODES, write=not given.dry_run, show=show)
        if changed and not given.dry_run:
            found = _found(given.paths, given.config_file)
    worst = LEVELS.index(WARN if given.strict else ERROR)
    _print(found.judged, given)
    return int(any(LEVELS.index(level) <= worst for level, _ in found.judged))


def _found(paths: Sequence[Path], configs: Sequence[Path] | None) -> Found:
    """What there is to say of files, of pages or of whole sites."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise CheckError(f"{missing[0]}: there is no such file or folder.")
    pages = [path for path in paths if path.suffix.lower() != ".bib" and not path.is_dir()]
    if paths and not pages:
        usual = [Path(CONFIG)] if Path(CONFIG).is_file() else []
        return check_files(paths, configs or usual)
    found = check_site(configs or [Path(CONFIG)])
    wanted = {path.resolve() for path in paths}
    kept = [
        one for one in found.judged if not wanted or Path(one[1].place.path).resolve() in wanted
    ]
    return replace(found, judged=tuple(kept))


def _proof(given: argparse.Namespace) -> int:
    findings = proof(given.site, given.allow)
    _print([(CODES[finding.code].level, finding) for finding in findings], given)
    return 1 if findings else 0


def _print(judged: Iterable[tuple[str, Finding]], given: argparse.Namespace) -> None:
    wanted = [one for one in judged if not given.only or one[1].code in given.only]
    least = LEVELS.index(given.level)
    shown = [one for one in wanted if LEVELS.index(one[0]) <= least]
    sys.stdout.write(written.FORMATS[given.format](shown, __version__))
    if given.format == "text":
        hint = " (--level info shows the notes)" if len(shown) < len(wanted) else ""
        sys.stdout.write(f"{written.summary(wanted)}{hint}\n")
