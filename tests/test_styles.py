"""What the guide to styles promises."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from refctx.page_macros import PACKAGED
from refctx.printable import Name
from refctx.reference import Reference
from refctx.render import FILTERS
from tiny import Tiny

GUIDE = (Path(__file__).resolve().parent.parent / "docs/guide/styles.md").read_text("utf-8")
STYLES = PACKAGED / "refctx/styles"
LIBRARY = """\
@article{gu2024,
  author = {Albert Gu and Tri Dao},
  title = {Mamba: Linear-Time Sequence Modeling},
  journal = {Journal of Examples},
  volume = 7, number = 2, pages = {1--36}, year = 2024,
}
"""


def _blocks(language: str) -> list[str]:
    """The code blocks of the section on a style of one's own."""
    section = GUIDE.split("\n## A style of your own\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


def test_the_worked_example_prints_what_the_guide_shows(tmp_path: Path) -> None:
    """Whoever follows the guide word by word gets the reference it shows."""
    (config,) = _blocks("yaml")
    names, year = _blocks("jinja")
    (shown,) = _blocks("html")
    house = tmp_path / "overrides/refctx/styles/house"
    shutil.copytree(STYLES / "apa", house)
    authors = (house / "authors.html").read_text("utf-8")
    first = authors.index("{% macro inverted")
    behind = authors.index("{#", first)
    authors = (authors[:first] + names + authors[behind:]).replace('"& "', '"and "')
    (house / "authors.html").write_text(authors, "utf-8")
    lines = (house / "date.html").read_text("utf-8").rstrip().splitlines()
    assert "bracketed" in lines[-2]
    lines[-2] = year.rstrip()
    (house / "date.html").write_text("\n".join(lines), "utf-8")
    site = Tiny(tmp_path).put("mkdocs.yml", f"site_name: House\n{config}")
    site.put("refs.bib", LIBRARY).put("docs/index.md", "# A\n\n[@gu2024]\n\n{{ bibliography() }}\n")

    html = site.build(strict=True).page("index.html")

    assert site.messages == []
    assert f'<span class="refctx-reference">{shown.strip()}</span>' in html


@pytest.mark.parametrize(
    ("style", "citation", "reference"),
    [
        ("apa", "(Gu &amp; Dao, 2024)", "Gu, A., &amp; Dao, T. (2024). Mamba: Linear-Time"),
        ("chicago-author-date", "(Gu and Dao 2024)", "Gu, Albert, and Tri Dao. 2024. “Mamba:"),
        ("ieee", "[1]", "A. Gu and T. Dao, “Mamba: Linear-Time Sequence Modeling,”"),
    ],
)
def test_a_site_is_printed_in_the_style_it_names(
    tmp_path: Path, style: str, citation: str, reference: str
) -> None:
    """Citation and reference follow `style:`, without a warning."""
    site = _site(tmp_path, f"{{style: {style}}}").build(strict=True)
    html = site.page("index.html")

    assert site.messages == []
    group = html.split('<span class="refctx-group">')[1].split("</p>")[0]
    assert re.sub("<[^>]*>", "", group) == citation
    assert reference in html


def test_titles_are_lowered_on_demand(tmp_path: Path) -> None:
    """`title_case: sentence` keeps what stands in braces; the default keeps everything."""
    kept = _site(tmp_path / "kept", "{}").build().page("index.html")
    lowered = _site(tmp_path / "low", "{title_case: sentence}").build().page("index.html")

    assert "Mamba: Linear-Time Sequence Modeling" in kept
    assert "Mamba: Linear-time sequence modeling" in lowered


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{% set groups = {} %}", "does not set labels, lists, titles, terms"),
        ("{% set labels = {", "rules.html:1: "),
        ("{{ 1 / 0 }}", "rules.html:1: division by zero"),
        (
            (
                "{% set labels = 5 %}{% set groups = {} %}"
                "{% set lists = {} %}{% set titles = {} %}{% set terms = {} %}"
            ),
            "labels must be a map",
        ),
        (
            (
                '{% set labels = {"et_al_from": what} %}{% set groups = {} %}'
                "{% set lists = {} %}{% set titles = {} %}{% set terms = {} %}"
            ),
            "a rule has a value that is not defined",
        ),
        (
            (
                '{% set labels = {"et_al": 3} %}{% set groups = {"sort": ""} %}'
                '{% set lists = {"sort": "key"} %}{% set titles = {"case": "keep"} %}'
                "{% set terms = {} %}"
            ),
            "unknown rule et_al; known are",
        ),
        (
            (
                '{% set labels = {} %}{% set groups = {"sort": ""} %}{% set lists = {} %}'
                '{% set titles = {"case": "keep"} %}{% set terms = {} %}'
            ),
            "`lists` must set `sort` to one of `author`, `cited`",
        ),
        (
            (
                '{% set labels = {} %}{% set groups = {"sort": "size"} %}'
                '{% set lists = {"sort": "key"} %}{% set titles = {"case": "keep"} %}'
                "{% set terms = {} %}"
            ),
            "`groups` must set `sort` to one of",
        ),
    ],
)
def test_faulty_rules_are_told_in_a_sentence(tmp_path: Path, written: str, said: str) -> None:
    """A style that does not say what it must stops the build with its file, not a traceback."""
    site = _site(tmp_path, "{style: house}")
    config = (tmp_path / "mkdocs.yml").read_text("utf-8")
    site.put("mkdocs.yml", config.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: o}"))
    site.put("o/refctx/styles/house/rules.html", written).build()

    assert site.aborted
    assert "refctx/styles/house/rules.html" in site.messages[0]
    assert said in site.messages[0]


def _site(root: Path, options: str) -> Tiny:
    config = f"site_name: S\ntheme: {{name: mkdocs}}\nplugins:\n  - refctx: {options}\n"
    site = Tiny(root).put("mkdocs.yml", config).put("refs.bib", LIBRARY)
    return site.put("docs/index.md", "# A\n\n[@gu2024]\n\n{{ bibliography() }}\n")


def test_the_guide_tells_all_that_a_macro_gets() -> None:
    """Each public attribute of a work and of a name, and each filter, is in the guide."""
    attributes = {name for name in vars(Reference) if not name.startswith("_")}
    attributes |= {"key", "kind", "subtype", "terms", "year", "suffix", "fields"}
    names = {name for name in vars(Name) if not name.startswith("_")}
    names |= {"family", "suffix", "literal"}
    said = set(re.findall(r"`([a-z_]+)[`(]", GUIDE))

    assert attributes <= said
    assert set(FILTERS) <= said
    assert names <= said


@pytest.mark.parametrize("style", sorted(path.name for path in STYLES.iterdir()))
def test_each_style_is_in_the_guide(style: str) -> None:
    """The table of styles has every folder of the package."""
    assert f"| `{style}` |" in GUIDE
