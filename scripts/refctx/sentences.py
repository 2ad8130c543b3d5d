"""A page's HTML → the sentence around each citation, as plain text.

Elements that are blocks part the page into runs of text. Only runs with a citation are read, and
every pattern stops at the next tag or looks back a few signs, so the work grows with the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from itertools import accumulate, groupby

from refctx.han import FIRST_WIDE, is_wide
from refctx.model import CitationGroup, Sentence

# Where groups stand in a run that has become plain text: no text may hold these characters.
BRACKETED, NARRATIVE = "\ufdd0", "\ufdd1"
_GROUP = re.compile(f"[{BRACKETED}{NARRATIVE}]")
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|caption|dd|details|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th"
    r"|thead|tr|ul)(?=[\s/>])",
    re.IGNORECASE,
)
# A comment; a tag, its quoted values whole; a tag with a quotation mark too few.
_TAG = re.compile(
    r"<!--(?:[^-<]|-(?!->)|<(?!!--))*-->"
    r"|<(?P<name>/?[a-z][^\s/<>]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>"
    r"|<(?P<broken>/?[a-z][^\s/<>]*)[^<>]*>",
    re.IGNORECASE,
)
# Links that stand for themselves are no part of the text.
_ASIDE = re.compile(r"class=[\"']?[^\"'<>]*\b(?:headerlink|footnote-ref|footnote-backref)\b")
_READING = re.compile(r"\balttext=\"([^\"]*)\"")
_UNSEEN = {"script", "style", "template"}

# The end of a sentence, and the citations in brackets that stand behind it. It begins with one set
# of signs: so the others are passed over quickly.
_WIDE_STOPS = "。！？；"
_STOP = re.compile(
    rf"(?P<stop>[.!?…{_WIDE_STOPS}](?:(?<=[{_WIDE_STOPS}])[{_WIDE_STOPS}]*[」』）〉》】”’]*"
    rf"|(?<=[.!?…])[.!?…]*[\"'”’)\]»]*))(?P<cited>(?:\s?{BRACKETED}[.。]?)*)"
)
_LETTER = re.compile(r"[^\W\d_]")
_NEXT = re.compile(r"\s+[\"'“‘(\[«「『（]*(.)")
_ABBREVIATION = re.compile(
    r"(?<![^\W_])(?:al|approx|ca|cf|dr|e\.\s?g|eds?|eqn?s?|est|figs?|i\.\s?e|incl|mrs?|ms|prof|refs?"
    r"|resp|secs?|st|tab|viz|vs)$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]$")
_BEFORE_NUMBER = re.compile(r"(?<![^\W_])(?:app|ch|chap|l|n|nos?|pp?|pts?|vols?|v)$", re.IGNORECASE)
_LONGEST = 12
# No such word is as long as this.
_LONG = 7
# How far back a `（` is looked for that a `；` may stand in.
_BRACKET = 120
# What does not stand before an ellipsis.
_LOOSE = " ,;:—–(（[「『“‘、，：；"


def sentences(
    html: str, markers: Sequence[tuple[int, int]], groups: Sequence[CitationGroup]
) -> list[Sentence]:
    """The sentence around each citation group of a page.

    Args:
        html: the page's content with markers.
        markers: where each stands, from and to; in order.
        groups: what each stands for.

    Returns:
        A sentence for each marker. It has no text where the marker is not in the page's text.
    """
    if not markers:
        return []
    marks = [NARRATIVE if group.narrative else BRACKETED for group in groups]
    blocks = [0, *(found.start() for found in _BLOCK.finditer(html)), len(html)]
    odd = BRACKETED in html or NARRATIVE in html
    found: list[Sentence] = []
    for block, run in groupby(
        range(len(markers)), lambda n: bisect_right(blocks, markers[n][0]) - 1
    ):
        members = list(run)
        parts, here = [], blocks[block]
        for n in members:
            parts += [html[here : markers[n][0]], marks[n]]
            here = markers[n][1]
        parts.append(html[here : blocks[block + 1]])
        if odd:
            parts[::2] = [_GROUP.sub("", part) for part in parts[::2]]
        found += _around(_text("".join(parts)), [groups[n] for n in members])
    return found


def _text(html: str) -> str:
    """The text of a run, white space folded. Of what is left out only the markers are kept."""
    parts: list[str] = []
    end, until = 0, ""
    for tag in _TAG.finditer(html):
        before = html[end : tag.start()]
        parts.append("".join(_GROUP.findall(before)) if until else before)
        end = tag.end()
        name = (tag["name"] or tag["broken"] or "").lower()
        if until:
            until = "" if name == until else until
        elif name == "br":
            parts.append(" ")
        elif reading := _READING.search(tag[0]) if name == "math" else None:
            parts.append(reading[1])
            until = "/math"
        elif name in _UNSEEN or (name == "a" and _ASIDE.search(tag[0])):
            until = f"/{name}"
    parts.append(html[end:])
    return " ".join(unescape("".join(parts)).split())


def _around(text: str, groups: Sequence[CitationGroup]) -> Iterator[Sentence]:
    """The sentence of each group in a run's text."""
    # A marker may stand in a comment or an attribute.
    if text.count(BRACKETED) + text.count(NARRATIVE) != len(groups):
        yield from (Sentence() for _ in groups)
        return
    first = start = 0
    for end in [*_ends(text), len(text)]:
        part, start = text[start:end], end
        if BRACKETED in part or NARRATIVE in part:
            texts = tuple(_GROUP.split(part.strip()))
            own = tuple(groups[first : first + len(texts) - 1])
            yield from [Sentence(texts=texts, groups=own)] * len(own)
            first += len(own)


