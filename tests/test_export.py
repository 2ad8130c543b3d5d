"""What is published beside the pages for other programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bibtexparser
import jsonschema
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from csl_schema import SCHEMA
from flagship import LANGUAGES, page_of, with_class
from tiny import CONFIG, Tiny, tiny

FILES = ["library.bib", "library.js", "library.json", "library.ris", "library.txt"]
FORMATS = ("bib", "ris", "json", "txt")
# Two lists of a page, one of them with a work that nothing cites.
LISTS = """\
# Lists

## Scaling

{{ reading_list("lamport1994", "knuth1984") }}

{{ reading_list("uncited", "uncited", title="入門 & more") }}
"""
UNCITED = "@book{uncited, author={Roe, Jane}, title={A $\\tau$ </script>}, year=2001}"
LINK = re.compile(
    r'<link rel="alternate describedby" type="(application/[^"]+)" title="[^"]+" href="([^"]+)">'
)


def published(site: Tiny) -> list[str]:
    """The names of the exported files."""
    return sorted(path.name for path in (site.root / "site/refctx").glob("library.*"))


def keys_of(ending: str, text: str) -> list[str]:
    """The keys in an exported file, as a reader of its format finds them."""
    if ending == "bib":
        parser = BibTexParser(ignore_nonstandard_types=False)
        return [entry["ID"] for entry in bibtexparser.loads(text, parser=parser).entries]
    if ending == "ris":
        return [entry["id"] for entry in rispy.loads(text)]
    return [item["id"] for item in json.loads(text)]


def library_script(site: Tiny) -> dict[str, dict[str, Any]]:
    """The works of `library.js` by anchor."""
    text = site.page("refctx/library.js")
    assert text.startswith("refctxLibrary(")
    assert text.endswith(");\n")
    works: dict[str, dict[str, Any]] = json.loads(text[len("refctxLibrary(") : -len(");\n")])
    return works


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

    texts = [site.page(f"refctx/{name}") for name in FILES]
    assert texts == ["", "refctxLibrary({});\n", "[]\n", "", ""]


def test_a_broken_macro_costs_no_file(tmp_path: Path) -> None:
    """Where the style cannot print a reference, the text gives the title."""
    site = tiny(tmp_path, index="[@knuth1984]")
    config = CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: over}")
    style = "over/refctx/styles/apa/reference.html"
    site.put("mkdocs.yml", config)
    site.put(style, "{% macro reference(ref) %}{{ ref.none.such }}{% endmacro %}").build()

    assert site.aborted == ""
    assert site.page("refctx/library.txt") == "Literate Programming\n"


# -- reading lists -------------------------------------------------------------------------


def test_each_reading_list_has_its_files(tmp_path: Path) -> None:
    """A list's files hold its works in its order, cited or not; a page may link to them."""
    links = "[BibTeX](../refctx/lists/scaling.bib) [RIS](../refctx/lists/入門--more.ris)"
    site = tiny(tmp_path, index="Nothing.", guide__lists=LISTS, guide__about=links)
    site.put("bib/more.bib", UNCITED).build(strict=True)

    assert (site.aborted, site.messages) == ("", [])
    expected = {"scaling": ["lamport1994", "knuth1984"], "入門--more": ["uncited"]}
    folder = site.root / "site/refctx/lists"
    assert {file.name for file in folder.iterdir()} == {
        f"{name}.{ending}" for name in expected for ending in FORMATS
    }
    for name, keys in expected.items():
        texts = {e: (folder / f"{name}.{e}").read_bytes().decode() for e in FORMATS}
        assert [keys_of(e, texts[e]) for e in ("bib", "ris", "json")] == [keys, keys, keys]
        assert len(texts["txt"].splitlines()) == len(keys)
    assert 'href="../../refctx/lists/scaling.bib"' in site.page("guide/about/index.html")


def test_a_link_to_no_list_is_a_finding(tmp_path: Path) -> None:
    """A page that links to the files of a list that is not there is named with its line."""
    links = "[BibTeX](refctx/lists/scalling.bib) [RIS](refctx/lists/入.ris)"
    wrong = f"# About\n\n`[x](refctx/lists/code.bib)`\n\n{links}"
    site = tiny(tmp_path, index=LISTS, about=wrong).build(strict=True)

    message, other = (m for m in site.messages if "unknown-list" in m)
    assert message.startswith("refctx: docs/about.md:5 ")
    assert "`refctx/lists/scalling.bib`" in message
    assert "`scaling`" in message
    assert "`refctx/lists/入.ris`" in other
    assert len(site.messages) == 3  # the other is of the unknown key `uncited`
    assert not (site.root / "site/refctx/lists/scalling.bib").exists()


def test_a_list_links_to_its_files(tmp_path: Path) -> None:
    """A list has a link to each of its files, and no two are called the same."""
    site = tiny(tmp_path, index="Nothing.", guide__lists=LISTS)
    site.put("bib/more.bib", UNCITED).build(strict=True)

    assert (site.aborted, site.messages) == ("", [])
    links = re.findall(
        r'<a class="refctx-download" href="([^"]+)" download aria-label="([^"]+)">([^<]+)</a>',
        site.page("guide/lists/index.html"),
    )
    folder = site.root / "site/guide/lists"
    assert len(links) == 8
    assert all((folder / unquote(href)).resolve().is_file() for href, _, _ in links)
    assert len({name for _, name, _ in links}) == 8
    assert all(name.startswith(text) for _, name, text in links)
    assert links[0][1] == "BibTeX of the list “Scaling”"

    site.put("mkdocs.yml", CONFIG.replace("[refctx]", "[refctx: {export: false}]")).build()
    assert "refctx-download" not in site.page("guide/lists/index.html")


