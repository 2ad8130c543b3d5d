"""What should not be left in a page: citations nobody has read, and markers of another hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from refctx.markers import CITE, MARKER, NAME, new_name, without_foreign
from refctx.raw import raw_citations
from tiny import CONFIG, Tiny, tiny

RAW = "Text [@knuth1984].\n\n<div>\n[see @knuth1984, p. 3]\n</div>\n\n{{ bibliography() }}"
FORGED = (
    '<span class="refctx-marker" data-refctx-marker="1" data-refctx-call="bibliography()"></span>'
)


def _findings(site: Tiny, code: str) -> list[str]:
    return [text for text in site.build().messages if f" {code} " in text]


def test_a_citation_in_raw_html_is_found(tmp_path: Path) -> None:
    """What Markdown did not read is said, with the line of the one that it did not."""
    site = tiny(tmp_path, index=RAW)
    found = _findings(site, "raw-citation")

    assert len(found) == 1
    assert found[0].startswith("refctx: docs/index.md:4 raw-citation `[@knuth1984]` stands")


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n\n[@knuth1984]\n\n</div>",
        "Text [@knuth1984].\n\n<table><tr><td>one [@knuth1984] two</td></tr></table>",
        "<p>[<em>see</em> @knuth1984]</p>",
        "<details><summary>[@nobody2020]</summary></details>",
    ],
)
def test_wherever_it_stands(tmp_path: Path, text: str) -> None:
    """In any element of raw HTML, among tags, with a key that no entry has."""
    assert (
        len(_findings(tiny(tmp_path, index=f"{text}\n\n{{{{ bibliography() }}}}"), "raw-citation"))
        == 1
    )


@pytest.mark.parametrize(
    "text",
    [
        r"[\@knuth1984] and \[@knuth1984]",
        "`[@knuth1984]` and <code>[@knuth1984]</code>",
        "```\n[@knuth1984]\n```",
        "    [@knuth1984]",
        "<pre>[@knuth1984]</pre>",
        "<script>let a = '[@knuth1984]'</script>",
        "[me@example.org] [@] [a @ b] [^@knuth1984]",
        "<div>[me@example.org] [and\n\n@knuth1984]</div>",
        "[@knuth1984](https://example.org/)",
        '<svg><text>[@knuth1984]</text></svg><span class="arithmatex">\\([@knuth1984]\\)</span>',
        "<!-- [@knuth1984] -->",
    ],
)
def test_what_is_no_citation_is_left_alone(tmp_path: Path, text: str) -> None:
    """Escapes, code, scripts, formulas, comments and e-mail addresses are meant as they stand."""
    assert _findings(tiny(tmp_path, index=f"Text [@knuth1984].\n\n{text}\n"), "raw-citation") == []


def test_field_text_is_no_citation(tmp_path: Path) -> None:
    """A title that looks like a citation is a title."""
    site = tiny(tmp_path, index="[@a]\n\n{{ bibliography() }}")
    site.put("bib/library.bib", "@book{a, title={On [@a] and [@knuth1984]}, year=2001}")

    assert _findings(site, "raw-citation") == []
    assert "On [@a] and [@knuth1984]" in site.page("index.html")


def test_a_deeply_nested_element_ends_where_it_ends() -> None:
    """Code inside of code hides its citations, and nothing behind it."""
    html = "<pre><pre>[@a]</pre>[@b]</pre><p>[@c]</p><pre>[@d]"

    assert [group.citations[0].key for group in raw_citations(html)] == ["c"]


def test_a_marker_of_another_hand_is_taken_out(tmp_path: Path) -> None:
    """A marker pasted into a page prints nothing and is said, with its line."""
    site = tiny(tmp_path, index=f"Text.\n\n{FORGED} [@knuth1984]\n")
    found = _findings(site, "broken-marker")

    assert len(found) == 1
    assert found[0].startswith("refctx: docs/index.md:3 broken-marker here stands a marker")
    assert "refctx-bibliography" not in site.page("index.html")
    assert "data-refctx-" not in site.page("index.html").replace("data-refctx-anchors", "")
    assert "Knuth" in site.page("index.html")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (FORGED, ""),
        (FORGED.replace("></span>", ">text</span>"), '<span class="refctx-marker">text</span>'),
        ('<b data-refctx-cite="x" id="y">z</b>', '<b id="y">z</b>'),
        ("<b data-refctx-call id=y>z</b>", "<b id=y>z</b>"),
        ("<b data-refctx-marker='1'>z</b>", "<b>z</b>"),
        ("<b\ndata-refctx-marker=1\n>z</b>", "<b\n>z</b>"),
    ],
)
def test_whatever_its_shape(written: str, left: str) -> None:
    """An element that is no marker keeps what is not refctx's."""
    html, foreign = without_foreign(f"<p>a {written} b</p>")

    assert html == f"<p>a {left} b</p>"
    assert len(foreign) == 1


def test_our_own_markers_stay() -> None:
    """Those made in this run are left alone, beside others and whatever they hold."""
    facts = f'{NAME}="{new_name()}" {CITE}="&lt;b {NAME}=&quot;1&quot;"'
    ours = f'<span class="refctx-marker" {facts}></span>'
    html, foreign = without_foreign(f"{ours}{FORGED}{ours}")

    assert html == ours * 2
    assert len(foreign) == 1
    assert len(MARKER.findall(html)) == 2


def test_a_level_can_be_set(tmp_path: Path) -> None:
    """A site whose pages show citations in raw HTML on purpose says so."""
    site = tiny(tmp_path, index=RAW)
    site.put(
        "mkdocs.yml", CONFIG.replace("[refctx]", "[refctx: {findings: {raw-citation: ignore}}]")
    )

    assert _findings(site, "raw-citation") == []
