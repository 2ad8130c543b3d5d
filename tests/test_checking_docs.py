"""The guide to checking, and the hooks for pre-commit: what they say can be done as it stands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from examples import DEFAULTS, Example, macros_compiled_once, printed
from refctx.cli import main

GUIDE = (ROOT / "docs/guide/checking.md").read_text(encoding="utf-8")
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
CONSOLES = re.findall(r"^```console\n\$ (.*)\n((?s:.*?))^```$", GUIDE, re.MULTILINE)
# In fences, in tables and in sentences.
COMMANDS = sorted(set(re.findall(r"\brefctx (?:check|proof)\b[^`|>\n]*", GUIDE)))
ENTRIES = b"""\
@article{vaswani2017,
  author = {Vaswani, Ashish and Shazeer, Noam},
  title = {Attention Is All You Need},
  journal = {Advances in Neural Information Processing Systems},
  year = {2017},
  doi = {https://arxiv.org/abs/1706.03762},
}
"""
UNTIDY = b"""\
@article{shannon1948,
  author = {Shannon, Claude E.},
  title = {A Mathematical Theory of Communication},
  pages = {379-423},
  journal = {Bell System Technical Journal},
  volume = {27},
  year = {1948},
}
"""
FILES = {
    "check": {
        "docs/index.md": b"# Home\n\n[@knut1984; @knuth1984; @vaswani2017] {{ bibliography() }}",
        "bib/library.bib": ENTRIES + DEFAULTS["bib/library.bib"],
    },
    "check --fix bib/library.bib": {"bib/library.bib": UNTIDY},
}


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    with macros_compiled_once():
        yield


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder with all files that the guide's commands name."""
    more = {
        "mkdocs.zh-Hant.yml": b"site_name: Example\nplugins: [refctx]\n",
        "manual/mkdocs.yml": b"site_name: Example\nplugins: [refctx]\n",
        "manual/docs/index.md": b"# Manual",
        "mkdocs.yml": b"site_name: Example\nplugins: [refctx]\n",
        "site/index.html": b'<html lang="en"><p>Home</p></html>',
    }
    for path, data in (DEFAULTS | more).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    monkeypatch.chdir(tmp_path)


def _yaml(begin: str) -> Any:
    """The first fence of YAML that begins so."""
    fences = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    return yaml.safe_load(next(fence for fence in fences if fence.startswith(begin)))


@pytest.mark.parametrize(("command", "output"), CONSOLES)
def test_what_the_guide_shows_is_what_is_printed(command: str, output: str, tmp_path: Path) -> None:
    """Each console of the guide, in a site that is as it says."""
    assert printed(Example(_files(command), command, output, ()), tmp_path) == output


def _files(command: str) -> dict[str, bytes]:
    return FILES[command.removeprefix("refctx ")]


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_guide_runs(command: str) -> None:
    """Its options are known, and it comes to a result."""
    assert main(shlex.split(command)[1:]) in (0, 1)


@pytest.mark.usefixtures("_here")
def test_the_levels_of_the_guide_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    """The option and the comments that it shows are read without complaint."""
    config = {"site_name": "Example", **_yaml("plugins:\n  - refctx:\n      findings")}
    Path("mkdocs.yml").write_text(yaml.safe_dump(config))
    comments = re.search(r"^```bibtex\n(% refctx.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert comments
    Path("bib/more.bib").write_text(comments[1])

    assert main(["check", "bib", "--level", "info", "--only", "bad-comment"]) == 0
    assert capsys.readouterr().out == "no findings\n"


def test_the_workflows_of_the_guide_are_workflows() -> None:
    """They check out, install and check; the second may write what it uploads."""
    annotate, scan = _yaml("# .github/workflows/citations"), _yaml("# .github/workflows/code-")
    for workflow in (annotate, scan):
        steps = workflow["jobs"]["check"]["steps"]
        assert all(len({"run", "uses"} & set(step)) == 1 for step in steps)
        assert any("refctx check --format" in step.get("run", "") for step in steps)
    assert scan["permissions"]["security-events"] == "write"


def test_the_hooks_of_the_guide_are_defined() -> None:
    """`.pre-commit-config.yaml`, as the guide has it, names hooks that are there."""
    (repo,) = _yaml("repos:\n  - repo: https:")["repos"]
    assert {hook["id"] for hook in repo["hooks"]} == set(HOOKS)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_runs(hook: str) -> None:
    """Called as pre-commit calls it: the entry, behind it the files that it asks for."""
    files = [path for path in DEFAULTS if re.search(HOOKS[hook]["files"], path)]
    names = files if HOOKS[hook].get("pass_filenames", True) else []
    program, *arguments = shlex.split(HOOKS[hook]["entry"])

    assert program == "refctx"
    assert files
    assert main([*arguments, *names]) == 0


@pytest.mark.parametrize(
    ("hook", "path", "runs"),
    [
        ("refctx-check", "docs/index.md", True),
        ("refctx-check", "bib/library.bib", True),
        ("refctx-check", "mkdocs.zh-Hant.yml", True),
        ("refctx-check", "overrides/refctx/styles/apa/date.html", True),
        ("refctx-check", "overrides/main.html", False),
        ("refctx-check", "scripts/build.py", False),
        ("refctx-fix", "bib/library.bib", True),
        ("refctx-fix", "docs/index.md", False),
    ],
)
def test_a_hook_runs_for_what_concerns_it(hook: str, path: str, runs: bool) -> None:
    """Pages, bibliographies, configurations and macros are checked; bibliographies are mended."""
    assert bool(re.search(HOOKS[hook]["files"], path)) == runs
