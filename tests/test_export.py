"""What is published beside the pages for other programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import bibtexparser
import pytest
import rispy
from tiny import CONFIG, Tiny, tiny

FILES = ["library.bib", "library.json", "library.ris", "library.txt"]
LINK = re.compile(
    r'<link rel="alternate describedby" type="(application/[^"]+)" title="[^"]+" href="([^"]+)">'
)


def published(site: Tiny) -> list[str]:
    """The names of the exported files."""
    return sorted(path.name for path in (site.root / "site/refctx").glob("*"))


def options(text: str) -> str:
    """A configuration with options of the plugin."""
    return CONFIG.replace("[refctx]", f"[refctx: {{{text}}}]")


def test_what_is_cited_is_published_in_each_format(tmp_path: Path) -> None:
    """Every cited work is in each file in the order of the list, and no other."""
    refs = "{{ bibliography() }}\n\n[BibTeX](refctx/library.bib)"
    site = tiny(tmp_path, index="[@lamport1994]", refs=refs).put(
        "bib/more.bib", "@book{uncited, title={No}}"
    )
    site.put("docs/about.md", "[@knuth1984]").build(strict=True)

    assert (site.aborted, site.messages) == ("", [])
    assert published(site) == FILES
    keys = ["knuth1984", "lamport1994"]
    bib = bibtexparser.loads(site.page("refctx/library.bib"))
    ris = (site.root / "site/refctx/library.ris").read_bytes()
    assert [entry["ID"] for entry in bib.entries] == keys
    assert [entry["id"] for entry in rispy.loads(ris.decode())] == keys
    assert [item["id"] for item in json.loads(site.page("refctx/library.json"))] == keys
    assert ris.count(b"\r\n") == ris.count(b"\n") > 10
    assert [line[:5] for line in site.page("refctx/library.txt").splitlines()] == ["Knuth", "Lampo"]
    assert 'href="../refctx/library.bib"' in site.page("refs/index.html")
    assert not (site.root / "docs/refctx").exists()


def test_the_text_is_the_reference_of_the_style(tmp_path: Path) -> None:
    """A line of the text is the printed reference without markup."""
    site = tiny(tmp_path, index="[@knuth1984]").build()

    assert site.page("refctx/library.txt") == (
        "Knuth, D. E. (1984). Literate Programming. The Computer Journal, 27(2), 97–111.\n"
    )


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
@pytest.mark.parametrize("directories", [True, False])
def test_the_head_of_a_list_names_the_files(tmp_path: Path, theme: str, directories: bool) -> None:
    """A page with a reference list links to each file by a relative address, others do not."""
    config = CONFIG.replace("{name: mkdocs}", f"{{name: {theme}}}")
    site = tiny(tmp_path, index="[@knuth1984]", deep__er__refs="{{ bibliography() }}")
    site.put("mkdocs.yml", f"{config}use_directory_urls: {directories}\n").build(strict=True)

    assert (site.aborted, site.messages) == ("", [])
    page = "deep/er/refs/index.html" if directories else "deep/er/refs.html"
    head = site.page(page).partition("</head>")[0]
    found = dict(LINK.findall(head))
    assert list(found) == [
        "application/x-bibtex",
        "application/x-research-info-systems",
        "application/vnd.citationstyles.csl+json",
    ]
    folder = (site.root / "site" / page).parent
    assert all((folder / address).resolve().is_file() for address in found.values())
    assert not LINK.search(site.page("index.html"))


def test_the_option_publishes_nothing(tmp_path: Path) -> None:
    """With `export: false` there are no files and no links to them."""
    site = tiny(tmp_path, index="[@knuth1984] {{ bibliography() }}")
    site.put("mkdocs.yml", options("export: false")).build(strict=True)

    assert (site.aborted, site.messages, published(site)) == ("", [], [])
    assert not LINK.search(site.page("index.html"))


def test_a_file_of_the_site_is_left_alone(tmp_path: Path) -> None:
    """What stands in the site's own folder at an address of ours is published as it is."""
    site = tiny(tmp_path, index="[@knuth1984] {{ bibliography() }}")
    site.put("docs/refctx/library.txt", "mine").build(strict=True)

    assert (site.aborted, site.messages) == ("", [])
    assert site.page("refctx/library.txt") == "mine"
    assert published(site) == FILES


def test_a_site_that_cites_nothing_has_empty_files(tmp_path: Path) -> None:
    """The addresses are there before the first citation."""
    site = tiny(tmp_path, index="Nothing. {{ bibliography() }}").build(strict=True)

    assert [site.page(f"refctx/{name}") for name in FILES] == ["", "[]\n", "", ""]


def test_a_broken_macro_costs_no_file(tmp_path: Path) -> None:
    """Where the style cannot print a reference, the text gives the title."""
    site = tiny(tmp_path, index="[@knuth1984]")
    config = CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: over}")
    style = "over/refctx/styles/apa/reference.html"
    site.put("mkdocs.yml", config)
    site.put(style, "{% macro reference(ref) %}{{ ref.none.such }}{% endmacro %}").build()

    assert site.aborted == ""
    assert site.page("refctx/library.txt") == "Literate Programming\n"
