"""TeX in a field → plain text or HTML.

Fields hold a small part of TeX: braces, accents, a handful of commands, a little math. One
scanner reads them into pieces; two writers print the pieces. A command that is not in the
tables keeps its argument and is reported by `unread`, so nothing is printed raw and nothing
is lost in silence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape

from refctx.signs import (
    ACCENTS,
    BETWEEN,
    DROPPED,
    LETTERS,
    LETTERWISE,
    MATH,
    OPERATORS,
    SILENT,
    SPACING,
    SWITCHES,
    TAGS,
    VERBATIM,
)

MAX_DEPTH = 64
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\s*|\\(?P<sign>.)|(?P<special>[{}$^_~])"
    r"|(?P<mark>---?|``|''|['\"`])|(?P<space>\s+)",
    re.DOTALL,
)
_ADDRESS = re.compile(r"\{([^{}]*)\}")
_MARKS = {"--": "–", "---": "—", "``": "“", "''": "”", "'": "’", "`": "‘"}


@dataclass(frozen=True, slots=True)
class Tag:
    """Pieces under one element; an empty name groups without printing anything."""

    name: str
    pieces: tuple[Tag | str, ...]


def to_html(source: str) -> str:
    r"""Read TeX and write HTML.

    Args:
        source: a field value as written, `The $\tau^2$ \emph{test}`.

    Returns:
        Escaped HTML with `i`, `b`, `sub`, `sup`, `code` and `span.small-caps` elements only.
    """
    return _html(_Reader(source).read())


def to_text(source: str) -> str:
    """Read TeX and write plain text, accents composed, white space folded."""
    return re.sub(" +", " ", _text(_Reader(source).read())).strip(" ")


def unread(source: str) -> tuple[str, ...]:
    """The commands in `source` that no table knows, in order, each once."""
    reader = _Reader(source)
    reader.read()
    return tuple(dict.fromkeys(reader.unknown))


def _html(pieces: tuple[Tag | str, ...]) -> str:
    return "".join(_html_piece(piece) for piece in pieces)


def _html_piece(piece: Tag | str) -> str:
    if isinstance(piece, str):
        return escape(piece, quote=False)
    inner = _html(piece.pieces)
    if not piece.name:
        return inner
    if piece.name == "small-caps":
        return f'<span class="refctx-small-caps">{inner}</span>'
    return f"<{piece.name}>{inner}</{piece.name}>"


def _text(pieces: tuple[Tag | str, ...]) -> str:
    return "".join(p if isinstance(p, str) else _text(p.pieces) for p in pieces)


class _Reader:
    """Reads one field from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source.strip()
        self.position = 0
        self.unknown: list[str] = []
        self.quote_open = False
        self.math = False

    def read(self) -> tuple[Tag | str, ...]:
        """All pieces; a closing brace too many is passed over."""
        pieces: list[Tag | str] = []
        while self.position < len(self.source):
            pieces += self._until_close(0)
        return tuple(pieces)

    def _until_close(self, depth: int) -> list[Tag | str]:
        pieces: list[Tag | str] = []
        while self.position < len(self.source):
            token = _TOKEN.search(self.source, self.position)
            if token is None:
                pieces.append(self.source[self.position :])
                self.position = len(self.source)
                break
            if token.start() > self.position:
                pieces.append(self.source[self.position : token.start()])
            self.position = token.end()
            if token["special"] == "}":
                break
            pieces += self._token(token, depth)
        return pieces

    def _token(self, token: re.Match[str], depth: int) -> list[Tag | str]:
        if token["word"]:
            return self._word(token["word"], depth)
        if token["sign"]:
            return self._sign(token["sign"], depth)
        if token["space"]:
            return [" "]
        if token["mark"]:
            return [self._mark(token["mark"])]
        return self._special(token["special"], depth)

    def _special(self, sign: str, depth: int) -> list[Tag | str]:
        if sign == "{":
            return self._group(depth)
        if sign == "$":
            return self._dollar()
        if sign == "~":
            return ["\u00a0"]
        if self.math:
            pieces = tuple(self._argument(depth))
            if sign == "^" and _text(pieces) == "∘":
                return ["°"]
            return [Tag("sup" if sign == "^" else "sub", pieces)]
        return [sign]

    def _dollar(self) -> list[Tag | str]:
        """Nothing, for math starts or ends; a sign that opens nothing is money."""
        if not self.math and "$" not in self.source[self.position :]:
            return ["$"]
        self.math = not self.math
        return []

    def _group(self, depth: int) -> list[Tag | str]:
        """What stands up to the matching brace; deeper than `MAX_DEPTH` braces fall away."""
        if depth >= MAX_DEPTH:
            return []
        return [Tag("", tuple(self._until_close(depth + 1)))]

    def _argument(self, depth: int) -> list[Tag | str]:
        """The next group, command or single character."""
        while self.source[self.position : self.position + 1].isspace():
            self.position += 1
        token = _TOKEN.match(self.source, self.position)
        if token is None:
            character = self.source[self.position : self.position + 1]
            self.position += 1
            return [character] if character else []
        if token["special"] == "}" or depth >= MAX_DEPTH:
            return []
        self.position = token.end()
        return self._token(token, depth + 1)

    def _word(self, name: str, depth: int) -> list[Tag | str]:
        if name in LETTERS:
            return [LETTERS[name]]
        if name in MATH or name in OPERATORS:
            return [self._math_sign(name)]
        if name in ACCENTS:
            return [self._accent(name, depth)]
        if name in SWITCHES:
            return self._rest_of_group(SWITCHES[name], depth)
        return self._applied(name, depth)

    def _applied(self, name: str, depth: int) -> list[Tag | str]:
        """A command and its argument; where it has a second one, that follows as a group."""
        if name in TAGS:
            return [Tag(TAGS[name], tuple(self._argument(depth)))]
        if name in BETWEEN:
            before, behind = BETWEEN[name]
            return [before, *self._argument(depth), behind]
        if name == "ensuremath":
            return self._as_math(depth)
        if name in LETTERWISE:
            return [LETTERWISE[name](_text(tuple(self._argument(depth))))]
        if name in VERBATIM:
            return self._verbatim()
        if name in DROPPED:
            self._argument(depth)
        elif name not in SILENT:
            self.unknown.append(f"\\{name}")
        return []

    def _verbatim(self) -> list[Tag | str]:
        """An address up to its brace, without the backslashes that TeX needs in it."""
        found = _ADDRESS.match(self.source, self.position)
        if not found:
            return []
        self.position = found.end()
        return [re.sub(r"\\([%&_#$~])", r"\1", found[1])]

    def _sign(self, sign: str, depth: int) -> list[Tag | str]:
        if sign in ACCENTS:
            return [self._accent(sign, depth)]
        if sign in "()":
            self.math = sign == "("
            return []
        if sign in "-/":
            return []
        return ["\u2009" if sign in ",;:!" else " " if sign.isspace() or sign == "\\" else sign]

    def _math_sign(self, name: str) -> str:
        """The sign, and the space behind it that an operator needs and a letter does not."""
        sign = MATH.get(name, name)
        parted = name in OPERATORS or not sign.isalpha()
        spaced = self.source[self.position - 1].isspace()
        return f"{sign} " if parted and spaced else sign

    def _as_math(self, depth: int) -> list[Tag | str]:
        outside, self.math = self.math, True
        pieces = self._argument(depth)
        self.math = outside
        return pieces

    def _rest_of_group(self, name: str, depth: int) -> list[Tag | str]:
        if depth >= MAX_DEPTH:
            return []
        pieces = tuple(self._until_close(depth + 1))
        if self.source[self.position - 1 : self.position] == "}":
            self.position -= 1  # the brace closes the group around the command, too
        return [Tag(name, pieces)]

    def _accent(self, name: str, depth: int) -> str:
        letter = _text(tuple(self._argument(depth)))
        if not letter.strip():
            return SPACING.get(name, "") + letter
        letter = {"ı": "i", "ȷ": "j"}.get(letter, letter)
        return unicodedata.normalize("NFC", letter[0] + ACCENTS[name]) + letter[1:]

    def _mark(self, mark: str) -> str:
        if self.math:
            return {"'": "′", "''": "″"}.get(mark, mark)
        if mark == '"':
            self.quote_open = not self.quote_open
            return "“" if self.quote_open else "”"
        return _MARKS[mark]
