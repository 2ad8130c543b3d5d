"""The documentation names everything there is, and nothing that is not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from refctx.codes import CODES
from refctx.page_macros import PACKAGED, PAGE_MACROS
from refctx.select import FILTERS, GROUPS, SORTS
from refctx.settings import Settings, meanings

ROOT = Path(__file__).resolve().parent.parent
ENGINE = (ROOT / "docs/engine.md").read_text(encoding="utf-8")
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/engine.md"] + [
    str(path.relative_to(ROOT))
    for folder in ("guide", "contributing", "findings")
    for path in sorted((ROOT / "docs" / folder).glob("*.md"))
]


def _table(heading: str) -> dict[str, str]:
    """First column → whole row, of the first table below a heading of the engine's page."""
    section = ENGINE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)`.*$", section, re.MULTILINE)
    return {
        name: next(r for r in section.splitlines() if r.startswith(f"| `{name}`")) for name in rows
    }


def test_every_option_is_documented_in_its_own_words() -> None:
    """The table of options has each option, its default and its meaning as the code says it."""
    table = _table("Options")

    assert list(table) == list(meanings())
    for name, meaning in meanings().items():
        default = getattr(Settings(), name)
        shown = str(default).lower() if default or default is False else "unset"
        assert f"| `{shown}` |" in table[name] or f"| {shown} |" in table[name]
        assert meaning in table[name]


def _said() -> set[str]:
    """Every code that the package can say: each stands as a text where a finding is made."""
    names = set()
    for path in (ROOT / "scripts/refctx").rglob("*.py"):
        if path.stem != "codes":
            tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            names |= {node.value for node in tree if isinstance(node, ast.Constant)}
    return {name for name in names if isinstance(name, str)}


def test_every_code_is_used() -> None:
    """The table of codes has none that nothing says."""
    assert sorted(set(CODES) - _said()) == []


def test_the_list_of_findings_is_the_table_of_codes() -> None:
    """The documentation lists each code, its level, its gist and whether it can be mended."""
    index = (ROOT / "docs/findings/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[`.*$", index, re.MULTILINE)

    assert rows == [
        f"| [`{name}`]({name}.md) | {code.level} | {code.gist}"
        f"{'; `--fix` mends it' if code.fixable else ''} |"
        for name, code in CODES.items()
    ]


@pytest.mark.parametrize("name", [*PAGE_MACROS, "cite"])
def test_every_macro_is_documented(name: str) -> None:
    """Each macro that a page may call stands in the documentation."""
    assert f"`{{{{ {name}(" in ENGINE


@pytest.mark.parametrize(
    "name", [*FILTERS, *SORTS, *GROUPS, "scope", "cited", "reverse", "limit", "name", "notes"]
)
def test_every_option_of_a_list_is_documented(name: str) -> None:
    """Each way to choose, order and group a list stands in the documentation."""
    assert re.search(rf"`{name}[=`]", ENGINE)


def test_every_macro_file_is_documented() -> None:
    """The table of macro files has each file of the package."""
    files = {path.stem for path in (PACKAGED / "refctx").glob("*.html")}

    assert [name for name in sorted(files) if f"`refctx/{name}.html`" not in ENGINE] == []


def test_every_class_of_the_markup_is_documented() -> None:
    """Each class that the package's macros print stands in the documentation."""
    macros = "".join(p.read_text(encoding="utf-8") for p in (PACKAGED / "refctx/_base").glob("*"))
    # Names with a second part (`refctx-item-note`) are written as `-note` behind the first.
    found = re.findall(r'class="(refctx-[\w-]+)', macros)
    classes = {re.sub(r"^(refctx-(?:item|link|marks|chart))-.*", r"\1", name) for name in found}

    assert len(classes) > 8
    assert [name for name in sorted(classes) if f"`{name}`" not in ENGINE] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    """Every relative link of a document leads to a file that is there."""
    text = (ROOT / document).read_text(encoding="utf-8")
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text)]
    here = (ROOT / document).parent

    assert [t for t in targets if t and ":" not in t and not (here / t).exists()] == []


def test_the_commands_of_the_readme_exist() -> None:
    """Each `make` command that the README names is a target with a line of help."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", readme, re.MULTILINE))

    assert {"serve", "test", "site", "help"} <= named
    assert [
        name for name in named if not re.search(rf"^{name}:.*## ", makefile, re.MULTILINE)
    ] == []


def test_every_dependency_has_its_line() -> None:
    """Each direct dependency earns its place in a line of CONTRIBUTING.md."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(
        r"(?:^dependencies|^site|^test|^fuzz|^bench) = \[(.*?)\]", project, re.MULTILINE | re.DOTALL
    )
    names = {re.split(r"[<>=\[]", n)[0] for part in lists for n in re.findall(r'"([^"]+)"', part)}
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert [n for n in names if n not in contributing and not n.startswith("types-")] == []


def test_no_index_host_is_named() -> None:
    """The lock files name packages and hashes, and no place to get them from."""
    locks = [*ROOT.glob("requirements*.lock")]
    assert len(locks) == 4
    for path in locks:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
