"""citeproc-js, the processor of Zotero, through `reference.mjs`."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refctx.model import Citation, CitationGroup

from oracle.cache import kept
from oracle.corpus import HERE, File

STYLES = ("apa", "chicago-author-date", "ieee")
_EMPHASIS = re.compile(r"<(/?)em>")


@dataclass(frozen=True)
class Answers:
    """What was printed, and which entries could not be read.

    Attributes:
        entries: (style, file) → key → HTML.
        groups: (style, document) → HTML of each group.
        broken: file → why entries of it are missing.
    """

    entries: Mapping[tuple[str, str], Mapping[str, str]]
    groups: Mapping[tuple[str, str], Sequence[str]]
    broken: Mapping[str, Sequence[str]]


def ask(
    files: Sequence[File], documents: Mapping[str, Sequence[CitationGroup]], csl: Path
) -> dict[str, Answers]:
    """Print entries and documents, `raw` and `repaired`.

    Args:
        files: the bibliographies; documents cite the project's own.
        documents: name → groups.
        csl: the folder with the official styles and locales.
    """
    question = {
        "csl": str(csl.resolve()),
        "styles": STYLES,
        "files": {file.name: str(file.path.resolve()) for file in files},
        "grouped": [file.name for file in files if file.own],
        "documents": {name: [_group(g) for g in groups] for name, groups in documents.items()},
    }
    depends = [file.path for file in files] + [*HERE.glob("*.mjs"), HERE / "package-lock.json"]
    answer = kept(question, [*depends, *csl.glob("*.csl")], lambda: _run(question))
    return {kind: _answers(answer, kind) for kind in ("raw", "repaired")}


def _run(question: object) -> Any:
    done = subprocess.run(
        ["node", str(HERE / "reference.mjs")],
        input=json.dumps(question),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"reference.mjs failed:\n{done.stderr}")
    return json.loads(done.stdout)


def _answers(answer: Any, kind: str) -> Answers:
    styles = answer[kind].items()
    return Answers(
        entries={(s, f): keys for s, made in styles for f, keys in made["entries"].items()},
        groups={(s, d): texts for s, made in styles for d, texts in made["groups"].items()},
        broken={
            file: [f"{each['key']}: {each['why']}" for each in found]
            for file, found in answer["broken"].items()
        },
    )


def _group(group: CitationGroup) -> dict[str, Any]:
    cited = [citation for citation in group.citations if not citation.inner]
    return {"narrative": group.narrative, "items": [_item(citation) for citation in cited]}


def _item(citation: Citation) -> dict[str, Any]:
    """A citation as citeproc-js takes it; it puts no spaces between the parts."""
    item: dict[str, Any] = {"id": citation.key}
    if citation.locator:
        # A hyphen is what makes a range that a style can shorten.
        value = citation.locator.value.replace("–", "-")
        item |= {"label": citation.locator.label, "locator": value}
    if citation.prefix:
        item["prefix"] = _html(citation.prefix) + " "
    if citation.suffix:
        space = " " if citation.suffix[0].isalnum() or citation.suffix[0] in "([“‘<" else ""
        item["suffix"] = space + _html(citation.suffix)
    return item | ({"suppress-author": True} if citation.suppress_author else {})


def _html(affix: str) -> str:
    return _EMPHASIS.sub(r"<\1i>", affix)
