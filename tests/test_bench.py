"""The corpora of `make bench`: what they promise, and that refctx has nothing to say of them."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

import pytest
from bench.corpus import SIZES, Refctx, Size, corpus, write
from bench.growth import Point, growth_rows
from bench.measure import FailedError, Pair, Run, middle, ratios, run
from bench.pages import Citation, Group
from bench.peer_sites import SITES
from bench.profiles import package
from refctx.checking import check_site
from tiny import Tiny


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_corpus_is_the_same_each_time(tmp_path: Path) -> None:
    """Of the same seed a corpus has the same bytes, of another seed others."""
    size = SIZES["playbook"]
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write(corpus(size, seed), tmp_path / name)

    one, same, other = (_files(tmp_path / name) for name in "abc")

    assert one == same
    assert {path for path in other if other[path] == one[path]} == {
        "docs/references.md", "mkdocs.yml", "mkdocs.floor.yml",
    }  # fmt: skip


@pytest.mark.parametrize("name", SIZES)
def test_a_corpus_has_its_size(name: str) -> None:
    """A corpus has the pages, citations and entries that its size says."""
    size = SIZES[name]
    if size.entries > SIZES["lab"].entries:
        size = Size(size.pages // 10, size.citations // 10, size.entries // 10)
    made = corpus(size)
    keys = [c.key for page in made.pages for group in page.groups() for c in group.citations]

    assert len(made.pages) == size.pages
    assert len(keys) == size.citations
    assert set(keys) <= {*made.library.keys}
    assert len(re.findall(r"^@(?!string)", made.library.text(), re.MULTILINE)) == size.entries


def test_there_is_nothing_to_say_of_a_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A corpus builds without a warning, and `refctx check` finds neither errors nor warnings."""
    monkeypatch.chdir(tmp_path)
    write(corpus(SIZES["playbook"]), tmp_path)
    with caplog.at_level(logging.WARNING):
        site = Tiny(tmp_path).build(strict=True)
    found = check_site([tmp_path / "mkdocs.yml"])

    assert (site.aborted, site.messages, caplog.messages) == ("", [], [])
    assert {level for level, _ in found.judged} <= {"info"}
    assert "refctx-citation" in site.page("part-01/chapter-0002/index.html")


@pytest.mark.parametrize(
    ("tool", "written"),
    [
        ("", "[see @a, p. 3; @b] @c [chap. 2]"),
        ("mkdocs-bibtex, plain", "[see @a, p. 3; @b] [@c, chap. 2]"),
        ("mkdocs-webis", "[@a, @b] [@c]"),
        ("sphinxcontrib-bibtex", "{cite:p}`{see}a{p. 3},b` {cite:t}`c{chap. 2}`"),
        ("pandoc --citeproc", "[see @a, p. 3; @b] @c [chap. 2]"),
    ],
)
def test_each_tool_gets_its_own_syntax(tool: str, written: str) -> None:
    """The same citations are written as each tool reads them."""
    syntax = SITES[tool][0] if tool else Refctx()
    groups = (
        Group((Citation("a", prefix="see", locator="p. 3"), Citation("b"))),
        Group((Citation("c", locator="chap. 2"),), narrative=True),
    )

    assert " ".join(map(syntax.group, groups)) == written


def test_others_get_a_plainer_bibliography() -> None:
    """The `.bib` of other tools has the same keys, and nothing that only some can read."""
    made = corpus(SIZES["playbook"]).library
    plain = made.text(plain=True)
    beginnings = re.compile(r"^@\w+\{(.*),$", re.MULTILINE)

    assert beginnings.findall(plain) == beginnings.findall(made.text())
    assert re.search(r"^  (crossref|date) = |^@online", made.text(), re.MULTILINE)
    assert not re.search(r"^  (crossref|date) = |^@online", plain, re.MULTILINE)


def test_a_process_that_fails_is_not_measured(tmp_path: Path) -> None:
    """What a failed process has said is what is said of it."""
    with pytest.raises(FailedError, match="no such site"):
        run([sys.executable, "-c", "raise SystemExit('no such site')"], tmp_path)


def test_ratios_are_taken_pair_by_pair() -> None:
    """A machine that turns slow after the first pair changes times, and no ratio."""
    pairs = [Pair(Run(n, n, n), Run(1.5 * n, n, 3 * n)) for n in (1, 10, 10)]

    assert ratios(pairs, "cpu") == [1.5, 1.5, 1.5]
    assert middle(pairs, "ours", "memory") == 30


def test_linear_growth_is_seen() -> None:
    """Where each entry costs the same, a step is to the step before as 1, whatever the floor."""
    sizes = ((1000, 4.0), (2000, 5.0), (4000, 7.0), (8000, 11.0))
    points = [
        Point(f"1x1x{count}", count, [Pair(Run(1, 1, 10), Run(cpu, 1, 20))]) for count, cpu in sizes
    ]

    assert [row[4:6] for row in growth_rows(points)] == [
        ["", ""], ["1.000 ms", ""], ["1.000 ms", "1.00"], ["1.000 ms", "1.00"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/me/refctx/scripts/refctx/tex.py", "refctx"),
        ("/home/me/refctx/scripts/refctx/macros/refctx/_base/entry.html", "refctx"),
        ("/home/me/refctx/.venv/lib/python3.11/site-packages/pybtex/scanner.py", "pybtex"),
        ("/home/me/refctx/.venv/lib/python3.11/site-packages/jinja2/runtime.py", "jinja2"),
        ("/usr/lib/python3.11/re.py", "the standard library and generated code"),
        ("~", "built-in functions"),
    ],
)
def test_time_is_put_down_to_a_package(path: str, name: str) -> None:
    """A function's package is known wherever the project and its environment stand."""
    assert package(path) == name
