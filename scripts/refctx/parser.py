"""The text of a `.bib` file → its commands, faults and all. The only room with pybtex.

pybtex's low-level parser knows the line but stops at the first fault. Here a fault is kept, and
reading goes on at the next `@` that opens a line: a broken entry keeps the fields that could be
read and costs no other entry anything. What BibTeX reads is read; `%` begins no comment there.
Every step is bounded by the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser, SkipEntry, UndefinedMacro
from pybtex.scanner import PrematureEOF, PybtexSyntaxError, Token

from refctx.command import Command, Fault, plain_command, strings
from refctx.entries import MAX_FIELD
from refctx.kinds import is_known
from refctx.layout import WHOLE_START
from refctx.plain import plain_entry

# So many values without an end are followed to the end of the file, then to the next entry.
_MAX_UNCLOSED = 8
_MAX_COLUMN = 10_000
_FIELDS_FOLLOW = re.compile(r"\s*,")
_ENTRY_START = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.MULTILINE)
_ENTRY_OPENED = re.compile(r"@[ \t]*[A-Za-z]+\s*[{(]")
_FIELD_START = r"[A-Za-z][\w-]*\s*=\s*(?:[{\"]|\w+\s*[,#}\n])"
_FIELD = re.compile(rf"\s*{_FIELD_START}")
# A key ends at a comma; behind a space a field may begin, where the comma is missing.
_KEYS = {
    "}": re.compile(rf"\s*([^\s,}}]+(?:[ \t]+(?!{_FIELD_START})[^\s,}}=]+)*)"),
    ")": re.compile(rf"\s*([^\s,]+(?:[ \t]+(?!{_FIELD_START})[^\s,)=]+)*)"),
}
# Groups in a row without others in them are passed over in one step.
_BRACES = re.compile(r"(?:\{[^{}]*+\}[^{}]*+)++|[{}]")
_BRACES_QUOTE = re.compile(r'(?:\{[^{}"]*+\}[^{}"]*+)++|[{}"]')
_KIND = re.compile(r"@[ \t]*([A-Za-z]+)")
_AT_THE_END = re.compile(r"@[ \t]*[A-Za-z]*\s*\Z")
BROKEN, STRAY, NO_KEY, NO_STRING, TOO_LONG = (
    "broken-entry", "stray-text", "missing-key", "unknown-string", "long-field",
)  # fmt: skip


def cut_off(text: str) -> int:
    """The line of the command in whose middle a text ends; 0 if it ends behind a whole one."""
    start = _last(text, _AT_THE_END, text.rfind("@"))
    if start < 0:
        start = _last(text, _ENTRY_OPENED)
        parser = Parser(text[start:], strings())
        if start < 0 or next(parser.commands()).before or not parser.is_cut:
            return 0
    return text.count("\n", 0, start) + 1


def _last(text: str, what: re.Pattern[str], lowest: int = 0) -> int:
    """Where the last line begins that opens with such an `@`; below 0 without one."""
    place = len(text)
    while (place := text.rfind("@", max(lowest, 0), place)) >= 0:
        begin = place
        while text[begin - 1 : begin] in (" ", "\t"):
            begin -= 1
        if text[begin - 1 : begin] in ("", "\n") and what.match(text, place):
            return begin
    return -1


class _UnclosedError(PybtexSyntaxError):  # type: ignore[misc]  # pybtex ships no types
    """A brace or quote is open where the text ends."""


class Parser(LowLevelParser):  # type: ignore[misc]  # pybtex ships no types
    """pybtex's parser, one command at a time; its faults are kept instead of raised.

    Args:
        text: of a file.
        known: its `@string`s.
        start, line: where reading begins, behind another command.
    """

    pos: int
    lineno: int
    current_field_name: str | None
    current_entry_key: str | None

    def __init__(self, text: str, known: Any, start: int = 0, line: int = 1) -> None:
        super().__init__(text, macros=known)
        self.pos, self.lineno = start, line
        self.faults: list[Fault] = []
        self.fields: list[tuple[str, str, int]] = []
        self.unclosed = 0
        self.is_cut = False
        self.following = -1

    def commands(self) -> Iterator[Command]:
        """The commands from there on; the last has no kind and holds what stands behind them."""
        end, end_line, strays = self.pos, self.lineno, 0
        while (start := self.text.find("@", self.pos)) >= 0:
            self.lineno += self.text.count("\n", self.pos, start)
            if whole := self._plain(start, end, end_line):
                yield whole
                end, end_line, strays = self.pos, self.lineno, 0
                continue
            self.command_start, self.pos = start, start + 1
            line, self.faults, self.fields = self.lineno, [], []
            kind = self._command(line)
            strays, stray = strays + 1, self._is_stray()
            if kind == "comment" or (stray and strays > 1):
                continue
            strays = strays if stray else 0
            yield self._read(kind, line, self.text[end:start], end_line)
            if any(fault.code == BROKEN for fault in self.faults):
                self._recover(line)
            if not stray:
                end, end_line = self.pos, self.lineno
        yield Command(line=end_line, before=self.text[end:], before_line=end_line)

    def _plain(self, start: int, end: int, end_line: int) -> Command | None:
        """An entry that needs no parser, `end` being that of the command before it."""
        read = plain_entry(self.text, start, self.lineno, self.macros)
        if read is None:
            return None
        line, self.pos, self.lineno = self.lineno, read.end, read.end_line
        return plain_command(read, line, self.text[end:start], end_line)

    def _read(self, kind: str, line: int, before: str, before_line: int) -> Command:
        """The command that pybtex has read."""
        is_entry = kind not in ("string", "preamble")
        key = (self.current_entry_key or "") if is_entry else ""
        body = self.text[self.command_start : self.command_start + 60].partition("{")[2]
        return Command(
            kind=kind or self._kind() if is_entry else kind,
            key=key,
            fields=tuple(self.fields) if is_entry else (),
            line=line,
            faults=tuple(self.faults),
            before=before,
            before_line=before_line,
            begins="" if key else body.partition("\n")[0].strip(),
        )

    def _command(self, line: int) -> str:
        """Read one command; returns its kind, empty if that could not be read."""
        kind = ""
        self.current_entry_key = None
        try:
            kind = str(self.parse_command()[0]).lower()
            if not self.faults or self._takes_next(kind):
                self.faults = self._overlooked(kind, line)
        except SkipEntry:
            return "comment"
        except PybtexSyntaxError as error:
            self.handle_error(error)
            opened = _ENTRY_OPENED.match(self.text, self.command_start)
            if not opened and not is_known(self._kind()):
                self.faults = [self._at_start(STRAY, line)]
        return kind

    def _takes_next(self, kind: str) -> bool:
        """True if the beginning of the next entry was read as kind or key."""
        return "@" in kind or (self.current_entry_key or "").startswith("@")

    def _is_stray(self) -> bool:
        return any(fault.code == STRAY for fault in self.faults)

    def _kind(self) -> str:
        found = _KIND.match(self.text, self.command_start, self.command_start + 80)
        return found[1].lower() if found else ""

    def handle_error(self, error: PybtexSyntaxError) -> None:
        """Keep a fault."""
        self.is_cut |= isinstance(error, (PrematureEOF, _UnclosedError))
        code = NO_STRING if isinstance(error, UndefinedMacro) else BROKEN
        self._fault(code, str(error.args[0]) if error.args else str(error))

    def _fault(self, code: str, reason: str) -> None:
        column = self._column(self.pos)
        field = str(self.current_field_name or "")
        fault = Fault(code=code, line=self.lineno, column=column, reason=reason, field=field)
        self.faults.append(fault)

    def _overlooked(self, kind: str, line: int) -> list[Fault]:
        """Faults pybtex passes over: the next entry read as a kind or key, an early end."""
        if self._takes_next(kind):
            self.current_entry_key = None
            return [self._at_start(BROKEN, line, "entry key expected")]
        if _FIELDS_FOLLOW.match(self.text, self.pos):
            self.current_field_name = None
            self._fault(BROKEN, "the entry ends before its last field")
        return self.faults

    def _at_start(self, code: str, line: int, reason: str = "") -> Fault:
        """A fault of the whole command."""
        column = self._column(self.command_start)
        return Fault(code=code, line=line, column=column, reason=reason)

    def _column(self, place: int) -> int:
        """The column of a place; 0 far into a line that nobody has written by hand."""
        begin = max(place - _MAX_COLUMN, 0)
        end = self.text.rfind("\n", begin, place)
        return place - end if end >= 0 or not begin else 0

    def _recover(self, line: int) -> None:
        """Go on at the first line below the broken entry's start that opens an entry."""
        following = _ENTRY_START.search(self.text, self.command_start + 1)
        self.pos = following.start() if following else self.end_pos
        self.lineno = line + self.text.count("\n", self.command_start, self.pos)

    # -- what pybtex does otherwise ---------------------------------------------------------

    def parse_entry_body(self, body_end: Any) -> None:
        """Read a key, spaces in it too, and the fields behind it."""
        if _FIELD.match(self.text, self.pos):
            self._fault(NO_KEY, "")
        else:
            end = "}" if body_end is self.RBRACE else ")"
            found = _KEYS[end].match(self.text, self.pos)
            if found:
                self.update_lineno(found[0])
                self.pos, self.current_entry_key = found.end(), found[1]
            else:
                self._fault(NO_KEY, "")
        self.parse_entry_fields()

    def parse_entry_fields(self) -> None:
        """Read fields one by one, each with its line."""
        while True:
            self.current_field_name, self.current_value = None, []
            self.eat_whitespace()
            line = self.lineno
            self.parse_field()
            if self.current_field_name and self.current_value:
                self.fields.append((self.current_field_name, self.current_value[0], line))
            if not self.optional([self.COMMA]):
                return

    def parse_string_body(self, body_end: Any) -> None:  # noqa: ARG002  # pybtex calls it with one
        """Read a `@string`; what comes of doubling it over and over is cut."""
        self.current_field_name = self.required([self.NAME]).value
        self.required([self.EQUALS])
        self.parse_value()
        self.macros[self.current_field_name] = self.current_value[0]

    def parse_value(self) -> None:
        """Read `{a} # "b" # c`, up to `MAX_FIELD` characters if it is made of parts."""
        parts = [self.parse_value_part()]
        length = len(parts[0])
        while self.optional([self.HASH]):
            part = self.parse_value_part()
            if length <= MAX_FIELD:
                parts.append(part)
            length += len(part)
        if len(parts) > 1 and length > MAX_FIELD:
            self._fault(TOO_LONG, "")
        self.current_value = ["".join(parts) if length <= MAX_FIELD else "".join(parts)[:length]]

    def parse_value_part(self) -> str:
        """Read a text in braces or quotes, a number or the name of a `@string`."""
        token: Token = self.required(
            [self.QUOTE, self.LBRACE, self.NUMBER, self.NAME], description="field value"
        )
        if token.pattern is self.LBRACE:
            return self._up_to("}")
        if token.pattern is self.QUOTE:
            return self._up_to('"')
        number = token.pattern is self.NUMBER
        return str(token.value if number else self.substitute_macro(token.value))

    def _up_to(self, end: str) -> str:
        """The text up to the brace or quote that ends it, inner braces in pairs."""
        depth, start = 0, self.pos
        limit = self._next_whole(start)
        if self.unclosed >= _MAX_UNCLOSED and (next_one := _ENTRY_START.search(self.text, start)):
            limit = next_one.start()
        signs = _BRACES if end == "}" else _BRACES_QUOTE
        for found in signs.finditer(self.text, start, limit):
            sign = found[0]
            if sign == end and not depth:
                self.pos = found.end()
                value = self.text[start : found.start()]
                self.update_lineno(value)
                return str(value)
            if sign == "}" and not depth:
                self.update_lineno(self.text[start : found.start()])
                self.pos = found.start()
                raise PybtexSyntaxError("a brace is closed that was not opened", self)
            depth += (sign == "{") - (sign == "}")
        self.unclosed += 1
        self.pos = start - 1
        raise _UnclosedError(f"what opens here is not closed by `{end}`", self)

    def _next_whole(self, start: int) -> int:
        """Where the next line begins that opens an entry; the end of the file without one."""
        if self.following < start:
            found = WHOLE_START.search(self.text, start)
            self.following = found.start() if found else self.end_pos
        return self.following
