"""`.bib` files → Library, with the file and line of every entry.

The only room that knows pybtex. Its low-level parser keeps the line but stops at the first
fault, so entries are read one at a time and reading goes on at the next `@` that opens one:
a broken entry keeps the fields that could be read and costs no other entry anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser, SkipEntry, UndefinedMacro, month_names
from pybtex.scanner import PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from refctx.entries import aliases_in, finished, raw_entry
from refctx.inherit import inherit
from refctx.model import Entry, Finding, Library, Place

_FIELDS_FOLLOW = re.compile(r"\s*,")
_ENTRY_START = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)


def load(paths: Iterable[Path], root: Path) -> Library:
    """Read bibliographies into one library.

    Args:
        paths: `.bib` files, or folders of them (read by name). A missing one is a finding.
        root: the folder that messages name files relative to.

    Returns:
        The entries in file order; of entries with the same key the first is kept.
    """
    entries: dict[str, Entry] = {}
    anchors: dict[str, Entry] = {}
    findings: list[Finding] = []
    macros = CaseInsensitiveDict(month_names)
    for path in _files(paths, root, findings):
        for entry in _read_file(path, root, macros, findings):
            first = entries.setdefault(entry.key, entry)
            namesake = anchors.setdefault(entry.anchor, entry)
            if first is not entry:
                findings.append(_duplicate(entry, first))
            elif namesake is not entry:
                findings.append(_same_anchor(entry, namesake))
    aliases, taken = aliases_in(entries)
    whole, found = inherit(entries, aliases)
    library = {key: finished(entry) for key, entry in whole.items()}
    names = {name: key for name, key in aliases.items() if key in library}
    return Library(MappingProxyType(library), (*findings, *taken, *found), MappingProxyType(names))


def _duplicate(entry: Entry, first: Entry) -> Finding:
    message = (
        f"`{entry.key}` is defined a second time; the entry at {first.place} is used. "
        "Remove one of the two, or give this one a key of its own."
    )
    return Finding("duplicate-key", entry.place, message)


def _same_anchor(entry: Entry, first: Entry) -> Finding:
    message = (
        f"`{entry.key}` differs from `{first.key}` at {first.place} in case only, and both would "
        f"stand at `#{entry.anchor}`. Give this one another key."
    )
    return Finding("duplicate-key", entry.place, message)


def _name(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _files(paths: Iterable[Path], root: Path, findings: list[Finding]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        found = sorted(path.glob("*.bib")) if path.is_dir() else [path]
        if not found or not found[0].is_file():
            what = "holds no .bib file" if path.is_dir() else "was not found"
            message = f"the bibliography {what}. Check `bibliography:` in mkdocs.yml."
            findings.append(Finding("missing-bibliography", Place(_name(path, root)), message))
            continue
        for file in found:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _text_of(path: Path, place: str, findings: list[Finding]) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the bibliography could not be read ({error.strerror})."
        findings.append(Finding("missing-bibliography", Place(place), message))
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"byte 0x{data[error.start]:02x} is not UTF-8; the file is read as Windows-1252. "
            "Save it as UTF-8."
        )
        findings.append(Finding("not-utf8", Place(place, line), message))
        return data.decode("cp1252", errors="replace")


class _Parser(LowLevelParser):  # type: ignore[misc]  # pybtex ships no types
    """pybtex's parser, one command at a time; its faults are kept instead of raised."""

    pos: int
    lineno: int

    def __init__(self, text: str, macros: Any) -> None:
        super().__init__(text, macros=macros)
        self.faults: list[PybtexSyntaxError] = []

    def handle_error(self, error: PybtexSyntaxError) -> None:
        self.faults.append(error)

    def commands(self) -> Iterator[tuple[str, int, list[PybtexSyntaxError]]]:
        """Yield (command, line, faults); key and fields are on the parser meanwhile."""
        while self.skip_to([self.AT]):
            self.command_start = self.pos - 1
            line, self.faults = self.lineno, []
            self.current_entry_key = None
            name = ""
            try:
                name = str(self.parse_command()[0]).lower()
                self.faults += [] if self.faults else self._overlooked(name)
            except SkipEntry:
                continue
            except PybtexSyntaxError as error:
                self.faults.append(error)
            yield name, line, self.faults
            if any(not isinstance(fault, UndefinedMacro) for fault in self.faults):
                self._recover()

    def _overlooked(self, name: str) -> list[PybtexSyntaxError]:
        """Faults pybtex passes over: the next entry read as a kind or key, an early end."""
        if "@" in name or (self.current_entry_key or "").startswith("@"):
            self.current_entry_key = None
            return [PybtexSyntaxError("entry key expected", self)]
        if _FIELDS_FOLLOW.match(self.text, self.pos):
            return [PybtexSyntaxError("the entry ends before its last field", self)]
        return []

    def _recover(self) -> None:
        """Go on at the first line below the broken entry's start that opens an entry."""
        following = _ENTRY_START.search(self.text, self.command_start + 1)
        self.pos = following.start() if following else self.end_pos
        self.lineno = self.text.count("\n", 0, self.pos) + 1


def _read_file(path: Path, root: Path, macros: Any, findings: list[Finding]) -> Iterator[Entry]:
    name = _name(path, root)
    text = _text_of(path, name, findings).replace("\r\n", "\n").replace("\r", "\n")
    parser = _Parser(text, macros)
    for command, line, faults in parser.commands():
        findings += [_broken(parser, Place(name, line), fault) for fault in faults]
        key = parser.current_entry_key
        if key is None or command in ("string", "preamble"):
            continue
        kind = command or _kind_at(text, parser.command_start)
        pairs = ((field, "".join(parts)) for field, parts in parser.current_fields)
        yield raw_entry(key, kind, pairs, Place(name, line), findings)


def _kind_at(text: str, start: int) -> str:
    found = re.match(r"@[ \t]*([A-Za-z]+)", text[start : start + 80])
    return found[1].lower() if found else "misc"


def _broken(parser: _Parser, place: Place, fault: PybtexSyntaxError) -> Finding:
    key = parser.current_entry_key
    what = f"the entry `{key}`" if key else "the entry that starts here"
    reason = str(fault.args[0]) if fault.args else str(fault)
    where = f"line {fault.lineno}: " if fault.lineno and fault.lineno != place.line else ""
    if isinstance(fault, UndefinedMacro):
        message = f"{where}`{reason}` is not a known @string; write the value in braces."
        return Finding("unknown-string", place, message)
    field = parser.current_field_name
    if field and field.startswith("@"):
        message = (
            f"{what} has no closing brace before line {fault.lineno}, where the next one starts. "
            "Close it; what it holds is kept, other entries are not touched."
        )
        return Finding("broken-entry", place, message)
    last = f" in its field `{field}`" if field else ""
    message = (
        f"{what} is broken{last} ({where}{reason}). Look for a brace, quote or comma missing "
        "or too many above that point; what stands before it is kept, other entries are not "
        "touched."
    )
    return Finding("broken-entry", place, message)
