"""Every golden file holds."""

from __future__ import annotations

from pathlib import Path

import golden
import pytest


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


# `test_hostile.py` holds those of hostile cases, which it has built anyway.
PATHS = [path for path in golden.paths() if path.parent.name != "hostile"]


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_a_case_gives_the_output_its_file_states(path: Path) -> None:
    """What the room makes of the input is what the file says."""
    assert golden.run(path) == golden.read(path)["output"]


@pytest.mark.parametrize("path", golden.paths(), ids=_name)
def test_a_case_says_what_it_is_about(path: Path) -> None:
    """A golden file opens with one sentence, ends with its output and holds nothing unknown."""
    case = golden.read(path)
    names = list(case)
    assert (names[0], names[-1]) == ("about", "output")
    assert set(case) <= {"about", "input", "settings", "output"}
    assert case["about"].endswith(".")
    assert "\n" not in case["about"]


def test_every_room_has_cases() -> None:
    """No room is left without a golden file, and no folder without a room."""
    assert {path.parent.name for path in golden.paths()} == set(golden.ROOMS)


def test_rewriting_changes_nothing_above_the_output(tmp_path: Path) -> None:
    """The maker of golden files keeps comments, quotes and order above `output`."""
    head = 'about: Accents.  # a comment\ninput:\n- "\\\\\'e"\n'
    room = tmp_path / "tex"
    room.mkdir()
    path = room / "case.yml"
    path.write_text(f"{head}output: stale\n", encoding="utf-8")
    assert golden.rewritten(path) == f"{head}output:\n- html: é\n  text: é\n"
