"""Search: entries and Han text in the host's search index, so that both can be found.

Each entry has a record of its own, and the host does not see the lists. In a list alone it
would be part of its section's record: a hit would lead to the section.

Material and MkDocs split text at separators; Chinese has none, so a sentence is one token.
A zero-width space between Han characters makes each a token, and Material cuts a query at
the tokens it knows. MkDocs' own search does not: there the words stand at the end of the text.
No segmenter, and nothing to download for builder or reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from refctx.records import Record

BREAK = "\u200b"
# A field that Material searches and does not show.
ALSO = "also"
_HAN_PAIR = re.compile(r"(?<=[\u3400-\u9fff\uf900-\ufaff])(?=[\u3400-\u9fff\uf900-\ufaff])")
_HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]{2,}")
# Reference lists, and the pictures of works by year.
_LIST = re.compile(
    r'<(?P<tag>ol|figure|svg) class="refctx-(?:bibliography|chart|spark)\b.*?</(?P=tag)>', re.DOTALL
)
_PLACE = re.compile(r"<!--refctx-list (\d+)-->")


class _Entry(dict[str, Any]):
    """A record of ours in an index; Material's index outlives a build of `--dirty`."""


def take_out_lists(html: str) -> tuple[str, list[str]]:
    """The page with a comment in the place of each list and chart, and what stood there."""
    lists: list[str] = []

    def place(found: re.Match[str]) -> str:
        lists.append(found[0])
        return f"<!--refctx-list {len(lists) - 1}-->"

    return _LIST.sub(place, html), lists


def put_back_lists(html: str, lists: Sequence[str]) -> str:
    """The page whole again."""
    return _PLACE.sub(lambda found: lists[int(found[1])], html) if lists else html


def add_entries(plugin: Any, records: Iterable[Record]) -> None:
    """Give each entry its record in a search plugin's index (Material's or MkDocs' own).

    An entry belongs to its first page that the index knows: a page may be left out of it.
    """
    index = getattr(plugin, "search_index", None)
    docs = _docs(index)
    if index is None or docs is None:
        return
    kept = getattr(plugin, "search_index_prev", None)
    if kept is not None:
        kept.entries = [doc for doc in kept.entries if not isinstance(doc, _Entry)]
    known = {_page(doc["location"]) for doc in (*docs, *(kept.entries if kept else ()))}
    has_fields = "fields" in index.config
    if has_fields:
        index.config["fields"].setdefault(ALSO, {"boost": 1.0})
    found: dict[str, _Entry] = {}
    for record in records:
        location = next((one for one in record.locations if _page(one) in known), None)
        if location is not None:
            found.setdefault(location, _entry(record, location, has_fields))
    docs.extend(found.values())


def _docs(index: Any) -> list[dict[str, Any]] | None:
    """The records of an index; None without one."""
    return getattr(index, "entries", getattr(index, "_entries", None))


def _page(location: str) -> str:
    return location.partition("#")[0]


def _entry(record: Record, location: str, has_fields: bool) -> _Entry:
    """Material takes HTML and any field; MkDocs takes text and shows the beginning of it."""
    if has_fields:
        texts = {"title": record.title, "text": record.text, ALSO: record.also}
        texts = {name: escape(text, quote=False) for name, text in texts.items()}
        texts["text"] = f"<p>{texts['text']}</p>"
    else:
        texts = {"title": record.title, "text": f"{record.text} · {record.also}"}
    return _Entry(location=location, **texts)


def part_han(text: str) -> str:
    """The text with a zero-width space between any two Han characters."""
    return _HAN_PAIR.sub(BREAK, text)


def han_words(text: str) -> str:
    """Every two, three or four Han characters in a row, once."""
    runs = _HAN_RUN.findall(text)
    found = (run[at : at + n] for run in runs for n in (2, 3, 4) for at in range(len(run) - n + 1))
    return " ".join(dict.fromkeys(found))


def part_index(plugin: Any) -> None:
    """Part the titles and texts of a search plugin's index (Material's or MkDocs' own).

    MkDocs' own drops Han characters unless it is told of `zh`; then it gets words.
    """
    index = getattr(plugin, "search_index", None)
    config = getattr(index, "config", {})
    takes_words = "fields" not in config and "zh" in (config.get("lang") or ())
    for doc in _docs(index) or ():
        words = han_words(f"{doc['title']} {doc['text']}") if takes_words else ""
        for name in ("title", "text", ALSO):
            if name in doc:
                doc[name] = part_han(doc[name])
        doc["text"] += f" {words}" if words else ""
