"""Entries → JSON-LD in the words of schema.org, by which search engines know a list of works."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from refctx.formats.csl import Item, iso_date, plain, type_in_csl
from refctx.links import links_of
from refctx.model import Entry

# CSL's type → schema.org's; what is not named here is a `CreativeWork`.
TYPES = {
    "article": "ScholarlyArticle", "article-journal": "ScholarlyArticle",
    "paper-conference": "ScholarlyArticle", "article-magazine": "Article",
    "article-newspaper": "NewsArticle", "review": "ScholarlyArticle", "book": "Book",
    "chapter": "Chapter", "pamphlet": "Book", "entry-encyclopedia": "Chapter",
    "thesis": "Thesis", "report": "Report",
    "dataset": "Dataset", "software": "SoftwareSourceCode", "webpage": "WebPage",
    "motion_picture": "VideoObject", "song": "AudioObject", "graphic": "VisualArtwork",
    "manuscript": "Manuscript", "periodical": "Periodical", "legislation": "Legislation",
}  # fmt: skip
# A work names its first authors. In a longer list it has its type and address alone: the names
# and dates stand beside it on the page, and a page has to stay light.
MAX_AUTHORS = 3
MAX_WORKS = 50


def item_list(
    entries: Iterable[Entry], name: str, address: Callable[[Entry], str], total: int
) -> Item:
    """An `ItemList` of works in the order given; those of a long one in brief, see `MAX_WORKS`.

    Args:
        entries: the works.
        name: of the list.
        address: entry → where it stands on the site.
        total: how many works the list has; without entries nothing else is said of them.
    """
    entries = list(entries)
    told = work if len(entries) <= MAX_WORKS else _in_brief
    works = ({**told(entry), "url": address(entry)} for entry in entries)
    items = [
        {"@type": "ListItem", "position": place, "item": one}
        for place, one in enumerate(works, start=1)
    ]
    found = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": name,
        "numberOfItems": total,
    }
    return found | ({"itemListElement": items} if items or not total else {})


def _in_brief(entry: Entry) -> Item:
    return {"@type": TYPES.get(type_in_csl(entry), "CreativeWork")}


def work(entry: Entry) -> Item:
    """A work: its type, name, first `MAX_AUTHORS` authors, date and address elsewhere."""
    found = plain(entry)
    people = [_person(person) for person in found.get("author", ()) if not _is_others(person)]
    links = links_of(entry)
    values = {
        **_in_brief(entry),
        "name": found.get("title", ""),
        "author": people[:MAX_AUTHORS],
        "datePublished": iso_date(found.get("issued", {})),
        "sameAs": links[0].url if links else "",
    }
    return {name: value for name, value in values.items() if value}


def _is_others(person: Item) -> bool:
    return bool(person.get("literal") == "others")


def _person(person: Item) -> dict[str, Any]:
    if "literal" in person:
        return {"@type": "Organization", "name": person["literal"]}
    parts = ("given", "non-dropping-particle", "family", "suffix")
    return {"@type": "Person", "name": " ".join(person[part] for part in parts if part in person)}
