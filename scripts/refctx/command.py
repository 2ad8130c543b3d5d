"""A command of a `.bib` file, what is wrong in it, and the `@string`s that it may name."""

from __future__ import annotations

from refctx.nouns import dataclass
from refctx.plain import Plain

_MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May",
    "jun": "June", "jul": "July", "aug": "August", "sep": "September", "oct": "October",
    "nov": "November", "dec": "December",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in a command.

    Attributes:
        code: of the finding.
        line, column: where, from 1.
        reason: in the parser's words, or the name that is not known.
        field: the field that was being read; empty outside of one.
    """

    code: str
    line: int
    column: int
    reason: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`@kind{key, name = value, …}`.

    Attributes:
        kind: in lower case; empty where it could not be read.
        key: empty for `@string`, `@preamble` and what has none.
        fields: (name, value, line) in order.
        line: on which it starts.
        faults: what is wrong in it.
        before: the text between the last command and this one, or behind the last.
        before_line: on which that starts.
        begins: the first characters of its body, to know it by if it has no key; else empty.
    """

    kind: str = ""
    key: str = ""
    fields: tuple[tuple[str, str, int], ...] = ()
    line: int
    faults: tuple[Fault, ...] = ()
    before: str
    before_line: int
    begins: str = ""


class Strings(dict[str, str]):
    """`@string`s by their names, in whatever case these are written."""

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())


def strings() -> Strings:
    """The `@string`s that every file knows, the months; files read in a row add theirs."""
    return Strings(_MONTHS)


def plain_command(read: Plain, line: int, before: str, before_line: int) -> Command:
    """An entry that needs no parser, as a command."""
    return Command(
        kind=read.kind,
        key=read.key,
        fields=read.fields,
        line=line,
        before=before,
        before_line=before_line,
    )
