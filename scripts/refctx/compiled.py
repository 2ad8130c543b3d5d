"""Templates as Jinja compiled them, for the next build; compiling takes longer than printing.

All are kept in memory, for a preview has many builds. Those of installed packages are kept on the
disk, too, where Python keeps refctx's modules: they can be trusted as far as those. A site's own
never are.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

import jinja2.compiler
from jinja2.bccache import Bucket, BytecodeCache

import refctx
from refctx.cache import digest

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_DIGEST = 32


class Compiled(BytecodeCache):
    """The templates compiled so far, each with a checksum of its text.

    Args:
        name: of the file that keeps them.
        *folders: of installed packages, whose templates may be kept there.
        made: a key of what decides, beside Jinja, what a template becomes.
    """

    def __init__(self, name: str, *folders: Path, made: str) -> None:
        self.folders, self.made = folders, made
        self.codes: dict[str, tuple[str, CodeType]] = {}
        self.file = _file(name)
        # Name → checksum of the text and code.
        self.kept: dict[str, tuple[str, bytes]] | None = None
        self.is_new = False

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """The place of a template's code, with the code if it is known."""
        bucket = Bucket(environment, f"{filename}|{name}", self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template whose text is as it was."""
        checksum, code = self.codes.get(bucket.key) or self._from_disk(bucket.key) or ("", None)
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is None:
            return
        self.codes[bucket.key] = bucket.checksum, bucket.code
        if (name := self._name(bucket.key)) and self.kept is not None:
            self.kept[name] = bucket.checksum, marshal.dumps(bucket.code)
            self.is_new = True

    def _from_disk(self, key: str) -> tuple[str, CodeType] | None:
        name = self._name(key)
        if not name:
            return None
        if self.kept is None:
            self.kept = self._read()
        found = self.kept.get(name)
        if found is None:
            return None
        self.codes[key] = found[0], marshal.loads(found[1])  # noqa: S302  # our own, see `_read`
        return self.codes[key]

    def _name(self, key: str) -> str:
        """The name of a template of a package; empty for one of a site."""
        filename, _, name = key.partition("|")
        return name if any(Path(filename) == folder / name for folder in self.folders) else ""

    def save(self) -> None:
        """Keep what is new on the disk; a folder that cannot be written costs time, no more."""
        if not self.is_new or self.file is None or sys.dont_write_bytecode:
            return
        self.is_new = False
        body = marshal.dumps(self.kept)
        rest = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            try:
                rest.write_bytes(self._head(body) + body)
                rest.replace(self.file)
            finally:
                rest.unlink(missing_ok=True)

    def _read(self) -> dict[str, tuple[str, bytes]]:
        """What is kept on the disk; nothing if it is not whole, or made by another version."""
        try:
            data = self.file.read_bytes() if self.file else b""
            head, body = data[:_DIGEST], data[_DIGEST:]
            # Code is read only if it was this version that wrote it, to the last byte.
            if body and head == self._head(body):
                kept: dict[str, tuple[str, bytes]] = marshal.loads(body)  # noqa: S302
                return kept
        except OSError:
            pass
        return {}

    def _head(self, body: bytes) -> bytes:
        """A checksum of what is kept and of what made it."""
        parts = digest((_version(), self.made)).encode()
        return blake2b(parts + body, digest_size=_DIGEST).digest()


def _file(name: str) -> Path | None:
    """Where compiled templates are kept; None where Python keeps nothing."""
    try:
        return Path(cache_from_source(str(_HERE / f"{name}.py"))).with_suffix(".jinja")
    except NotImplementedError:
        return None


@cache
def _version() -> str:
    compiler = Path(jinja2.compiler.__file__).stat()
    versions = (refctx.__version__, MAGIC_NUMBER.hex())
    return digest((*versions, f"{compiler.st_size} {compiler.st_mtime_ns}"))


def made_by(*makers: str) -> str:
    """A key of modules that decide what a template becomes.

    Args:
        makers: their files, in this folder.
    """
    return digest((_HERE / name).read_text(encoding="utf-8") for name in makers)
