"""A build leaves the collector of garbage as it found it."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path
from typing import Any

import pytest
from refctx.hosts.build import Build
from refctx.hosts.garbage import collect, undisturbed
from serving import Serving
from tiny import LIBRARY, Tiny


def test_nothing_is_collected_while_a_library_is_read() -> None:
    """The collector rests meanwhile, runs again afterwards, and passes over what was made."""
    try:
        with undisturbed():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        collect()
    assert gc.get_freeze_count() == 0


def test_an_error_does_not_switch_the_collector_off() -> None:
    """Whatever ends the work, the collector runs again."""
    with pytest.raises(ValueError, match="broken"), undisturbed():
        raise ValueError("broken")
    collect()
    assert gc.isenabled()


def test_who_runs_without_the_collector_goes_on_without() -> None:
    """A program that has switched it off finds it off."""
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        collect()


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[weakref.ref[Build]]:
    """What was built, as far as it is remembered."""
    found: list[weakref.ref[Build]] = []
    begin = Build.__init__

    def note(self: Build, *rest: Any) -> None:
        found.append(weakref.ref(self))
        begin(self, *rest)

    monkeypatch.setattr(Build, "__init__", note)
    return found


@pytest.mark.parametrize("command", ["serve", "build"])
def test_a_build_forgets_those_before_it(
    tmp_path: Path, builds: list[weakref.ref[Build]], command: str
) -> None:
    """However often a page is saved, a preview grows no larger; nor does any other program."""
    config = {"site_name": "x", "theme": {"name": "mkdocs"}, "plugins": ["search", "refctx"]}
    Tiny(tmp_path).put("mkdocs.yml", json.dumps(config)).put("bib/library.bib", LIBRARY)
    serving = Serving(tmp_path, tmp_path / "site", command=command)
    for n in range(4):
        if command == "build":
            serving = Serving(tmp_path, tmp_path / "site", command=command)
        Tiny(tmp_path).put("docs/index.md", f"We cite [@knuth1984, p. {n}].\n")
        serving.rebuild()
        assert [one() is not None for one in builds] == [False] * n + [True]
        assert gc.isenabled()
    collect()


def test_the_end_of_a_process_visits_nothing(tmp_path: Path) -> None:
    """Python looks at all that lives before it ends: with 10,000 entries, for a second."""
    config = {"site_name": "x", "theme": {"name": "mkdocs"}, "plugins": ["refctx"]}
    Tiny(tmp_path).put("mkdocs.yml", json.dumps(config)).put("bib/library.bib", LIBRARY)
    Tiny(tmp_path).put("docs/index.md", "We cite [@knuth1984].\n").build()
    try:
        assert gc.get_freeze_count() > 0
    finally:
        collect()
