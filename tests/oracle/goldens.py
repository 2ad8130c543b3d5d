"""What the reference prints of the project's own entries and groups, kept in files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml_text import parse

from oracle.citeproc import STYLES, Answers
from oracle.compare import text
from oracle.corpus import HERE, Document, File

EXPECTED = HERE / "expected"
DIFFERENCES = HERE / "differences.yml"
CITATIONS = "citations"
# How much of the entries and of the groups must equal a reference processor; an accepted
# difference does not count as equal.
BARS = {"apa": (98, 98), "ieee": (95, 95), "chicago-author-date": (95, 95)}


@dataclass(frozen=True)
class Difference:
    """A case that refctx prints otherwise on purpose.

    Attributes:
        name: the entry's key, or (document, group as written).
        styles: in which it does.
        ours: what refctx prints.
        why: the rule of the style's guide, or the fault of the reference.
    """

    name: str | tuple[str, str]
    styles: Sequence[str]
    ours: str
    why: str


def write(
    answers: Answers,
    second: Mapping[tuple[str, str], Sequence[str]],
    files: Sequence[File],
    documents: Sequence[Document],
) -> Iterator[Path]:
    """Write the expected texts of the project's own files and of the documents.

    Args:
        answers: of citeproc-js, repaired.
        second: pandoc's of the documents, empty without it.
        files, documents: all that were asked for.
    """
    EXPECTED.mkdir(exist_ok=True)
    for file in [file for file in files if file.own]:
        printed = {style: answers.entries[style, file.name] for style in STYLES}
        cases = {
            key: {style: text(printed[style][key]) for style in STYLES}
            for key in printed[STYLES[0]]
        }
        yield _put(file.name, cases)
    yield _put(CITATIONS, {doc.name: _groups(answers, second, doc) for doc in documents})


def expected(name: str) -> dict[str, Any]:
    """What was written for a file, key → style → text, or `citations`, document → group → ….

    A text is a list where pandoc's differs from that of citeproc-js, which comes first.
    """
    found: dict[str, Any] = _read(EXPECTED / f"{name}.yml")
    return found


def differences() -> list[Difference]:
    """The accepted differences."""
    return [
        Difference(
            name=each["key"] if "key" in each else (each["document"], each["group"]),
            styles=[each["style"]] if "style" in each else each["styles"],
            ours=each["ours"],
            why=each["why"],
        )
        for each in _read(DIFFERENCES) or ()
    ]


def _groups(
    answers: Answers, second: Mapping[tuple[str, str], Sequence[str]], document: Document
) -> dict[str, dict[str, Any]]:
    """Group as written → style → text; a group that is written twice is one case."""

    def texts(style: str, place: int) -> str | list[str]:
        both = [made[style, document.name][place] for made in (answers.groups, second) if made]
        different = list(dict.fromkeys(map(text, both)))
        return different if len(different) > 1 else different[0]

    return {
        group: {style: texts(style, place) for style in STYLES}
        for place, group in enumerate(document.groups)
    }


def _read(path: Path) -> Any:
    return parse(path.read_text(encoding="utf-8"))


def _put(name: str, cases: Mapping[str, Any]) -> Path:
    path = EXPECTED / f"{name}.yml"
    dumped = yaml.safe_dump(cases, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(dumped, encoding="utf-8")
    return path
