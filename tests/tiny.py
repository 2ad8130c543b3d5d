"""Tiny MkDocs sites: a folder of files, built as `mkdocs build` builds them."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from refctx.proof import proof

CONFIG = """\
site_name: Tiny
site_url: https://example.org/tiny/
theme: {name: mkdocs}
plugins: [refctx]
"""
ASKED_BY_THEMES = ("cdnjs.cloudflare.com", "fonts.googleapis.com", "fonts.gstatic.com")
LIBRARY = """\
@article{knuth1984,
  author = {Knuth, Donald E.},
  title = {Literate Programming},
  journal = {The Computer Journal},
  volume = 27,
  number = 2,
  pages = {97--111},
  year = 1984,
}
@book{lamport1994,
  author = {Lamport, Leslie},
  title = {LaTeX: A Document Preparation System},
  publisher = {Addison-Wesley},
  year = 1994,
}
"""


class Messages(logging.Handler):
    """Keeps what a build warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.texts.append(record.getMessage())


@dataclass
class Tiny:
    """A site in a folder of its own.

    Attributes:
        root: the folder with `mkdocs.yml`.
        messages: what the last build warned of.
        aborted: how the last build ended early; empty if it did not.
    """

    root: Path
    messages: list[str] = field(default_factory=list)
    aborted: str = ""

    def put(self, path: str, text: str) -> Tiny:
        """Write one file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dedent(text), encoding="utf-8")
        return self

    def build(self, *, strict: bool = False, command: str = "build") -> Tiny:
        """Build the site; a build that aborts is noted, not raised.

        Args:
            strict: as in MkDocs.
            command: which one begins with this build, `build` or `serve`; empty for a further
                build of the same one.
        """
        handler, logger = Messages(), logging.getLogger("mkdocs")
        logger.addHandler(handler)
        self.aborted = ""
        try:
            config = load_config(str(self.root / "mkdocs.yml"), strict=strict)
            if command:
                config.plugins.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
            build(config)
        except Abort as error:
            self.aborted = str(error)
        finally:
            logger.removeHandler(handler)
        self.messages = handler.texts
        return self

    def faults(self) -> list[str]:
        """What is wrong with the HTML that was built, beside what the themes ask for."""
        return [str(finding) for finding in proof(self.root / "site", ASKED_BY_THEMES)]

    def page(self, path: str) -> str:
        """A built page."""
        return (self.root / "site" / path).read_text(encoding="utf-8")


def tiny(root: Path, **pages: str) -> Tiny:
    """A site with the library above and the given pages: `index=…`, `guide__scaling=…`."""
    site = Tiny(root).put("mkdocs.yml", CONFIG).put("bib/library.bib", LIBRARY)
    for name, text in pages.items():
        site.put(f"docs/{name.replace('__', '/')}.md", text)
    return site
