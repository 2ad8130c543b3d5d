"""What a reader loads, counted on the built flagship: bytes as served with gzip, and nodes."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flagship import LANGUAGES, PAGES, article, page_of

Site = tuple[Path, str]
every_language = pytest.mark.parametrize("language", LANGUAGES)
# The theme's own files for a page; its search index waits until it is wanted.
THEME = r"assets/(?:javascripts/bundle|javascripts/workers/search|stylesheets/(?:main|palette))\."


def weight(*files: Path) -> int:
    """Bytes of files, each compressed."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_script_and_stylesheet_are_small(flagship: Site) -> None:
    """All that refctx adds to a page: 8 kB of script, 2 kB of style, of 12 kB that it may be.

    A quarter of the script is for lists of thousands, which a page cannot know of beforehand.
    """
    assets = flagship[0] / "assets/refctx"
    assert weight(assets / "refctx.js") <= 8_200
    assert weight(assets / "refctx.css") <= 2_250


@every_language
def test_the_list_of_references_is_light(flagship: Site, language: str) -> None:
    """146 entries with all their tools: 45 kB, 2,500 nodes, no `pre`."""
    page = flagship[0] / LANGUAGES[language] / "references/index.html"
    tree = page_of(flagship[0], language, "references/")
    nodes = [e for e in tree.iter() if isinstance(e.tag, str)]

    assert weight(page) <= 45_000
    assert len(nodes) <= 2_500
    assert not any(e.tag == "pre" for e in article(tree).iter())


@every_language
def test_the_first_visit_is_light(flagship: Site, language: str) -> None:
    """Whichever page is the first, with the theme and all: 150 KiB."""
    folder = flagship[0] / LANGUAGES[language]
    theme = [f for f in (folder / "assets").rglob("*") if re.search(THEME, f.as_posix())]
    own = [f for f in (folder / "assets").rglob("*.*") if f.stem in ("refctx", "site")]
    own += list((folder / "assets").rglob("search_on_demand.js"))
    shared = weight(*(f for f in (*theme, *own) if f.suffix in (".js", ".css")))

    assert shared > 70_000
    heaviest = max(weight(folder / url / "index.html") for url in PAGES)
    assert shared + heaviest <= 150 * 1024
