"""The plugin in sites of other people: defaults, options, bad input, other layouts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tiny import CONFIG, LIBRARY, tiny

LIST = "# References\n\n{{ bibliography() }}\n"


def test_it_works_with_its_defaults(tmp_path: Path) -> None:
    """With a `.bib` in bib/ and no option set, citations and list are linked both ways."""
    site = tiny(tmp_path, index="# Home\n\nSee [@knuth1984, p. 3].\n", refs=LIST).build(strict=True)

    assert site.aborted == ""
    assert (
        '<span class="refctx-group">(<a class="refctx-citation" data-refctx="knuth1984" '
        'id="refctx-bib-knuth1984-1" href="refs/#bib-knuth1984">Knuth, 1984</a>'
        '<a class="refctx-permalink" href="#refctx-bib-knuth1984-1" '
        'aria-label="Link to citation 1 of Knuth (1984)"></a>, p. 3)'
        "</span>"
    ) in site.page("index.html")
    page = site.page("refs/index.html")
    assert page.count('<ol class="refctx-bibliography"') == 1
    assert (
        '<li class="refctx-entry" id="bib-knuth1984"><span class="refctx-reference">'
        "Knuth, D. E. (1984). Literate Programming. <i>The Computer Journal</i>, <i>27</i>(2), "
        "97–111.</span>"
    ) in page
    assert 'href="../#refctx-bib-knuth1984-1"' in page
    assert "lamport" not in page
    assert site.faults() == []


def test_a_bib_beside_the_configuration_is_found(tmp_path: Path) -> None:
    """Without a bib/ folder the `.bib` files beside mkdocs.yml are read."""
    site = tiny(tmp_path, index="[@knuth1984]\n\n{{ bibliography() }}")
    (tmp_path / "bib/library.bib").rename(tmp_path / "refs.bib")
    (tmp_path / "bib").rmdir()

    assert "Knuth, 1984" in site.build(strict=True).page("index.html")


@pytest.mark.parametrize(
    "option", ["refs/a.bib", "[refs/a.bib, refs/b.bib]", "refs", "[refs, refs/a.bib]"]
)
def test_the_bibliography_may_be_a_file_a_list_or_a_folder(tmp_path: Path, option: str) -> None:
    """`bibliography` is read relative to mkdocs.yml, and a file named twice is read once."""
    site = tiny(tmp_path, index="[@knuth1984]\n\n{{ bibliography() }}")
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", f"[{{refctx: {{bibliography: {option}}}}}]"))
    (tmp_path / "bib").rename(tmp_path / "refs")
    (tmp_path / "refs/library.bib").rename(tmp_path / "refs/a.bib")
    site.put("refs/b.bib", "@misc{other, title = {Other}, year = 2000}")

    assert site.build(strict=True).aborted == ""
    assert "Knuth, 1984" in site.page("index.html")


def test_citations_are_numbered_in_navigation_order(tmp_path: Path) -> None:
    """N follows the navigation, not the order of files; pages outside it come last."""
    site = tiny(
        tmp_path,
        a_outside="[@knuth1984]",
        b_second="[@knuth1984]",
        c_first="[@knuth1984]",
        index="{{ bibliography() }}",
    )
    site.put("mkdocs.yml", CONFIG + "nav: [index.md, c_first.md, b_second.md]\n").build()

    order = [("c_first", 1), ("b_second", 2), ("a_outside", 3)]
    for page, n in order:
        assert f'id="refctx-bib-knuth1984-{n}"' in site.page(f"{page}/index.html")
    back = re.findall(r'href="([^"]*#refctx[^"]*)"', site.page("index.html"))
    assert back == [f"{page}/#refctx-bib-knuth1984-{n}" for page, n in order]
    assert site.faults() == []


def test_files_instead_of_folders(tmp_path: Path) -> None:
    """With `use_directory_urls: false` links lead to files."""
    site = tiny(tmp_path, index="[@knuth1984]", sub__refs=LIST)
    site.put("mkdocs.yml", CONFIG + "use_directory_urls: false\n").build(strict=True)

    assert 'href="sub/refs.html#bib-knuth1984"' in site.page("index.html")
    assert 'href="../index.html#refctx-bib-knuth1984-1"' in site.page("sub/refs.html")
    assert site.faults() == []


def test_links_to_entries_and_citations_are_known_to_mkdocs(tmp_path: Path) -> None:
    """Markdown may link to `#bib-KEY` and `#refctx-bib-KEY-N` with anchors validated."""
    site = tiny(
        tmp_path,
        index="[@knuth1984] and [its entry](refs.md#bib-knuth1984)",
        refs=LIST + "\n[cited here](index.md#refctx-bib-knuth1984-1)",
    )
    site.put("mkdocs.yml", CONFIG + "validation: {anchors: warn}\n").build(strict=True)

    assert site.aborted == ""
    assert site.faults() == []


def test_the_search_index_sees_finished_pages(tmp_path: Path) -> None:
    """The search finds labels, references and Han text."""
    site = tiny(tmp_path, index="# 首頁\n\n訓練資料 [@knuth1984]", refs=LIST)
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", "[search, refctx]")).build(strict=True)
    index = site.page("search/search_index.json")
    texts = " ".join(d["text"] + d["title"] for d in json.loads(index)["docs"])

    assert "Knuth, 1984" in texts
    assert "Literate Programming" in texts
    assert "訓練資料" in texts


def test_an_override_replaces_a_macro_and_may_call_it(tmp_path: Path) -> None:
    """A file in the theme's folder wins over the package's and can wrap the original."""
    site = tiny(tmp_path, index="[@knuth1984]\n\n{{ bibliography() }}")
    site.put("mkdocs.yml", CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: own}"))
    site.put(
        "own/refctx/group.html",
        """\
        {% from "refctx/_base/group.html" import group as base %}
        {% macro group(citations, narrative) %}<b>{{ base(citations, narrative) }}</b>{% endmacro %}
        """,
    ).build(strict=True)

    assert '<b><span class="refctx-group">' in site.page("index.html")


def test_a_new_file_is_a_new_macro(tmp_path: Path) -> None:
    """`refctx/timeline.html` makes `{{ timeline(…) }}` callable, with the query options."""
    site = tiny(tmp_path, index='{{ timeline(type="book", cited=false, mark="*") }}')
    site.put("mkdocs.yml", CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: own}"))
    site.put(
        "own/refctx/timeline.html",
        """\
        {% macro timeline(listing, mark) %}
        <ul>{% for title, lines in listing.groups %}{% for line in lines %}
        <li>{{ mark }}{{ line.name }}</li>{% endfor %}{% endfor %}</ul>
        {% endmacro %}
        """,
    ).build(strict=True)

    assert "<li>*LaTeX: A Document Preparation System</li>" in site.page("index.html")


@pytest.mark.parametrize(
    ("bib", "page", "message"),
    [
        (
            LIBRARY
            + "@misc{broken,\n  title = {No end,\n  year = 2000,\n}\n\n@misc{next, title = {N}}",
            "[@knuth1984] [@next]",
            r"bib/library\.bib:21:1 broken-entry .*`broken` .* line 16 is broken in .*`title`",
        ),
        (
            LIBRARY + "@misc{knuth1984, title = {Again}}",
            "[@knuth1984] [@lamport1994]",
            r"bib/library\.bib:16 duplicate-key `knuth1984` .* the entry at bib/library\.bib:1 ",
        ),
        (
            LIBRARY,
            "[@knuth1984]\n\n```\n[@knut1984]\n```\n\n[@knut1984]",
            r"docs/index\.md:7 unknown-key `knut1984` .* Did you mean `knuth1984`\?",
        ),
        (
            LIBRARY,
            (
                "[@knuth1984] `[@knut84]` \\@knut84 @knut84\n\n"
                "- a\n\n    ```\n    [@knut84]\n    ```\n\n[@knut84]"
            ),
            r"docs/index\.md:9 unknown-key `knut84`",
        ),
        (
            LIBRARY + "@misc{open,\n  title = {Open},\n\n@misc{next, title = {N}, year = 2000}\n",
            "[@knuth1984] [@next] [@open]\n\n{{ bibliography() }}",
            r"bib/library\.bib:19:6 broken-entry .*`open` .* line 16 has no closing brace",
        ),
        (
            LIBRARY,
            '[@knuth1984]\n\n{{ reading_list("lamport94") }}',
            r"docs/index\.md:3 unknown-key `lamport94` .* Did you mean `lamport1994`\?",
        ),
        (
            LIBRARY,
            "[@knuth1984]\n\n{{ bibliography(sort=author) }}",
            r"docs/index\.md:3 macro-call .*`author` is no literal",
        ),
        (
            LIBRARY,
            '[@knuth1984]\n\n{{ bibliography(sort="size") }}',
            r'docs/index\.md:3 macro-call .*sort="size" is not known; expected one of author',
        ),
        (
            LIBRARY,
            '[@knuth1984]\n\n{{ bibliography(year="twenty") }}',
            r'docs/index\.md:3 macro-call .*year="twenty" is no year',
        ),
        (
            LIBRARY,
            "[@knuth1984]\n\n{{ bibliography(colour=1) }}",
            r"docs/index\.md:3 macro-call .*/bibliography\.html.*no keyword argument .colour.",
        ),
    ],
    ids=[
        "broken",
        "duplicate",
        "unknown",
        "unknown-among-code",
        "unclosed",
        "unknown-item",
        "call",
        "sort",
        "year",
        "argument",
    ],
)
def test_a_mistake_is_one_message_and_costs_nothing_else(
    tmp_path: Path, bib: str, page: str, message: str
) -> None:
    """The message names file and line, the rest of the site stands, and strict fails."""
    site = tiny(tmp_path, index=page, refs=LIST)
    site.put("bib/library.bib", bib).build()

    assert len(site.messages) == 1, site.messages
    assert re.search(message, site.messages[0])
    assert "Knuth, 1984" in site.page("index.html")
    assert "Literate Programming" in site.page("refs/index.html")
    assert site.build(strict=True).aborted != ""


def test_a_list_with_a_wrong_option_is_printed_all_the_same(tmp_path: Path) -> None:
    """An option that the macro does not take is said; the list stands, ids and all."""
    page = tiny(tmp_path, index="[@knuth1984]\n\n{{ bibliography(colour=1) }}").build()

    assert page.page("index.html").count('id="bib-knuth1984"') == 1


def test_a_citation_outlives_a_broken_macro(tmp_path: Path) -> None:
    """Where the macro of a group fails, the keys stand in the page instead of nothing."""
    site = tiny(tmp_path, index="See [@knuth1984; @lamport1994].")
    site.put("mkdocs.yml", CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: own}"))
    site.put(
        "own/refctx/group.html", "{% macro group(a, b) %}{{ a.nothing }}{% endmacro %}"
    ).build()

    assert "See [@knuth1984; @lamport1994]." in site.page("index.html")
    assert len([m for m in site.messages if "nothing" in m]) == 1


def test_lists_share_a_paragraph_with_text(tmp_path: Path) -> None:
    """Calls that stand in one paragraph, or beside text, still give valid blocks."""
    text = 'Read {{ reading_list("knuth1984") }}\n{{ reading_list("lamport1994") }} and rest.'
    page = tiny(tmp_path, index=text).build(strict=True).page("index.html")
    body = page[page.index("<p>Read") : page.index("and rest.</p>")]

    body = re.sub(
        r'<li.*?</li>|<p class="refctx-(?:progress|about).*?</p>', "", body, flags=re.DOTALL
    )
    one = '<div class="refctx-path"> <ol class="refctx-reading-list"> </ol> </div>'
    assert " ".join(body.split()) == f"<p>Read </p> {one} {one} <p>"


def test_reading_marks_are_there_unless_switched_off(tmp_path: Path) -> None:
    """With `marks: false` neither pages nor script nor stylesheet know of them; the list stands."""
    text = '{{ reading_list("knuth1984", name="library") }}\n\n{{ marks() }}'
    site = tiny(tmp_path, index=text)
    for plugins, there in (("[refctx]", True), ("[refctx: {marks: false}]", False)):
        site.put("mkdocs.yml", CONFIG.replace("[refctx]", plugins)).build(strict=True)
        page = site.page("index.html")
        assert '<ol class="refctx-reading-list">' in page
        whole = page + site.page("assets/refctx/refctx.js") + site.page("assets/refctx/refctx.css")
        names = (
            'class="refctx-read ',
            "refctx-progress",
            "refctx-marks",
            "refctx-item-library:",
            "refctx:read",
        )
        assert [name in whole for name in names] == [there] * len(names)


def test_a_citation_in_a_link_is_no_link_itself(tmp_path: Path) -> None:
    """No link stands in a link; the citation keeps its id and its text."""
    text = "[see [@knuth1984]](https://example.org/)\n\n{{ bibliography() }}"
    page = tiny(tmp_path, index=text).build(strict=True).page("index.html")

    assert (
        '<a href="https://example.org/">see <span class="refctx-group">(<span '
        'class="refctx-citation" data-refctx="knuth1984" id="refctx-bib-knuth1984-1">Knuth, 1984'
        "</span>)</span></a>"
    ) in page


def test_raw_code_and_comments_are_left_alone(tmp_path: Path) -> None:
    """Citations in HTML comments and raw code elements are neither printed nor counted."""
    text = "A <!-- [@knuth1984] --> b <code>[@knuth1984]</code> c [@knuth1984]."
    page = tiny(tmp_path, index=text, refs=LIST).build(strict=True).page("index.html")

    assert "<!-- [@knuth1984] -->" in page
    assert "<code>[@knuth1984]</code>" in page
    assert re.findall(r'id="(refctx-bib-[^"]*)"', page) == ["refctx-bib-knuth1984-1"]


def test_an_unknown_key_is_marked_in_the_page(tmp_path: Path) -> None:
    """The reader sees which citation has no entry."""
    page = tiny(tmp_path, index="[@nobody]").build().page("index.html")

    assert re.search(r'\(<strong class="refctx-unknown"[^>]*>@nobody</strong>\)', page)


def test_a_missing_file_is_one_message(tmp_path: Path) -> None:
    """A configured file that is not there is said once, not once for each citation."""
    site = tiny(tmp_path, index="[@knuth1984] [@lamport1994] [@third]")
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", "[{refctx: {bibliography: no.bib}}]")).build()

    assert [" ".join(m.split()[1:3]) for m in site.messages] == [
        "no.bib missing-bibliography",
        "no.bib unknown-key",
    ]
    assert "3 citations" in site.messages[1]


def test_no_bibliography_at_all_is_said(tmp_path: Path) -> None:
    """A site without any `.bib` is told where to put one."""
    site = tiny(tmp_path, index="Nothing to cite.")
    (tmp_path / "bib/library.bib").unlink()
    (tmp_path / "bib").rmdir()

    assert ["no bibliography: put a .bib file into bib/" in m for m in site.build().messages] == [
        True
    ]


def test_an_unknown_style_names_the_known_ones(tmp_path: Path) -> None:
    """A style that does not exist ends the build with one sentence."""
    site = tiny(tmp_path, index="[@knuth1984]")
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", "[{refctx: {style: mla}}]")).build()

    assert site.aborted != ""
    assert any("there is no style `mla`" in m and "apa" in m for m in site.messages)


def test_a_broken_macro_is_a_message_not_a_traceback(tmp_path: Path) -> None:
    """A fault in a site's own macro names its file and line, and leaves the other pages alone."""
    site = tiny(tmp_path, index="[@knuth1984]", refs=LIST)
    site.put("mkdocs.yml", CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: own}"))
    for text in ("{{ e.nothing }}", "{{ nothing }}", "{% nothing %}", "{{ e(nothing=1) }}"):
        macro = f"{{% macro entry(e) %}}\n<b>\n{text}\n</b>\n{{% endmacro %}}"
        site.put("own/refctx/entry.html", macro).build()

        assert site.aborted == ""
        assert "Knuth, 1984" in site.page("index.html")
        assert any("docs/refs.md" in m and "refctx/entry.html:3: " in m for m in site.messages)


def test_the_chinese_locale_follows_the_theme(tmp_path: Path) -> None:
    """A Chinese theme gets Chinese furniture while English works keep English terms."""
    site = tiny(tmp_path, index="[@knuth1984]\n\n{{ bibliography() }}")
    site.put(
        "mkdocs.yml",
        CONFIG.replace("{name: mkdocs}", "{name: material, language: zh-TW, font: false}"),
    ).build(strict=True)

    assert "引用處：" in site.page("index.html")
    assert 'lang="en">Knuth, D. E. (1984)' in site.page("index.html")
    assert site.faults() == []


def test_two_builds_print_the_same_bytes(tmp_path: Path) -> None:
    """Building twice gives equal pages and an equal index."""
    pages = {"index": "@knuth1984 and [@lamport1994; @knuth1984]", "refs": LIST}
    first = tiny(tmp_path / "a", **pages).build(strict=True)
    second = tiny(tmp_path / "b", **pages).build(strict=True)

    for name in ("index.html", "refs/index.html", "refctx.json"):
        assert re.sub(r"Build Date.*", "", first.page(name)) == re.sub(
            r"Build Date.*", "", second.page(name)
        )
