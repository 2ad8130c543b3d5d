"""Exported files in MkDocs: registered before the pages are read, written when all are known.

MkDocs checks a page's links as it reads the page, and names of reading lists are known only after
the last. So a file that a page links to is registered as a promise, and the others in the end.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from refctx.files import ALWAYS, FORMATS, LIST
from refctx.store import Content

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_OF_LIST = re.compile(
    LIST.format(name=r"[\w-]+") + rf"\.(?:{'|'.join(one.ending for one in FORMATS)})\b"
)


class Exports:
    """The exported files of one build.

    Args:
        config: of MkDocs.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        self.ours: dict[str, File] = {}

    def register(self, files: Files) -> None:
        """Add the files that there are on every site."""
        self._add(ALWAYS, files)

    def promise(self, markdown: str, files: Files) -> None:
        """Add the files of reading lists that a page's text names."""
        self._add((found[0] for found in _OF_LIST.finditer(markdown)), files)

    def complete(self, found: Mapping[str, Content], files: Files) -> list[str]:
        """Fill the files and add those that no page named; a promise without a list goes.

        Args:
            found: path → content of every exported file.
            files: of the site.

        Returns:
            The promises that were not kept.
        """
        self._add(found, files)
        missing = [path for path in self.ours if path not in found]
        for path in missing:
            files.remove(self.ours.pop(path))
        for path, file in self.ours.items():
            fill(file, found[path], files, self.config)
        return missing

    def kept(self, names: Container[str], files: Files) -> list[str]:
        """Leave the files as they were last written.

        Args:
            names: paths of the files that there are.
            files: of the site.

        Returns:
            The promises that were not kept.
        """
        for file in self.ours.values():
            files.remove(file)
        return [path for path in self.ours if path not in names]

    def _add(self, paths: Iterable[str], files: Files) -> None:
        """A file of the site's own at one of the addresses is left alone."""
        for path in paths:
            if files.get_file_from_path(path) is None:
                self.ours[path] = File.generated(self.config, path, content="")
                files.append(self.ours[path])


def fill(file: File, content: Content, files: Files, config: MkDocsConfig) -> None:
    """Give a generated file what it holds."""
    if isinstance(content, bytes):
        file.content_bytes = content
    else:
        files.remove(file)
        files.append(File.generated(config, file.src_uri, abs_src_path=str(content)))
