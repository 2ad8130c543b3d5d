"""The text of a `.bib` file in pieces, each character in one: what `fix` moves about.

Nothing is read here but where things stand. An entry that is not plainly `@kind{key, name = value,
…}`, be it broken or with remarks between its fields, is left in one piece with the text around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refctx.nouns import dataclass

# No value holds a line that begins like this: its end is missing, whatever is closed below.
WHOLE_START = re.compile(
    r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]\s*[^\s,={}]+\s*,\s*[A-Za-z][\w+.:/-]*\s*=", re.MULTILINE
)
_AT = re.compile(r"^[ \t]*@", re.MULTILINE)
_HEAD = re.compile(
    r"(?P<head>@[ \t]*(?P<kind>[A-Za-z]+)\s*(?P<open>[{(])\s*)"
    r"(?P<key>[^\s,={}()\"#%]+)(?P<comma>\s*,)"
)
# A field as most are: one value, in braces up to two deep, that holds no `@`.
_FIELD = re.compile(
    r"(\s*)([A-Za-z][\w+.:/-]*)(\s*=\s*)"
    r'(\{(?:[^{}@]++|\{[^{}@]*+\})*+\}|"[^{}"@]*+"|\d++|[A-Za-z][\w+.:/-]*+)(?!\s*#)(\s*,|)'
)
_NAME = re.compile(r"(?P<before>\s*)(?P<name>[A-Za-z][\w+.:/-]*)(?P<equals>\s*=\s*)")
_PLAIN = re.compile(r"\d+|[A-Za-z][\w+.:/-]*")
_CONCAT = re.compile(r"\s*#\s*")
_COMMA = re.compile(r"\s*,")
_CLOSE = re.compile(r"(?P<tail>\s*)(?P<close>[})])")
_SIGNS = {"{": re.compile(r"[{}]"), '"': re.compile(r'[{}"]')}
_NO_ENTRY = {"string", "preamble", "comment"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidField:
    """A field as it stands: white space, `name`, ` = `, the value with its delimiters, `,`."""

    before: str
    name: str
    equals: str
    value: str
    comma: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidEntry:
    """An entry as it stands.

    Attributes:
        line: on which it starts.
        head: up to the key, `@book{`.
        key: as written.
        comma: behind the key, with white space before it.
        fields: in the order written.
        tail: white space before the closing brace.
        close: that brace.
    """

    line: int
    head: str
    key: str
    comma: str
    fields: tuple[LaidField, ...]
    tail: str
    close: str

    def __str__(self) -> str:
        fields = "".join(
            f"{one.before}{one.name}{one.equals}{one.value}{one.comma}" for one in self.fields
        )
        return f"{self.head}{self.key}{self.comma}{fields}{self.tail}{self.close}"

    def line_of(self, place: int) -> int:
        """The line of the field at that place."""
        above = self.head + self.key + self.comma
        above += "".join(
            f"{one.before}{one.name}{one.equals}{one.value}{one.comma}"
            for one in self.fields[:place]
        )
        return self.line + (above + self.fields[place].before).count("\n")


def laid_out(text: str) -> Iterator[str | LaidEntry]:
    """The pieces of a file; put together they are the text."""
    end, line, line_at = 0, 1, 0
    position = text.find("@")
    while position >= 0:
        line, line_at = line + text.count("\n", line_at, position), position
        read = _entry(text, position, line)
        if read is None:
            position = text.find("@", position + 1)
            continue
        entry, after = read
        if position > end:
            yield text[end:position]
        yield entry
        end = after
        position = text.find("@", after)
    if end < len(text):
        yield text[end:]


def _entry(text: str, start: int, line: int) -> tuple[LaidEntry, int] | None:
    head = _HEAD.match(text, start)
    opens_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    if head is None or head["kind"].lower() in _NO_ENTRY or not opens_line:
        return None
    fields: list[LaidField] = []
    position = head.end()
    while field := _field(text, position):
        fields.append(field[0])
        position = field[1]
        if not field[0].comma:
            break
    close = _CLOSE.match(text, position)
    if close is None or not fields or (close["close"] == "}") != (head["open"] == "{"):
        return None
    entry = LaidEntry(
        line=line,
        head=head["head"],
        key=head["key"],
        comma=head["comma"],
        fields=tuple(fields),
        tail=close["tail"],
        close=close["close"],
    )
    return entry, close.end()


def _field(text: str, start: int) -> tuple[LaidField, int] | None:
    plain = _FIELD.match(text, start)
    if plain is None:
        return _odd_field(text, start)
    before, name, equals, value, comma = plain.groups()
    field = LaidField(before=before, name=name, equals=equals, value=value, comma=comma)
    return field, plain.end()


def _odd_field(text: str, start: int) -> tuple[LaidField, int] | None:
    name = _NAME.match(text, start)
    end = _value(text, name.end()) if name else None
    if name is None or end is None:
        return None
    comma = _COMMA.match(text, end)
    field = LaidField(
        before=name["before"],
        name=name["name"],
        equals=name["equals"],
        value=text[name.end() : end],
        comma=comma[0] if comma else "",
    )
    return field, comma.end() if comma else end


def _value(text: str, start: int) -> int | None:
    """Where `{a} # "b" # c` ends; None if it does not."""
    position: int | None = start
    while position is not None:
        position = _whole_part(text, position)
        more = _CONCAT.match(text, position) if position is not None else None
        if more is None:
            return position
        position = more.end()
    return None


def _whole_part(text: str, start: int) -> int | None:
    end = _part(text, start)
    lines = _AT.finditer(text, start, end) if end else ()
    return None if any(WHOLE_START.match(text, line.start()) for line in lines) else end


def _part(text: str, start: int) -> int | None:
    opener = text[start : start + 1]
    if opener not in _SIGNS:
        plain = _PLAIN.match(text, start)
        return plain.end() if plain else None
    depth = 0
    for found in _SIGNS[opener].finditer(text, start + 1):
        if found[0] == "{":
            depth += 1
        elif depth == 0:
            return found.end() if (found[0] == "}") == (opener == "{") else None
        elif found[0] == "}":
            depth -= 1
    return None
