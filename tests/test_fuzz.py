"""What `make fuzz` runs: its targets find no fault in seeds, and a fault is found and kept."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzz import targets
from fuzz.__main__ import blind, main
from fuzz.seeds import WORDS, changed, seeds


@pytest.mark.parametrize("target", targets.TARGETS)
def test_no_seed_shows_a_fault(target: str, tmp_path: Path) -> None:
    """Nor does any of some that were changed at random, always the same."""
    most = len(seeds(target)) + {"load": 20, "tex": 200, "cite": 40}[target]

    assert most > 50
    assert blind(target, 60, tmp_path, most) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_fault_is_kept_and_can_be_seen_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The input is written under the name of its target; replaying it fails until it is mended."""

    def planted(data: bytes) -> None:
        assert b"\\frac" not in data, "planted"

    monkeypatch.setitem(targets.TARGETS, "tex", planted)
    assert blind("tex", 60, tmp_path) == 1
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("tex-crash-")
    assert b"\\frac" in path.read_bytes()
    assert "AssertionError: planted" in capsys.readouterr().err

    assert main(["--replay", str(path)]) == 1
    monkeypatch.undo()
    assert main(["--replay", str(path)]) == 0
    assert capsys.readouterr().out == f"{path} shows no fault any more.\n"


def test_what_is_found_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run of several targets ends with each file and how to run it again."""
    monkeypatch.setattr(
        "fuzz.__main__.COMMAND", ("sh", "-c", f"touch {tmp_path}/tex-crash-1; exit 77")
    )

    assert main(["--folder", str(tmp_path), "tex", "cite"]) == 1
    path = tmp_path / "tex-crash-1"
    said = f"{path} shows a fault; `make fuzz REPLAY={path}` runs it again.\n"
    assert capsys.readouterr().out == said


def test_a_target_that_takes_too_long_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five seconds for an input, no more; longer input is cut."""
    sizes: list[int] = []
    monkeypatch.setattr(targets, "process_time", iter((0.0, 4.9, 0.0, 5.1)).__next__)
    run = targets.bounded(lambda data: sizes.append(len(data)))

    run(b"x" * 9999)
    with pytest.raises(AssertionError, match=r"5\.1 seconds"):
        run(b"")
    assert sizes == [targets.LONGEST, 0]


def test_words_and_seeds_are_mixed() -> None:
    """Changed seeds hold words of the target, and differ from one another."""
    chance = random.Random(1)
    made = {changed(chance, seeds("tex"), "tex") for _ in range(50)}

    assert len(made) > 45
    assert any(word.encode() in data for word in WORDS["tex"][:5] for data in made)
