"""How entries are written: what reads the same in another form, and can be put right by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from refctx.formats.bibtex import place_of
from refctx.layout import LaidEntry, LaidField, laid_out
from refctx.links import bare_doi
from refctx.model import Finding, Place
from refctx.nouns import dataclass, replace
from refctx.sources import Source

_FIX = "`refctx check --fix` mends it."
_PAGE = r"(?P<{0}>[A-Za-z]?\d+|[ivxlcdm]+)"
_DASH = r"\s*(?:-{1,3}|[‐‑‒–—−]|\\textendash(?:\{\}|\s)|\\textemdash(?:\{\}|\s))\s*"
_RANGE = re.compile(rf"\s*{_PAGE.format('first')}{_DASH}{_PAGE.format('last')}\s*")
_INDENT = re.compile(r"\n {1,8}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding about the form of an entry, and what mends it."""

    finding: Finding
    mend: Callable[[LaidEntry], LaidEntry]


def form_findings(source: Source) -> list[Finding]:
    """What could be written better in a file; what cannot be scanned is passed over."""
    entries = (piece for piece in laid_out(source.text) if isinstance(piece, LaidEntry))
    return [fault.finding for entry in entries for fault in faults(entry, source.name)]


def faults(entry: LaidEntry, path: str) -> Iterator[Fault]:
    """The faults of an entry, in the order in which they can be mended."""
    for place, field in enumerate(entry.fields):
        for code, value, said in _values(field):
            where = Place(path, entry.line_of(place))
            yield Fault(Finding(code, where, f"{said} {_FIX}", entry.key), _put(place, value))
    if (moved := _misplaced(entry)) is not None:
        name, before = moved
        where = Place(path, entry.line_of([f.name for f in entry.fields].index(name)))
        message = f"`{name}` of `{entry.key}` is mostly written before `{before}`. {_FIX}"
        yield Fault(Finding("field-order", where, message, entry.key), _ordered)
    if said := _loose(entry):
        message = f"`{entry.key}` {said}. {_FIX}"
        yield Fault(Finding("spacing", Place(path, entry.line), message, entry.key), _spaced)


def _values(field: LaidField) -> Iterator[tuple[str, str, str]]:
    """(code, better value, what is said) of a field."""
    name = field.name.lower()
    inside = _inside(field.value) if name in ("doi", "pages") else ""
    if name == "doi" and (bare := bare_doi(inside)) and bare != inside.strip():
        message = f"`{inside}` is a DOI with its resolver; `{bare}` alone is expected."
        yield "doi-form", _delimited(field.value, bare), message
    elif name == "pages" and (dashed := _dashed(inside)) != inside:
        message = f"`{inside}` holds a range; `{dashed}` is expected."
        yield "page-dash", _delimited(field.value, dashed), message


def _inside(value: str) -> str:
    """A value without its delimiters; empty if it is put together from parts."""
    pairs = {"{": "}", '"': '"'}
    inner = value[1:-1]
    whole = pairs.get(value[:1]) == value[-1:] and not re.search(r"[{}\"#]", inner)
    return inner if whole else ""


def _delimited(value: str, inside: str) -> str:
    return value[0] + inside + value[-1]


def _dashed(pages: str) -> str:
    """The pages with two hyphens in what is clearly a range."""
    parts = re.split(r"([,;])", pages)
    return "".join(_range(part) for part in parts)


def _range(part: str) -> str:
    found = _RANGE.fullmatch(part)
    if not found or not _is_range(found["first"], found["last"]):
        return part
    before, behind = part[: found.start("first")], part[found.end("last") :]
    return f"{before}{found['first']}--{found['last']}{behind}"


def _is_range(first: str, last: str) -> bool:
    """True for `1`, `10` and `123`, `5`, `S1`, `S9`, `iv`, `xi`; not for `10`, `2` or `A`, `12`."""
    letter = first[0] if first[0].isalpha() and first[-1].isdigit() else ""
    if first.isalpha() or last.isalpha():
        return first.isalpha() and last.isalpha()
    begin, end = first.removeprefix(letter), last.removeprefix(letter)
    if not begin.isdecimal() or not end.isdecimal():
        return False
    whole = begin[: -len(end)] + end if len(end) < len(begin) else end
    return int(begin) < int(whole)


def _put(place: int, value: str) -> Callable[[LaidEntry], LaidEntry]:
    def mend(entry: LaidEntry) -> LaidEntry:
        fields = list(entry.fields)
        fields[place] = replace(fields[place], value=value)
        return replace(entry, fields=tuple(fields))

    return mend


def _in_order(entry: LaidEntry) -> list[LaidField]:
    return sorted(entry.fields, key=lambda field: place_of(field.name.lower()))


def _misplaced(entry: LaidEntry) -> tuple[str, str] | None:
    """(field, the one before which it belongs) of the first that stands too late."""
    places = [place_of(field.name.lower()) for field in entry.fields]
    if places == sorted(places):
        return None
    for stands, belongs in zip(entry.fields, _in_order(entry), strict=True):
        if stands.name != belongs.name:
            return belongs.name, stands.name
    return None


def _ordered(entry: LaidEntry) -> LaidEntry:
    """The fields in order; white space and commas stay where they are."""
    fields = (
        replace(stands, name=belongs.name, equals=belongs.equals, value=belongs.value)
        for stands, belongs in zip(entry.fields, _in_order(entry), strict=True)
    )
    return replace(entry, fields=tuple(fields))


def _loose(entry: LaidEntry) -> str:
    """What is odd about the layout; empty for one field to a line, all indented alike."""
    indents = {field.before for field in entry.fields}
    if len(indents) > 1 or not _INDENT.fullmatch(next(iter(indents))):
        return "has fields that do not stand one to a line, indented alike by spaces"
    if not entry.tail.startswith("\n") or entry.tail.strip(" \n") or entry.tail.count("\n") > 1:
        return "is not closed on a line of its own"
    if any(field.comma not in (",", "") for field in entry.fields) or entry.comma != ",":
        return "has white space before a comma"
    return "" if _is_aligned(entry) else "has equals signs with no space or too much around them"


def _is_aligned(entry: LaidEntry) -> bool:
    """True if each `=` has one space on both sides, or all stand in one column."""
    if all(field.equals == " = " for field in entry.fields):
        return True
    columns = {len(field.name) + len(field.equals.partition("=")[0]) for field in entry.fields}
    behind = {field.equals.partition("=")[2] for field in entry.fields}
    before = (field.equals.partition("=")[0].strip(" ") for field in entry.fields)
    return len(columns) == 1 and behind == {" "} and not any(before)


def _spaced(entry: LaidEntry) -> LaidEntry:
    aligned = _is_aligned(entry)
    fields = tuple(
        replace(f, before="\n  ", equals=f.equals if aligned else " = ", comma=",")
        for f in entry.fields
    )
    head = re.sub(r"\s", "", entry.head)
    return replace(entry, head=head, comma=",", fields=fields, tail="\n")
