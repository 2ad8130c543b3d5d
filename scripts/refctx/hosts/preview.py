"""What a preview remembers: a bibliography that is cut off is shown as it last was whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from refctx.model import Finding, Place
from refctx.nouns import replace
from refctx.sources import Source

CODE = "unfinished-file"


class LastWhole:
    """The last whole state of each bibliography."""

    def __init__(self) -> None:
        self._kept: dict[Path, Source] = {}

    def instead(self, read: Iterable[Source]) -> tuple[Source, ...]:
        """The bibliographies; for one that is cut off its last whole state, and a finding."""
        return tuple(map(self._instead, read))

    def _instead(self, source: Source) -> Source:
        before = self._kept.get(source.path)
        if source is before:
            return source
        line = self._ends_on(source, before)
        if line and before:
            return replace(before, findings=(_unfinished(source, line),))
        if not line:
            self._kept[source.path] = source
        return source

    def _ends_on(self, source: Source, before: Source | None) -> int:
        """The line of what is not finished; 0 for a whole file."""
        # What reads BibTeX is large, and a build has no preview.
        from refctx.parser import cut_off  # noqa: PLC0415

        emptied = before is not None and before.text.strip() and not source.text.strip()
        return 1 if emptied and source.is_read else cut_off(source.text)


def unfinished(texts: Iterable[Source]) -> tuple[Place, ...]:
    """Where files end that are shown as they last were whole."""
    return tuple(f.place for text in texts for f in text.findings if f.code == CODE)


def _unfinished(source: Source, line: int) -> Finding:
    message = (
        "the file ends in the middle of what starts here. The preview shows it as it last was "
        "whole; complete it, and save it again."
    )
    return Finding(CODE, Place(source.name, line), message)
