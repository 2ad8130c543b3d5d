"""Python-Markdown: text → markers. Syntax only; nothing is looked up or counted here.

Inline patterns run breadth first, so their order says nothing about reading order: a marker
gets a name that is unique, and `collect` finds the order in the finished HTML. What stands
around a key (`[*see* @key]`) becomes HTML when the patterns are done, by the same patterns.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree  # noqa: N813  # Python-Markdown's own name for it
from collections.abc import Collection, Mapping
from contextlib import suppress
from html import escape, unescape
from types import MappingProxyType
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX

from refctx.alt import ALT, dump_alt
from refctx.call import CallError, parse_call
from refctx.cite import (
    dump,
    has_affixes,
    in_address,
    parse_group,
    parse_narrative,
    resolved,
    restore,
    with_affixes,
)
from refctx.markers import CALL, CITE, NAME, new_name
from refctx.model import Call, Citation, CitationGroup
from refctx.nouns import replace
from refctx.spots import Find, bare, calls, groups, groups_and_bare, in_math, is_held, raw_code

# Below code spans (190) and escapes (180), above footnotes and links (175, 170, 160): a
# macro's argument may hold anything, and `[@a][@b]` is two citations, not a reference link.
RAW_CODE_PRIORITY, CALL_PRIORITY, BRACKET_PRIORITY = 177, 176, 172
# Below links, autolinks, e-mail addresses and raw HTML (160 to 90), above magiclink (85).
BARE_PRIORITY = 87
# Below inline patterns (20), above what moves attributes about (8).
IMAGES_PRIORITY, AFFIXES_PRIORITY = 15, 14

# What Python-Markdown makes of an escape.
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z][A-Za-z\d]*);")
# Signs that mean something to Markdown: escaped ones, and those of entities, stay escaped.
_SIGNS = frozenset("\\`*_~^=<>&[]!@;")
_WORD_SIGN = re.compile(rf"(?<=\w){STX}95{ETX}(?=\w)")
# Most affixes: letters, digits and signs that no extension makes anything of.
_PLAIN = re.compile(r"(?!.*\.\.)(?:[^\W_]|[ .,:;()–])*")
# In its braces a key stands as it is.
_BRACED_KEY = re.compile(r"@\{[^{}\s]+\}")
_LABEL = re.compile(r"\s?\[([^\[\]]+)\]")


class RefctxExtension(Extension):
    """Reads citations and macro calls.

    Args:
        known: the library's keys; a bare `@word` that is none of them stays text.
        macros: names of the macros a page may call.
        aliases: other names of entries → their keys. Markers hold keys only.
    """

    def __init__(
        self,
        known: Collection[str] = (),
        macros: Collection[str] = (),
        aliases: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.known = frozenset({*known, *aliases})
        self.macros = macros
        self.aliases = aliases
        self.faults: list[tuple[str, str]] = []
        self.asleep = False

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the host's name
        r"""Register the patterns; `\@` becomes an escape."""
        if "@" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "@"]
        patterns = md.inlinePatterns
        patterns.register(_RawCode(raw_code, md, self), "refctx-raw-code", RAW_CODE_PRIORITY)
        patterns.register(_CallPattern(calls, md, self), "refctx-call", CALL_PRIORITY)
        patterns.register(_GroupPattern(groups, md, self), "refctx-group", BRACKET_PRIORITY)
        patterns.register(_BarePattern(bare, md, self), "refctx-bare", BARE_PRIORITY)
        md.treeprocessors.register(_Images(md, self), "refctx-images", IMAGES_PRIORITY)
        md.treeprocessors.register(_Affixes(md, self), "refctx-affixes", AFFIXES_PRIORITY)

    def cited(self, group: CitationGroup) -> etree.Element:
        """The marker of a group."""
        return self.marker(CITE, dump(resolved(group, self.aliases)))

    def marker(self, attribute: str, value: str) -> etree.Element:
        """An empty element that carries its facts in attributes."""
        facts = {"class": "refctx-marker", NAME: new_name(), attribute: value}
        return etree.Element("span", facts)


class _Found:
    """Python-Markdown asks a compiled pattern for its matches, and no more of it."""

    def __init__(self, find: Find) -> None:
        self.finditer = find


class _Pattern(InlineProcessor):
    def __init__(self, find: Find, md: Markdown, extension: RefctxExtension) -> None:
        super().__init__("@", md)
        self.compiled_re = _Found(find)  # type: ignore[assignment]  # see there
        self.extension = extension

    def written(self, text: str, before: str = "") -> str:
        """The text as its author wrote it; `before` stands where a backslash stood."""
        resolved = self.unescape(text)

        def character(found: re.Match[str]) -> str:
            written = chr(int(found[1]))
            return (before or ("\\" if written == "@" else "")) + written

        return _ESCAPED.sub(character, resolved)

    def bracket(self, text: str) -> str:
        """The inside of a bracket as `parse_group` reads it.

        What was put away before (code, math) is put away as HTML, and signs that are escaped or
        written as an entity stay escaped: a `;` of theirs parts nothing, an `@` cites nothing.
        """
        if STX not in text and "&" not in text:
            return text
        inside = INLINE_PLACEHOLDER_RE.sub(self._put_away, text)
        inside = _WORD_SIGN.sub("_", inside)
        inside = _ESCAPED.sub(lambda found: _escaped(chr(int(found[1]))), inside)
        inside = _ENTITY.sub(lambda found: "".join(map(_escaped, unescape(found[0]))), inside)
        return _BRACED_KEY.sub(lambda found: _plain(found[0]), inside)

    def _put_away(self, found: re.Match[str]) -> str:
        node = self._stashed(found)
        return node if isinstance(node, str) else self.md.htmlStash.store(self.md.serializer(node))

    def _stashed(self, found: re.Match[str]) -> Any:
        """What was put away before, an element or a text."""
        return self.md.treeprocessors["inline"].stashed_nodes.get(found[1], found[0])  # type: ignore[attr-defined]  # what runs inline patterns

    def holds_marker(self, text: str) -> bool:
        """True if a macro call was read in that text: it can be no part of a citation."""
        if STX not in text:
            return False
        nodes = map(self._stashed, INLINE_PLACEHOLDER_RE.finditer(text))
        return any(
            one.get(NAME) for node in nodes if not isinstance(node, str) for one in node.iter()
        )


def _escaped(sign: str) -> str:
    """As Python-Markdown keeps an escaped sign; what has no meaning stands as it is."""
    return f"{STX}{ord(sign)}{ETX}" if sign in _SIGNS else sign


class _RawCode(_Pattern):
    """`<code>… @ …</code>` in raw HTML, put away whole: what it holds is no citation."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return self.md.htmlStash.store(self.written(m[0])), m.start(), m.end()


