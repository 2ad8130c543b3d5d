"""pandoc's citeproc, a processor of its own with a BibLaTeX reader of its own.

It prints a whole file at once; so that each reference is printed as of a work cited alone, the
style is asked for neither year letters nor dashes for repeated authors.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from oracle.cache import kept
from oracle.corpus import Document, File

_ALONE = re.compile(r'\s(?:disambiguate-add-year-suffix|subsequent-author-substitute)="[^"]*"')
_ENTRY = re.compile(r'<div id="ref-(?P<key>[^"]+)"[^>]*?>(?P<html>.*?)\n</div>', re.DOTALL)
_NUMBER = re.compile(r'<div class="csl-left-margin">.*?</div>', re.DOTALL)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


class Pandoc:
    """A pandoc on this machine.

    Args:
        program: its name or path.
        csl: the folder with the official styles.
    """

    def __init__(self, program: str, csl: Path) -> None:
        self.program = program
        self.csl = csl
        self.version = self._run("--version").split("\n", 1)[0]

    def entries(
        self, files: Sequence[File], styles: Sequence[str]
    ) -> dict[tuple[str, str], dict[str, str]]:
        """(style, file) → key → HTML."""
        jobs = [(style, file) for style in styles for file in files]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            made = list(pool.map(lambda job: self._entries(*job), jobs))
        return {(style, file.name): found for (style, file), found in zip(jobs, made, strict=True)}

    def groups(
        self, documents: Sequence[Document], files: Sequence[File], styles: Sequence[str]
    ) -> dict[tuple[str, str], list[str]]:
        """(style, document) → HTML of each group; the documents cite the files' entries."""
        jobs = [(style, document) for style in styles for document in documents]
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder) / "library.json"
            bibs = "\n".join(file.path.read_text(encoding="utf-8") for file in files)
            library.write_text(self._run("-f", "biblatex", "-t", "csljson", text=bibs), "utf-8")
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                made = list(pool.map(lambda job: self._groups(job[0], job[1], library), jobs))
        return {(style, doc.name): found for (style, doc), found in zip(jobs, made, strict=True)}

    def _entries(self, style: str, file: File) -> dict[str, str]:
        question = [self.version, style, "alone"]
        depends = [file.path, self.csl / f"{style}.csl"]
        html: str = kept(question, depends, lambda: self._print_file(style, file))
        return {found["key"]: _NUMBER.sub("", found["html"]) for found in _ENTRY.finditer(html)}

    def _print_file(self, style: str, file: File) -> str:
        with tempfile.TemporaryDirectory() as folder:
            sheet = Path(folder) / f"{style}.csl"
            official = (self.csl / sheet.name).read_text(encoding="utf-8")
            sheet.write_text(_ALONE.sub("", official), encoding="utf-8")
            return self._run("-f", "biblatex", *_printed(sheet), str(file.path))

    def _groups(self, style: str, document: Document, library: Path) -> list[str]:
        sheet = self.csl / f"{style}.csl"
        markdown = "\n\n".join(document.groups) + "\n\n# Cited\n"
        options = ("-f", "markdown", "--bibliography", str(library), *_printed(sheet))
        question = [self.version, style, markdown]
        html: str = kept(question, [library, sheet], lambda: self._run(*options, text=markdown))
        return _PARAGRAPH.findall(html.partition("<h1")[0])

    def _run(self, *options: str, text: str = "") -> str:
        command = [self.program, *options]
        done = subprocess.run(
            command, input=text, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout


def _printed(sheet: Path) -> tuple[str, ...]:
    return ("-t", "html", "--wrap=none", "--citeproc", "--csl", str(sheet))
