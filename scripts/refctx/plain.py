"""An entry that is written as most are → its fields, by one pattern for each.

`@kind{key, name = {value}, …}` with braces that pair, up to three deep, and no `@` in a value. What
is written in another way, or is broken, is left to `commands`, which reads the same of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_HEAD = re.compile(r"@\s*([A-Za-z]+)\s*\{\s*([^\s,={}@]+)\s*,")
_TWO_DEEP = r"\{(?:[^{}@]++|\{[^{}@]*+\})*+\}"
_FIELD = re.compile(
    r"\s*([A-Za-z][A-Za-z0-9_:+./-]*)\s*=\s*"
    rf'(\{{(?:[^{{}}@]++|{_TWO_DEEP})*+\}}|"(?:[^"{{}}@]++|{_TWO_DEEP})*+"'
    r"|[0-9]+|[A-Za-z][A-Za-z0-9_-]*)"
    r"\s*(,|(?=\}))"
)
# A comma behind the end says that this was none.
_END = re.compile(r"\s*\}(?!\s*,)")
_NO_ENTRIES = frozenset(("string", "preamble", "comment"))


class Plain(NamedTuple):
    """An entry: its kind in lower case, its fields as (name, value, line), and where it ends."""

    kind: str
    key: str
    fields: tuple[tuple[str, str, int], ...]
    end: int
    end_line: int


def plain_entry(text: str, start: int, line: int, known: Mapping[str, str]) -> Plain | None:
    """Read the entry that starts at an `@`.

    Args:
        text: of a file.
        start, line: where.
        known: the `@string`s.

    Returns:
        None for what is not written plainly.
    """
    head = _HEAD.match(text, start)
    if head is None or head[1].lower() in _NO_ENTRIES:
        return None
    fields = []
    end, counted = head.end(), start
    while found := _FIELD.match(text, end):
        name, value, comma = found.groups()
        begin, end = found.start(1), found.end()
        line, counted = line + text.count("\n", counted, begin), begin
        if value[0] in '{"':
            value = value[1:-1]
        elif value[0].isalpha():
            if value not in known:
                return None
            value = known[value]
        fields.append((name, value, line))
        if not comma:
            break
    close = _END.match(text, end)
    if close is None:
        return None
    line += text.count("\n", counted, close.end())
    return Plain(head[1].lower(), head[2], tuple(fields), close.end(), line)
