"""How parts of a reference are put together: stops, commas, quotation marks, italics.

The parts are HTML; what counts is the last sign a reader sees. The table is that of the
Citation Style Language's processors, so that two marks never meet where one will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

# Last sign + first sign of what follows → what is left of the latter.
_AFTER = {
    ".": {".": ""},
    "?": {".": "", ":": ""},
    "!": {".": "", ":": ""},
    "…": {".": ""},
    ":": {".": "", ":": ""},
    ";": {".": "", ":": "", ";": ""},
    ",": {",": ""},
    "。": {".": "", "。": ""},
    "？": {".": "", "。": ""},
    "！": {".": "", "。": ""},
}
_END = re.compile(r"(?P<last>[^<>]?)(?P<quotes>[”’」』]*)(?P<tags>(?:</[a-z]+>|[”’」』])*)$")
_SPACES = re.compile(r"[ \t\n]+")  # a no-break space stays
_GERMAN_OR_DOUBLE = re.compile(r"„[^“”]*[“”]|[“”]")
_SINGLE = {"“": "‘", "”": "’"}
_EMPTY = re.compile(r"<(i|b)></\1>")


def joined(parts: Iterable[object], delimiter: str = " ") -> Markup:
    """The parts that are not empty, with the delimiter between them.

    Args:
        parts: HTML or text; white space around a part falls away.
        delimiter: its first sign is left out where the part before ends in one that makes it
            superfluous, `Why?` + `. ` → `Why? `; a stop or comma goes inside a closing
            quotation mark.
    """
    result = ""
    for part in parts:
        text = str(Markup.escape(part)).strip(" \n") if part else ""
        if text:
            result = _followed(result, str(Markup.escape(delimiter))) + text if result else text
    return Markup(result)


def closed(html: object, sign: str = ".") -> Markup:
    """The text with a full stop (or another sign) behind it, if it has none that closes it."""
    text = str(Markup.escape(html)).strip(" \n")
    return Markup(_followed(text, sign)) if text else Markup("")


def _followed(text: str, what: str) -> str:
    """Text and the delimiter behind it."""
    if not what or what[0] not in ".,:;。，":
        return text + what
    sign, rest = what[0], what[1:]
    found = re.search(
        r"(?P<inside>(?:</[a-z]+>)*)(?P<quotes>[”’]*”)(?P<tags>(?:</[a-z]+>)*)$", text
    )
    if found and sign in ".,":
        return (
            _signed(text[: found.start()] + found["inside"], sign)
            + found["quotes"]
            + found["tags"]
            + rest
        )
    return _signed(text, sign) + rest


def _signed(text: str, sign: str) -> str:
    return text + _AFTER.get(last_sign(text), {}).get(sign, sign)


def last_sign(html: str) -> str:
    """The last sign a reader sees, closing quotation marks not counted; empty without one."""
    seen = Markup(html).striptags().rstrip("”’\u00a0 ")
    return seen[-1:]


def quoted(html: object) -> Markup:
    """The text in quotation marks; marks inside become single ones, German „these“ stay."""
    text = _GERMAN_OR_DOUBLE.sub(lambda m: _SINGLE.get(m[0], m[0]), str(Markup.escape(html)))
    return Markup(f"“{text}”") if text else Markup("")


def italic(html: object) -> Markup:
    """The text in italics; what was in italics stands upright."""
    text = str(Markup.escape(html))
    if not text:
        return Markup("")
    turned = re.sub(r"<(/?)i>", lambda m: "<i>" if m[1] else "</i>", text)
    return Markup(_EMPTY.sub("", f"<i>{turned}</i>"))


def bracketed(html: object, signs: str = "()") -> Markup:
    """The text in parentheses or other brackets, nothing if it is empty."""
    text = str(Markup.escape(html)).strip(" \n")
    return Markup(f"{signs[0]}{text}{signs[-1]}") if text else Markup("")


def prefixed(html: object, before: str) -> Markup:
    """The text behind another, nothing if it is empty: `3` → `Vol. 3`."""
    text = str(Markup.escape(html)).strip(" \n")
    return Markup.escape(before) + Markup(text) if text else Markup("")


def fold_spaces(html: Markup) -> Markup:
    """One space for each run of white space, so that a macro may break its lines freely."""
    return Markup(_SPACES.sub(" ", str(html)))
