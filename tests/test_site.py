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


def test_calls_of_a_page_that_give_one_name_are_one_list() -> None:
    """Its title and anchor are those above the first; on another page the name is another list."""
    part = '{{ reading_list("a", name="models") }}'
    head = '{{ reading_list(name="models", limit=0) }}'
    text = f"## Models\n\n{head}\n\n### Old\n\n{part}\n\n{part}"
    result = golden.build(BIB, {"a.md": text, "b.md": f"# More\n\n{part}"}, {})[0]
    lists = list(dict.fromkeys(result.site.lists.values()))

    assert len(result.site.lists) == 4
    assert [(one.name, one.title, one.anchor, one.keys) for one in lists] == [
        ("models", "Models", "models", ("a", "a")),
        ("models-2", "More", "more", ("a",)),
    ]


def test_a_list_that_was_copied_is_one_list() -> None:
    """A list in an excerpt counts on its own page, and has its ids there."""
    pages = {"a.md": '{{ reading_list("a") }}', "blog.md": "# Blog"}
    settings = {"copy": {"a.md": "blog.md"}, "features": ["marks"]}
    result = golden.build(BIB, pages, settings)[0]

    assert [one.name for one in result.site.lists.values()] == ["a"]
    assert 'id="refctx-item-a:a"' in result.filled["a.md"].html
    assert 'value="a"' in result.filled["blog.md"].html
    assert "refctx-item-a" not in result.filled["blog.md"].html
