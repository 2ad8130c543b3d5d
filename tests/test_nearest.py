"""The name that somebody may have meant is the one that difflib would find."""

from __future__ import annotations

import random
from difflib import SequenceMatcher, get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refctx.checks.nearest import LIKE, Nearest

WORDS = ("knuth", "Lamport", "garcía", "王", "attention", "scaling", "laws", "a", "-", ":")
NAMES = st.lists(st.sampled_from((*WORDS, *"0123456789")), min_size=1, max_size=6).map("".join)


def _by_difflib(name: str, known: list[str]) -> str:
    by_fold = {one.lower(): one for one in known}
    found = get_close_matches(name.lower(), by_fold, n=1, cutoff=LIKE)
    return by_fold[found[0]] if found else ""


@given(NAMES, st.lists(NAMES, max_size=40))
def test_it_is_the_one_that_difflib_finds(name: str, known: list[str]) -> None:
    """Among as many names as there are, with the same answer where several are as like."""
    assert Nearest(known).to(name) == _by_difflib(name, known)


@pytest.mark.parametrize("name", ["", "knut1984", "KNUTH1984", "zzz", "x" * 300])
def test_case_does_not_count(name: str) -> None:
    """A key is given as it is written in the library; a name like none has no nearest."""
    meant = Nearest(["Knuth1984", "lamport1994"]).to(name)
    assert meant == ("Knuth1984" if name.lower().startswith("knut") else "")


def test_few_names_are_compared_sign_by_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thousands of keys that are written alike those that cannot be the nearest are passed."""
    chance = random.Random(1)
    keys = [f"{chance.choice(WORDS[:4])}{chance.randint(1950, 2026)}{n}" for n in range(5_000)]
    compared: list[str] = []

    class Counted(SequenceMatcher[str]):
        def set_seq1(self, a: str) -> None:  # type: ignore[override]  # names are texts
            compared.append(a)
            super().set_seq1(a)

    monkeypatch.setattr("difflib.SequenceMatcher", Counted)
    known = Nearest(keys)
    for key in keys[:100]:
        assert known.to(key.replace("20", "02", 1) + "x")

    assert len(compared) < 100 * len(keys) / 100
