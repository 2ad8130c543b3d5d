"""Citations in every corner of a page, in sites as people build them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny import CONFIG, LIBRARY, Tiny, tiny

LIST = "# References\n\n{{ bibliography() }}\n"
EXTENSIONS = """\
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.details
  - pymdownx.magiclink: {social_url_shorthand: true, social_url_shortener: true}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.blocks.caption
  - pymdownx.snippets: {base_path: [ROOT/parts], check_paths: true}
validation: {anchors: warn}
"""
NARRATIVE, BRACKETED = ">Knuth (1984)</a>", ">Knuth, 1984</a>"
CORNERS = {
    "heading": ("## On [@knuth1984]", BRACKETED),
    "heading, bare": ("## On @knuth1984", NARRATIVE),
    "table": ("| a | b |\n| - | - |\n| @knuth1984 | x |", NARRATIVE),
    "list": ("- one\n    - two @knuth1984", NARRATIVE),
    "quotation": ("> [@knuth1984]", BRACKETED),
    "admonition": ('!!! note "By @knuth1984"\n    Text.', NARRATIVE),
    "admonition's text": ("!!! note\n    Text [@knuth1984].", BRACKETED),
    "details": ("??? note\n    Text [@knuth1984].", BRACKETED),
    "tab": ('=== "Tab"\n    Text [@knuth1984].', BRACKETED),
    "footnote": ("Text.[^1]\n\n[^1]: See @knuth1984.", NARRATIVE),
    "figure": (
        '<figure markdown>\n<figcaption markdown="span">As [@knuth1984]</figcaption>\n</figure>',
        BRACKETED,
    ),
    "caption": ("![x](x.png)\n/// caption\nAs [@knuth1984]\n///", BRACKETED),
    "definition of HTML": ("<div markdown>\n\n@knuth1984\n\n</div>", NARRATIVE),
    "emphasis": ("_see @knuth1984_", NARRATIVE),
    "snippet": ('--8<-- "part.md"', BRACKETED),
    "beside math": ("$x@y$ and @knuth1984", NARRATIVE),
}


def configured(root: Path, config: str = CONFIG) -> str:
    """The configuration with the extensions."""
    return config + EXTENSIONS.replace("ROOT", root.as_posix())


def site(root: Path, **pages: str) -> Tiny:
    """A tiny site with the extensions that Material's users have, and a page of references."""
    built = tiny(root, **pages, refs=LIST).put("mkdocs.yml", configured(root))
    (root / "docs/x.png").write_bytes(b"")
    return built.put("parts/part.md", "A part, shared [@knuth1984].")


@pytest.mark.parametrize("corner", CORNERS)
def test_a_corner(tmp_path: Path, corner: str) -> None:
    """The citation is printed, counted once, and linked both ways."""
    source, printed = CORNERS[corner]
    built = site(tmp_path, index=f"# Home\n\n{source}").build(strict=True)

    assert built.aborted == ""
    page = built.page("index.html")
    assert page.count('href="refs/#bib-knuth1984"' + printed) == 1
    assert page.count('id="refctx-bib-knuth1984-1"') == 1
    assert "refctx-bib-knuth1984-2" not in page
    assert "@knuth1984" not in page
    assert built.faults() == []


def test_a_heading_keeps_its_name_and_its_id(tmp_path: Path) -> None:
    """The table of contents and the slug know nothing of a citation."""
    page = site(tmp_path, index="# Home\n\n## On tex [@knuth1984]").build().page("index.html")
    assert 'id="on-tex"' in page
    assert re.search(r'href="#on-tex"[^>]*>On tex</a>', page)


def test_an_image_s_text_holds_the_label(tmp_path: Path) -> None:
    """An image's text prints the label without a link, and its work is in the list."""
    text = "![As [see @knuth1984, p. 3] and @lamport1994 &quot;say&quot;, not \\@knuth1984](x.png)"
    built = site(tmp_path, index=text).build(strict=True)

    assert built.aborted == ""
    assert (
        'alt="As (see Knuth, 1984, p. 3) and Lamport (1994) &quot;say&quot;, not @knuth1984"'
    ) in built.page("index.html")
    assert "data-refctx" not in built.page("index.html")
    assert built.page("refs/index.html").count('<li class="refctx-entry"') == 2


def test_an_unknown_key_in_an_image_s_text_is_reported(tmp_path: Path) -> None:
    """It is printed as written and named with its line."""
    built = site(tmp_path, index="# Home\n\n![As [@knut1984]](x.png)").build()

    assert 'alt="As (@knut1984)"' in built.page("index.html")
    assert ["index.md:3 unknown-key `knut1984`" in m for m in built.messages] == [True]


