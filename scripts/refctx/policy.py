"""How grave a finding is: what a site's options and the comments of its `.bib` files say of it.

    findings:
      uncited-entry: ignore
      unknown-key:
        paths: {"docs/api/*": ignore}
      duplicate-work:
        level: error
        keys: {knuth1984: ignore}

In a `.bib` file, a comment above an entry speaks of that entry, one with `file` of all entries:

    % refctx: ignore odd-name, bad-year -- the collective writes itself so
    % refctx file: info uncited-entry
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import chain, product
from operator import itemgetter
from typing import Any

from refctx.codes import CODES, LEVELS, nearest
from refctx.model import Finding, Place, Rule

_COMMENT = re.compile(
    r"^[ \t]*%+[ \t]*refctx\b(?P<file>[ \t]+file)?[ \t]*:(?P<said>.*)$", re.MULTILINE
)
_SAID = re.compile(r"\s*(?P<level>[\w-]+)\s+(?P<codes>[*\w][\w-]*(?:\s*,\s*[\w-]+)*)\s*(?:--.*)?")
_LEVELS = " | ".join(LEVELS)


class PolicyError(ValueError):
    """The option `findings` is not understood; the message says what was expected."""


class Policy:
    """What rules make of findings.

    Args:
        rules: in any order. The most particular decides: one about a key before one about a
            file, that before one about a code; of two alike the later.
    """

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.rules = sorted(rules, key=_rank)[::-1]
        self.used: set[Rule] = set()
        # A bibliography may say something above each of its entries.
        self._of: dict[tuple[str, str], list[tuple[int, Rule]]] = defaultdict(list)
        for place, rule in enumerate(self.rules):
            self._of[rule.code, rule.key].append((place, rule))

    def level(self, finding: Finding) -> str:
        """`error`, `warn`, `info` or `ignore`."""
        places = product((finding.code, "*"), dict.fromkeys((finding.key, "")))
        ranked = chain.from_iterable(self._of.get(place, ()) for place in places)
        concerned = ((place, rule) for place, rule in ranked if _holds_in(rule, finding.place))
        _, rule = min(concerned, default=(0, None), key=itemgetter(0))
        if rule is None:
            return CODES[finding.code].level
        self.used.add(rule)
        return rule.level

    def levels(self, code: str) -> set[str]:
        """What findings of a code may be, depending on where they stand."""
        rules = (rule.level for rule in self.rules if rule.code in (code, "*"))
        return {CODES[code].level, *rules}


def _rank(rule: Rule) -> tuple[bool, bool, bool]:
    return bool(rule.key), bool(rule.path), rule.code != "*"


def _holds_in(rule: Rule, place: Place) -> bool:
    return not rule.path or fnmatchcase(place.path, rule.path)


def rules_of(option: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of the option `findings`.

    Args:
        option: code or `*` → a level, or a map with `level`, `keys` and `paths`.

    Raises:
        PolicyError: it is none.
    """
    return tuple(rule for code, said in option.items() for rule in _rules(str(code), said))


def _rules(code: str, said: Any) -> Iterator[Rule]:
    if fault := _unknown(code):
        raise PolicyError(f"findings: {fault}")
    if not isinstance(said, Mapping):
        said = {"level": said}
    if odd := set(said) - {"level", "keys", "paths"}:
        raise PolicyError(
            f"findings: {code}: `{min(map(str, odd))}` is not understood; "
            "expected level, keys or paths"
        )
    if "level" in said:
        yield Rule(level=_level(code, said["level"]), code=code)
    for key, level in _named(code, said, "keys"):
        yield Rule(level=level, code=code, key=key)
    for path, level in _named(code, said, "paths"):
        yield Rule(level=level, code=code, path=path)


def _named(code: str, said: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """(key or path, level) of each that a rule names."""
    named = said.get(name) or {}
    if not isinstance(named, Mapping):
        raise PolicyError(f"findings: {code}: {name}: expected a map, each name: {_LEVELS}")
    for what, level in named.items():
        yield str(what), _level(f"{code}: {name}: {what}", level)


def _level(where: str, level: Any) -> str:
    if level not in LEVELS:
        raise PolicyError(f"findings: {where}: `{level}` is no level; expected {_LEVELS}")
    return str(level)


def _unknown(code: str) -> str:
    """Why a code cannot be one; empty if it is."""
    if code == "*" or code in CODES:
        return ""
    near = nearest(code)
    hint = f"did you mean `{near}`?" if near else "docs/findings lists all."
    return f"there is no finding `{code}`; {hint}"


def comments(text: str, place: Place, key: str = "") -> Iterator[Rule | Finding]:
    """The rules in the comments between two entries, and findings about those that are none.

    Args:
        text: what stands between them, or behind the last.
        place: where that begins.
        key: of the entry that follows; empty at the end of the file.
    """
    line, end = place.line, 0
    for found in _COMMENT.finditer(text) if "refctx" in text else ():
        line, end = line + text.count("\n", end, found.start()), found.start()
        here = Place(place.path, line)
        said = _SAID.fullmatch(found["said"])
        codes = re.split(r"\s*,\s*", said["codes"]) if said else []
        fault = next(filter(None, map(_unknown, codes)), "")
        if said is None or said["level"] not in LEVELS:
            fault = "expected `% refctx: ignore CODE, CODE -- reason`"
        elif not key and not found["file"]:
            fault = "no entry follows; a comment about the whole file begins `% refctx file:`"
        if fault or said is None:
            yield Finding("bad-comment", here, f"`{found[0].strip()}`: {fault}")
            continue
        of = "" if found["file"] else key
        for code in codes:
            yield Rule(level=said["level"], code=code, key=of, path=place.path, place=here)
