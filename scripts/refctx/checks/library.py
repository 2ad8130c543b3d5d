"""A library → all there is to say of it without its pages."""

from __future__ import annotations

from collections.abc import Iterator

from refctx.checks.entries import entry_findings
from refctx.checks.works import duplicate_works
from refctx.model import Finding, Library


def about_library(library: Library) -> Iterator[Finding]:
    """What reading turned up, what is odd in entries, and works that stand in it twice."""
    yield from library.findings
    yield from entry_findings(library)
    yield from duplicate_works(library)
