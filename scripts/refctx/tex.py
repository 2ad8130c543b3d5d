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

# TeX accent command → combining character.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip
LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø",
    "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "ldots": "…", "dots": "…",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textbackslash": "\\", "textasciitilde": "~", "textregistered": "®", "texttrademark": "™",
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",
}  # fmt: skip
TAGS = {
    "emph": "i", "textit": "i", "mkbibemph": "i", "textbf": "b", "texttt": "code",
    "textsuperscript": "sup", "textsubscript": "sub", "textsc": "small-caps",
}  # fmt: skip
# Commands that only pass their argument on.
PLAIN = {"text", "textrm", "textnormal", "textsf", "textup", "mbox", "mathrm", "url", "enquote"}
SILENT = {"relax", "noopsort", "/", "-", "protect", "bf", "it", "em", "sl", "rm", "sc", "tt"}
MATH = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω", "times": "×", "cdot": "·", "pm": "±", "infty": "∞", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "approx": "≈", "sim": "∼", "ell": "ℓ", "partial": "∂", "nabla": "∇",
    "sum": "∑", "int": "∫", "sqrt": "√", "in": "∈", "log": "log", "circ": "∘",
}  # fmt: skip

MAX_DEPTH = 64
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\s*|\\(?P<sign>.)|(?P<special>[{}$^_~])"
    r"|(?P<mark>---?|``|''|['\"`])|(?P<space>\s+)",
    re.S,
)
_MARKS = {"--": "–", "---": "—", "``": "“", "''": "”", "'": "’", "`": "‘"}


@dataclass(frozen=True, slots=True)
class Tag:
    """Pieces under one element; an empty name groups without printing anything."""

    name: str
    pieces: tuple[Tag | str, ...]


def to_html(source: str) -> str:
    """Read TeX and write HTML.

    Args:
        source: a field value as written, `The $\\tau^2$ \\emph{test}`.

    Returns:
        Escaped HTML with `i`, `b`, `sub`, `sup`, `code` and `span.small-caps` elements only.
    """
    return _html(_Reader(source).read())


def to_text(source: str) -> str:
    """Read TeX and write plain text, accents composed, white space folded."""
    return _text(_Reader(source).read())


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
            self.math = not self.math
            return []
        if sign == "~":
            return ["\u00a0"]
        if self.math:
            return [Tag("sup" if sign == "^" else "sub", tuple(self._argument(depth)))]
        return [sign]

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
        if self.math and name in MATH:
            return [MATH[name]]
        if name in LETTERS:
            return [LETTERS[name]]
        if name in ACCENTS:
            return [self._accent(ACCENTS[name], depth)]
        if name in TAGS:
            return [Tag(TAGS[name], tuple(self._argument(depth)))]
        if name == "href":
            self._argument(depth)
            return self._argument(depth)
        if name in PLAIN:
            return self._argument(depth)
        if name not in SILENT:
            self.unknown.append(f"\\{name}")
        return []

    def _sign(self, sign: str, depth: int) -> list[Tag | str]:
        if sign in ACCENTS:
            return [self._accent(ACCENTS[sign], depth)]
        if sign in "()":
            self.math = sign == "("
            return []
        if sign in "-/":
            return []
        return ["\u2009" if sign in ",;:!" else " " if sign.isspace() or sign == "\\" else sign]

    def _accent(self, mark: str, depth: int) -> str:
        letter = _text(tuple(self._argument(depth))) or " "
        letter = {"ı": "i", "ȷ": "j"}.get(letter, letter)
        return unicodedata.normalize("NFC", letter[0] + mark) + letter[1:]

    def _mark(self, mark: str) -> str:
        if self.math:
            return {"'": "′", "''": "″"}.get(mark, mark)
        if mark == '"':
            self.quote_open = not self.quote_open
            return "“" if self.quote_open else "”"
        return _MARKS[mark]
