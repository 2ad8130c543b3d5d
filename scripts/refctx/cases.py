"""Capitals of titles: headline case, sentence case, a first capital.

Works on HTML. What stands in `<span class="nocase">` (braces of the `.bib` file), in `<sub>`,
`<sup>`, `<code>` or `<math>` keeps its case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from markupsafe import Markup

from refctx.marked import as_html, marked
from refctx.nouns import dataclass

PROTECTED = '<span class="nocase">'
_PIECE = re.compile(
    r"(?P<tag><[^>]*>|&\w+;)|(?P<word>[^\W_](?:[\w’']*[^\W_])?)|(?P<other>[^<&\w]+|.)", re.DOTALL
)
_KEPT = re.compile(r"<(?:span class=\"(?:nocase|refctx-small-caps)\"|sub|sup|code|math[^>]*)>")
_REST = re.compile(r"\w[’']?$")  # before the rest of a word: `{BERT}s`, `{I}’ve`
_SPAN = re.compile(r"</?span\b[^>]*>")
_GREEK = re.compile(r"[\u0370-\u03ff]")
# Words without a capital in headlines: articles, conjunctions, prepositions.
_SMALL = frozenset(
    """
    a about above across afore after against al along alongside amid amidst among amongst an
    and anenst apropos apud around as aside astride at athwart atop barring before behind below
    beneath beside besides between beyond but by c ca circa d' d’ de despite down during et except
    for forenenst from given in inside into lest like modulo near next nor notwithstanding of off on
    onto or out over per plus pro qua sans since so than the through throughout thru thruout till
    to toward towards under underneath until unto up upon v van versus via von vs with within
    without yet
    """.split()  # noqa: SIM905  # a hundred words read best as words
)
_Change = Callable[["_Word"], str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word and what a rule must know of its place."""

    text: str
    first: bool
    last: bool
    opens: bool
    heads_compound: bool


def title_case(html: object, lang: str = "en") -> Markup:
    """Capitals for the words of an English title: `arXiv preprint` → `arXiv Preprint`.

    Small words are left out unless they stand first or last, behind `:`, `?` or `!` or at the head
    of a compound (`Off-Policy`, but `State-of-the-Art`). Words with a capital anywhere stay as they
    are, titles in other languages altogether. Braces around a whole title protect nothing.
    """
    text = as_html(html)
    return _headlines(text) if lang.startswith("en") else marked(text)


@lru_cache(maxsize=4096)  # a journal has many articles
def _headlines(html: str) -> Markup:
    return _changed(_opened(marked(html)), _headline)


def sentence_case(html: object, lang: str = "en") -> Markup:
    """Small letters for the words of an English title but the first of each of its parts.

    Words with a capital behind their first letter (`BERT`, `LaTeX`) or with a digit stay as they
    are.
    """
    text = Markup.escape(html)
    shouted = text.striptags().upper() == text.striptags()
    lowered = _changed(text, _shouted if shouted else _sentence)
    return lowered if lang.startswith("en") else text


def first_capital(html: object) -> Markup:
    """A capital for the first word if it has none: `the end` → `The end`, `iPhone` stays."""
    text = as_html(html)
    kept: list[bool] = []
    before = ""
    for piece in _PIECE.finditer(text):
        if piece["word"]:
            word, start = piece[0], piece.start()
            if word == word.lower() and not (any(kept) or _REST.search(before)):
                text = f"{text[:start]}{word[0].upper()}{text[start + 1 :]}"
            break
        if not _enter_or_leave(piece, kept):
            before = (before + piece[0])[-2:]
    return marked(text)


def without_marks(html: object) -> Markup:
    """The text without the spans that protected its case."""
    text = as_html(html)
    if PROTECTED not in text:
        return marked(text)
    kept: list[bool] = []

    def one(tag: re.Match[str]) -> str:
        if not tag[0].startswith("</"):
            kept.append(tag[0] != PROTECTED)
            return tag[0] if kept[-1] else ""
        return tag[0] if not kept or kept.pop() else ""

    return marked(_SPAN.sub(one, text))


def _changed(html: Markup, change: _Change) -> Markup:
    pieces = list(_PIECE.finditer(str(html)))
    words = [n for n, piece in enumerate(pieces) if piece["word"]]
    texts = [piece[0] for piece in pieces]
    for n, opens in _open_words(pieces):
        follows = pieces[n + 1][0] if n + 1 < len(pieces) else ""
        heads = follows.startswith("-") and not (n and pieces[n - 1][0].endswith("-"))
        texts[n] = change(_Word(texts[n], n == words[0], n == words[-1], opens, heads))
    return marked("".join(texts))


def _open_words(pieces: list[re.Match[str]]) -> Iterator[tuple[int, bool]]:
    """Number of each word that may change, and whether it opens a part of the title."""
    kept: list[bool] = []
    opens = False
    before = ""
    for n, piece in enumerate(pieces):
        if _enter_or_leave(piece, kept):
            pass
        elif piece["word"]:
            if not (any(kept) or _REST.search(before)):
                yield n, opens
            opens = False
        elif re.search(r"[:?!]\S?\s", piece[0]):
            opens = True
        if not piece[0].startswith("<"):
            before = (before + piece[0])[-2:]


def _enter_or_leave(piece: re.Match[str], kept: list[bool]) -> bool:
    """Note for a tag whether what it holds keeps its case; false for any other piece."""
    if not (piece["tag"] and piece[0].startswith("<")):
        return False
    if not piece[0].startswith("</"):
        kept.append(bool(_KEPT.match(piece[0])))
    elif kept:
        kept.pop()
    return True


def _opened(html: Markup) -> Markup:
    """A title of several words without the protection around all of it."""
    if not html.startswith(PROTECTED) or " " not in html.striptags():
        return html
    depth = 0
    for tag in _SPAN.finditer(html):
        depth += -1 if tag[0].startswith("</") else 1
        if depth == 0:
            whole = tag.end() == len(html)
            return _opened(html[len(PROTECTED) : tag.start()]) if whole else html
    return html


def _headline(word: _Word) -> str:
    text = word.text
    if text != text.lower() or _GREEK.fullmatch(text):
        return text
    elided = text[1:2] in ("’", "'")  # `l’eau`
    small = len(text) == 1 or elided or text in _SMALL
    ends = word.last and len(text) > 1 and not elided
    wanted = word.first or word.opens or word.heads_compound or ends
    return text[0].upper() + text[1:] if wanted or not small else text


def _sentence(word: _Word) -> str:
    text = word.text
    if word.first or word.opens:
        return text if text != text.lower() else text[0].upper() + text[1:]
    unchanged = text[1:] != text[1:].lower() or any(sign.isdigit() for sign in text) or text == "I"
    return text if unchanged else text.lower()


def _shouted(word: _Word) -> str:
    return word.text.capitalize() if word.first or word.opens else word.text.lower()
