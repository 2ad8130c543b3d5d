"""What a field is made of once its TeX is read, and two writers: HTML and plain text."""

from __future__ import annotations

import re
from html import escape

from refctx.nouns import dataclass

_LOOSE = re.compile(r" +(?=[,;)\]])|(?<=[(\[]) +")


@dataclass(frozen=True, slots=True)
class Tag:
    """Pieces under one element; an empty name groups without printing anything."""

    name: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Formula:
    """Math that letters and signs in a line cannot say.

    Attributes:
        mathml: what stands in `<math>`.
        pieces: its plain reading.
    """

    mathml: str
    pieces: Pieces


Piece = Tag | Formula | str
Pieces = tuple[Piece, ...]


def html_of(pieces: Pieces) -> str:
    """Escaped HTML."""
    return "".join(_html(piece) for piece in pieces)


def text_of(pieces: Pieces) -> str:
    """Plain text; scripts stand as other letters do but in formulas, `x^2`."""
    return "".join(_text(piece) for piece in pieces)


def has_scripts(pieces: Pieces) -> bool:
    """True if a subscript or superscript is anywhere in there."""
    return any(
        isinstance(piece, Tag) and (piece.name in ("sub", "sup") or has_scripts(piece.pieces))
        for piece in pieces
    )


def _html(piece: Piece) -> str:
    if isinstance(piece, str):
        return escape(piece, quote=False)
    if isinstance(piece, Formula):
        return f'<math alttext="{escape(_text(piece))}">{piece.mathml}</math>'
    inner = html_of(piece.pieces)
    if not piece.name:
        return inner
    if piece.name == "nocase":
        return f'<span class="nocase">{inner}</span>' if inner else ""
    if piece.name == "small-caps":
        return f'<span class="refctx-small-caps">{inner}</span>'
    return f"<{piece.name}>{inner}</{piece.name}>"


def _text(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Formula):
        line = re.sub(" +", " ", _in_line(piece.pieces))
        return _LOOSE.sub("", line).strip(" ")
    return text_of(piece.pieces)


def _in_line(pieces: Pieces) -> str:
    """A formula as it is typed: `x^(2n)`, `∑_(i=1)^n`."""
    return "".join(piece if isinstance(piece, str) else _inside(piece) for piece in pieces)


def _inside(piece: Tag | Formula) -> str:
    inner = _in_line(piece.pieces)
    if isinstance(piece, Formula) or piece.name not in ("sub", "sup"):
        return inner
    sign = "_" if piece.name == "sub" else "^"
    return sign + (inner if len(inner) == 1 or inner.isdecimal() else f"({inner})")
