"""Bibliographies on a disk → their texts, whatever their encoding; what is missing is a finding."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from refctx.model import Finding, Place
from refctx.nouns import dataclass

# How files of other kinds begin, in lower case.
_OTHERS = {
    b"%pdf-": "a PDF",
    b"<!doctype html": "an HTML page",
    b"<html": "an HTML page",
    b"pk\x03\x04": "a ZIP archive",
}
# The longer marks first: one begins like the other.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# No text has them: controls but tab and line feed, and what Unicode keeps for itself.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")
_WINDOWS = {
    chr(code): bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
} | {"\x0b": " ", "\x0c": " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A bibliography as text.

    Attributes:
        path: the file.
        name: as a maintainer names it.
        text: all of it, lines ending in line feeds alone; empty if it cannot be read.
        findings: about the file itself.
        encoding: in which it is written.
        line_end: of most of its lines.
        is_read: false for a file that is missing, is no BibTeX or must not be read.
    """

    path: Path
    name: str
    text: str
    findings: tuple[Finding, ...] = ()
    encoding: str = "utf-8"
    line_end: str = "\n"
    is_read: bool = True


def encoded(source: Source, text: str) -> bytes:
    """Another text as the file would hold it: encoding, mark and line ends are kept."""
    return text.replace("\n", source.line_end).encode(source.encoding)


# File → what it was when it was read, and its text.
Known = dict[Path, tuple[tuple[int, ...], Source]]


def sources(
    paths: Iterable[Path], root: Path, *, confined: bool = False, known: Known | None = None
) -> tuple[Source, ...]:
    """Read bibliographies.

    Args:
        paths: `.bib` files, or folders of them (read by name). A missing one is a finding.
        root: the folder that messages name files relative to.
        confined: true to read nothing that lies outside of that folder.
        known: files that were read before; one that has not been written since is not read again.
    """
    return tuple(_sources(paths, root, confined, {} if known is None else known))


def _sources(paths: Iterable[Path], root: Path, confined: bool, known: Known) -> Iterator[Source]:
    seen: set[Path] = set()
    for path in paths:
        if confined and not is_within(path, root):
            yield _outside(path, root)
            continue
        found = sorted(path.glob("*.bib")) if path.is_dir() else [path]
        if not found or not found[0].is_file():
            what = "holds no .bib file" if path.is_dir() else "was not found"
            message = f"the bibliography {what}. Check `bibliography:` in mkdocs.yml."
            yield _without_text(path, _name(path, root), message)
            continue
        for file in found:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                allowed = not confined or is_within(file, root)
                yield _known(file, root, known) if allowed else _outside(file, root)


def _known(path: Path, root: Path, known: Known) -> Source:
    try:
        status = path.stat()
    except OSError:
        return _read(path, _name(path, root))
    state = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
    if path not in known or known[path][0] != state:
        known[path] = state, _read(path, _name(path, root))
    return known[path][1]


def is_within(path: Path, root: Path) -> bool:
    """True if a path lies in a folder, symbolic links followed."""
    return path.resolve().is_relative_to(root.resolve())


def _outside(path: Path, root: Path) -> Source:
    message = (
        "this leads out of the folder of mkdocs.yml and is not read: what a site prints has to "
        "lie within its project. Copy the file there."
    )
    name = Path(os.path.relpath(path, root)).as_posix()
    return _without_text(path, name, message, "outside-project")


def _name(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _without_text(
    path: Path, name: str, message: str, code: str = "missing-bibliography"
) -> Source:
    finding = Finding(code, Place(name), message)
    return Source(path=path, name=name, text="", findings=(finding,), is_read=False)


def _read(path: Path, name: str) -> Source:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the bibliography could not be read ({error.strerror})."
        return _without_text(path, name, message)
    begins = data[:20].lower()
    if kind := next((kind for start, kind in _OTHERS.items() if begins.startswith(start)), ""):
        return _without_text(path, name, f"this is {kind}, not BibTeX. Export it as BibTeX.")
    encoding, findings = _encoding(data, name)
    raw = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    text, further = _cleaned(raw.replace("\r\n", "\n").replace("\r", "\n"), name)
    ends = {end: raw.count(end) for end in ("\n", "\r\n", "\r")}
    windows = ends["\r\n"] > 0.5 * ends["\n"]
    return Source(
        path=path,
        name=name,
        text=text,
        findings=(*findings, *further),
        encoding=encoding,
        line_end="\r\n" if windows else "\r" if ends["\r"] > ends["\n"] else "\n",
    )


def _encoding(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The encoding of a file, and a finding if it is not UTF-8."""
    if encoding := _wide(data):
        message = f"the file is {encoding.upper()}, and read as that. Save it as UTF-8."
        return encoding, (Finding("not-utf8", Place(name, 1), message),)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"byte 0x{data[error.start]:02x} is not UTF-8; the file is read as Windows-1252. "
            "Save it as UTF-8."
        )
        return "cp1252", (Finding("not-utf8", Place(name, line), message),)
    return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8", ()


def _wide(data: bytes) -> str:
    """The encoding of a file that takes two or four bytes to a letter; empty for others."""
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    if marked:
        return marked
    # Without a mark: in Latin text every other byte is nothing.
    start = data[:1000]
    half = len(start) // 2
    zeros = start[1::2].count(0), start[::2].count(0)
    if half < 4 or max(zeros) < 0.7 * half or min(zeros) > 0.1 * half:
        return ""
    return "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"


def _cleaned(text: str, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The text without control characters; those that Windows-1252 has letters for are these."""
    first = _CONTROL.search(text)
    if first is None:
        return text, ()
    line = text.count("\n", 0, first.start()) + 1
    place = Place(name, line, first.start() - text.rfind("\n", 0, first.start()))
    count = len(_CONTROL.findall(text))
    more = f", and {count - 1} more follow" if count > 1 else ""
    message = (
        f"U+{ord(first[0]):04X} stands here{more}. No text has such characters; they are left out, "
        "or read as the letters of Windows-1252. Take them out."
    )
    clean = _CONTROL.sub(lambda found: _WINDOWS.get(found[0], ""), text)
    return clean, (Finding("control-character", place, message),)
