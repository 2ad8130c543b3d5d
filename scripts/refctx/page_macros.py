"""The macros that pages may call: which there are. What prints them is `render`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PACKAGED = Path(__file__).parent / "macros"
# Macros of the package that a page may call; `cite` is read by the Markdown extension.
PAGE_MACROS = ("bibliography", "reading_list", "marks", "chart", "forward")


class MacroError(Exception):
    """A macro could not be printed; the message names its file and line."""


def names(folders: Iterable[Path]) -> tuple[str, ...]:
    """Macros a page may call: the package's and every file the site adds.

    Args:
        folders: template folders of the site.
    """
    files = [path.stem for folder in folders for path in (folder / "refctx").glob("*.html")]
    packaged = {path.stem for path in (PACKAGED / "refctx").glob("*.html")} if files else set()
    return (*PAGE_MACROS, *sorted({*files} - packaged))
