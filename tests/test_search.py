"""Search: each entry has a record of its own in the index of Material's and of MkDocs' search."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from refctx.hosts import mkdocs as plugin
from refctx.hosts.search import add_entries, put_back, take_out
from refctx.records import Record
from tiny import CONFIG, LIBRARY, Tiny, tiny

LIST = "# References\n\nAll of them.\n\n{{ bibliography() }}\n"
CODE_LLAMA = """\
@article{codeLlama,
  author = {Rozi{\\`e}re, Baptiste and 王, 小明 and others},
  title = {Code <Llama>},
  subtitle = {Open & Free},
  eprint = {2308.12950},
  eprinttype = {arxiv},
  ids = {old2023},
  doi = {10.1000/llama},
  year = 2024,
}
"""
BOTH = pytest.mark.parametrize("theme", ["material", "mkdocs"])


def site(root: Path, theme: str, options: str = "", **pages: str) -> Tiny:
    """A tiny site with a search."""
    pages = pages or {"index": "# Home\n\n[@codeLlama; @knuth1984]", "refs": LIST}
    config = CONFIG.replace("{name: mkdocs}", f"{{name: {theme}}}")
    config = config.replace("[refctx]", f"[search, refctx: {{{options}}}]")
    made = tiny(root, **pages).put("bib/library.bib", LIBRARY + CODE_LLAMA)
    return made.put("mkdocs.yml", config)


def docs(built: Tiny) -> list[dict[str, Any]]:
    """The records of the index."""
    found: list[dict[str, Any]] = json.loads(built.page("search/search_index.json"))["docs"]
    return found


def entries(built: Tiny) -> dict[str, dict[str, Any]]:
    """Those of entries, by location."""
    return {d["location"]: d for d in docs(built) if "#bib-" in d["location"]}


def test_material_finds_an_entry_by_what_it_does_not_show(tmp_path: Path) -> None:
    """Label, title, authors, year and arXiv id are shown; key, names and folded words are not."""
    built = site(tmp_path, "material").build(strict=True)
    config = json.loads(built.page("search/search_index.json"))["config"]

    assert entries(built)["refs/#bib-codellama"] == {
        "location": "refs/#bib-codellama",
        "title": "Rozière et al. (2024) · Code &lt;Llama&gt;: Open &amp; Free",
        "text": "<p>Baptiste Rozière, 王小明 · 2024 · arXiv 2308.12950</p>",
        "also": "codeLlama old2023 10.1000/llama roziere Home 王小 小明",
    }
    assert config["fields"]["also"] == {"boost": 1.0}
    assert config["fields"]["title"] == {"boost": 1000.0} == config["fields"]["also_title"]


def test_mkdocs_finds_an_entry_by_the_end_of_its_text(tmp_path: Path) -> None:
    """MkDocs' own search has two fields, shows the beginning of one, and takes plain text."""
    built = site(tmp_path, "mkdocs").build(strict=True)

    assert entries(built)["refs/#bib-codellama"] == {
        "location": "refs/#bib-codellama",
        "title": "Rozière et al. (2024) · Code <Llama>: Open & Free",
        "text": "Baptiste Rozière, 王小明 · 2024 · arXiv 2308.12950"
        " · codeLlama old2023 10.1000/llama roziere Home",
    }


def test_mkdocs_gets_chinese_words_where_it_takes_them(tmp_path: Path) -> None:
    """Told of `zh`, MkDocs' own search keeps Han characters; it is given words to find."""
    built = site(tmp_path, "mkdocs", index="# 首頁\n\n預訓練的資料，最佳化。[@zh]", refs=LIST)
    built.put("bib/zh.bib", "@misc{zh, author = {王, 小明}, title = {預訓練}, year = 2024}")
    config = (built.root / "mkdocs.yml").read_text(encoding="utf-8")
    built.put("mkdocs.yml", config.replace("[search,", "[search: {lang: [en, zh]},")).build()
    by_location = {d["location"]: d["text"].split() for d in docs(built)}

    assert {"預訓練", "資料", "最佳化"} <= set(by_location[""])
    assert {"預訓練", "小明"} <= set(by_location["refs/#bib-zh"])
    assert "料最" not in by_location[""]


def test_an_entry_is_found_by_what_it_is_cited_for(tmp_path: Path) -> None:
    """The headings above its citations and its reading lists, in the language of the site."""
    text = '# Home\n\n## 長上下文\n\n[@knuth1984]\n\n{{ reading_list("knuth1984", title="Begin") }}'
    built = site(tmp_path, "material", index=text, refs=LIST).build(strict=True)

    assert entries(built)["refs/#bib-knuth1984"]["also"] == (
        "knuth1984 長上下文 Begin 長上 上下 下文"
    )


@BOTH
def test_a_text_is_found_once(tmp_path: Path, theme: str) -> None:
    """The list's page is found by its own words, not by its entries'; the page keeps its list."""
    built = site(tmp_path, theme).build(strict=True)
    texts = [d["text"] for d in docs(built) if d["location"].startswith("refs/")]

    assert sum("Leslie" in text or "Knuth" in text for text in texts) == 1
    assert any("All of them." in text for text in texts)
    assert 'id="bib-codellama"' in built.page("refs/index.html")
    assert "refctx-list " not in built.page("refs/index.html")


@BOTH
def test_each_cited_entry_has_one_record_on_its_first_page(tmp_path: Path, theme: str) -> None:
    """A list on two pages makes no second record; records stand in reading order."""
    built = site(tmp_path, theme, a="[@knuth1984]\n\n" + LIST, b=LIST, index="[@lamport1994]")
    built.build()

    assert list(entries(built)) == ["a/#bib-knuth1984", "a/#bib-lamport1994"]


@BOTH
def test_files_as_addresses(tmp_path: Path, theme: str) -> None:
    """With `use_directory_urls: false` a hit leads to the file; a list may stand at the root."""
    built = site(tmp_path, theme, index="[@knuth1984]\n\n" + LIST, refs="{{ bibliography() }}")
    config = (built.root / "mkdocs.yml").read_text(encoding="utf-8")
    built.put("mkdocs.yml", config + "use_directory_urls: false\n").build()
    assert list(entries(built)) == ["index.html#bib-knuth1984"]

    built.put("mkdocs.yml", config).build()
    assert list(entries(built)) == ["#bib-knuth1984"]


def test_a_page_without_search_gives_its_entries_to_the_next(tmp_path: Path) -> None:
    """Material leaves out pages on request; an entry that stands on no other is left out too."""
    hidden = "---\nsearch: {exclude: true}\n---\n" + LIST
    built = site(tmp_path, "material", index="[@knuth1984]", refs=hidden, s=LIST).build()
    assert list(entries(built)) == ["s/#bib-knuth1984"]

    (tmp_path / "docs/s.md").unlink()
    assert entries(built.build()) == {}


@BOTH
def test_the_option_leaves_the_index_alone(tmp_path: Path, theme: str) -> None:
    """With `search: false` the list is part of its section's text, as any other."""
    built = site(tmp_path, theme, "search: false").build(strict=True)

    assert entries(built) == {}
    assert any("Code" in d["text"] and d["location"].startswith("refs") for d in docs(built))


def test_a_broken_label_is_no_end(tmp_path: Path) -> None:
    """A record without a label has the title alone; the site is built and the fault is said."""
    built = site(tmp_path, "mkdocs, custom_dir: own")
    built.put(
        "own/refctx/styles/apa/label.html", "{% macro named(c) %}{{ c.no.such }}{% endmacro %}"
    )
    built.build()

    assert built.messages != []
    assert next(d["title"] for d in entries(built).values()) in (
        "Code <Llama>: Open & Free",
        "Literate Programming",
    )


def test_many_authors_are_all_found(tmp_path: Path) -> None:
    """Ten are shown, the others' surnames are in what is not shown."""
    names = " and ".join(f"Person{n}, A." for n in range(20))
    built = site(tmp_path, "material", index="[@many]", refs=LIST)
    built.put("bib/many.bib", f"@misc{{many, author = {{{names}}}, title = {{T}}, year = 2020}}")
    record = entries(built.build())["refs/#bib-many"]

    assert "A. Person9, … · 2020" in record["text"]
    assert record["also"].startswith("many Person10 Person11 ")
    assert record["also"].endswith(" Person19")


def test_a_dirty_rebuild_keeps_one_record_each() -> None:
    """Under `--dirty` Material merges what it kept: no entry stands in it twice."""
    made = Record(locations=("refs/#bib-a",), title="A", text="x", also="a")
    first = SimpleNamespace(entries=[_doc(""), _doc("refs/")], config={"fields": {}})
    add_entries(SimpleNamespace(search_index=first, search_index_prev=None), [made])
    second = SimpleNamespace(entries=[_doc("guide/")], config={"fields": {}})
    add_entries(SimpleNamespace(search_index=second, search_index_prev=first), [made])

    assert [d["location"] for d in first.entries] == ["", "refs/"]
    assert [d["location"] for d in second.entries] == ["guide/", "refs/#bib-a"]


def _doc(location: str) -> dict[str, str]:
    return {"location": location, "title": "", "text": ""}


GROUP = '<span class="refctx-group">(<a class="refctx-citation" href="x">A, 1</a>{}, p. 2)</span>'
PERMALINK = '<a class="refctx-permalink" href="y"></a>'


def test_what_is_taken_out_is_put_back() -> None:
    """Lists leave nothing, citations their text; a comment that an author wrote is kept."""
    html = '<p>a</p><ol class="refctx-bibliography"><li>1</li></ol><ol><li>x</li></ol>'
    html += f"<!--refctx-list 0--><p>{GROUP.format(PERMALINK)}</p>"
    without, taken = take_out(html, tags=True)

    assert "<li>1</li>" not in without
    assert "<li>x</li>" in without
    assert re.sub("<!--.*?-->", "", without).endswith("<p>(A, 1, p. 2)</p>")
    assert put_back(without, taken) == html
    assert put_back(html, []) == html


@pytest.mark.parametrize("inside", ["<code>x</code>", " <b>\n\n</b>", "<span>x</span>", '<b x="">'])
def test_only_plain_citations_lose_their_tags(inside: str) -> None:
    """What the index would hold of others is not known."""
    html = f"<p>{GROUP.format(inside)}</p>"
    plain = inside == '<b x="">'

    assert (take_out(html, tags=True)[0] != html) == plain
    assert take_out(html) == (html, [])


@pytest.mark.parametrize(
    "text",
    [
        "As [@knuth1984] says.",
        "[see *this* @knuth1984, p. 3; @lamport1994 `x`]",
        "# By [@knuth1984]",
    ],
)
def test_the_index_is_the_same_with_tags_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Material reads the same of a citation, in a text, in a heading and in a list."""
    page = f"# One\n\n{text}\n\n- {text}\n\n{LIST}"
    without = docs(site(tmp_path / "a", "material", index=page).build())
    monkeypatch.setattr(plugin, "take_out", lambda html, **_: take_out(html))

    assert docs(site(tmp_path / "b", "material", index=page).build()) == without
