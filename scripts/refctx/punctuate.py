"""How parts of a reference are put together: stops, commas, quotation marks, italics.

The parts are HTML; what counts is the last sign a reader sees. The table is that of the
Citation Style Language's processors, so that two marks never meet where one will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from refctx.marked import as_html, marked

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
_QUOTE_AT_END = re.compile(r"(?P<inside>(?:</[a-z]+>)*)(?P<quotes>[”’]*”)(?P<tags>(?:</[a-z]+>)*)$")
_SPACES = re.compile(r"[ \t\n]+")  # a no-break space stays
_GERMAN_OR_DOUBLE = re.compile(r"„[^“”]*[“”]|[“”]")
_SINGLE = {"“": "‘", "”": "’"}
_ITALIC = re.compile(r"<(/?)i>")
_strip = str.strip  # that of `Markup` makes `Markup` of what it finds
_EMPTY = re.compile(r"<(i|b)></\1>")
# The longest name of a sign without a semicolon, `&Aacute`, and more.
_ENTITY = 12


def joined(parts: Iterable[object], delimiter: str = " ") -> Markup:
    """The parts that are not empty, with the delimiter between them.

    Args:
        parts: HTML or text; white space around a part falls away.
        delimiter: its first sign is left out where the part before ends in one that makes it
            superfluous, `Why?` + `. ` → `Why? `; a stop or comma goes inside a closing
            quotation mark.
    """
    result = ""
    between = as_html(delimiter)
    for part in parts:
        if type(part) is Markup:
            text = _strip(part, " \n")
        else:
            text = as_html(part).strip(" \n") if part else ""
        if not text:
            continue
        if not result:
            result = text
        elif result[-1].isalnum() and "&" not in result[-_ENTITY:]:
            # A letter or digit: whatever follows it stays as it is.
            result = result + between + text
        else:
            result = _followed(result, between) + text
    return marked(result)


def closed(html: object, sign: str = ".") -> Markup:
    """The text with a full stop (or another sign) behind it, if it has none that closes it."""
    text = _stripped(html)
    return marked(_followed(text, sign) if text else "")


def _stripped(value: object) -> str:
    return _strip(value, " \n") if type(value) is Markup else as_html(value).strip(" \n")


def _followed(text: str, what: str) -> str:
    """Text and the delimiter behind it."""
    if not what or what[0] not in ".,:;。，":
        return text + what
    sign, rest = what[0], what[1:]
    found = _QUOTE_AT_END.search(text) if sign in ".," and "”" in text else None
    if found:
        return (
            _signed(text[: found.start()] + found["inside"], sign)
            + found["quotes"]
            + found["tags"]
            + rest
        )
    return _signed(text, sign) + rest


def _signed(text: str, sign: str) -> str:
    after = _AFTER.get(last_sign(text))
    return text + (after.get(sign, sign) if after else sign)


def last_sign(html: str) -> str:
    """The last sign a reader sees, closing quotation marks not counted; empty without one."""
    end = len(html)
    while end:
        sign = html[end - 1]
        if sign == ">":
            start = html.rfind("<", 0, end)
            if start < 0 or html.find(">", start) != end - 1:
                break
            end = start
        elif sign in "”’" or sign.isspace():
            end -= 1
        elif sign == ";" or "&" in html[max(0, end - _ENTITY) : end]:
            break
        else:
            return sign
    # What may be the end of a name of a sign, `&gt;`, or no HTML.
    return Markup(html[:end]).striptags().rstrip("”’\u00a0 ")[-1:]


def quoted(html: object) -> Markup:
    """The text in quotation marks; marks inside become single ones, German „these“ stay."""
    text = as_html(html)
    if not text.isascii():
        text = _GERMAN_OR_DOUBLE.sub(lambda m: _SINGLE.get(m[0], m[0]), text)
    return marked(f"“{text}”" if text else "")


def italic(html: object) -> Markup:
    """The text in italics; what was in italics stands upright."""
    text = as_html(html)
    if "<" not in text:
        return marked(f"<i>{text}</i>" if text else "")
    turned = _ITALIC.sub(lambda m: "<i>" if m[1] else "</i>", text)
    return marked(_EMPTY.sub("", f"<i>{turned}</i>"))


def bracketed(html: object, signs: str = "()") -> Markup:
    """The text in parentheses or other brackets, nothing if it is empty."""
    text = _stripped(html)
    return marked(f"{signs[0]}{text}{signs[-1]}" if text else "")


def prefixed(html: object, before: str) -> Markup:
    """The text behind another, nothing if it is empty: `3` → `Vol. 3`."""
    text = _stripped(html)
    return marked(as_html(before) + text if text else "")


def fold_spaces(html: Markup) -> Markup:
    """One space for each run of white space, so that a macro may break its lines freely."""
    if "\n" in html or "  " in html or "\t" in html:
        return marked(_SPACES.sub(" ", html))
    return html
