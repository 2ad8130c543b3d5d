"""The table of figures, and examples of what is not the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from oracle.measure import Tally

HEAD = (
    "style", "what", "cases", "repaired", "%", "as it is", "italics", "pandoc", "ignoring case",
    "either", "%",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One style and file (or `groups`): against citeproc-js repaired and as it is, and pandoc."""

    style: str
    what: str
    repaired: Tally
    raw: Tally
    pandoc: Tally | None

    def cells(self) -> tuple[str, ...]:
        """As the table prints it."""
        best = self.repaired
        share = f"{100 * best.same / best.total:.1f}" if best.total else "–"
        second = (str(self.pandoc.same), str(self.pandoc.folded)) if self.pandoc else ("–", "–")
        sums = (best.total, best.same, share, self.raw.same, best.slanted)
        either = f"{100 * self.either / best.total:.1f}" if best.total else "–"
        return (self.style, self.what, *map(str, sums), *second, str(self.either), either)

    @property
    def either(self) -> int:
        """Cases that one of the two processors prints as we do."""
        if self.pandoc is None:
            return self.repaired.same
        return len(self.repaired.equal | self.pandoc.equal)


def table(rows: Iterable[Row]) -> str:
    """All rows, columns aligned."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join("  ".join(_aligned(line, widths)).rstrip() for line in lines)


def _aligned(line: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    for column, (cell, width) in enumerate(zip(line, widths, strict=True)):
        yield cell.ljust(width) if column < 2 else cell.rjust(width)


def classes(tally: Tally) -> str:
    """`title 3, date 1`: what first differences are about, the most frequent first."""
    return ", ".join(f"{about} {count}" for about, count in tally.classes.most_common())


def examples(tally: Tally, show: int, also: Mapping[str, str]) -> Iterator[str]:
    """Of each class as many misses as wanted.

    Args:
        tally: of one style and file.
        show: how many of a class.
        also: name → pandoc's text, where it is known.
    """
    for about in sorted(tally.classes):
        misses = [miss for miss in tally.misses if miss.about == about]
        for miss in misses[:show]:
            yield f"\n  {miss.name} ({about})\n    ours   {miss.ours}\n    theirs {miss.theirs}"
            if miss.name in also:
                yield f"    pandoc {also[miss.name]}"
