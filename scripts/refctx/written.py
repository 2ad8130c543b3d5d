"""Judged findings → text, JSON, SARIF or GitHub's annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from refctx.codes import CODES, ERROR, INFO, WARN
from refctx.model import Finding

Judged = Sequence[tuple[str, Finding]]
_SARIF = {ERROR: "error", WARN: "warning", INFO: "note"}
_GITHUB = {ERROR: "error", WARN: "warning", INFO: "notice"}
_NAMES = {ERROR: ("error", "errors"), WARN: ("warning", "warnings"), INFO: ("note", "notes")}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def text(judged: Judged, _version: str) -> str:
    """`path:line:column CODE message`, a line to a finding."""
    return "".join(f"{_one_line(str(finding))}\n" for _, finding in judged)


def summary(judged: Judged) -> str:
    """`2 errors, 1 warning`."""
    counts = Counter(level for level, _ in judged)
    said = [
        f"{counts[level]} {_NAMES[level][counts[level] > 1]}" for level in _NAMES if counts[level]
    ]
    return ", ".join(said) or "no findings"


def as_json(judged: Judged, version: str) -> str:
    """`{"format": "refctx-findings/1", "findings": […]}`; line and column are 0 if not known."""
    findings = [
        {
            "level": level,
            "code": finding.code,
            "path": finding.place.path,
            "line": finding.place.line,
            "column": finding.place.column,
            "key": finding.key,
            "message": finding.message,
        }
        for level, finding in judged
    ]
    return _dumped({"format": "refctx-findings/1", "version": version, "findings": findings})


def sarif(judged: Judged, version: str) -> str:
    """SARIF 2.1.0, which code scanners and editors read."""
    codes = list(dict.fromkeys(finding.code for _, finding in judged))
    rules = [
        {
            "id": code,
            "shortDescription": {"text": f"{CODES[code].gist}."},
            "defaultConfiguration": {"level": _SARIF.get(CODES[code].level, "none")},
        }
        for code in codes
    ]
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": _SARIF[level],
            "message": {"text": finding.message},
            "locations": [{"physicalLocation": _location(finding)}],
        }
        for level, finding in judged
    ]
    driver = {"name": "refctx", "version": version, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.place
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.path)}}
    if place.line:
        column = {"startColumn": place.column} if place.column else {}
        location["region"] = {"startLine": place.line, **column}
    return location


def github(judged: Judged, _version: str) -> str:
    """GitHub's workflow commands: each finding is shown beside its line."""
    return "".join(f"{_command(level, finding)}\n" for level, finding in judged)


def _command(level: str, finding: Finding) -> str:
    place = finding.place
    values = {"file": place.path, "line": place.line, "col": place.column, "title": finding.code}
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in values.items() if value)
    return f"::{_GITHUB[level]} {shown}::{_data(finding.message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def _one_line(value: str) -> str:
    """A message as it can stand in a line of a terminal: control characters are spelled out."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in value)


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[Judged, str], str]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
}
