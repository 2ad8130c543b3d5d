"""Whole files that a build leaves for the next, each named by what it holds.

A host copies them to where they are published. So what stands beside the pages is neither made
again nor held in memory, and a file that is not as it was written is as if it were not there.
"""

from __future__ import annotations

import os
from collections.abc import Container
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

# A file, or what it would hold where none can be written.
Content = Path | bytes

_CHUNK = 1 << 20


class Store:
    """Files in one folder.

    Args:
        folder: where they are; it need not be there.
        written: false for one who only looks.
    """

    def __init__(self, folder: Path, *, written: bool = True) -> None:
        self.folder, self.written = folder, written

    def put(self, content: Content) -> Content:
        """The file that holds this; the content itself if it cannot be written."""
        if isinstance(content, Path) or not self.written:
            return content
        name = blake2b(content, digest_size=20).hexdigest()
        with suppress(KeyError):
            return self.get(name)
        path = self.folder / name
        rest = path.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            rest.write_bytes(content)
            rest.replace(path)
        except OSError:
            with suppress(OSError):
                rest.unlink(missing_ok=True)
            return content
        return path

    def get(self, name: str) -> Path:
        """The file of this name.

        Raises:
            KeyError: it is not there, or not as it was written.
        """
        path = self.folder / name
        try:
            if not name or _digest(path) != name:
                raise KeyError(name)
        except OSError:
            raise KeyError(name) from None
        return path

    def clear(self, names: Container[str]) -> None:
        """Take away all but these files."""
        if not self.written or not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            if path.name not in names:
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def name_of(content: Content) -> str:
    """The name by which a store knows it; empty if it does not."""
    return content.name if isinstance(content, Path) else ""


def _digest(path: Path) -> str:
    found = blake2b(digest_size=20)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
