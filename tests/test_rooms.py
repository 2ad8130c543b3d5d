"""No line knows more than its room: imports run one way."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "scripts" / "refctx"

# Room → the third-party packages it knows, and the rooms it builds on.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "nouns": set(),
    "model": {"nouns"},
    "settings": {"nouns"},
    "assets": set(),
    "terms": set(),
    "call": {"model"},
    "signs": set(),
    "pieces": {"nouns"},
    "mathml": {"latex2mathml"},
    "formulas": {"pieces", "signs"},
    "tex": {"formulas", "mathml", "pieces", "signs"},
    "names": {"han", "language", "model"},
    "links": {"fields", "model", "nouns"},
    "kinds": set(),
    "fields": set(),
    "page_macros": set(),
    "texts": set(),
    "han": set(),
    "files": {"nouns"},
    "indented": set(),
    "people": {"han", "model", "tex"},
    "inherit": {"kinds", "model", "nouns"},
    "entries": {"cite", "dates", "kinds", "model", "people", "tex"},
    "codes": {"nouns"},
    "policy": {"codes", "model"},
    "sources": {"model", "nouns"},
    "command": {"nouns", "plain"},
    "commands": {"command", "parser", "plain"},
    "parser": {"pybtex", "command", "entries", "kinds", "layout", "plain"},
    "load": {"command", "commands", "entries", "inherit", "model", "policy", "sources"},
    "cache": set(),
    "store": set(),
    "rows": {"cache", "model"},
    "reading": {"cache", "checks/library", "load", "model", "nouns", "rows", "sources", "store"},
    "cite": {"han", "locate", "model", "nouns"},
    "locate": {"han", "model", "terms"},
    "alt": {"cite", "model"},
    "spots": {"cite"},
    "sentences": {"han", "model"},
    "markers": set(),
    "raw": {"cite", "model"},
    "collect": {"alt", "call", "cite", "markers", "model", "raw", "sentences", "texts"},
    "dates": {"model", "names", "nouns", "tex"},
    "labels": {
        "markupsafe", "dates", "fields", "kinds", "language", "model", "names", "nouns",
        "reference", "terms",
    },
    "number": {"dates", "labels", "model"},
    "select": {"fields", "model", "names", "nouns", "number"},
    "language": {"fields", "han", "model"},
    "cases": {"markupsafe", "marked", "nouns"},
    "numerals": {"markupsafe", "marked"},
    "marked": {"markupsafe"},
    "punctuate": {"markupsafe", "marked"},
    "facts": set(),
    "printable": {"markupsafe", "facts", "fields", "marked", "model", "names", "nouns", "tex"},
    "reference": {
        "markupsafe", "cases", "dates", "facts", "fields", "kinds", "language", "links", "marked",
        "model", "numerals", "printable",
    },
    "format": {"markupsafe", "links", "model", "nouns", "numerals", "reference", "terms"},
    "groups": {"format", "nouns"},
    "compiled": {"jinja2", "cache"},
    "hosts/theme": {"jinja2", "mkdocs", "cache", "compiled"},
    "lean": {"jinja2", "markupsafe", "marked"},
    "sandbox": {"jinja2", "lean"},
    "render": {
        "jinja2", "markupsafe", "cases", "compiled", "format", "labels", "marked", "model", "nouns",
        "numerals", "page_macros", "punctuate", "reference", "sandbox", "select", "terms",
    },
    "paths": {"language", "links", "model", "nouns", "site"},
    "site": {"labels", "links", "model", "nouns", "number", "select"},
    "works": {
        "markupsafe", "format", "formats/csl", "language", "page_macros", "reference", "render",
        "site", "terms", "texts",
    },
    "formats/__init__": set(),
    "formats/bibtex": {"model"},
    "formats/csl": {
        "dates", "fields", "indented", "kinds", "language", "links", "model", "numerals", "terms",
        "tex",
    },
    "formats/ris": {"formats/csl", "kinds", "model", "tex"},
    "formats/coins": {"formats/csl"},
    "formats/jsonld": {"formats/csl", "links", "model"},
    "export": {
        "files", "formats/bibtex", "formats/csl", "formats/ris", "indented", "links", "model",
        "nouns", "select", "site",
    },
    "chart": {"facts", "links", "model", "nouns", "number", "site"},
    "facets": {
        "fields", "kinds", "links", "model", "names", "nouns", "number", "select", "site", "terms",
        "works",
    },
    "head": {"files", "formats/jsonld", "links", "model", "select", "site"},
    "listing": {
        "chart", "export", "facets", "files", "format", "formats/coins", "language", "links",
        "model", "nouns", "paths", "select", "site", "works",
    },
    "fill": {
        "markupsafe", "format", "groups", "listing", "marked", "markers", "model", "nouns",
        "page_macros", "reference", "select", "site", "splice", "terms", "texts", "works",
    },
    "cards": {"markupsafe", "fields", "links", "nouns", "printable", "reference", "works"},
    "records": {"fields", "links", "model", "names", "record", "site", "tex"},
    "checks/__init__": set(),
    "checks/identifiers": set(),
    "checks/names": {"han", "model"},
    "checks/entries": {
        "checks/identifiers", "checks/names", "fields", "kinds", "links", "model",
    },
    "checks/works": {"fields", "links", "model", "names", "site", "tex"},
    "checks/library": {"checks/entries", "checks/works", "model"},
    "checks/lines": set(),
    "checks/nearest": set(),
    "checks/leftovers": {"checks/lines", "model"},
    "checks/pages": {
        "checks/leftovers", "checks/lines", "checks/nearest", "model", "nouns", "site",
    },
    "layout": {"nouns"},
    "plain": set(),
    "checks/form": {"formats/bibtex", "layout", "links", "model", "nouns", "sources"},
    "fix": {"checks/form", "layout", "model", "sources"},
    "written": {"codes", "model"},
    "checking": {
        "checks/form", "checks/library", "codes", "hosts/dry", "load", "model", "nouns", "policy",
        "sources",
    },
    "fixing": {"checking", "codes", "fix", "policy", "sources"},
    "cli": {"__version__", "checking", "codes", "fixing", "model", "nouns", "proof", "written"},
    "__main__": {"cli"},
    "built": {"markers"},
    "proof": {"built", "model", "nouns"},
    "left": {"markupsafe", "model", "record", "shown", "splice"},
    "shown": {"cache", "facets", "model", "select", "site", "works"},
    "pipeline": {
        "cards", "checks/pages", "checks/works", "collect", "contexts", "export", "fill", "head",
        "left", "model", "nouns", "record", "records", "render", "shown", "site", "splice", "store",
        "terms", "works",
    },
    "splice": {"alt", "markers", "model", "nouns"},
    "contexts": {"model", "sentences"},
    "draft": {"cache", "collect", "markers", "model"},
    "memory": {"cache", "record", "store"},
    "stale": {"model", "site"},
    "hosts/dirty": {"mkdocs", "draft", "replay", "stale"},
    "record": {"cache", "model", "nouns", "rows", "splice", "store"},
    "replay": {
        "cache", "cite", "contexts", "draft", "memory", "model", "pipeline", "record", "splice",
        "store",
    },
    "leave": {"cache", "cite", "model", "record", "replay", "rows", "store"},
    "csp": {"nouns"},
    "hosts/__init__": set(),
    "hosts/markdown": {"markdown", "alt", "call", "cite", "markers", "model", "nouns", "spots"},
    "hosts/search": {"record"},
    "hosts/exports": {"mkdocs", "files", "store"},
    "hosts/csp": {"mkdocs", "csp"},
    "hosts/garbage": set(),
    "hosts/instant": set(),
    "hosts/dry": {
        "mkdocs", "hosts/build", "hosts/mkdocs", "hosts/report", "nouns",
    },
    "hosts/preview": {"parser", "model", "nouns", "sources"},
    "hosts/report": {"mkdocs", "codes", "model", "policy"},
    "hosts/build": {
        "mkdocs", "cache", "draft", "hosts/exports", "hosts/markdown", "hosts/preview",
        "hosts/report", "memory", "model", "page_macros", "pipeline", "policy", "reading", "record",
        "render", "replay", "settings", "terms",
    },
    "hosts/mkdocs": {
        "mkdocs", "alt", "assets", "checks/pages", "cite", "compiled", "draft", "files",
        "hosts/build", "hosts/csp", "hosts/dirty", "hosts/exports", "hosts/garbage",
        "hosts/instant", "hosts/preview", "hosts/search", "hosts/theme", "leave", "markers",
        "model", "page_macros", "policy", "replay", "settings", "sources", "splice", "terms",
    },
}  # fmt: skip
# `proof` reads what a build has written, and is a command of its own.
MAY_OPEN = {
    "cache", "compiled", "sources", "terms", "hosts/dry", "hosts/mkdocs", "hosts/report", "proof",
    "store", "checking", "fixing", "cli",
}  # fmt: skip


def rooms() -> list[str]:
    """Every module of the package, by its path without ending."""
    files = sorted(PACKAGE.rglob("*.py"))
    return [file.relative_to(PACKAGE).with_suffix("").as_posix() for file in files]


def _name(module: str) -> str:
    """`refctx.hosts.markdown` → `hosts/markdown`, `pybtex.database` → `pybtex`, `re` → nothing."""
    first, _, rest = module.partition(".")
    if first == "refctx":
        return rest.replace(".", "/")
    return "" if first in sys.stdlib_module_names else first


def imported(room: str) -> set[str]:
    """Third-party packages and sibling rooms that a room imports, anywhere in its code."""
    tree = ast.parse((PACKAGE / f"{room}.py").read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {_name(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "refctx":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(_name(node.module))
    return names - {""}


def test_every_room_is_on_the_map() -> None:
    """The table names each module of the package, and no other."""
    assert rooms() == sorted(MAY_IMPORT)


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_exactly_what_it_may(room: str) -> None:
    """No line knows more than its room, and the table promises nothing that is not used."""
    assert imported(room) == MAY_IMPORT[room]


def test_imports_run_one_way() -> None:
    """No room builds on a room that builds on it."""
    order: list[str] = []
    left = {room: {n for n in names if n in MAY_IMPORT} for room, names in MAY_IMPORT.items()}
    while left:
        free = sorted(room for room, needs in left.items() if needs <= set(order))
        assert free, f"these rooms import each other: {sorted(left)}"
        order += free
        left = {room: needs for room, needs in left.items() if room not in free}


@pytest.mark.parametrize("room", sorted(set(MAY_IMPORT) - MAY_OPEN))
def test_only_the_ends_touch_files_and_logs(room: str) -> None:
    """Between the ends nothing opens a file, reads the environment or logs."""
    tree = ast.parse((PACKAGE / f"{room}.py").read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    modules = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }

    assert not names & {"open", "print", "input"}
    assert not modules & {"os", "logging", "subprocess", "socket"}
