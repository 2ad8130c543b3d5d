"""The commands of math that build something: fractions, roots, scripts, matrices.

Each gives a plain reading, `(a+b)/c`, and notes in `rich` where a line of letters, signs and
scripts cannot say all: then the formula is printed as MathML if it can be.
"""

from __future__ import annotations

import re
import unicodedata

from refctx.pieces import Piece, Tag, has_scripts, text_of
from refctx.signs import ACCENTS, BINOMIALS, ENVIRONMENTS, FRACTIONS, LIMITS, MATH, OPERATORS, ROOTS

# What a fraction in a line, `1/2`, must not touch: it would be read as part of it.
_TOUCHES = re.compile(r"\s*[\w(\\{^_]")
_ENVIRONMENT = re.compile(r"\{\s*([A-Za-z]+\*?)\s*\}(?:\s*(\{[lcr| ]*\}))?")
_ONE_TOKEN = re.compile(r"\d+|.[\u0300-\u036f\u20d7]?", re.DOTALL)


class Formulas:
    """The part of the reader that knows math.

    Attributes:
        source, position: the text, and how far it is read.
        start: where the command begins that is being read.
        before: the sign before the formula.
        rich: true once something was met that a line cannot say.
        unknown: commands that are in no table.
        closers: what the open environments end with.
    """

    source: str
    position: int
    start: int
    before: str
    rich: bool
    unknown: list[str]
    closers: list[str]

    def _argument(self, depth: int) -> list[Piece]:
        raise NotImplementedError

    def _built(self, name: str, depth: int) -> list[Piece] | None:
        """What a command of math prints; None for other commands."""
        if name in MATH or name in OPERATORS:
            return [self._math_sign(name, MATH.get(name, name))]
        if name in FRACTIONS:
            return self._fraction(depth)
        if name in BINOMIALS:
            return self._binomial(depth)
        return self._root(depth) if name == "sqrt" else None

    def _fraction(self, depth: int) -> list[Piece]:
        """`1/2`; with parentheses where a part has more than one sign."""
        before = self.source[max(0, self.start - 2) : self.start].rstrip()[-1:]
        above, below = self._argument(depth), self._argument(depth)
        touches = bool(_TOUCHES.match(self.source, self.position))
        touches |= before.isalnum() or before in (")", "}")
        touches |= not self.start and self.before.isdigit()  # 3$\frac12$ is no 31/2
        self.rich |= touches or not (_is_simple(above) and _is_simple(below))
        pieces = [*_bracketed(above), "/", *_bracketed(below)]
        return ["(", *pieces, ")"] if touches else pieces

    def _binomial(self, depth: int) -> list[Piece]:
        self.rich = True
        return ["(", *self._argument(depth), " choose ", *self._argument(depth), ")"]

    def _root(self, depth: int) -> list[Piece]:
        index = ""
        end = self.source.find("]", self.position)
        if self.source[self.position : self.position + 1] == "[" and end > 0:
            index = self.source[self.position + 1 : end].strip()
            self.position = end + 1
        inside = self._argument(depth)
        self.rich |= bool(index) or not _is_simple(inside)
        sign: list[Piece] = [ROOTS[index]] if index in ROOTS else [Tag("sup", (index,)), "√"]
        return [*sign, *_bracketed(inside)]

    def _letter_accent(self, accent: str, pieces: list[Piece]) -> str:
        """An accent over one letter, or over each of several."""
        self.rich |= not _is_simple(pieces)
        letters = text_of(tuple(pieces))
        letters = "".join(c + accent if c.isalnum() else c for c in letters)
        return unicodedata.normalize("NFC", letters)

    def _script(self, sign: str, depth: int) -> list[Piece]:
        pieces = tuple(self._argument(depth))
        if sign == "^" and text_of(pieces) == "∘":
            return ["°"]
        self.rich |= has_scripts(pieces)
        return [Tag("sup" if sign == "^" else "sub", pieces)]

    def _math_sign(self, name: str, sign: str) -> str:
        """The sign, and the space behind it that an operator needs and a letter does not."""
        parted = name in OPERATORS or not sign.isalpha()
        spaced = self.source[self.position - 1].isspace()
        follows = self.source[self.position : self.position + 1]
        self.rich |= name in LIMITS and follows in ("_", "^")
        return f"{sign} " if parted and spaced else sign

    def _silent(self, name: str) -> None:
        r"""Pass over the dot of `\left.`; limits want more than a line."""
        self.rich |= name == "limits"
        if name in ("left", "right") and self.source.startswith(".", self.position):
            self.position += 1

    def _environment(self, name: str) -> list[Piece]:
        r"""What `\begin{pmatrix}` and its end print in a line: brackets."""
        found = _ENVIRONMENT.match(self.source, self.position)
        self.rich = True
        self.unknown.append(f"\\{name}")
        if not found:
            return []
        self.position = found.end() if name == "begin" else found.end(1) + 1
        if name == "end":
            return [self.closers.pop()] if self.closers else []
        opener, closer = ENVIRONMENTS.get(found[1], ("", ""))
        self.closers.append(closer)
        return [opener]


def accented(letters: str, accent: str) -> str:
    """An accent over the first of some letters, composed."""
    letters = {"ı": "i", "ȷ": "j"}.get(letters, letters)
    return unicodedata.normalize("NFC", letters[0] + ACCENTS[accent]) + letters[1:]


def _is_simple(pieces: list[Piece]) -> bool:
    """True for one number, letter or sign without scripts."""
    text = text_of(tuple(pieces)).strip()
    return not text or bool(_ONE_TOKEN.fullmatch(text) and not has_scripts(tuple(pieces)))


def _bracketed(pieces: list[Piece]) -> list[Piece]:
    return pieces if _is_simple(pieces) else ["(", *pieces, ")"]
