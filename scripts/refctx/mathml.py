r"""A formula in TeX → MathML that is safe to print, or nothing.

latex2mathml reads the formula; its own writer does not escape, so the elements are written here:
those of a list, with attributes of a list, every text escaped. Whatever cannot be read, or would
show a backslash, is refused, and `tex` prints its plain reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

# Longer or deeper formulas stand in no title; they would cost time and a browser's patience.
MAX_LENGTH, MAX_DEPTH = 4000, 60
# Element → how many children it must have; None is any number.
ELEMENTS = {
    "mrow": None, "mi": None, "mn": None, "mo": None, "mtext": None, "mspace": None,
    "msqrt": None, "mstyle": None, "mpadded": None, "mphantom": None, "mtable": None, "mtr": None,
    "mtd": None, "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2,
    "msubsup": 3, "munderover": 3,
}  # fmt: skip
_ATTRIBUTES = re.compile(
    r"accent|accentunder|column(?:align|lines|spacing)|depth|displaystyle|fence|form|height|largeop"
    r"|linethickness|lspace|mathvariant|maxsize|minsize|movablelimits|rowlines|rowspacing|rspace"
    r"|scriptlevel|separator|stretchy|symmetric|width"
)
# Words and lengths of one digit before the point: a formula keeps to its line.
_LENGTH = r"[+-]?(?:\d(?:\.\d+)?|\.\d+)(?:em|ex|px|pt)?"
_VALUE = re.compile(rf"[a-z -]{{1,40}}|{_LENGTH}(?: {_LENGTH}){{0,9}}")
# Commands that define others or reach out of the formula.
_REFUSED = re.compile(
    r"\\(?:def|newcommand|newenvironment|DeclareMathOperator|href|style|class|verb|unicode|tag"
    r"|(?:text|f?box)?color(?:box)?|rule)(?![A-Za-z])"
)
_ENTITY = re.compile(r"&#x([\dA-Fa-f]{2,5});")
_BARE_PERCENT = re.compile(r"(?<!\\)%")


class _RefusedError(ValueError):
    """The formula cannot be printed as MathML."""


@lru_cache(maxsize=1000)
def mathml(source: str) -> str:
    r"""Read a formula.

    Args:
        source: TeX between the dollars, `\frac{a+b}{2}`.

    Returns:
        What stands in `<math>`, on one line; empty if the formula cannot be read.
    """
    source = " ".join(source.split())
    if not source or len(source) > MAX_LENGTH or _REFUSED.search(source):
        return ""
    # Not at the top: few sites need it, and it reads a table of 200 kB.
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415

    try:
        formula = convert_to_element(_BARE_PERCENT.sub(r"\\%", source))
        return "".join("".join(_written(child, 0)) for child in formula)
    except Exception:  # noqa: BLE001  # it raises whatever it stumbles over; nothing is lost
        return ""


def sign(name: str) -> str:
    r"""The letter or sign that a command of math prints, `nleq` → `≰`; empty if it does more."""
    # As above: only when a formula has a command that `signs` does not know.
    from latex2mathml.commands import CONVERSION_MAP  # noqa: PLC0415
    from latex2mathml.symbols_parser import convert_symbol  # noqa: PLC0415

    code = "" if f"\\{name}" in CONVERSION_MAP else convert_symbol(f"\\{name}")
    letter = chr(int(code, 16)) if code else ""
    # Marks over letters (M), and spaces and controls (Z, C), need what stands beside them.
    return "" if unicodedata.category(letter or " ")[0] in "MZC" else letter


def _written(element: Element, depth: int) -> Iterator[str]:
    """The element as HTML, in parts; every element has an end tag."""
    wanted = ELEMENTS.get(element.tag, -1)
    if depth > MAX_DEPTH or wanted not in (None, len(element)):
        raise _RefusedError(element.tag)
    attributes = (
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if _ATTRIBUTES.fullmatch(name) and _VALUE.fullmatch(value)
    )
    yield f"<{element.tag}{''.join(attributes)}>{_text(element.text or '')}"
    for child in element:
        yield from _written(child, depth + 1)
    yield f"</{element.tag}>"


def _text(text: str) -> str:
    """A text with the library's own entities read, escaped again."""
    if "\\" in text:
        raise _RefusedError(text)
    return escape(_ENTITY.sub(lambda found: chr(int(found[1], 16)), text), quote=False)
