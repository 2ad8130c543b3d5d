"""Each page about a finding: it names the code, and its example is what refctx says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import CLEAN, FOLDER, example, macros_compiled_once, printed
from refctx.codes import CODES
from refctx.nouns import replace


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    with macros_compiled_once():
        yield


def _page(code: str) -> str:
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8")


def test_every_code_has_its_page() -> None:
    """One page a code, and no page about nothing."""
    assert {path.stem for path in FOLDER.glob("*.md")} - {"README"} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_begins_with_the_code_its_gist_and_its_level(code: str) -> None:
    """Title, gist and level are those of the table of codes."""
    known = CODES[code]
    levels = "[you say otherwise](../guide/checking.md#levels)"
    mends = " `refctx check --fix` mends it." if known.fixable else ""

    assert _page(code).startswith(
        f"# `{code}`\n\n{known.gist}. Level: `{known.level}`, unless {levels}.{mends}\n\n"
    )


@pytest.mark.parametrize("code", CODES)
def test_an_example_is_what_refctx_says(code: str, tmp_path: Path) -> None:
    """The command prints what the page shows, which is about the code."""
    one = example(_page(code))

    assert f" {code} " in one.output
    assert printed(one, tmp_path) == one.output


@pytest.mark.parametrize("code", CODES)
def test_a_mended_example_leaves_nothing_to_say(code: str, tmp_path: Path) -> None:
    """Each mended file in the place of the first ends the finding, and makes no other."""
    one = example(_page(code))
    for number, (path, text) in enumerate(one.mended):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert printed(one, folder, {path: text}) == CLEAN


@pytest.mark.parametrize("code", [code for code in CODES if CODES[code].fixable])
def test_fix_writes_the_mended_example(code: str, tmp_path: Path) -> None:
    """`--fix` makes of the first file what the page shows as mended, to the sign."""
    one = example(_page(code))
    ((path, text),) = one.mended
    printed(replace(one, command=f"{one.command} --fix"), tmp_path)

    assert (tmp_path / path).read_bytes() == text
