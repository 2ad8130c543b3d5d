"""Answers of other processors, kept below `.cache` until what they were asked of changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / ".cache" / "oracle"


def kept(question: object, files: Iterable[Path], ask: Callable[[], Any]) -> Any:
    """The answer to a question, asked again only if it or one of the files is another.

    Args:
        question: JSON data.
        files: what else the answer depends on.
        ask: gives the answer, JSON data too.
    """
    digest = hashlib.sha256(json.dumps(question, sort_keys=True).encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    place = FOLDER / f"{digest.hexdigest()}.json"
    if place.exists():
        return json.loads(place.read_text(encoding="utf-8"))
    answer = ask()
    FOLDER.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    return answer
