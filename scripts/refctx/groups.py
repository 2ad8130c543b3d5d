"""The citations of a group in the order in which they are printed, and where they run together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from refctx.format import CitationView
from refctx.nouns import replace

# From how many numbers in a row on a style prints the first and the last.
_RANGE = 3


def arranged(
    views: Sequence[CitationView],
    rules: Mapping[str, Any],
    rank: Callable[[CitationView], Any],
    *,
    narrative: bool = False,
) -> list[CitationView]:
    """The citations as a style prints them.

    Args:
        views: in the order written.
        rules: `groups` of the style: `sort`, and `collapse`: `year` names authors once where
            several of their works stand together, `number` prints `[1]–[3]`.
        rank: a citation's place by the rule `sort`; unknown keys come last.
        narrative: the first citation is part of a sentence and stays where it is.
    """
    if len(views) == 1:
        return list(views)
    head, views = (list(views[:1]), views[1:]) if narrative else ([], views)
    # "see" and a bare year belong where they were written.
    fixed = any(view.prefix or view.suppress_author for view in views)
    known = [view for view in views if view.label is not None]
    if rules["sort"] and not fixed:
        unknown = [view for view in views if view.label is None]
        views = [*sorted(known, key=rank), *unknown]
    if rules.get("collapse") == "year":
        return _years([*head, *views])
    return [*head, *(_numbers(views) if rules.get("collapse") == "number" else views)]


def _years(views: Sequence[CitationView]) -> list[CitationView]:
    """Works of the authors just named say their year alone."""
    result = list(views[:1])
    for before, view in pairwise(views):
        result.append(replace(view, run="again") if _same_names(before, view) else view)
    return result


def _same_names(one: CitationView, other: CitationView) -> bool:
    if one.suffix or other.prefix:
        return False
    names = _names(one)
    return names is not None and names == _names(other)


def _names(view: CitationView) -> object:
    """The people a citation names; None if it stands under a title or is unknown."""
    if view.label is None or view.reference is None or not view.reference.people(view.label.by):
        return None
    return (view.label.names, view.label.et_al)


def _numbers(views: Sequence[CitationView]) -> list[CitationView]:
    """Three numbers in a row or more, with nothing said between them, are a range."""
    result: list[CitationView] = []
    run: list[CitationView] = []
    for view in views:
        if run and not _follows(run[-1], view):
            result += _as_range(run)
            run = []
        run.append(view)
    return result + _as_range(run)


def _follows(before: CitationView, view: CitationView) -> bool:
    if before.label is None or view.label is None:
        return False
    said = (before.locator, before.suffix, view.locator, view.prefix)
    return not any(said) and view.label.number == before.label.number + 1


def _as_range(run: Sequence[CitationView]) -> list[CitationView]:
    if len(run) < _RANGE:
        return list(run)
    first, *inside, last = run
    return [first, *(replace(view, run="within") for view in inside), replace(last, run="last")]