# -- one by one ----------------------------------------------------------------------------


def test_the_script_holds_what_the_files_hold(tmp_path: Path) -> None:
    """Put together, the works of `library.js` are the files; works of reading lists follow."""
    site = tiny(tmp_path, index="[@knuth1984; @lamport1994]", lists=LISTS)
    site.put("bib/more.bib", UNCITED).build(strict=True)

    works = library_script(site)
    assert list(works) == ["bib-knuth1984", "bib-lamport1994", "bib-uncited"]
    assert all(tuple(work) == FORMATS for work in works.values())
    cited = list(works.values())[:2]
    files = {e: (site.root / f"site/refctx/library.{e}").read_bytes().decode() for e in FORMATS}
    assert "\n".join(work["bib"] for work in cited) == files["bib"]
    assert "".join(work["ris"] for work in cited) == files["ris"]
    assert [work["json"] for work in cited] == json.loads(files["json"])
    assert "".join(work["txt"] for work in cited) == files["txt"]
    only = works["bib-uncited"]
    assert keys_of("bib", only["bib"]) == keys_of("ris", only["ris"]) == [only["json"]["id"]]


def test_a_list_of_everything_has_controls(tmp_path: Path) -> None:
    """Above it a link to each file, in each entry a button and a box of a name of their own."""
    refs = '{{ bibliography(sort="year", title="All") }}\n\n{{ bibliography() }}'
    page = tiny(tmp_path, index="[@knuth1984; @lamport1994]", refs=refs).build(strict=True)
    html = unescape(page.page("refs/index.html"))

    links = re.findall(r'<a href="(\S+)" download data-ending="(\w+)">', html)
    assert links == [(f"../refctx/library.{ending}", ending) for ending in FORMATS]
    assert ">Download all 2:</output>" in html
    for name in ("Cite Knuth (1984)", "Select Knuth (1984)", "Cite Lamport (1994)"):
        assert html.count(f'aria-label="{name}"') == 1
    assert html.count('class="refctx-menu"') == html.count('class="refctx-said"') == 1
    assert html.count('data-works="../refctx/library.js"') == 1
    assert html.index('id="refctx-exports"') < html.index("<ol")
    assert html.count('class="refctx-actions refctx-scripted"') == 2  # not in the second list


@pytest.mark.parametrize(
    ("style", "name"), [("apa", "APA"), ("ieee", "IEEE"), ("chicago-author-date", "Chicago")]
)
def test_the_menu_names_the_style(tmp_path: Path, style: str, name: str) -> None:
    """What is copied is called after the style, and a style of the site's own after its folder."""
    site = tiny(tmp_path, index="[@knuth1984] {{ bibliography() }}")
    site.put("mkdocs.yml", options(f"style: {style}")).build(strict=True)

    assert f">Copy {name}</button>" in site.page("index.html")


@pytest.mark.parametrize(
    "call",
    ['bibliography(scope="page")', 'bibliography("knuth1984")', "bibliography(limit=1)",
     'bibliography(type="article")', "bibliography(cited=none)", 'reading_list("knuth1984")'],
)  # fmt: skip
def test_other_lists_have_no_controls(tmp_path: Path, call: str) -> None:
    """A list that was chosen is not what the files hold."""
    html = tiny(tmp_path, index=f"[@knuth1984]\n\n{{{{ {call} }}}}").build().page("index.html")

    assert "refctx-exports" not in html
    assert "refctx-actions" not in html


def test_without_exports_there_are_no_controls(tmp_path: Path) -> None:
    """`export: false` leaves the list alone and takes the script's part away."""
    site = tiny(tmp_path, index="[@knuth1984] {{ bibliography() }}")
    assert "refctxLibrary" in site.build(strict=True).page("assets/refctx/refctx.js")
    site.put("mkdocs.yml", options("export: false")).build(strict=True)

    assert "refctx-actions" not in site.page("index.html")
    assert "refctx-exports" not in site.page("index.html")
    assert "refctxLibrary" not in site.page("assets/refctx/refctx.js")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_flagships_lists_are_published(flagship: tuple[Path, str], language: str) -> None:
    """Each reading list's files hold its works, valid in each format; so does the script."""
    root = flagship[0] / LANGUAGES[language]
    page = page_of(flagship[0], language, "reading-lists/")
    stems = sorted({file.stem for file in (root / "refctx/lists").iterdir()})
    sizes = []
    script = (root / "refctx/library.js").read_text(encoding="utf-8")
    known = set(json.loads(script[len("refctxLibrary(") : -len(");\n")]))
    for stem in stems:
        texts = {
            e: (root / f"refctx/lists/{stem}.{e}").read_bytes().decode()
            for e in ("bib", "ris", "json")
        }
        jsonschema.validate(json.loads(texts["json"]), SCHEMA)
        keys = [keys_of(ending, text) for ending, text in texts.items()]
        assert keys[0] == keys[1] == keys[2]
        assert {f"bib-{key.lower()}" for key in keys[0]} <= known
        sizes.append(len(keys[0]))

    items = {(box.get("name"), box.get("value")) for box in with_class(page, "refctx-read")}
    assert sorted(sizes) == sorted(Counter(name for name, _ in items).values())
    assert len(sizes) == 8
    assert len(known) >= 146
