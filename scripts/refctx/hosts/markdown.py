"""Python-Markdown: text → markers. Syntax only; nothing is looked up or counted here.

Inline patterns run breadth first, so their order says nothing about reading order: a marker
gets a name that is unique, and `collect` finds the order in the finished HTML.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree  # noqa: N813  # Python-Markdown's own name for it
from collections.abc import Collection
from dataclasses import replace
from itertools import count

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, STX

from refctx.call import CallError, parse_call
from refctx.cite import KEY, NOT_IN_WORD, dump, parse_group, parse_narrative
from refctx.collect import CALL, CITE, NAME
from refctx.model import Call, Citation, CitationGroup

# Below code spans (190) and escapes (180), above footnotes and links (175, 170, 160): a
# macro's argument may hold anything, and `[@a][@b]` is two citations, not a reference link.
CALL_PRIORITY, BRACKET_PRIORITY = 176, 172
# Below links, autolinks, e-mail addresses and raw HTML (160 to 90), above magiclink (85).
BARE_PRIORITY = 87

_GROUP = r"\[(?!\^)(?P<inside>[^\[\]]*@[^\[\]]*)\]"
_LOCATOR = r"[ ]?\[(?P<locator>[^\[\]@]+)\](?![(\[:])"
_BARE = rf"{NOT_IN_WORD}(?<![/\\])(?<!\[\^)(?P<minus>-)?(?P<key>{KEY})(?:{_LOCATOR})?"
# What Python-Markdown makes of an escape, and the beginning of a tag that is not closed yet.
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_OPEN_TAG = re.compile(r"<[A-Za-z][^<>]*\Z")
# Names are never used twice, also over the rebuilds of a preview that keeps some of its pages.
_NAMES = count(1)
_CALL = r"\{\{-?\s*(?P<name>[A-Za-z_]\w*)\s*(?P<rest>\(.*?\))\s*-?\}\}"


class RefctxExtension(Extension):
    """Reads citations and macro calls.

    Args:
        known: the library's keys; a bare `@word` that is none of them stays text.
        macros: names of the macros a page may call.
    """

    def __init__(self, known: Collection[str] = (), macros: Collection[str] = ()) -> None:
        super().__init__()
        self.known = known
        self.macros = macros
        self.faults: list[tuple[str, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the host's name
        r"""Register the patterns; `\@` becomes an escape."""
        if "@" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "@"]
        patterns = md.inlinePatterns
        patterns.register(_CallPattern(_CALL, md, self), "refctx-call", CALL_PRIORITY)
        patterns.register(_GroupPattern(_GROUP, md, self), "refctx-group", BRACKET_PRIORITY)
        patterns.register(_BarePattern(_BARE, md, self), "refctx-bare", BARE_PRIORITY)

    def marker(self, attribute: str, value: str) -> etree.Element:
        """An empty element that carries its facts in attributes."""
        name = str(next(_NAMES))
        return etree.Element("span", {"class": "refctx-marker", NAME: name, attribute: value})


class _Pattern(InlineProcessor):
    # No link inside a link.
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, extension: RefctxExtension) -> None:
        super().__init__(pattern, md)
        self.compiled_re = re.compile(pattern, re.DOTALL)
        self.extension = extension

    def written(self, text: str, before: str = "") -> str:
        """The text as its author wrote it; `before` stands where a backslash stood."""
        resolved = self.unescape(text)
        return _ESCAPED.sub(lambda found: before + chr(int(found[1])), resolved)


class _GroupPattern(_Pattern):
    """`[see @key, p. 3; @other]`, unless the bracket is a link's text."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        if self._is_link(data, m.end()) or self._is_taken(data[: m.start()]):
            return None, None, None
        group = parse_group(self.written(m["inside"]), self.extension.known)
        if group is None:
            return None, None, None
        return self.extension.marker(CITE, dump(group)), m.start(), m.end()

    def _is_taken(self, before: str) -> bool:
        """An inline footnote or an attribute of raw HTML holds the bracket."""
        return before.endswith("^") or bool(_OPEN_TAG.search(before))

    def _is_link(self, data: str, end: int) -> bool:
        """`[@a](url)`, `[@a]: url` and `[@a][ref]` with a definition are links."""
        rest = data[end : end + 200]
        if rest.startswith("("):
            return True
        label = re.match(r"\s?\[([^\[\]]+)\]", rest)
        return bool(label) and label[1].lower() in self.md.references  # type: ignore[index]


class _BarePattern(_Pattern):
    """`@key says` and `@key [p. 3]`, for known keys only; `-@key` is the year alone."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        known = self.extension.known
        group = parse_narrative(m["key"], known, self.written(m["locator"] or ""))
        if group is None:
            return None, None, None
        end, citation = m.end(), group.citations[0]
        if m["plain"] and citation.key != m["plain"]:
            # A Han character or an emphasis ended the key: what follows is text.
            end = m.start("plain") + len(citation.key)
            group = parse_narrative("@" + citation.key, known)
        if m["minus"]:
            group = CitationGroup(citations=(replace(citation, suppress_author=True),))
        if group is None:
            return None, None, None
        return self.extension.marker(CITE, dump(group)), m.start(), end


class _CallPattern(_Pattern):
    """`{{ name(…) }}`, if `name` is a macro of ours; anything else is left to others."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        if m["name"] != "cite" and m["name"] not in self.extension.macros:
            return None, None, None
        text = self.written(f"{m['name']}{m['rest']}", before="\\")
        try:
            call = parse_call(text)
            element = self._cite(call) if call.name == "cite" else self._list(text)
        except CallError as error:
            self.extension.faults.append((text, str(error)))
            return None, None, None
        return element, m.start(), m.end()

    def _list(self, text: str) -> etree.Element:
        return self.extension.marker(CALL, text)

    def _cite(self, call: Call) -> etree.Element:
        """`cite("a", "see b, p. 3")` is the group `[@a; see @b, p. 3]`, each key an argument."""
        options = dict(call.options)
        narrative = bool(options.pop("narrative", False))
        allowed = ("prefix", "locator", "suffix")
        texts = {name: str(options.pop(name, "")) for name in allowed}
        if options or not call.arguments or not all(isinstance(a, str) for a in call.arguments):
            raise CallError(
                'expected cite("key", …, prefix="see", locator="p. 3", suffix="", narrative=false)'
            )
        if narrative and len(call.arguments) > 1:
            raise CallError("a narrative citation names one key")
        return self.extension.marker(CITE, dump(_group_of(call.arguments, texts, narrative)))


def _group_of(keys: tuple[object, ...], texts: dict[str, str], narrative: bool) -> CitationGroup:
    citations = []
    for place, key in enumerate(keys):
        last = place == len(keys) - 1
        tail = f", {texts['locator']} {texts['suffix']}".rstrip(", ") if last else ""
        read = parse_group(f"@{{{key}}}{tail}", ())
        locator, suffix = (
            (read.citations[0].locator, read.citations[0].suffix) if read else (None, "")
        )
        prefix = texts["prefix"] if place == 0 else ""
        citations.append(Citation(key=str(key), prefix=prefix, locator=locator, suffix=suffix))
    return CitationGroup(citations=tuple(citations), narrative=narrative)
