"""Search: entries and Han text in the host's search index, so that both can be found.

Each entry has a record of its own, and the host does not see the lists. In a list alone it
would be part of its section's record: a hit would lead to the section.

Material and MkDocs split text at separators; Chinese has none, so a sentence is one token. Here a
record also gets its Han text in short pieces. Material cuts a query at the tokens it knows and
finds what begins with them, so it gets every two characters in a row, once; they are in fields
that it does not show. MkDocs' own search takes a query whole: it gets two to four characters in a
row, at the end of the text. No segmenter, and nothing to download for builder or reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from secrets import token_hex
from typing import Any

from refctx.record import Record

# Fields that Material searches and does not show, and their weight: titles weigh as they do there.
ALSO, ALSO_TITLE = "also", "also_title"
_FIELDS = {ALSO: {"boost": 1.0}, ALSO_TITLE: {"boost": 1e3}}
# What a segmenter (jieba, if it is installed) puts between words.
_BREAK = "\u200b"
# Reference lists, what stands above them, and pictures of works by year; no such element is inside
# another of its name.
_LIST = re.compile(
    r"<(?P<tag>ol|div|form|p|figure|svg) "
    r'class="refctx-(?:bibliography|exports|menu|tools|nothing|chart|spark)\b.*?</(?P=tag)>',
    re.DOTALL,
)
# Citations in the form in which the package prints them. Material's index holds none of these tags,
# and reading them takes half as long as the page without them.
_GROUP = re.compile(
    r'<span class="refctx-group">(?P<inside>[^<]*(?:</?(?:a|b|em|i|strong)\b[^>]*>[^<]*)*)</span>'
)
_TAG = re.compile("<[^>]*>")
_LOOSE = re.compile(r">\s\s+<|data-search")
# No page can know this word, so no comment of a page passes for ours.
_WORD = f"refctx-{token_hex(4)}"
_PLACE = re.compile(rf"<!--{_WORD} (\d+)(?:-->|:-->.*?<!--/{_WORD}-->)", re.DOTALL)


class _Entry(dict[str, Any]):
    """A record of ours in an index; Material's index outlives a build of `--dirty`."""


def take_out(html: str, *, tags: bool = False) -> tuple[str, list[str]]:
    """The page as the search reads it, and what stood there.

    Args:
        html: the page's content.
        tags: true to take the tags of citations out of it, too.

    Returns:
        The page with a comment in the place of each list, tool and chart, and the bare text of
        citations between two comments; what `put_back` puts in their places.
    """
    taken: list[str] = []

    def place(found: re.Match[str], text: str = "") -> str:
        taken.append(found[0])
        return f"<!--{_WORD} {len(taken) - 1}{text}-->"

    def text(found: re.Match[str]) -> str:
        # The index folds white space between tags otherwise than in a text.
        if _LOOSE.search(found[0]):
            return found[0]
        return place(found, f":-->{_TAG.sub('', found['inside'])}<!--/{_WORD}")

    html = _LIST.sub(place, html)
    return _GROUP.sub(text, html) if tags else html, taken


def put_back(html: str, taken: Sequence[str]) -> str:
    """The page whole again."""
    return _PLACE.sub(lambda found: taken[int(found[1])], html) if taken else html


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


def han_pieces(text: str, lengths: Sequence[int]) -> str:
    """Every so many Han characters in a row, once, in order."""
    if text.isascii():
        return ""
    runs = _han_run().findall(text.replace(_BREAK, ""))
    found = (run[at : at + n] for run in runs for n in lengths for at in range(len(run) - n + 1))
    return " ".join(dict.fromkeys(found))


@cache
def _han_run() -> re.Pattern[str]:
    return re.compile(r"[\u3400-\u9fff\uf900-\ufaff]{2,}")


def add_han(plugin: Any) -> None:
    """Let Han text be found in a search plugin's index (Material's or MkDocs' own).

    MkDocs' own drops Han characters unless it is told of `zh`.
    """
    index = getattr(plugin, "search_index", None)
    config = getattr(index, "config", {})
    fields = config.get("fields")
    if fields is not None:
        fields.update({name: weight for name, weight in _FIELDS.items() if name not in fields})
    for doc in _docs(index) or ():
        if fields is not None:
            _add(doc, ALSO, _pairs(doc["text"], doc.get(ALSO, "")))
            _add(doc, ALSO_TITLE, _pairs(doc["title"]))
        elif "zh" in (config.get("lang") or ()):
            _add(doc, "text", han_pieces(f"{doc['title']} {doc['text']}", (2, 3, 4)))


def _pairs(*texts: str) -> str:
    """Every two Han characters in a row; most texts have none."""
    some = [text for text in texts if not _is_latin(text)]
    return han_pieces(" ".join(some), (2,)) if some else ""


def _is_latin(text: str) -> bool:
    """True for a text whose letters all are of Western Europe: quicker to tell than to search."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _add(doc: dict[str, Any], name: str, words: str) -> None:
    if words:
        doc[name] = f"{doc[name]} {words}" if doc.get(name) else words
