"""The built flagship site as the tests read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

TRUTH = Path(__file__).parent / "ground_truth"
LANGUAGES = {"en": "", "zh": "zh-Hant/"}
CHAPTERS = (
    "training-compass",
    "ablations",
    "architecture",
    "data-curation",
    "training-marathon",
    "post-training",
    "infrastructure",
)
PAGES = (
    "",
    "reading-lists/",
    "my-reading/",
    *(f"playbook/{name}/" for name in CHAPTERS),
    "footnotes/",
    "references/",
    "cite/",
    "about/",
)


@cache
def truth(name: str) -> Any:
    """A file of the ground truth."""
    return json.loads((TRUTH / name).read_text(encoding="utf-8"))


@cache
def document(path: Path) -> Element:
    """A page as a tree; the parser is strict, so an HTML error is a test error."""
    parser = html5lib.HTMLParser(
        html5lib.treebuilders.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    return parser.parse(path.read_text(encoding="utf-8"))


def page_of(site: Path, language: str, url: str) -> Element:
    """A page of the site by its address within its language."""
    return document(site / LANGUAGES[language] / url / "index.html")


def with_class(root: Element, name: str) -> list[Element]:
    """All elements of a class, in order."""
    return [e for e in root.iter() if isinstance(e.tag, str) and name in e.get("class", "").split()]


def text_of(element: Element) -> str:
    """Text, white space folded."""
    return " ".join("".join(element.itertext()).split())


def inner_html(element: Element) -> str:
    """What stands inside an element, as written."""
    serializer = html5lib.serializer.HTMLSerializer(
        quote_attr_values="always", omit_optional_tags=False, resolve_entities=False
    )
    outer = serializer.render(html5lib.getTreeWalker("etree")(element))
    return outer[outer.index(">") + 1 : outer.rindex("</")]


@dataclass(frozen=True)
class Heading:
    """A heading as it stands in a page."""

    id: str
    text: str


def article(root: Element) -> Element:
    """The page's own content, without the theme around it."""
    return next(e for e in root.iter("article"))


def headings(root: Element) -> list[Heading]:
    """Headings of a page's content, in order."""
    return [
        Heading(e.get("id", ""), text_of(e).removesuffix("¶").strip())
        for e in article(root).iter()
        if e.tag in ("h1", "h2", "h3", "h4")
    ]


def citations(root: Element) -> list[tuple[str, str, Element]]:
    """(id, id of the heading above, link) of each citation of a page, in order."""
    found, above = [], ""
    for element in article(root).iter():
        if element.tag in ("h1", "h2", "h3", "h4"):
            above = element.get("id", "")
        if "refctx-citation" in element.get("class", "").split():
            found.append((element.get("id", ""), above, element))
    return found
