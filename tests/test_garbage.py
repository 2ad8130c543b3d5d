"""A build leaves the collector of garbage as it found it."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest
from refctx.hosts.garbage import thaw, undisturbed
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
        thaw()
    assert gc.get_freeze_count() == 0


def test_an_error_does_not_switch_the_collector_off() -> None:
    """Whatever ends the work, the collector runs again."""
    with pytest.raises(ValueError, match="broken"), undisturbed():
        raise ValueError("broken")
    thaw()
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
        thaw()


def test_after_a_build_all_can_be_collected(tmp_path: Path) -> None:
    """What a preview built before is garbage for the collector like any other."""
    config = {"site_name": "x", "theme": {"name": "mkdocs"}, "plugins": ["search", "refctx"]}
    Tiny(tmp_path).put("mkdocs.yml", json.dumps(config)).put("bib/library.bib", LIBRARY)
    Tiny(tmp_path).put("docs/index.md", "We cite [@knuth1984].\n")
    Serving(tmp_path, tmp_path / "site", command="build").rebuild()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