class _GroupPattern(_Pattern):
    """`[see @key, p. 3; @other]`, unless the bracket is a link's text."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        held = self._is_link(data, m.end()) or is_held(data, m.start(), m.end())
        if held or self.extension.asleep or self.holds_marker(m["inside"]):
            return None, None, None
        group = parse_group(self.bracket(m["inside"]), self.extension.known)
        if group is None:
            return None, None, None
        return self.extension.cited(group), m.start(), m.end()

    def _is_link(self, data: str, end: int) -> bool:
        """`[@a](url)`, `[@a]: url` and `[@a][ref]` with a definition are links."""
        if data.startswith("(", end):
            return True
        label = _LABEL.match(data, end, end + 200)
        return bool(label) and label[1].lower() in self.md.references  # type: ignore[index]


class _BarePattern(_Pattern):
    """`@key says` and `@key [p. 3]`, for known keys only; `-@key` is the year alone."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        known = self.extension.known
        held = in_address(data, m.start()) or in_math(data, m.start())
        if held or self.extension.asleep:
            return None, None, None
        locator = m["locator"] or ""
        # A `@` in the bracket that cites nothing leaves it as it stands.
        locator = "@" if self.holds_marker(locator) else self.bracket(locator)
        group, end = read_bare(m, known, locator)
        if group is None:
            return None, None, None
        return self.extension.cited(group), m.start(), end


def read_bare(
    m: re.Match[str], known: Collection[str], locator: str
) -> tuple[CitationGroup | None, int]:
    """What `bare` has found, and where it ends."""
    group, end = parse_narrative(m["key"], known, locator), m.end()
    if group is None and "@" in locator:
        group, end = parse_narrative(m["key"], known), m.end("key")
    if group is None:
        return None, end
    citation = group.citations[0]
    if m["plain"] and citation.key != m["plain"]:
        # A Han character or an emphasis ended the key: what follows is text.
        end = m.start("plain") + len(citation.key)
        citation = Citation(key=citation.key)
        group = CitationGroup(citations=(citation,), narrative=True)
    if m["minus"]:
        bare = replace(citation, suppress_author=True)
        group = CitationGroup(citations=(bare, *group.citations[1:]))
    return group, end


