"""`.bib` files → Library, with the file and line of every entry and field.

Nothing is lost: a broken entry keeps the fields that could be read and costs no other entry
anything, and whatever is left out is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from refctx.command import Command, Fault, Strings, strings
from refctx.commands import commands
from refctx.entries import MAX_FIELD, aliases_in, finished, raw_entry
from refctx.inherit import inherit
from refctx.model import Entry, Finding, Library, Place, Rule
from refctx.policy import comments
from refctx.sources import Source, sources

_WITHOUT_AT = re.compile(
    r"^[ \t]*(?P<kind>[A-Za-z]+)[ \t]*\{[ \t]*(?P<key>[^\s,={}]+)[ \t]*,\s*[A-Za-z][\w-]*\s*=",
    re.MULTILINE,
)


def load(paths: Iterable[Path], root: Path) -> Library:
    """Read bibliographies into one library, see `sources` and `library`."""
    return library(sources(paths, root))


def library(texts: Iterable[Source]) -> Library:
    """The entries of bibliographies.

    Returns:
        The entries in file order; of entries with the same key the first is kept.
    """
    entries: dict[str, Entry] = {}
    anchors: dict[str, Entry] = {}
    findings: list[Finding] = []
    rules: list[Rule] = []
    known = strings()
    for source in texts:
        findings += source.findings
        for entry in _entries(source, known, findings, rules):
            first = entries.setdefault(entry.key, entry)
            namesake = anchors.setdefault(entry.anchor, entry)
            if first is not entry:
                findings.append(_duplicate(entry, first))
            elif namesake is not entry:
                findings.append(_same_anchor(entry, namesake))
    aliases, taken = aliases_in(entries)
    whole, found = inherit(entries, aliases)
    finished_ones = {key: finished(entry) for key, entry in whole.items()}
    names = {name: key for name, key in aliases.items() if key in finished_ones}
    return Library(
        MappingProxyType(finished_ones),
        (*findings, *taken, *found),
        MappingProxyType(names),
        tuple(rules),
    )


def _duplicate(entry: Entry, first: Entry) -> Finding:
    message = (
        f"`{entry.key}` is defined a second time; the entry at {first.place} is used. "
        "Remove one of the two, or give this one a key of its own."
    )
    return Finding("duplicate-key", entry.place, message, entry.key)


def _same_anchor(entry: Entry, first: Entry) -> Finding:
    message = (
        f"`{entry.key}` differs from `{first.key}` at {first.place} in case only, and both would "
        f"stand at `#{entry.anchor}`. Give this one another key."
    )
    return Finding("same-anchor", entry.place, message, entry.key)


def _entries(
    source: Source, known: Strings, findings: list[Finding], rules: list[Rule]
) -> Iterator[Entry]:
    """The entries of a file; faults go to `findings`, what comments say of them to `rules`."""
    for command in commands(source.text, known):
        place = Place(source.name, command.line)
        before = Place(source.name, command.before_line)
        findings += _lost(command.before, before)
        _note(comments(command.before, before, command.key), findings, rules)
        findings += [_fault(command, fault, source.name) for fault in command.faults]
        if command.key:
            yield raw_entry(command.key, command.kind or "misc", command.fields, place, findings)


def _note(said: Iterable[Rule | Finding], findings: list[Finding], rules: list[Rule]) -> None:
    for one in said:
        if isinstance(one, Rule):
            rules.append(one)
        else:
            findings.append(one)


def _lost(text: str, place: Place) -> Iterator[Finding]:
    """Entries without their `@` in the text between two others."""
    if "=" not in text:
        return
    for found in _WITHOUT_AT.finditer(text):
        line = place.line + text.count("\n", 0, found.start("kind"))
        message = (
            f"`{found['kind']}{{{found['key']},` looks like an entry and is not read. "
            "Write an `@` before it."
        )
        yield Finding("stray-text", Place(place.path, line), message, found["key"])


def _fault(command: Command, fault: Fault, name: str) -> Finding:
    place = Place(name, fault.line, fault.column)
    return Finding(fault.code, place, _said_of(command, fault), command.key)


def _said_of(command: Command, fault: Fault) -> str:
    what = f"the entry `{command.key}`" if command.key else f"the `@{command.kind}`"
    starts = f" that starts on line {command.line}" if command.line != fault.line else ""
    if fault.code == "stray-text":
        return (
            f"`@{command.kind}` opens no entry: a brace was expected behind it. "
            "Complete it, or write the sign in another way."
        )
    if fault.code == "missing-key":
        return (
            f"an entry has no key (`@{command.kind}{{{command.begins} …`), so nothing can cite it "
            f"and it is left out. Write one behind the brace: `@{command.kind}{{name2020,`."
        )
    if fault.code == "unknown-string":
        return f"`{fault.reason}` is not a known @string; write the value in braces."
    if fault.code == "long-field":
        return (
            f"{what}{starts} has a value of more than {MAX_FIELD} characters; the rest is left out."
        )
    if fault.field.startswith("@"):
        return (
            f"{what}{starts} has no closing brace before the next one, which starts here. "
            "Close it; what it holds is kept, other entries are not touched."
        )
    last = f" in its field `{fault.field}`" if fault.field else ""
    return (
        f"{what}{starts} is broken{last}: {fault.reason}. Look for a brace, quote or comma "
        "missing or too many; what stands before this point is kept, other entries are not touched."
    )