def _ends(text: str) -> Iterator[int]:
    """Where the sentences of a run end, but for the last."""
    letter = _LETTER.search(text)
    for stop in _STOP.finditer(text):
        end = _end(text, stop)
        # `1.` and `(Gu, 2023).` alone are no sentence.
        if letter and letter.start() < end:
            letter = _LETTER.search(text, end)
            if letter is None:
                return
            yield end


def _end(text: str, stop: re.Match[str]) -> int:
    """Where a sentence ends with this stop; 0 if it does not."""
    here, written = stop.start(), stop["stop"]
    if written[0] in _WIDE_STOPS:
        nearby = max(0, here - _BRACKET)
        in_bracket = text.rfind("（", nearby, here) > text.rfind("）", nearby, here)
        alone = written[0] == "；" and written[1:2] not in {*_WIDE_STOPS}
        return 0 if alone and in_bracket else stop.end()
    after = _NEXT.match(text, stop.end())
    if written == "." and _is_short(text[max(0, here - _LONGEST) : here], after):
        return 0
    if after and (after[1] == NARRATIVE or (after[1].isalnum() and not after[1].islower())):
        return stop.end()
    # A citation behind the stop with more words behind it: it begins a sentence.
    return stop.end("stop") if stop["cited"] and stop.end() < len(text) else 0


def _is_short(before: str, after: re.Match[str] | None) -> bool:
    """True if a stop belongs to the word before it: `et al.`, `J.`, `p.` before a number."""
    if len(before) >= _LONG and before[-_LONG:].isalpha():
        return False
    if _ABBREVIATION.search(before):
        return True
    if after and after[1].isdigit() and _BEFORE_NUMBER.search(before):
        return True
    initial = _INITIAL.search(before)
    return bool(initial) and before[-1].isupper()


def beginning(sentence: Sentence, printed: Callable[[CitationGroup], str], limit: int = 72) -> str:
    """The beginning of a sentence as one reads it, its citations printed.

    Args:
        sentence: whose.
        printed: a group → its plain text; asked only for those that are shown.
        limit: how much is shown, in Latin letters; a Han character counts for two.

    Returns:
        At most so much, cut at a word, with `…` where something is left out. Empty where the
        sentence has no words of its own.
    """
    if not any(_LETTER.search(text) for text in sentence.texts):
        return ""
    read, whole = _read(sentence, printed, limit)
    if whole and _fits(read, limit):
        return read
    cut = _fitting(read, limit - 1)
    # Latin words stay whole, Han characters part anywhere.
    if cut < len(read) and read[cut - 1 : cut + 1].isascii() and " " in read[:cut]:
        cut = read.rfind(" ", 0, cut + 1)
    return read[:cut].rstrip(_LOOSE) + "…"


def _read(
    sentence: Sentence, printed: Callable[[CitationGroup], str], limit: int
) -> tuple[str, bool]:
    """As much of a sentence as may be shown, and whether that is all of it."""
    read = sentence.texts[0].lstrip()
    last = len(sentence.groups)
    for n, (group, text) in enumerate(zip(sentence.groups, sentence.texts[1:], strict=True), 1):
        # Who is cited at the end is no news to who reads this: it stands with that work.
        if n == last and not group.narrative and not _LETTER.search(text):
            return read, False
        if not _fits(read, limit):
            return read, False
        cited = read + printed(group)
        # A citation is shown as a whole or not at all, but for a long one at the very beginning.
        if _LETTER.search(read) and not _fits(cited, limit - 1):
            return read, False
        read = cited + text
    return read.rstrip(), True


def _fits(text: str, limit: int) -> bool:
    """True if a text is no wider than this."""
    return len(text) <= limit and len(text) + _wide(text) <= limit


def _wide(text: str) -> int:
    """How many signs of a text are wide; most texts have none, whatever their accents."""
    return sum(map(is_wide, text)) if max(text, default="") >= FIRST_WIDE else 0


def _fitting(text: str, limit: int) -> int:
    """How many characters of a text fit into a width."""
    if not _wide(text[:limit]):
        return min(len(text), limit)
    widths = accumulate(2 if is_wide(character) else 1 for character in text[:limit])
    return sum(width <= limit for width in widths)
