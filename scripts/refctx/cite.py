"""`see @knuth1984, p. 3; @b` ⇄ CitationGroup.

The grammar is pandoc's: keys of letters, digits and single inner punctuation, or anything in
braces; items parted by semicolons; a prefix before the key, a locator and a suffix behind
it. Beyond pandoc, a Han character may stand directly before and behind a key (`見@foo所說`): the
longest known key wins; `；` parts items, and `，` before a key does; a bare URL holds no key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from types import MappingProxyType
from typing import Any, TypeVar

from refctx.han import is_han
from refctx.locate import locate
from refctx.model import Citation, CitationGroup, Locator
from refctx.nouns import replace

_T = TypeVar("_T")
# A key that needs no braces: words, and single signs between them.
PLAIN = r"\w+(?:[:.#$%&\-+?<>~/]\w+)*"
KEY = rf"@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<plain>{PLAIN}))"
_KEY, _PLAIN = re.compile("(?P<minus>-)?" + KEY), re.compile(PLAIN)
# A semicolon in the braces of a key is a part of it.
_ITEM_END = re.compile(r"@\{[^{}\s]+\}|(?P<end>[;；]|，(?=\s*-?@))")
# How a bare URL begins, and how far back that is looked for.
_ADDRESS = re.compile(r"\b(?:[A-Za-z][A-Za-z\d+.-]{0,40}://|www\.)")
_FAR = 2000
_WORDS = {False: "false", True: "true"}
_NOCITE_ALL = re.compile(r"(?<![\w@])@\*")


def parse_group(text: str, known: Collection[str]) -> CitationGroup | None:
    r"""Read the inside of a bracket.

    Args:
        text: `see @knuth1984, p. 3; @b`, without the brackets; `\@` is an `@` that cites nothing.
        known: the library's keys.

    Returns:
        The group, or None if some item holds no key: then the bracket is no citation.
    """
    if text[:1] == "@" and text[1:] in known and _PLAIN.fullmatch(text, 1):
        return CitationGroup(citations=(Citation(key=text[1:]),))
    citations: list[Citation] = []
    for item in _items(text):
        read = _citation(item, known)
        if read is None:
            return None
        citations += (read, *_inner(read.suffix, known))
    return CitationGroup(citations=tuple(_unescaped(c) for c in citations))


def parse_narrative(text: str, known: Collection[str], locator: str = "") -> CitationGroup | None:
    """Read a bare `@key`, with the text of a bracket behind it (`p. 3`) if there is one.

    Further citations may follow in it (`p. 3; @bar`).

    Returns None if the key is not known (an unknown bare `@word` is a word), or if the bracket
    holds what is neither.
    """
    found = re.fullmatch(KEY, text)
    key = _known_key(found, known) if found else ""
    own, *further = _items(locator, most=2) if "@" in locator else [locator]
    rest = parse_group(further[0], known) if further else CitationGroup(citations=())
    if key not in known or rest is None or "@" in own:
        return None
    place, suffix = locate(own)
    citation = Citation(key=key, locator=place, suffix=suffix)
    return CitationGroup(citations=(citation, *rest.citations), narrative=True)


def in_address(text: str, place: int) -> bool:
    """True if a bare URL of the text holds that place."""
    near = text[max(0, place - _FAR) : place]
    if "://" not in near and "www." not in near:
        return False
    start = len(near)
    while start and not _ends_address(near[start - 1]):
        start -= 1
    return bool(_ADDRESS.search(near, start))


def _ends_address(character: str) -> bool:
    return (
        character.isspace()
        or character in "<>[]"
        or is_han(character)
        or "\u3000" <= character <= "\u303f"
        or "\uff00" <= character <= "\uffef"
    )


def stands_free(text: str, place: int) -> bool:
    """True if what begins with `@` or `-@` there may be a citation.

    A letter or digit before it makes an address of it, a slash a path; a Han character does not,
    nor does the underscore that opens an emphasis.
    """
    before = text[place - 1] if place else " "
    if before == "_":
        return place < 2 or not text[place - 2].isalnum()
    return before not in "@/\\" and (not before.isalnum() or is_han(before))


def find_keys(pattern: re.Pattern[str], text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """What a pattern that begins with `@` or `-@` finds in a text, one after the other.

    The text is asked where they are: a pattern that may begin with either looks at each sign.
    """
    at = text.find("@", start)
    while at >= 0:
        first = at - 1 if at > start and text[at - 1] == "-" else at
        found = pattern.match(text, first) if stands_free(text, first) else None
        if found is None and first < at:
            found = pattern.match(text, at)
        if found:
            yield found
        start = found.end() if found else at + 1
        at = text.find("@", start)


def _items(text: str, most: int = 0) -> list[str]:
    """The items of a group; the last of `most` of them holds all that follows."""
    items: list[str] = []
    start = 0
    if ";" not in text and "；" not in text and "，" not in text:
        return [text]
    for found in _ITEM_END.finditer(text):
        if found["end"] and len(items) + 1 != most:
            items.append(text[start : found.start()])
            start = found.end()
    return [*items, text[start:]]


def _keys(text: str) -> Iterator[re.Match[str]]:
    return (found for found in find_keys(_KEY, text) if not in_address(text, found.start()))


def _citation(item: str, known: Collection[str]) -> Citation | None:
    found = next(_keys(item), None)
    if not found:
        return None
    key = _known_key(found, known)
    locator, suffix = locate(item[_end(found, key) :])
    return Citation(
        key=key,
        prefix=item[: found.start()].strip(),
        locator=locator,
        suffix=suffix,
        suppress_author=bool(found["minus"]),
    )


def _inner(suffix: str, known: Collection[str]) -> Iterator[Citation]:
    """Known keys in a suffix, `[@foo, but not @bar]`: each a narrative citation inside it."""
    for found in _keys(suffix):
        key = _known_key(found, known)
        if key in known and not found["minus"]:
            yield Citation(key=key, inner=True)


def _unescaped(citation: Citation) -> Citation:
    if "\\" not in citation.prefix and "\\" not in citation.suffix:
        return citation
    prefix, suffix = (text.replace("\\@", "@") for text in (citation.prefix, citation.suffix))
    return replace(citation, prefix=prefix, suffix=suffix)


def resolved(group: CitationGroup, aliases: Mapping[str, str]) -> CitationGroup:
    """The group with keys in the place of other names, in its suffixes too.

    Args:
        group: as it was read, by a `known` that holds the other names.
        aliases: another name of an entry → its key.
    """
    if not aliases or not any(c.key in aliases for c in group.citations):
        return group
    inner = {c.key for c in group.citations if c.inner}
    citations = (
        replace(c, key=aliases.get(c.key, c.key), suffix=_resolved_suffix(c.suffix, inner, aliases))
        for c in group.citations
    )
    return replace(group, citations=tuple(citations))


def _resolved_suffix(suffix: str, inner: Collection[str], aliases: Mapping[str, str]) -> str:
    parts, end = [], 0
    for found in _keys(suffix):
        key = _known_key(found, inner)
        if key in inner and key in aliases and not found["minus"]:
            parts += [suffix[end : found.start()], f"@{{{aliases[key]}}}"]
            end = _end(found, key)
    return "".join([*parts, suffix[end:]])


def _end(found: re.Match[str], key: str) -> int:
    return found.end() if found["braced"] else found.start("plain") + len(key)


def _known_key(found: re.Match[str], known: Collection[str]) -> str:
    """The key as written, or its longest known beginning that ends before Han or at `_`.

    The underscores at the end may be those of an emphasis, `_see @key_`.
    """
    if found["braced"]:
        return str(found["braced"])
    text = str(found["plain"])
    if text in known:
        return text
    words = len(text.rstrip("_"))
    for end in range(len(text) - 1, 0, -1):
        if (end >= words or is_han(text[end])) and text[:end] in known:
            return text[:end]
    return text


def parse_nocite(
    text: str, known: Collection[str], aliases: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, ...]:
    """The keys of a page's `nocite: "@a, @b"`, in the order written; `@*` is every known key."""
    if _NOCITE_ALL.search(text):
        return tuple(known)
    names = (_known_key(found, {*known, *aliases}) for found in _keys(text))
    return tuple(dict.fromkeys(aliases.get(name, name) for name in names))


