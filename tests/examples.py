"""The examples of `docs/findings`: files, and what a command says of them.

A fence below a line that ends in `` `path`: `` is a file. A fence `console` is a command with all
that it prints. A file behind that is a mended one: in the place of the first it leaves nothing to
say. What a site needs and an example does not show is as in `DEFAULTS`. Run as a program, this
writes what the commands print into the pages anew; look at the diff.
"""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jinja2 import Environment
from refctx.cli import main
from tiny import Tiny

FOLDER = Path(__file__).resolve().parent.parent / "docs/findings"
DEFAULTS = {
    "mkdocs.yml": b"plugins: [refctx]\n",
    "docs/index.md": b"# Home\n\nSee [@knuth1984].\n\n{{ bibliography() }}\n",
    "bib/library.bib": b"""\
@article{knuth1984,
  author = {Knuth, Donald E.},
  title = {Literate Programming},
  journal = {The Computer Journal},
  volume = {27},
  number = {2},
  pages = {97--111},
  year = {1984},
}
""",
}
CLEAN = "no findings\n"
_FILE = re.compile(
    r"^(?P<label>[^\n]*)`(?P<path>[\w./-]+)`:\n\n```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_CONSOLE = re.compile(
    r"^```console\n\$ (?P<command>[^\n]*)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL
)
# How a page writes what it cannot show: many letters, and control characters as their pictures.
_LETTERS = re.compile(r"⟨(\d+) letters⟩")
_PICTURES = {code: code - 0x2400 for code in range(0x2400, 0x2420)}


@dataclass(frozen=True, slots=True)
class Example:
    """One command of a page.

    Attributes:
        files: path → what it holds, as far as the page shows them.
        command: as it is typed.
        output: what it prints, by the page.
        mended: (path, what it holds), each of which leaves nothing to say.
    """

    files: Mapping[str, bytes]
    command: str
    output: str
    mended: tuple[tuple[str, bytes], ...]


def example(page: str) -> Example:
    """The example of a page of documentation."""
    console = _CONSOLE.search(page)
    if console is None:
        raise ValueError("a page shows no command")
    files = dict(_files(page[: console.start()]))
    mended = tuple(_files(page[console.end() :]))
    return Example(files, console["command"], console["output"], mended)


def _files(page: str) -> Iterator[tuple[str, bytes]]:
    for found in _FILE.finditer(page):
        text = _LETTERS.sub(lambda many: "x" * int(many[1]), found["text"]).translate(_PICTURES)
        yield found["path"], text.encode("cp1252" if "Windows-1252" in found["label"] else "utf-8")


def printed(one: Example, folder: Path, mended: Mapping[str, bytes] | None = None) -> str:
    """What the command of an example prints; `mkdocs serve`, when the files come to a whole site.

    Args:
        one: the example.
        folder: an empty one, to run it in.
        mended: files in the place of the example's own.
    """
    program, *arguments = shlex.split(one.command)
    files = dict(one.files) | dict(mended or {})
    if program == "mkdocs":
        return _previewed(folder, files)
    whole_site = arguments[0] == "check" and ".bib" not in one.command
    _write(folder, (DEFAULTS if whole_site else {}) | files)
    said = StringIO()
    with chdir(folder), redirect_stdout(said):
        main(arguments)
    return said.getvalue()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"site_name: Example\n" * (path == "mkdocs.yml") + data)


def _previewed(folder: Path, files: Mapping[str, bytes]) -> str:
    """What a preview of a whole site says when these files are saved."""
    _write(folder, DEFAULTS)
    site = Tiny(folder).build(command="serve")
    _write(folder, files)
    return "".join(f"WARNING -  {message}\n" for message in site.build(command="").messages)


@contextmanager
def macros_compiled_once() -> Iterator[None]:
    """While it lasts, sites share what Jinja made of the package's macros: most of their time."""
    compiled: dict[Any, Any] = {}
    compiling = Environment.compile

    def once(self: Environment, source: Any, *names: Any, **options: Any) -> Any:
        known = (source, *names, *options.items())
        if known not in compiled:
            compiled[known] = compiling(self, source, *names, **options)
        return compiled[known]

    with patch.object(Environment, "compile", once):
        yield


def rewritten(page: str) -> str:
    """The page with what its command prints now; one that shows no command of ours as it is."""
    if not _CONSOLE.search(page):
        return page
    with tempfile.TemporaryDirectory() as folder:
        output = printed(example(page), Path(folder))
    return _CONSOLE.sub(
        lambda found: f"```console\n$ {found['command']}\n{output}```", page, count=1
    )


if __name__ == "__main__":
    with macros_compiled_once():
        for path in sorted(FOLDER.glob("[a-z]*.md")):
            path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")