def test_a_link_s_text_holds_the_label(tmp_path: Path) -> None:
    """A link on a citation leads where the author says; no link stands in a link."""
    page = site(tmp_path, index="[as @knuth1984 says](https://x.y)").build(strict=True)
    assert (
        '<a href="https://x.y">as <span class="refctx-group"><span class="refctx-citation" '
        'data-refctx="knuth1984" id="refctx-bib-knuth1984-1">Knuth (1984)</span></span> says</a>'
    ) in page.page("index.html")


def test_keys_in_a_suffix_are_citations(tmp_path: Path) -> None:
    """`[@a, but not @b]` cites both, the second inside the first's suffix."""
    page = site(tmp_path, index="[@knuth1984, p. 3, unlike @lamport1994]").build(strict=True)
    text = re.sub(r"<[^>]*>", "", page.page("index.html"))
    assert "(Knuth, 1984, p. 3, unlike Lamport (1994))" in text
    assert page.page("refs/index.html").count('<li class="refctx-entry"') == 2


def test_an_entity_in_a_prefix_survives(tmp_path: Path) -> None:
    """A prefix may hold quotes in any spelling."""
    page = site(tmp_path, index='[&quot;so&quot; "it" @knuth1984]').build(strict=True)
    assert page.aborted == ""
    assert BRACKETED in page.page("index.html")


@pytest.mark.parametrize(
    ("nocite", "count"),
    [('"@knuth1984"', 1), ('"@knuth1984, @{lamport1994}"', 2), ('["@knuth1984"]', 1), ('"@*"', 2)],
)
def test_nocite(tmp_path: Path, nocite: str, count: int) -> None:
    """`nocite` in a page's front matter puts works into the list without a citation."""
    built = site(tmp_path, index=f"---\nnocite: {nocite}\n---\n# Home\n").build(strict=True)
    page = built.page("refs/index.html")

    assert built.aborted == ""
    assert page.count('<li class="refctx-entry"') == count
    assert "refctx-backlink " not in page
    assert "Knuth" not in built.page("index.html")


def test_nocite_belongs_to_its_page(tmp_path: Path) -> None:
    """A page's own list shows what the page wants shown, and its labels count."""
    bib = LIBRARY + LIBRARY.replace("knuth1984", "knuthb").replace("lamport1994", "other")
    built = site(
        tmp_path,
        index='---\nnocite: "@knuthb"\n---\n{{ bibliography(scope="page") }}',
        more="[@knuth1984]",
    ).put("bib/library.bib", bib)
    built.build(strict=True)

    assert built.page("index.html").count('<li class="refctx-entry"') == 1
    assert "Knuth, 1984a" in built.page("more/index.html")


def test_an_unknown_key_in_nocite_is_reported(tmp_path: Path) -> None:
    """With the line of the front matter."""
    built = site(tmp_path, index='---\ntitle: T\nnocite: "@knut1984"\n---\n# Home').build()
    assert ["index.md:3 unknown-key `knut1984`" in m for m in built.messages] == [True]


def test_docstrings(tmp_path: Path) -> None:
    """Docstrings that mkdocstrings renders cite as pages do; code and decorators stay code."""
    config = CONFIG.replace(
        "[refctx]", "[refctx, {mkdocstrings: {handlers: {python: {paths: [src]}}}}]"
    )
    built = site(tmp_path, index="# Home\n\n[@knuth1984]\n\n::: web\n\n[@knuth1984]")
    built.put("mkdocs.yml", configured(tmp_path, config))
    built.put(
        "src/web.py",
        '''\
        """Programs as literature [@knuth1984, p. 97]."""


        def tangle(source: str) -> str:
            """Turn a web into a program, as @knuth1984 does.

            `[@knuth1984]` is code, and @property is a word.

            Args:
                source: a web, see [@lamport1994].
            """
            return source  # [@knuth1984]
        ''',
    ).build(strict=True)
    page = built.page("index.html")

    assert built.aborted == "", built.messages
    assert re.findall(r'id="refctx-bib-(\w+-\d)"', page) == [
        "knuth1984-1", "knuth1984-2", "knuth1984-3", "lamport1994-1", "knuth1984-4"
    ]  # fmt: skip
    assert "and @property is a word" in page
    assert 'title="Home" aria-label="Citation' in built.page("refs/index.html")


def test_another_name_of_an_entry_puts_it_into_the_list(tmp_path: Path) -> None:
    """`nocite` and a citation by a name in `ids` are of the entry, under its own key."""
    built = site(tmp_path, index='---\nnocite: "@lit"\n---\n[@tex86]\n\n{{ bibliography() }}')
    bib = (tmp_path / "bib/library.bib").read_text(encoding="utf-8")
    bib = bib.replace("year = 1984", "year = 1984, ids = {lit}")
    built.put("bib/library.bib", bib.replace("year = 1994", "year = 1994, ids = {tex86}"))
    page = built.build(strict=True).page("index.html")
    assert built.messages == []
    assert 'href="#bib-lamport1994"' in page
    assert 'id="bib-knuth1984"' in page
