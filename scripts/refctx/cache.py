"""What a build leaves for the next: texts, each with the key of what it was made from.

A text is used if its key is the one that is asked for and its bytes are those that were written;
anything else is as if it were not there. Nothing in it is ever run. A folder that cannot be
written costs time and nothing more.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import refctx

FOLDER = Path(".cache", "plugin", "refctx")
# Another version of these may read or print otherwise.
_USED = ("jinja2", "latex2mathml", "markdown", "markupsafe", "pybtex")
_PACKAGE = Path(__file__).parent
_ERRORS = "surrogatepass"
_IGNORED = "# Written anew whenever it is missing.\n*\n"


def digest(parts: Iterable[str]) -> str:
    """A key for texts in a row: other texts have another."""
    found = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", _ERRORS)
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


def program() -> str:
    """A key of this version of refctx and of what it uses, down to the files it is made of."""
    used = (find_spec(name) for name in _USED)
    paths = (spec.origin for spec in used if spec and spec.origin)
    return digest([refctx.__version__, sys.version, contents(_PACKAGE), *map(_state, paths)])


def contents(folder: Path) -> str:
    """A key of the files of a folder: one that is written again is another."""
    return digest(sorted(_files(str(folder))))


def _files(folder: str) -> Iterable[str]:
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                if one.name != "__pycache__":
                    yield from _files(one.path)
            else:
                yield _state(one.path)


def _state(path: str) -> str:
    status = Path(path).stat()
    return f"{path} {status.st_size} {status.st_mtime_ns}"


class Cache:
    """The texts that a build left.

    Args:
        folder: where they are; it need not be there.
        written: false for one who only looks.
    """

    def __init__(self, folder: Path, *, written: bool = True) -> None:
        self.folder = folder
        self.written = written

    def read(self, name: str, key: str) -> str | None:
        """The text that was left by this name; None if its key is another or it is not whole."""
        try:
            data = (self.folder / name).read_bytes()
            head, _, body = data.partition(b"\n")
            if head == _head(key, body):
                return body.decode("utf-8", _ERRORS)
        except (OSError, ValueError):
            pass
        return None

    def write(self, name: str, key: str, text: str) -> None:
        """Leave a text for the next build."""
        if not self.written:
            return
        body = text.encode("utf-8", _ERRORS)
        with suppress(OSError), self._replaced(name) as file:
            file.write(b"%s\n%s" % (_head(key, body), body))

    def pack(self, name: str, key: str) -> Pack | None:
        """The texts that were left by this name; None if their key is another."""
        text = self.read(name, key)
        return Pack(self.folder / f"{name}.pack", json.loads(text)) if text else None

    def write_pack(self, name: str, key: str, texts: Iterable[tuple[str, str]]) -> None:
        """Leave texts by names of their own, one after another, so that few are held at a time."""
        if not self.written:
            return
        places: dict[str, tuple[int, int, str]] = {}
        with suppress(OSError), self._replaced(f"{name}.pack") as file:
            for one, text in texts:
                body = text.encode("utf-8", _ERRORS)
                places[one] = (file.tell(), len(body), _digest(body))
                file.write(body)
        self.write(name, key, json.dumps(places))

    @contextmanager
    def _replaced(self, name: str) -> Iterator[BinaryIO]:
        """A file that takes the place of another when it is whole.

        A build that is killed while it writes leaves what was there.
        """
        self._make()
        rest = self.folder / f"{name}.{os.getpid()}"
        try:
            with rest.open("wb") as file:
                yield file
            rest.replace(self.folder / name)
        finally:
            rest.unlink(missing_ok=True)

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        ignored = self.folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text(_IGNORED, encoding="utf-8")


class Pack(Mapping[str, str]):
    """Texts in one file, each read when it is wanted; one that is not as it was written is missing.

    Args:
        path: the file.
        places: name → offset, length and digest.
    """

    def __init__(self, path: Path, places: Mapping[str, tuple[int, int, str]]) -> None:
        self._path = path
        self._places = places

    def __getitem__(self, name: str) -> str:
        offset, length, expected = self._places[name]
        try:
            with self._path.open("rb") as file:
                file.seek(offset)
                body = file.read(length)
        except OSError:
            raise KeyError(name) from None
        if _digest(body) != expected:
            raise KeyError(name)
        return body.decode("utf-8", _ERRORS)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _head(key: str, body: bytes) -> bytes:
    return f"refctx {key} {_digest(body)}".encode()


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=20).hexdigest()
