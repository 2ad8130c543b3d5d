"""Where in a text of Markdown a citation or a call may stand, and what else may hold that place.

Each pattern is asked only where a sign stands that it cannot do without, so a text without any is
not read, and the work grows with the text, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from refctx.cite import KEY, find_keys

# From a start on: what a pattern finds in a text, one after the other.
Find = Callable[[str, int], Iterator[re.Match[str]]]

# So far a tag or comment is looked for before and behind what it may hold.
_FAR = 2000
_RAW_CODE = re.compile(
    rf"<(?P<tag>code|kbd|samp)\b[^>]{{0,{_FAR}}}>(?P<inside>[^<]*)</(?P=tag)>", re.DOTALL
)
_GROUP = re.compile(r"\[(?!\^)(?P<inside>[^\[\]]*)\]")
_LOCATOR = r"[ ]*(?:\n[ ]*)?\[(?!\^)(?P<locator>[^\[\]]+)\](?![(\[:])"
_BARE = re.compile(rf"(?<!\[\^)(?P<minus>-)?(?P<key>{KEY})(?:{_LOCATOR})?")
_CALL_BEGIN = re.compile(r"\{\{-?\s*[A-Za-z_]\w*\s*\(")
_CALL_END = re.compile(r"\)\s*-?\}\}")
_CALL = re.compile(r"\{\{-?\s*(?P<name>[A-Za-z_]\w*)\s*(?P<rest>\(.*?\))\s*-?\}\}", re.DOTALL)
# What may hold a bracket that is not ours, as (what it begins with, what stands before the bracket,
# what behind).
_HOLDERS = (
    ("^", re.compile(r"\^\Z"), re.compile("")),  # an inline footnote
    ("<", re.compile(r"<[A-Za-z][^<>]*\Z"), re.compile(r"[^<>]*>")),  # a tag
    (
        "<!--",
        re.compile(r"<!--(?:(?!-->).)*\Z", re.DOTALL),
        re.compile(r".*?-->", re.DOTALL),
    ),
    ("](", re.compile(r"\]\(\S*\Z"), re.compile(r"[^\s()]*(?:\s[^()]*)?\)")),  # a link's target
    (
        "](",
        re.compile(r"\]\(\S+\s+[\"'][^\"']*\Z"),
        re.compile(r"[^\"']*[\"']\s*\)"),
    ),  # its title
    ("![", re.compile(r"!\[[^\[\]]*\Z"), re.compile(r"[^\[\]]*\][(\[]")),  # an image's text
)
# Pandoc's rule for `$…$`: no space inside at either end, no digit behind.
_MATH = re.compile(r"(?<![\\$])(\${1,2})(?![\s$])(?:(?!\n\n)[^$])+(?<![\s\\])\1(?![\d$])")


def raw_code(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """`<code>… @ …</code>` in raw HTML."""
    if "@" in text and "<" in text:
        yield from (found for found in _RAW_CODE.finditer(text, start) if "@" in found["inside"])


def groups(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """`[… @ …]`, without brackets inside."""
    if "@" in text:
        yield from (found for found in _GROUP.finditer(text, start) if "@" in found["inside"])


def bare(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """`@key` or `-@key`, with the bracket behind it."""
    return find_keys(_BARE, text, start)


def calls(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """`{{ name(…) }}`; what is not closed is no call, and its end is looked for once."""
    while "{{" in text and (begun := _CALL_BEGIN.search(text, start)):
        found = _CALL.match(text, begun.start()) if _CALL_END.search(text, begun.end()) else None
        if found is None:
            return
        yield found
        start = found.end()


def groups_and_bare(text: str) -> Iterator[re.Match[str]]:
    """Both in the order in which they stand; none inside of another."""
    further, end = groups(text), 0
    group = next(further, None)
    while one := next(bare(text, end), None) or group:
        if group and group.start() < one.start():
            one = group
        yield one
        end = one.end()
        while group and group.start() < end:
            group = next(further, None)


class _Formulas:
    """Where formulas stand in a text that is read from left to right, and changes where it is read.

    What was read before is not read again: a text may have thousands of citations.
    """

    def __init__(self) -> None:
        self.settled = ""

    def hold(self, text: str, place: int) -> bool:
        """True if a formula stands around a place."""
        start = len(self.settled)
        if start > place or not text.startswith(self.settled):
            start = 0
        at = text.find("$", start, place)
        while at >= 0:
            found = _MATH.match(text, at)
            if found and found.end() > place:
                break
            start = found.end() if found else at + 1
            at = text.find("$", start, place)
        self.settled = text[: at if at >= 0 else place]
        return at >= 0


_formulas = _Formulas()


def in_math(text: str, place: int) -> bool:
    """True if `$…$` holds that place, whether or not an extension reads math."""
    return "$" in text and _formulas.hold(text, place)


def is_held(text: str, start: int, end: int) -> bool:
    """True if it stands in a tag, a comment, a link's target, an image's text or math."""
    far = max(0, start - _FAR)
    if (
        text.rfind("<", far, start) >= 0
        or text.rfind("]", far, start) >= 0
        or text.rfind("[", far, start) >= 0
        or text[start - 1 : start] == "^"
    ):
        before = text[far:start]
        for begin, one, other in _HOLDERS:
            if begin in before and one.search(before) and other.match(text, end, end + _FAR):
                return True
    return in_math(text, start)
