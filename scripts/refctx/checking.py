"""Everything there is to say of a site or of files, judged: what `refctx check` prints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from refctx.checks.form import form_findings
from refctx.checks.library import about_library
from refctx.codes import IGNORE
from refctx.hosts.dry import DryError, checked, findings_option
from refctx.load import library
from refctx.model import Finding, Place, Rule
from refctx.nouns import dataclass, replace
from refctx.policy import Policy, PolicyError, rules_of
from refctx.sources import Source, sources


class CheckError(Exception):
    """There is nothing that could be checked; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found.

    Attributes:
        judged: (level, finding), by file and line; files are named as seen from here.
        sources: the bibliographies that were read, each with what judges its findings.
    """

    judged: tuple[tuple[str, Finding], ...]
    sources: tuple[tuple[Source, Policy], ...]


def check_site(configs: Iterable[Path]) -> Found:
    """Look at whole sites, pages and bibliographies, without building them.

    Args:
        configs: their `mkdocs.yml`s. What several have in common is said once.

    Raises:
        CheckError: one cannot be read.
    """
    judged: dict[tuple[str, Finding], None] = {}
    texts: list[tuple[Source, Policy]] = []
    rules: dict[Rule, Path] = {}
    used: set[Rule] = set()
    for config in configs:
        if not config.is_file():
            raise CheckError(f"{config}: there is no such file; name one with --config-file.")
        try:
            site = checked(config)
        except DryError as error:
            raise CheckError(str(error)) from None
        policy = site.report.policy
        read = sources(site.bibliographies, site.root, confined=True)
        form = _judged((f for source in read for f in form_findings(source)), policy)
        for level, finding in (*site.report.judged, *form):
            judged[level, _seen_from_here(finding, site.root)] = None
        texts += [(source, policy) for source in read]
        rules |= dict.fromkeys(policy.rules, config)
        used |= policy.used
    unused = [_unused(rule, config) for rule, config in rules.items() if rule not in used]
    judged |= dict.fromkeys(_judged(filter(None, unused), Policy(rules)))
    return Found(judged=_sorted(judged), sources=tuple(texts))


def check_files(paths: Sequence[Path], configs: Sequence[Path]) -> Found:
    """Look at bibliographies alone.

    Args:
        paths: `.bib` files and folders of them.
        configs: `mkdocs.yml`s whose rules count.

    Raises:
        CheckError: a configuration cannot be read.
    """
    read = sources(paths, Path())
    found = library(read)
    rules = [rule for config in configs for rule in _rules(config)]
    policy = Policy([*rules, *found.rules])
    form = (finding for source in read for finding in form_findings(source))
    return Found(
        judged=_sorted(_judged((*about_library(found), *form), policy)),
        sources=tuple((source, policy) for source in read),
    )


def _rules(config: Path) -> tuple[Rule, ...]:
    try:
        return rules_of(findings_option(config))
    except DryError as error:
        raise CheckError(str(error)) from None
    except PolicyError as error:
        raise CheckError(f"{config}: {error}") from None


def _judged(findings: Iterable[Finding], policy: Policy) -> list[tuple[str, Finding]]:
    judged = ((policy.level(finding), finding) for finding in findings)
    return [(level, finding) for level, finding in judged if level != IGNORE]


def _sorted(judged: Iterable[tuple[str, Finding]]) -> tuple[tuple[str, Finding], ...]:
    def place(one: tuple[str, Finding]) -> tuple[str, int, int, str]:
        found = one[1]
        return found.place.path, found.place.line, found.place.column, found.code

    return tuple(sorted(dict.fromkeys(judged), key=place))


def _seen_from_here(finding: Finding, root: Path) -> Finding:
    """The finding with its file named relative to the current folder."""
    place = finding.place
    path = os.path.relpath(root / place.path)
    return replace(finding, place=replace(place, path=Path(path).as_posix()))


def _unused(rule: Rule, config: Path) -> Finding | None:
    """A finding about a rule that concerns none; a rule for a whole code may wait for its day."""
    if not (rule.key or rule.path):
        return None
    of = f" of `{rule.key}`" if rule.key else f" in {rule.path}"
    message = f"`{rule.level} {rule.code}`{of} concerns no finding. Take the rule out."
    if rule.place is None:
        return Finding("unused-rule", Place(config.as_posix()), message, rule.key)
    place = replace(rule.place, path=rule.place.path)
    return Finding("unused-rule", place, message, rule.key)
