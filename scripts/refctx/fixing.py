"""Bibliographies mended on the disk, and what was changed as a diff."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection
from difflib import unified_diff
from pathlib import Path

from refctx.checking import Found
from refctx.codes import IGNORE
from refctx.fix import mended
from refctx.policy import Policy
from refctx.sources import Source, encoded


def fixed(
    found: Found, codes: Collection[str], *, write: bool, show: Callable[[str], object]
) -> bool:
    """Mend the bibliographies that were read.

    Args:
        found: what `check` found.
        codes: of findings that may be mended; what a rule ignores is left as it is.
        write: false to show only what would be done.
        show: gets the diff.

    Returns:
        True if there was anything to mend.
    """
    texts: dict[Path, tuple[Source, Policy]] = {
        source.path: (source, policy) for source, policy in found.sources
    }
    changed = False
    for source, policy in texts.values():
        if not _is_whole(source):
            continue  # what was mended while it was read would be lost, or written, unasked
        text = mended(source, codes, lambda one, p=policy: p.level(one) == IGNORE)  # type: ignore[misc]
        if text == source.text:
            continue
        changed = True
        before, after = source.text.splitlines(keepends=True), text.splitlines(keepends=True)
        show("".join(unified_diff(before, after, source.name, source.name)))
        if write:
            _replace(source.path, encoded(source, text))
    return changed


def _is_whole(source: Source) -> bool:
    """True if the text is all that the file holds, and can be written as it was."""
    try:
        return encoded(source, source.text) == source.path.read_bytes()
    except UnicodeEncodeError:
        return False


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; a link stays one, and so do the rights to read it."""
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(path.stat().st_mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
