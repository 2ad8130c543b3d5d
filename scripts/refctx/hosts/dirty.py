"""A preview with `--dirty`: MkDocs reads the pages that were edited, and no others.

What an edit changes on other pages, such as a way back, is seen when these are built; until then a
line says which they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable

from mkdocs.plugins import get_plugin_logger

from refctx.draft import Draft
from refctx.replay import Printed
from refctx.stale import stale_pages

log = get_plugin_logger("refctx")
# So many pages are named.
_NAMED = 5


class Kept:
    """The pages of such a preview.

    Attributes:
        drafts: source path → page, as it was last read.
    """

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        # Source path → what it was printed of.
        self._of: dict[str, Printed] = {}
        self._said: list[str] = []

    def completed(self, drafts: dict[str, Draft], here: Container[str]) -> dict[str, Draft]:
        """All pages that are there, in the order in which they were first read.

        Args:
            drafts: those that were read now.
            here: source paths of all pages.
        """
        before = {path: draft for path, draft in self.drafts.items() if path in here}
        self.drafts = before | drafts
        return self.drafts

    def stale(self, printed: Printed, now: Iterable[str], *, numbered: bool) -> list[str]:
        """Source paths of pages that would be printed otherwise than they stand there.

        Args:
            printed: the site of this build.
            now: the pages that are printed in it.
            numbered: see `stale_pages`.
        """
        self._of = {path: of for path, of in self._of.items() if path in self.drafts}
        self._of |= dict.fromkeys(now, printed)
        groups: dict[str, list[str]] = defaultdict(list)
        for path, of in self._of.items():
            if of.key != printed.key:
                groups[of.key].append(path)
        return [
            path
            for paths in groups.values()
            for path in stale_pages(
                self._of[paths[0]].result.site, printed.result.site, paths, numbered=numbered
            )
        ]

    def say(self, stale: list[str]) -> None:
        """A line about pages that are stale, whenever these are others than before."""
        if stale and stale != self._said:
            more = f" and {len(stale) - _NAMED} more" if len(stale) > _NAMED else ""
            log.info(
                "--dirty: not up to date are %s%s, nor what is published beside the pages. Save "
                "them, or serve without --dirty.",
                ", ".join(stale[:_NAMED]),
                more,
            )
        self._said = stale