def with_affixes(group: CitationGroup, change: Callable[[str], str]) -> CitationGroup:
    """The group with its prefixes and suffixes changed."""
    return replace(
        group,
        citations=tuple(
            replace(c, prefix=change(c.prefix), suffix=change(c.suffix)) for c in group.citations
        ),
    )


def dump(group: CitationGroup) -> str:
    """A group as JSON, for a marker's attribute: `[false, ["key"], …]`, see `_dumped`.

    Lists, because each quotation mark becomes six signs there.
    """
    items = ",".join(map(_dumped, group.citations))
    text = f"[{_WORDS[group.narrative]},{items}]"
    # An entity in a prefix (`&quot;`) must outlast the attribute.
    return text.replace("&", "\\u0026") if "&" in text else text


def _dumped(c: Citation) -> str:
    """The key alone, or with prefix, suffix, locator and what `_restored` reads behind them."""
    if not (c.prefix or c.suffix or c.locator or c.suppress_author or c.inner):
        return f"[{quoted(c.key)}]"
    place = f"[{quoted(c.locator.label)},{quoted(c.locator.value)}]" if c.locator else "null"
    flags = f"{_WORDS[c.suppress_author]},{_WORDS[c.inner]}"
    return f"[{quoted(c.key)},{quoted(c.prefix)},{quoted(c.suffix)},{place},{flags}]"


def has_affixes(dumped: str) -> bool:
    """True for a group that may have prefixes or suffixes, in the form in which it was dumped."""
    return '",' in dumped


# The same text is read for its affixes and in the finished page.
@lru_cache(maxsize=1024)
def restore(text: str) -> CitationGroup:
    """The group that `dump` wrote.

    Raises:
        ValueError: the text is none of `dump`'s.
    """
    try:
        narrative, *items = _typed(json.loads(text), list)
        citations = tuple(map(_restored, items))
        narrative = _typed(narrative, bool)
    except (LookupError, TypeError, RecursionError):
        raise ValueError("no citation group") from None
    if not citations or citations[0].inner:
        raise ValueError("a citation group without a citation")
    return CitationGroup(citations=citations, narrative=narrative)


def _restored(written: Any) -> Citation:
    key, *rest = _typed(written, list)
    if not rest:
        return Citation(key=_typed(key, str))
    prefix, suffix, place, suppress_author, inner = rest
    return Citation(
        key=_typed(key, str),
        prefix=_typed(prefix, str),
        locator=_restored_locator(place),
        suffix=_typed(suffix, str),
        suppress_author=_typed(suppress_author, bool),
        inner=_typed(inner, bool),
    )


def _restored_locator(written: Any) -> Locator | None:
    if written is None:
        return None
    label, value = _typed(written, list)
    return Locator(label=_typed(label, str), value=_typed(value, str))


def _typed(value: Any, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        raise TypeError
    return value
