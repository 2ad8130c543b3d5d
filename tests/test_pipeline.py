"""Whole sites: no id stands twice, every link inside the site leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import unquote, urldefrag, urljoin

import golden
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from refctx.hosts.markdown import RefctxExtension
from refctx.pipeline import Result

ENTRY = "@misc{%s, author = {Ann %s}, title = {T %s}, year = 2020, url = {https://x.y/%s}}"
KEYS = (("Foo", "Adams"), ("bar:1", "Adams"), ("rozière", "Bell"), ("中文", "Cole"))
BIB = "\n".join(ENTRY % (key, name, key, key) for key, name in KEYS)
BLOCKS = st.sampled_from((
    "[@Foo]", "[see @Foo, p. 3; @bar:1]", "@rozière says", "見@中文所說", "[@missing]", "`[@Foo]`",
    "# Head [@Foo]", "## Same", "text[^1]\n\n[^1]: note @Foo [@bar:1]", "| a |\n| - |\n| @Foo |",
    "- [@Foo]\n- -@Foo", "{{ bibliography() }}", '{{ bibliography("Foo") }}',
    '{{ bibliography(scope="page") }}', '{{ reading_list("Foo", item("bar:1", "n")) }}',
    '{{ cite("Foo", "bar:1") }}', "![As [@Foo] and @rozière](x.png)", "[see @Foo](#x)",
    "[@Foo, p. 3, not @bar:1 or @missing]", '{{ reading_list("中文", "Foo", name="Top") }}',
    "{{ reading_list(cited=none, limit=2) }}", "{{ marks() }}",
))  # fmt: skip
PAGES = st.lists(st.lists(BLOCKS, max_size=5).map("\n\n".join), min_size=1, max_size=3)
NAMES = ("index.md", "guide/a.md", "guide/b.md")


def build(texts: list[str], *features: str) -> Result:
    """A site of these pages."""
    return golden.build(BIB, dict(zip(NAMES, texts, strict=False)), {"features": features})[0]


def ids(html: str) -> list[str]:
    """All ids in a page, in order."""
    return [unescape(found) for found in re.findall(r'\sid="([^"]*)"', html)]


def targets(result: Result) -> Mapping[str, set[str]]:
    """Address of each page → the ids that stand in it."""
    return {
        result.site.pages[path].url: set(ids(filled.html)) for path, filled in result.filled.items()
    }


@settings(max_examples=40)
@given(PAGES)
def test_no_id_stands_twice_and_no_link_leads_nowhere(texts: list[str]) -> None:
    """In every page ids are unique, and each link inside the site finds page and id."""
    result = build(texts, "marks")
    known = targets(result)
    for path, filled in result.filled.items():
        found = ids(filled.html)
        assert len(found) == len(set(found))
        for link in re.findall(r'class="refctx-[^"]*"[^>]*? href="([^"]*)"', filled.html):
            site = "https://site.example/"
            url, fragment = urldefrag(urljoin(site + result.site.pages[path].url, unescape(link)))
            if url.startswith(site):
                assert unquote(fragment) in known[url.removeprefix(site)]


@settings(max_examples=30)
@given(PAGES)
def test_no_marker_is_left(texts: list[str]) -> None:
    """Every marker becomes a citation, a list or, with a finding, nothing."""
    result = build(texts)
    assert not any("data-refctx" in filled.html for filled in result.filled.values())


@settings(max_examples=20)
@given(PAGES)
def test_the_order_of_events_changes_nothing(texts: list[str]) -> None:
    """Pages converted in another order than they are read give the same site."""
    sources = dict(zip(NAMES, texts, strict=False))
    backwards = golden.build(BIB, sources, {"read": list(reversed(sources))})[0]
    assert {p: f.html for p, f in backwards.filled.items()} == {
        p: f.html for p, f in build(texts).filled.items()
    }


def test_a_late_copy_of_an_image_is_filled() -> None:
    """So is an image's text."""
    result = build(["[@Foo]"])
    html = Markdown(extensions=[RefctxExtension(result.site.library.entries)]).convert("![@Foo](x)")
    assert 'alt="Adams (2020)"' in result.late("blog/", html)


def test_a_late_copy_is_filled_without_ids() -> None:
    """A marker copied into a page's output after the numbering prints its citation and no id."""
    result = build(["[@Foo]\n\n{{ bibliography() }}"])
    extension = RefctxExtension(result.site.library.entries)
    html = Markdown(extensions=[extension]).convert("[@Foo]")
    late = result.late("blog/", html)
    assert 'href="../#bib-foo"' in late
    assert ids(late) == []


def test_an_id_of_the_author_is_not_printed_twice() -> None:
    """A heading keeps an id that a citation would have, and a finding says so."""
    page = "[@Foo]\n\n## A {#refctx-bib-foo-1}\n\n[@Foo]\n\n{{ bibliography() }}\n\n## B {#bib-foo}"
    result = build([page])
    found = ids(result.filled["index.md"].html)
    assert (found.count("refctx-bib-foo-1"), found.count("bib-foo")) == (1, 1)
    taken = [finding for finding in result.findings if finding.code == "same-anchor"]
    assert [finding.place.line for finding in taken] == [3, 9]
