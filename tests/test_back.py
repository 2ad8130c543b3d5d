"""There and back on small sites: sentences on the way back, counts, permalinks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tiny import CONFIG, Tiny, tiny

LIST = "{{ bibliography() }}"
OFF = CONFIG.replace("[refctx]", "[{refctx: {permalinks: false}}]")


def backlinks(html: str) -> list[tuple[str, str]]:
    """(title, text) of each way back."""
    return re.findall(r'<a class="refctx-backlink[^>]* title="([^"]*)"[^>]*>(.*?)</a>', html)


def sentences(site: Tiny) -> dict[str, str]:
    """Anchor → what the way back to it says of its sentence."""
    script = site.page("refctx/contexts.js")
    texts: dict[str, str] = json.loads(script.removeprefix("refctxContexts(").rstrip(");\n"))
    return texts


def permalinks(html: str) -> list[tuple[str, str]]:
    """(address, name) of each permalink."""
    return re.findall(r'<a class="refctx-permalink" href="([^"]*)" aria-label="([^"]*)"></a>', html)


def test_a_way_back_says_how_its_sentence_begins(tmp_path: Path) -> None:
    """The page stands in the list; the sentence, its citations printed, in a script beside it."""
    site = tiny(
        tmp_path,
        index=f"{LIST}\n",
        guide="# Guide\n\nIt began. As @knuth1984 says, it did. So it went on [@lamport1994].\n",
        more="# More\n\n- [@knuth1984]\n",
    ).build(strict=True)

    assert site.messages == []
    assert backlinks(site.page("index.html")) == [
        ("Guide", "Guide"),
        ("More", "More"),
        ("Guide", "Guide"),
    ]
    assert 'data-contexts="refctx/contexts.js"' in site.page("index.html")
    assert sentences(site) == {
        "refctx-bib-knuth1984-1": "Guide: “As Knuth (1984) says, it did.”",
        "refctx-bib-lamport1994-1": "Guide: “So it went on…”",
    }


def test_a_sentence_ends_before_what_a_site_adds(tmp_path: Path) -> None:
    """What an override puts behind citations that can be linked to is not in the sentence."""
    site = tiny(tmp_path, index=f"Who says @knuth1984 is right?\n\n{LIST}\n")
    site.put("mkdocs.yml", CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: over}"))
    site.put(
        "over/refctx/group.html",
        '{% from "refctx/_base/group.html" import group as base %}\n'
        "{% macro group(citations, narrative) %}{{ base(citations, narrative) }}"
        "{% for c in citations if c.name %}<b>{{ c.name }}, {{ c.n }}</b>{% endfor %}"
        "{% endmacro %}\n",
    )
    html = site.build(strict=True).page("index.html")

    assert "<b>Knuth (1984), 1</b> is right?" in html
    assert list(sentences(site).values()) == ["Home: “Who says Knuth (1984) is right?”"]


def test_headings_that_read_alike_are_told_apart(tmp_path: Path) -> None:
    """Under headings of one text, on one page or on pages of one title, citations count on."""
    text = "# Same\n\n## Example\n\nOne @knuth1984.\n\n## Example\n\nTwo @knuth1984.\n"
    site = tiny(tmp_path, index=f"# Home\n\n{LIST}\n", one=text, two=text).build(strict=True)
    html = site.page("index.html")
    names = re.findall(r'class="refctx-backlink[^>]* aria-label="([^"]*)"', html)

    assert names == [f"Citation {n} of Knuth (1984) in “Example”, Same" for n in (1, 2, 3, 4)]
    assert [text for _, text in backlinks(html)] == ["Example"] * 4


@pytest.mark.parametrize(("ways", "folded"), [(6, False), (7, True), (12, True)])
def test_many_ways_back_stand_behind_their_count(tmp_path: Path, ways: int, folded: bool) -> None:
    """More than six fold into one `details` whose summary says how many; six stay open."""
    places = "".join(f"## Place {n % 4}\n\nOne [@knuth1984].\n\n" for n in sorted(range(ways)))
    html = tiny(tmp_path, index=f"{places}{LIST}\n").build(strict=True).page("index.html")
    summary = re.search(r'<details class="refctx-backlinks refctx-more".*?</details>', html)

    assert len(backlinks(html)) == ways
    assert bool(summary) is folded
    if summary:
        assert f">Cited in {ways} places</summary>" in summary[0]
        assert len(backlinks(summary[0])) == ways
        assert '<span class="refctx-backlinks"' not in html


@pytest.mark.parametrize(
    ("locale", "counts"),
    [
        ("en", ["Cited in 1 place", "Cited in 2 places"]),
        ("zh-Hant", ["共 1 處引用", "共 2 處引用"]),
    ],
)
def test_a_site_may_fold_earlier(tmp_path: Path, locale: str, counts: list[str]) -> None:
    """An override says from how many on; one place is not places."""
    site = tiny(tmp_path, index=f"@knuth1984 and @lamport1994 and @lamport1994.\n\n{LIST}\n")
    theme = "{name: mkdocs, custom_dir: over}"
    config = CONFIG.replace("{name: mkdocs}", theme).replace(
        "[refctx]", f"[{{refctx: {{locale: {locale}}}}}]"
    )
    site.put("mkdocs.yml", config).put(
        "over/refctx/backlinks.html",
        '{% from "refctx/_base/backlinks.html" import backlinks as base %}\n'
        "{% macro backlinks(places) %}{{ base(places, most=0) }}{% endmacro %}\n",
    )
    html = site.build(strict=True).page("index.html")

    assert re.findall(r"<summary[^>]*>(.*?)</summary>", html) == counts


def test_entries_and_citations_have_permalinks(tmp_path: Path) -> None:
    """Each leads to the anchor it stands at; names differ; copies, links and texts have none."""
    site = tiny(
        tmp_path,
        index=f"A [@knuth1984; @lamport1994], [a @knuth1984 b](guide.md), @nobody, "
        f"[@missing].\n\n{LIST}\n\n{LIST}\n",
        guide="# Guide\n\n@knuth1984 and ![as in @lamport1994](x.png).\n",
    ).build()
    links = permalinks(site.page("index.html"))

    assert links == [
        ("#refctx-bib-knuth1984-1", "Link to citation 1 of Knuth (1984)"),
        ("#refctx-bib-lamport1994-1", "Link to citation 1 of Lamport (1994)"),
        ("#bib-knuth1984", "Link to the entry of Knuth (1984)"),
        ("#bib-lamport1994", "Link to the entry of Lamport (1994)"),
    ]
    assert permalinks(site.page("guide/index.html")) == [
        ("#refctx-bib-knuth1984-3", "Link to citation 3 of Knuth (1984)")
    ]


def test_names_of_uncited_entries_differ(tmp_path: Path) -> None:
    """Works that are not cited may share a label, and are told apart by their titles."""
    site = tiny(tmp_path, index="{{ bibliography(cited=none) }}\n")
    site.put("bib/more.bib", "@misc{k2, author = {Knuth, D.}, title = {Another}, year = 1984}\n")
    names = [name for _, name in permalinks(site.build(strict=True).page("index.html"))]

    assert len(names) == len(set(names)) == 3
    assert "Link to the entry of Knuth (1984), Another" in names


def test_a_year_alone_names_its_work(tmp_path: Path) -> None:
    """A link that shows a year alone says whose it is; other citations say it themselves."""
    site = tiny(tmp_path, index=f"[-@knuth1984] and [@knuth1984].\n\n{LIST}\n").build(strict=True)
    links = re.findall(r'<a class="refctx-citation"[^>]*>', site.page("index.html"))

    assert [re.findall('aria-label="(.*?)"', link) for link in links] == [["Knuth (1984)"], []]


def test_permalinks_can_be_switched_off(tmp_path: Path) -> None:
    """Without the feature no page has one, and everything else stands as before."""
    site = tiny(tmp_path, index=f"A [@knuth1984].\n\n{LIST}\n").put("mkdocs.yml", OFF)
    html = site.build(strict=True).page("index.html")

    assert "refctx-permalink" not in html
    assert 'id="refctx-bib-knuth1984-1"' in html
    assert len(backlinks(html)) == 1


def test_a_permalink_leaves_no_text(tmp_path: Path) -> None:
    """Labels, references and the search hold no sign of it."""
    site = tiny(tmp_path, index=f"# At @knuth1984\n\nA [@knuth1984].\n\n{LIST}\n")
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", "[search, refctx]")).build(strict=True)
    search = (site.root / "site/search/search_index.json").read_text(encoding="utf-8")

    assert "At Knuth (1984)" in search
    assert "Link to" not in search
    assert "#" not in re.sub(r'"location":"[^"]*"', "", search)
