"""What is compared: `.bib` files, and documents of citation groups."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from refctx.load import load
from refctx.model import Library
from yaml_text import parse

HERE = Path(__file__).parent
ENTRIES = HERE / "entries"
GROUPS = HERE / "groups.yml"


@dataclass(frozen=True)
class File:
    """A bibliography. `own` is one of the project's; others are looked at where they are there."""

    path: Path
    own: bool

    @property
    def name(self) -> str:
        """As reports call it."""
        return self.path.stem

    @cached_property
    def library(self) -> Library:
        """Its entries, as refctx reads them."""
        return load([self.path], self.path.parent)


@dataclass(frozen=True)
class Document:
    """A text that holds nothing but citations, in pandoc's syntax, in the order they are read."""

    name: str
    groups: Sequence[str]


def own_files() -> list[File]:
    """The project's own entries."""
    return [File(path, own=True) for path in sorted(ENTRIES.glob("*.bib"))]


def files_in(folder: Path) -> list[File]:
    """The bibliographies of another folder; none where it is absent."""
    return [File(path, own=False) for path in sorted(folder.glob("*.bib"))]


def documents() -> list[Document]:
    """The documents of `groups.yml`; their keys are those of the project's own entries."""
    read = parse(GROUPS.read_text(encoding="utf-8"))
    return [Document(name=each["document"], groups=tuple(each["groups"])) for each in read]


def own_library() -> Library:
    """All of the project's own entries as one library, for the documents."""
    return load([file.path for file in own_files()], ENTRIES)


def is_aside(key: str) -> bool:
    """True for the third of the entries that is kept aside while styles are written."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0


def chosen(texts: Mapping[str, str], aside: str) -> dict[str, str]:
    """Of texts by key those that `without`, `only` or `all` name."""
    wanted = {"without": (False,), "only": (True,), "all": (False, True)}[aside]
    return {key: text for key, text in texts.items() if is_aside(key) in wanted}
