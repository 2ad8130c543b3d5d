"""Cards: what a page brings along for its citations, and that nothing else knows of it."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from flagship import LANGUAGES
from refctx import assets
from refctx.hosts.mkdocs import ASSETS
from tiny import CONFIG, LIBRARY, Tiny, tiny

LIST = "# References\n\n{{ bibliography() }}\n"
MORE = """\
@article{gqa,
  author = {Ainslie, Joshua and Lee-Thorp, James and {de Jong}, Michiel and Zemlyanskiy, Yury},
  title = {{GQA}: Training $k^2$ Groups},
  eprint = {2305.13245},
  eprinttype = {arxiv},
  url = {https://arxiv.org/abs/2305.13245},
  doi = {10.1000/gqa},
  year = 2023,
}
@article{王2019,
  author = {王, 小明 and 李, 大華 and others},
  title = {資料 & 模型},
  journaltitle = {學報},
  langid = {chinese},
  year = 2019,
}
@misc{bare, title = {Bare}, year = 2000}
"""
_TEMPLATE = re.compile(r'<template id="refctx-cards">.*?</template>', re.DOTALL)


def site(root: Path, theme: str = "{name: mkdocs}", options: str = "", **pages: str) -> Tiny:
    """A tiny site with works of several kinds."""
    config = CONFIG.replace("{name: mkdocs}", theme)
    config = config.replace("[refctx]", f"[search, refctx: {{{options}}}]")
    made = tiny(root, **pages).put("bib/library.bib", LIBRARY + MORE)
    return made.put("mkdocs.yml", config)


def template(page: str) -> str:
    """A page's cards; empty without any."""
    found = _TEMPLATE.findall(page)
    assert len(found) < 2
    return found[0] if found else ""


def keys(page: str) -> list[str]:
    """The works that have a card in a page."""
    return re.findall(r'<div data-refctx="([^"]*)"', template(page))


def text(html: str) -> str:
    """What a reader sees."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def card(page: str, key: str) -> str:
    """One card of a page."""
    return template(page).split(f'<div data-refctx="{key}">')[1].split("</div>")[0]


def test_a_card_says_what_the_work_is_and_where_it_is(tmp_path: Path) -> None:
    """Title, three authors, year, venue, each address once, and the number of citations."""
    pages = {"index": "[@gqa; @knuth1984]", "b": "[@gqa] and @gqa"}
    page = site(tmp_path, **pages, refs=LIST).build(strict=True).page("index.html")

    assert card(page, "gqa") == (
        '<p><a class="refctx-card-title">GQA: Training k<sup>2</sup> Groups</a><br>'
        "Ainslie, Lee-Thorp, de Jong et al. · 2023</p>"
        '<p><a href="https://doi.org/10.1000/gqa">DOI</a> '
        '<a href="https://arxiv.org/abs/2305.13245">arXiv</a> '
        '<a href="https://arxiv.org/pdf/2305.13245">PDF</a> '
        '<a href="https://huggingface.co/papers/2305.13245">Hugging Face</a></p>'
        "<p><a>Cited in 3 places</a></p>"
    )
    assert card(page, "knuth1984") == (
        '<p><a class="refctx-card-title">Literate Programming</a><br>'
        "Knuth · 1984 · The Computer Journal</p><p><a>Cited in 1 place</a></p>"
    )


def test_cards_speak_the_page_s_language_and_works_their_own(tmp_path: Path) -> None:
    """On a Chinese page the furniture is Chinese; a work keeps its words and its language tag."""
    theme = "{name: mkdocs, locale: zh_TW}"
    built = site(tmp_path, theme, "locale: zh-Hant", index="[@gqa] 與 [@王2019]\n\n" + LIST)
    page = built.build(strict=True).page("index.html")

    assert card(page, "gqa").startswith('<p lang="en">')
    assert "de Jong et al." in card(page, "gqa")
    assert card(page, "王2019").startswith('<p><a class="refctx-card-title">資料 &amp; 模型</a>')
    assert "王小明、李大華等 · 2019 · 學報" in card(page, "王2019")
    assert text(card(page, "王2019")).endswith("共 1 處引用")
    assert 'aria-label="引用的文獻"' in template(page)


def test_a_page_carries_the_cards_of_its_own_citations(tmp_path: Path) -> None:
    """Headings, tables, notes and links of the page count; other pages and unknown keys do not."""
    corners = """\
        # On @knuth1984

        [@knuth1984; @nobody] `<a data-refctx="bare">` [see @lamport1994](https://x.y).[^1]

        [^1]: A note [@王2019].

        | a |
        | - |
        | @gqa |
        """
    built = site(tmp_path, index=corners, other="[@bare]", refs=LIST)
    extensions = "markdown_extensions: [footnotes, tables]\n"
    config = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    built.put("mkdocs.yml", config + extensions).build()

    assert sorted(keys(built.page("index.html"))) == ["gqa", "knuth1984", "lamport1994", "王2019"]
    assert keys(built.page("other/index.html")) == ["bare"]
    assert template(built.page("refs/index.html")) == ""


def test_a_citation_without_an_address_is_a_button_for_its_card(tmp_path: Path) -> None:
    """It can be focused; in somebody's link it cannot, for the link can."""
    built = site(tmp_path, index="[@bare] [see @bare](https://x.y) [@gqa]").build()
    page = built.page("index.html")

    assert page.count('data-refctx="bare" role="button" tabindex="0"') == 1
    assert page.count('<span class="refctx-citation" data-refctx="bare"') == 2
    # In no list, so the count leads nowhere; the title leads where the citation does.
    assert card(page, "gqa").endswith("<p>Cited in 1 place</p>")
    assert 'data-refctx="gqa" id="refctx-bib-gqa-1" href="https://doi.org/' in page


@pytest.mark.parametrize(("theme", "end"), [("material", "</main>"), ("mkdocs", "</body>")])
def test_cards_stand_where_the_theme_swaps_them(tmp_path: Path, theme: str, end: str) -> None:
    """At the end of the main part, which instant navigation brings anew; else of the body."""
    built = site(tmp_path, f"{{name: {theme}}}", index="[@gqa]", refs=LIST).build()
    page = built.page("index.html")

    assert page[page.index("</template>") :].split()[1] == end


def test_a_blog_s_excerpts_have_their_cards(tmp_path: Path) -> None:
    """What is copied to another page after the numbering shows its work there as well."""
    built = site(tmp_path, "{name: material}", refs=LIST, index="# Home\n")
    built.put("docs/blog/index.md", "# Blog\n")
    post = "---\ndate: 2024-01-31\n---\n# Post\n\nBy @gqa.\n\n<!-- more -->\n\nBy @knuth1984.\n"
    built.put("docs/blog/posts/post.md", post)
    config = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    built.put("mkdocs.yml", config.replace("[search", "[blog, search")).build()

    assert keys(built.page("blog/index.html")) == ["gqa"]
    assert keys(built.page("blog/2024/01/31/post/index.html")) == ["gqa", "knuth1984"]


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_the_search_knows_nothing_of_cards(tmp_path: Path, theme: str) -> None:
    """Its index is the same with and without them."""
    indexes = []
    for name, options in (("with", ""), ("without", "cards: false")):
        built = site(tmp_path / name, f"{{name: {theme}}}", options, index="# A\n\n@gqa", refs=LIST)
        indexes.append(json.loads(built.build(strict=True).page("search/search_index.json")))

    assert indexes[0] == indexes[1]


def test_the_option_leaves_no_trace(tmp_path: Path) -> None:
    """Without cards there is no template, no attribute, no script and no rule for them."""
    built = site(tmp_path, "{name: mkdocs}", "cards: false", index="[@bare; @gqa]", refs=LIST)
    page = built.build(strict=True).page("index.html")

    assert "Ainslie et al." in page
    assert not re.search("template|data-refctx|tabindex=.0.>Bare|refctx-card", page)
    assert "card" not in built.page("assets/refctx/refctx.js")
    assert "card" not in built.page("assets/refctx/refctx.css")


def test_a_site_may_print_its_own_cards(tmp_path: Path) -> None:
    """An override of one macro takes effect; a broken one is one message and costs only cards."""
    built = site(tmp_path, "{name: mkdocs, custom_dir: own}", index="[@gqa]", b="[@gqa]", refs=LIST)
    own = '{% macro card(card) %}<div data-refctx="{{ card.key }}">Mine</div>{% endmacro %}'
    built.put("own/refctx/card.html", own).build(strict=True)
    assert card(built.page("index.html"), "gqa") == "Mine"

    built.put("own/refctx/card.html", own.replace("card.key", "card.nothing")).build()
    assert template(built.page("index.html")) == ""
    assert "Ainslie et al." in built.page("index.html")
    assert ["index.md macro " in m for m in built.messages if "nothing" in m] == [True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_are_light(flagship: tuple[Path, str], language: str) -> None:
    """The page with the most citations pays at most 85 bytes for each card, compressed."""
    file = flagship[0] / LANGUAGES[language] / "playbook/architecture/index.html"
    page = file.read_text(encoding="utf-8")
    without = _TEMPLATE.sub("", page)
    cost = len(gzip.compress(page.encode(), 9)) - len(gzip.compress(without.encode(), 9))

    assert len(keys(page)) == 81
    assert set(keys(page)) == set(re.findall(r'refctx-citation" data-refctx="([^"]*)"', without))
    assert cost < 81 * 85


def test_script_and_stylesheet_are_light() -> None:
    """What cards add to both, compressed."""

    def cost(kind: str, names: dict[str, str]) -> int:
        parts = [assets.parts(names, features) for features in (["cards"], [])]
        texts = [
            [(ASSETS / kind / f"{name}.{kind}").read_text("utf-8") for name in p] for p in parts
        ]
        size = [len(gzip.compress(assets.stylesheet(t).encode(), 9)) for t in texts]
        return size[0] - size[1]

    assert 0 < cost("js", assets.SCRIPTS) < 1600
    assert 0 < cost("css", assets.STYLES) < 500
