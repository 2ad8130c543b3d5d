"""Everything printed by everyone, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from oracle import citeproc, corpus, measure, ours
from oracle.compare import text
from oracle.pandoc import Pandoc
from oracle.report import Row

GROUPS = "citations"


class Bench:
    """One run of the comparison.

    Args:
        files: the bibliographies that are compared; groups are those of the project.
        csl: the folder with the official styles.
        pandoc: the program, empty where there is none.
        aside: which entries count: `without` those kept aside, `only` those, or `all`.
    """

    def __init__(self, files: Sequence[corpus.File], csl: Path, pandoc: str, aside: str) -> None:
        self.files = files
        self.aside = aside
        self.documents = corpus.documents()
        self.library = corpus.own_library()
        read = {each.name: ours.read(each, self.library) for each in self.documents}
        own = [file for file in corpus.own_files() if file.name not in {f.name for f in files}]
        self.answers = citeproc.ask([*files, *own], read, csl)
        self.pandoc = Pandoc(pandoc, csl) if pandoc else None

    def rows(self, styles: Sequence[str] | None, names: Sequence[str] | None) -> Iterator[Row]:
        """A row for each style that the package has, and each file; all where none are named."""
        for style in ours.styles():
            if style not in citeproc.STYLES or (styles and style not in styles):
                continue
            yield from (self._entries(style, f) for f in self.files if not names or f.name in names)
            if not names or GROUPS in names:
                yield self._groups(style)

    def sums(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Two rows for each style: all entries of the project, and of the other files."""
        own = {file.name: file.own for file in self.files}
        for style in dict.fromkeys(row.style for row in rows):
            for name, mine in (("all own entries", True), ("all other entries", False)):
                summed = [row for row in rows if row.style == style and own.get(row.what) == mine]
                if len(summed) > 1:
                    yield total(style, name, summed)

    def _entries(self, style: str, file: corpus.File) -> Row:
        printed = corpus.chosen(ours.entries(file.library, style), self.aside)
        fields = {key: ours.fields(file.library, key) for key in printed}
        at = (style, file.name)

        def against(theirs: Mapping[tuple[str, str], Mapping[str, str]]) -> measure.Tally:
            return self._hidden(measure.of_entries(printed, theirs[at], fields))

        return Row(
            style=style,
            what=file.name,
            repaired=against(self.answers["repaired"].entries),
            raw=against(self.answers["raw"].entries),
            pandoc=against(self.second_entries) if self.pandoc else None,
        )

    def _hidden(self, tally: measure.Tally) -> measure.Tally:
        """Where all entries count, those kept aside count without being shown."""
        if self.aside == "all":
            tally.misses = [miss for miss in tally.misses if not corpus.is_aside(miss.name)]
        return tally

    def _groups(self, style: str) -> Row:
        printed = {doc.name: ours.groups(doc, self.library, style) for doc in self.documents}

        def against(theirs: Mapping[tuple[str, str], Sequence[str]]) -> measure.Tally:
            found = [
                measure.of_groups(name, made, theirs[style, name]) for name, made in printed.items()
            ]
            return measure.total(found)

        return Row(
            style=style,
            what=GROUPS,
            repaired=against(self.answers["repaired"].groups),
            raw=against(self.answers["raw"].groups),
            pandoc=against(self.second_groups) if self.pandoc else None,
        )

    @cached_property
    def second_entries(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """What pandoc prints of the files."""
        return self.pandoc.entries(self.files, citeproc.STYLES) if self.pandoc else {}

    @cached_property
    def second_groups(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """What pandoc prints of the documents."""
        if not self.pandoc:
            return {}
        return self.pandoc.groups(self.documents, corpus.own_files(), citeproc.STYLES)

    def pandoc_texts(self, row: Row) -> dict[str, str]:
        """A row's cases as pandoc prints them, by name."""
        if row.what != GROUPS:
            found = self.second_entries.get((row.style, row.what), {})
            return {key: text(html) for key, html in found.items()}
        return {
            f"{document} · {place}": text(html)
            for (style, document), printed in self.second_groups.items()
            for place, html in enumerate(printed, start=1)
            if style == row.style
        }


def total(style: str, name: str, rows: Sequence[Row]) -> Row:
    """The sum of several rows, without examples."""
    second = [row.pandoc for row in rows if row.pandoc]
    return Row(
        style=style,
        what=name,
        repaired=measure.total(row.repaired for row in rows),
        raw=measure.total(row.raw for row in rows),
        pandoc=measure.total(second) if second else None,
    )
