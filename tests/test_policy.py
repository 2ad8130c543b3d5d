"""Which rule decides how grave a finding is."""

from __future__ import annotations

import pytest
from refctx.model import Finding, Place, Rule
from refctx.policy import Policy

FINDING = Finding("odd-name", Place("bib/a.bib", 3), "said", "knuth1984")
ALL = Rule(level="info")
CODE = Rule(level="error", code="odd-name")
FILE = Rule(level="ignore", code="odd-name", path="bib/*")
KEY = Rule(level="info", code="odd-name", key="knuth1984")
EVERY_CODE_OF_KEY = Rule(level="warn", key="knuth1984")
OTHERS = [
    Rule(level="error", code="odd-name", key="other"),
    Rule(level="error", code="odd-name", path="docs/*", key="knuth1984"),
    Rule(level="error", code="bad-year", key="knuth1984"),
]
RANKED = [ALL, CODE, FILE, EVERY_CODE_OF_KEY, KEY]


@pytest.mark.parametrize("known", range(1, len(RANKED) + 1))
def test_the_most_particular_rule_decides(known: int) -> None:
    """A key counts more than a file, that more than a code, in whatever order they stand."""
    for rules in (RANKED[:known], RANKED[:known][::-1]):
        policy = Policy([*OTHERS, *rules])

        assert policy.level(FINDING) == RANKED[known - 1].level
        assert policy.used == {RANKED[known - 1]}


def test_of_two_alike_the_later_decides() -> None:
    """What is said below overrules what is said above."""
    first, second = (Rule(level="error", path=path, code="odd-name") for path in ("bib/*", "*.bib"))
    assert Policy([FILE, first]).level(FINDING) == "error"
    assert Policy([first, second, FILE]).level(FINDING) == "ignore"


def test_a_finding_that_no_rule_concerns_is_as_grave_as_its_code() -> None:
    """Rules about other keys, files and codes change nothing."""
    assert Policy(OTHERS).level(FINDING) == Policy().level(FINDING) == "warn"
