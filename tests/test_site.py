"""What is known once all pages are collected: reading lists by name."""

from __future__ import annotations

import golden

BIB = "@misc{a, author = {Ada Ash}, year = 2001}"


def names(**pages: str) -> list[tuple[str, str, str]]:
    """(name, title, anchor) of the reading lists of a site."""
    texts = {f"{name.replace('__', '/')}.md": text for name, text in pages.items()}
    result = golden.build(BIB, texts, {})[0]
    return [(one.name, one.title, one.anchor) for one in result.site.lists.values()]


def test_a_list_is_named_by_option_title_heading_or_page() -> None:
    """Each way to a name, in that order."""
    assert names(
        a='# Top\n\n{{ reading_list("a", name="Begin", title="Start here") }}',
        b='# Scaling laws\n\n{{ reading_list("a") }}\n\n{{ reading_list("a", title="R & D") }}',
        guide__c='{{ reading_list("a") }}',
    ) == [
        ("begin", "Start here", "top"),
        ("scaling-laws", "Scaling laws", "scaling-laws"),
        ("r--d", "R & D", "scaling-laws"),
        ("guide-c", "Guide/c", ""),
    ]


def test_no_two_lists_share_a_name() -> None:
    """The second and third list below a heading are told apart by number."""
    text = '# More\n\n{{ reading_list("a") }}\n\n{{ reading_list() }}\n\n{{ reading_list("a") }}'
    assert [name for name, _, _ in names(a=text)] == ["more", "more-2", "more-3"]