class _Affixes(Treeprocessor):
    """What stands before and behind the keys of a group, once all patterns have run."""

    def __init__(self, md: Markdown, extension: RefctxExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        for marker in root.iter("span"):
            written = marker.get(CITE)
            if written and has_affixes(written):
                # Another hand may have written the attribute; `collect` judges it.
                with suppress(ValueError):
                    group = restore(written)
                    if any(c.prefix or c.suffix for c in group.citations):
                        marker.set(CITE, dump(with_affixes(group, self._html)))

    def _html(self, source: str) -> str:
        """An affix as Markdown prints it; keys in it are left for the group."""
        if _PLAIN.fullmatch(source):
            return source
        root = etree.Element("div")
        etree.SubElement(root, "span").text = source
        self.extension.asleep = True
        try:
            self.md.treeprocessors["inline"].run(root)
            self.md.treeprocessors["unescape"].run(root)
        finally:
            self.extension.asleep = False
        html = self.md.serializer(root[0])[len("<span>") : -len("</span>")]
        for name in ("raw_html", "amp_substitute"):
            html = self.md.postprocessors[name].run(html)
        return html


class _Images(Treeprocessor):
    """The texts of images, once Markdown has made them."""

    def __init__(self, md: Markdown, extension: RefctxExtension) -> None:
        super().__init__(md)
        self.known = extension.known
        self.aliases = extension.aliases

    def run(self, root: etree.Element) -> None:
        for image in root.iter("img"):
            alt = image.get("alt", "")
            if "@" in alt and len(pieces := self._pieces(alt)) > 1:
                image.set(ALT, dump_alt(pieces))

    def _pieces(self, alt: str) -> list[str | CitationGroup]:
        pieces: list[str | CitationGroup] = []
        end = 0
        for found in groups_and_bare(alt):
            if in_address(alt, found.start()) or found.start() < end:
                continue
            group, after = self._group(found)
            if group:
                pieces += [_plain(alt[end : found.start()]), resolved(group, self.aliases)]
                end = after
        return [*pieces, _plain(alt[end:])]

    def _group(self, found: re.Match[str]) -> tuple[CitationGroup | None, int]:
        if "inside" in found.re.groupindex:
            group, end = parse_group(_plain(found["inside"], "\\"), self.known), found.end()
        else:
            group, end = read_bare(found, self.known, _plain(found["locator"] or ""))
        return with_affixes(group, escape) if group else None, end


def _plain(text: str, before: str = "") -> str:
    """Text of an attribute without escapes and entities; `before` stays before an escaped `@`."""
    characters = _ESCAPED.sub(lambda m: (before if m[1] == "64" else "") + chr(int(m[1])), text)
    return _ENTITY.sub(lambda m: unescape(m[0]), characters)


class _CallPattern(_Pattern):
    """`{{ name(…) }}` in a text, if `name` is a macro of ours; all else is left to others."""

    # No list inside a link.
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        is_ours = m["name"] == "cite" or m["name"] in self.extension.macros
        if not is_ours or self.extension.asleep or is_held(data, m.start(), m.end()):
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
        return self.extension.cited(_group_of(call.arguments, texts, narrative))


def _group_of(keys: tuple[object, ...], texts: dict[str, str], narrative: bool) -> CitationGroup:
    citations = []
    for place, key in enumerate(keys):
        last = place == len(keys) - 1
        tail = f", {texts['locator']} {texts['suffix']}".rstrip(", ") if last else ""
        # Another key in its place: this one may hold anything.
        read = parse_group(f"@{{x}}{tail}", ())
        locator, suffix = (
            (read.citations[0].locator, read.citations[0].suffix) if read else (None, "")
        )
        prefix = texts["prefix"] if place == 0 else ""
        citations.append(Citation(key=str(key), prefix=prefix, locator=locator, suffix=suffix))
    return CitationGroup(citations=tuple(citations), narrative=narrative)
