"""Numbers of volumes, editions and pages in the forms that styles ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markupsafe import Markup

from refctx.marked import as_html, marked

_NUMBER = r"[^\W\d_]{0,2}\d+[^\W\d_]{0,2}"
_NUMERIC = re.compile(rf"{_NUMBER}(?:\s*[-–,&.]\s*{_NUMBER})*")
_SEVERAL = re.compile(r"[–,&;]|\band\b")
_RANGE = re.compile(r"(?<![\w–])([^\W\d_]*)(\d+)–([^\W\d_]*)(\d+)(?![\w–])")
_CANONICAL = re.compile(r"\d\w*(?:[.:]\d\w*)+(?:[–,]\s*\d[\w.:]*)*")
_HAN, _MOST_HAN = "零一二三四五六七八九", 99
_EDITION = re.compile(r"(?i)\s+(edition|ed\.?)$")
_ORDINAL = re.compile(r"(?i)(\d+)\s*(?:st|nd|rd|th|\.)?")
_WORDS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


def is_numeric(text: object) -> bool:
    """True for numbers, with a letter or two, their lists and ranges: `3`, `2b`, `17-3389`."""
    return bool(_NUMERIC.fullmatch(_plain(text).strip()))


def is_plural(text: object) -> bool:
    """True for a list or range: its label is `pp.`, not `p.`."""
    return bool(_SEVERAL.search(_plain(text)))


def _plain(html: object) -> str:
    text = str(html)
    return str(Markup(text).striptags()) if "<" in text or "&" in text else " ".join(text.split())


def is_canonical(text: object) -> bool:
    """True for a place every edition has, which needs no name: `1:33`, `3.2`, `12.4–8`."""
    return bool(_CANONICAL.fullmatch(str(text)))


def han(text: str) -> str:
    """A number up to 99 in Chinese, `12` → `十二`; anything else is given back, set apart."""
    if not text.isdecimal() or not 0 < int(text) <= _MOST_HAN:
        return f" {text} "
    tens, ones = divmod(int(text), 10)
    return (_HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (_HAN[ones] if ones else "")


def ordinal(text: str, endings: Sequence[str]) -> str:
    """`2` → `2nd`.

    Args:
        text: a number; anything else is given back.
        endings: for numbers that end in 0 (and those that fit nothing else), 1, 2, 3; none at
            all in a language without ordinals.
    """
    if not text.isdecimal() or not endings:
        return text
    teen = text[-2:-1] == "1"
    return text + endings[0 if teen or int(text[-1]) >= len(endings) else int(text[-1])]


def edition_number(text: str) -> str:
    """The number an edition's field means: `Second`, `2nd` and `2nd edition` are `2`."""
    plain = _EDITION.sub("", text.strip())
    if plain.lower() in _WORDS:
        return str(_WORDS.index(plain.lower()) + 1)
    found = _ORDINAL.fullmatch(plain)
    return found[1] if found else text.strip()


def expanded(pages: object) -> Markup:
    """Ranges with both numbers whole: `117–32` → `117–132`."""
    return _ranges(pages, _whole, repeat=True)


def shortened(pages: object) -> Markup:
    """Ranges by the rule of the Chicago Manual (9.63): `S101–S108` → `S101–8`."""
    return _ranges(pages, _chicago, repeat=False)


def _whole(first: str, last: str) -> str:
    """The last number of a range with the digits that were left out."""
    return first[: max(0, len(first) - len(last))] + last


def _ranges(pages: object, last_of: Callable[[str, str], str], *, repeat: bool) -> Markup:
    """The pages, the last number of each range rewritten; `repeat` its letter, too: `S1–S9`."""

    def written(found: re.Match[str]) -> str:
        before, first, again, last = found.groups()
        if again not in ("", before):
            return found[0]
        if int(_whole(first, last)) <= int(first):
            return found[0]
        return f"{before}{first}–{again if repeat else ''}{last_of(first, last)}"

    text = as_html(pages)
    return marked(_RANGE.sub(written, text) if "–" in text else text)


def _chicago(first: str, last: str) -> str:
    whole = _whole(first, last)
    if len(first) < 3 or len(whole) != len(first) or first.endswith("00"):
        return whole
    same = next(
        (n for n, (a, b) in enumerate(zip(first, whole, strict=True)) if a != b), len(first)
    )
    kept = whole[same:]
    if first[-2] == "0" and len(kept) <= 1:
        return kept
    return whole[-2:] if len(kept) < 2 else kept
