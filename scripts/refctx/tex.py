"""TeX in a field → plain text or HTML.

Fields hold a small part of TeX: braces, accents, a handful of commands, a little math. One
scanner reads them into pieces; `pieces` writes them. Math stays in the line where letters, signs
and scripts can say it; where they cannot, `mathml` prints it and the pieces are its plain
reading. A command that is in no table keeps its argument and is reported by `unread`, so nothing is
printed raw and nothing is lost in silence.
"""

from __future__ import annotations

import re
from html import escape

from refctx.formulas import Formulas, accented
from refctx.mathml import mathml, sign
from refctx.pieces import Formula, Piece, Pieces, Tag, html_of, text_of
from refctx.signs import (
    ACCENTS,
    BETWEEN,
    BINOMIALS,
    DROPPED,
    FRACTIONS,
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
# Most names and many titles have none; many others have braces, accents and apostrophes.
_MARKUP = re.compile(r"""[\\{}$^_~'"`]|--|[^\S ]""")
_MORE_THAN_BRACES = re.compile(r"""[\\$^_~'"`]|--|[^\S ]""")
_ACCENT = re.compile(r"""\\(['"`^~=.]|[uvHckdbr](?=\{))(?:\{([A-Za-z])\}|([A-Za-z]))""")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_WORDS = re.compile(r"\\([A-Za-z]+)")
_MINUTES = re.compile(r"'\s*\d+''")
_PAIR = re.compile(r"'[^\W_][^'`]+'(?!\w)")
# What may end a formula, or a group around one; an escaped sign is no end.
_ENDS = re.compile(r"\\.|\$\$?|[{}]", re.DOTALL)
# What prints something wherever it stands, or is meant to print nothing.
_KNOWN = frozenset().union(
    LETTERS, MATH, OPERATORS, FRACTIONS, BINOMIALS, ACCENTS, SWITCHES, TAGS, BETWEEN, LETTERWISE,
    VERBATIM, DROPPED, SILENT, ("sqrt", "ensuremath"),
)  # fmt: skip
_ADDRESS = re.compile(r"\{([^{}]*)\}")
_MARKS = {"--": "–", "---": "—", "``": "“", "''": "”", "'": "’", "`": "‘"}


def to_html(source: str, *, protected: bool = False) -> str:
    r"""Read TeX and write HTML.

    Args:
        source: a field value as written, `The $\tau^2$ \emph{test}`.
        protected: put what stands in braces into `span.nocase`, for what changes the case.

    Returns:
        Escaped HTML with `i`, `b`, `sub`, `sup`, `code`, `span.small-caps`, `math` elements only.
    """
    if not _MARKUP.search(source):
        return escape(" ".join(source.split()), quote=False)
    return html_of(_Reader(source.strip(), protected=protected).read())


def has_markup(source: str) -> bool:
    """False for a text that prints as it is written, white space apart."""
    return _MARKUP.search(source) is not None


def to_text(source: str) -> str:
    """Read TeX and write plain text, accents composed, white space folded."""
    if not _MARKUP.search(source):
        text = " ".join(source.split())
        return source if text == source else text  # many titles stand in memory once
    bare = _ACCENT.sub(_composed, source) if "\\" in source else source
    bare = _APOSTROPHE.sub("’", bare) if "'" in bare else bare
    if not _MORE_THAN_BRACES.search(bare):
        return " ".join(bare.replace("{", "").replace("}", "").split())
    return re.sub(" +", " ", text_of(_Reader(source.strip()).read())).strip(" ")


def unread(source: str) -> tuple[str, ...]:
    """The commands in `source` that no table knows, in order, each once."""
    if "\\" not in source or _KNOWN.issuperset(_WORDS.findall(source)):
        return ()
    reader = _Reader(source.strip())
    reader.read()
    return tuple(dict.fromkeys(reader.unknown))


def _composed(accent: re.Match[str]) -> str:
    return accented(accent[2] or accent[3], accent[1])


class _Reader(Formulas):
    """Reads one field, or one formula, from left to right."""

    def __init__(self, source: str, *, protected: bool = False, math: bool = False) -> None:
        self.source = source
        self.protected = protected
        self.math = math
        self.position = self.start = 0
        self.before = ""
        self.rich = False
        self.unknown: list[str] = []
        self.closers: list[str] = []
        self.quote_open = False
        self.curly_open = False
        self.closes_at = -1
        self.unclosed: set[str] = set()

    def read(self) -> Pieces:
        """All pieces; a closing brace too many is passed over."""
        pieces: list[Piece] = []
        while self.position < len(self.source):
            pieces += self._until_close(0)
        return tuple(pieces)

    def _until_close(self, depth: int) -> list[Piece]:
        pieces: list[Piece] = []
        while self.position < len(self.source):
            token = _TOKEN.search(self.source, self.position)
            if token is None:
                pieces.append(self._plain(self.source[self.position :]))
                self.position = len(self.source)
                break
            if token.start() > self.position:
                pieces.append(self._plain(self.source[self.position : token.start()]))
            self.position = token.end()
            if token["special"] == "}":
                break
            pieces += self._token(token, depth)
        return pieces

    def _plain(self, text: str) -> str:
        """Text without commands; in a matrix `&` parts its columns."""
        return text.replace("&", ", ") if self.closers else text

    def _token(self, token: re.Match[str], depth: int) -> list[Piece]:
        self.start = token.start()
        kind = token.lastgroup
        if kind == "space":
            return [" "]
        if kind == "special":
            return self._special(token["special"], depth)
        if kind == "word":
            return self._word(token["word"], depth)
        if kind == "sign":
            return self._sign(token["sign"], depth)
        return [self._mark(token["mark"])]

    def _special(self, sign: str, depth: int) -> list[Piece]:
        if sign == "{":
            return self._group(depth)
        if sign == "$":
            return self._dollar()
        if sign == "~":
            return ["\u00a0"]
        return self._script(sign, depth) if self.math else [sign]

    def _dollar(self) -> list[Piece]:
        """The formula between two dollars, or two pairs; one that opens nothing is money."""
        if self.math:
            return []
        if self.source.startswith("$", self.position):
            self.position += 1
            return self._up_to("$$") or []
        return self._up_to("$") or ["$"]

    def _up_to(self, closer: str) -> list[Piece] | None:
        """The formula that ends with `closer`; None if that does not follow."""
        if closer in self.unclosed:
            return None
        for found in _ENDS.finditer(self.source, self.position):
            if found[0].startswith(closer):
                body = self.source[self.position : found.start()]
                self.position = found.start() + len(closer)
                return self._formula(body)
        # Looked for once: a field of openers alone is read in one go.
        self.unclosed.add(closer)
        return None

    def _formula(self, source: str) -> list[Piece]:
        """Math as letters, signs and scripts, as MathML where these cannot say it."""
        inner = _Reader(source, math=True)
        inner.before = self.source[max(0, self.start - 1) : self.start]
        pieces = inner.read()
        made = mathml(source) if inner.rich else ""
        if made:
            return [Formula(made, pieces)]
        self.unknown += inner.unknown
        return list(pieces)

    def _group(self, depth: int) -> list[Piece]:
        """What stands up to the matching brace; deeper than `MAX_DEPTH` braces fall away."""
        if depth >= MAX_DEPTH:
            return []
        # BibTeX's "special character", a brace before a backslash, protects nothing.
        special = self.source[self.position : self.position + 1] == "\\"
        name = "nocase" if self.protected and not special and not self.math else ""
        return [Tag(name, tuple(self._until_close(depth + 1)))]

    def _argument(self, depth: int) -> list[Piece]:
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

    def _word(self, name: str, depth: int) -> list[Piece]:
        if name in LETTERS:
            return [LETTERS[name]]
        built = self._built(name, depth)
        if built is not None:
            return built
        if name in ACCENTS:
            return [self._accent(name, depth)]
        if name in SWITCHES:
            return self._rest_of_group(SWITCHES[name], depth)
        return self._applied(name, depth)

    def _applied(self, name: str, depth: int) -> list[Piece]:
        """A command and its argument; where it has a second one, that follows as a group."""
        if name in TAGS:
            return [Tag(TAGS[name], tuple(self._argument(depth)))]
        if name in BETWEEN:
            before, behind = BETWEEN[name]
            return [before, *self._argument(depth), behind]
        if name == "ensuremath":
            return self._ensured(depth)
        if name in LETTERWISE:
            return [LETTERWISE[name](text_of(tuple(self._argument(depth))))]
        if name in VERBATIM:
            return self._verbatim()
        return self._other(name, depth)

    def _other(self, name: str, depth: int) -> list[Piece]:
        """What prints nothing of its own, or is in no table; in math the library may know it."""
        if name in DROPPED:
            self._argument(depth)
            return []
        if name in SILENT:
            self._silent(name)
            return []
        if self.math and name in ("begin", "end"):
            return self._environment(name)
        if self.math and (known := sign(name)):
            return [self._math_sign(name, known)]
        self.rich = True
        self.unknown.append(f"\\{name}")
        return []

    def _verbatim(self) -> list[Piece]:
        """An address up to its brace, without the backslashes that TeX needs in it."""
        found = _ADDRESS.match(self.source, self.position)
        if not found:
            return []
        self.position = found.end()
        return [re.sub(r"\\([%&_#$~])", r"\1", found[1])]

    def _sign(self, sign: str, depth: int) -> list[Piece]:
        if sign in ACCENTS:
            return [self._accent(sign, depth)]
        if sign == "(":
            return (not self.math and self._up_to("\\)")) or []
        if sign in ")-/":
            return []
        if sign == "\\" and self.closers:
            return ["; "]
        return ["\u2009" if sign in ",;:!" else " " if sign.isspace() or sign == "\\" else sign]

    def _ensured(self, depth: int) -> list[Piece]:
        """The argument as a formula; one that is not closed ends with the field."""
        if self.math or not self.source.startswith("{", self.position):
            outside, self.math = self.math, True
            pieces = self._argument(depth)
            self.math = outside
            return pieces
        begin, open_braces = self.position + 1, 0
        self.position = len(self.source)
        for found in _ENDS.finditer(self.source, begin - 1):
            open_braces += (found[0] == "{") - (found[0] == "}")
            if not open_braces:
                self.position = found.end()
                return self._formula(self.source[begin : found.start()])
        return self._formula(self.source[begin:])

    def _rest_of_group(self, name: str, depth: int) -> list[Piece]:
        if depth >= MAX_DEPTH:
            return []
        pieces = tuple(self._until_close(depth + 1))
        if self.source[self.position - 1 : self.position] == "}":
            self.position -= 1  # the brace closes the group around the command, too
        return [Tag(name, pieces)]

    def _accent(self, name: str, depth: int) -> str:
        pieces = self._argument(depth)
        letters = text_of(tuple(pieces))
        if not letters.strip():
            return SPACING.get(name, "") + letters
        if self.math:
            return self._letter_accent(ACCENTS[name], pieces)
        return accented(letters, name)

    def _mark(self, mark: str) -> str:
        if self.math:
            return {"'": "′", "''": "″"}.get(mark, mark)
        if mark == '"':
            self.quote_open = not self.quote_open
            return "“" if self.quote_open else "”"
        if mark == "'":
            return self._straight()
        if mark == "``":
            self.curly_open = True
        elif mark == "''":
            if not self.curly_open and self._after_digit(2):
                return "″"
            self.curly_open = False
        return _MARKS[mark]

    def _after_digit(self, length: int) -> bool:
        """True if the mark of that length, just read, stands behind a digit: minutes, inches."""
        return self.source[self.position - length - 1 : self.position - length].isdigit()

    def _straight(self) -> str:
        """An apostrophe, or one of a pair around words: `a 'quoted' word`."""
        start = self.position - 1
        if start == self.closes_at:
            return "”"
        if self._after_digit(1) and _MINUTES.match(self.source, start):
            return "′"
        found = _PAIR.match(self.source, start)
        if found is None or not (start == 0 or self.source[start - 1] in " ([{"):
            return "’"
        self.closes_at = found.end() - 1
        return "“"
