"""The findings of a build: each judged by the site's rules, said once, and kept for who asks."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from mkdocs.plugins import get_plugin_logger

from refctx.codes import ERROR, INFO, WARN
from refctx.model import Finding
from refctx.policy import Policy

log = get_plugin_logger("refctx")
# What is worth knowing but no fault is shown by `refctx check` and `mkdocs build --verbose`.
_LOG_LEVELS = {ERROR: logging.ERROR, WARN: logging.WARNING, INFO: logging.DEBUG}


class Report:
    """Takes findings as they turn up.

    Attributes:
        judged: (level, finding) of all that is not ignored, in the order in which it was said.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.judged: list[tuple[str, Finding]] = []
        self._seen: set[Finding] = set()

    def tells(self, code: str) -> bool:
        """True if findings of this code are logged, wherever they stand."""
        levels = (_LOG_LEVELS.get(level) for level in self.policy.levels(code))
        return any(level and log.isEnabledFor(level) for level in levels)

    def add(self, findings: Iterable[Finding]) -> None:
        """Judge findings and log those that are not ignored; one that was there before is not."""
        for finding in findings:
            if finding in self._seen:
                continue
            self._seen.add(finding)
            level = self.policy.level(finding)
            if level in _LOG_LEVELS:
                self.judged.append((level, finding))
                log.log(_LOG_LEVELS[level], "%s", finding)
