"""The text of a `.bib` file → the same, put right where that is safe.

Only entries that can be scanned whole are touched, and only their form: which values are read
stays as it was, but for the dashes of pages and the resolver of a DOI.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from refctx.checks.form import faults
from refctx.layout import LaidEntry, laid_out
from refctx.model import Finding
from refctx.sources import Source


def mended(source: Source, codes: Collection[str], is_ignored: Callable[[Finding], bool]) -> str:
    """The text of a file without the faults of form that it has.

    Args:
        source: the file.
        codes: of faults that may be mended.
        is_ignored: true for a finding that is to be left as it is.
    """

    def whole(piece: str | LaidEntry) -> str:
        if isinstance(piece, str):
            return piece
        entry = piece
        for fault in faults(piece, source.name):
            if fault.finding.code in codes and not is_ignored(fault.finding):
                entry = fault.mend(entry)
        return str(entry)

    return "".join(map(whole, laid_out(source.text)))
