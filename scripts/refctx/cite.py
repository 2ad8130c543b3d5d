"""`see @knuth1984, p. 3; @b` ⇄ CitationGroup.

The grammar is pandoc's: keys of letters, digits and single inner punctuation, or anything in
braces; items parted by semicolons; a prefix before the key, a locator and a suffix behind
it. Beyond pandoc, a Han character may stand directly before and behind a key (`見@foo所說`): the
longest known key wins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from refctx.model import Citation, CitationGroup, Locator
from refctx.terms import locator_words

KEY = r"@(?:\{(?P<braced>[^{}\s]+)\}|(?P<plain>\w+(?:[:.#$%&\-+?<>~/]\w+)*))"
_HAN_RANGE = r"\u3400-\u9fff\uf900-\ufaff"
_HAN = re.compile(f"[{_HAN_RANGE}]")
# A letter or digit before `@` makes an address of it; a Han character does not.
NOT_IN_WORD = rf"(?<![^\W{_HAN_RANGE}])(?<!@)"
_KEY = re.compile(NOT_IN_WORD + "(?P<minus>-)?" + KEY)
_ITEM_END = re.compile(r"[;；]")
# A number with a letter perhaps, or a roman one; never the beginning of a word.
_NUMBER = r"(?:\d+[a-z]?|[ivxlcdm]+|[IVXLCDM]+)(?![A-Za-z\d])"
_VALUE = rf"{_NUMBER}(?:\s*[-–—,]+\s*{_NUMBER})*"


def parse_group(text: str, known: Collection[str]) -> CitationGroup | None:
    """Read the inside of a bracket.

    Args:
        text: `see @knuth1984, p. 3; @b`, without the brackets.
        known: the library's keys.

    Returns:
        The group, or None if some item holds no key: then the bracket is no citation.
    """
    citations = [_citation(item, known) for item in _ITEM_END.split(text)]
    if not all(citations):
        return None
    return CitationGroup(citations=tuple(c for c in citations if c))


def parse_narrative(text: str, known: Collection[str], locator: str = "") -> CitationGroup | None:
    """Read a bare `@key`, with the text of a bracket behind it (`p. 3`) if there is one.

    Returns None if the key is not known: an unknown bare `@word` is a word.
    """
    found = re.fullmatch(KEY, text)
    key = _known_key(found, known) if found else ""
    if key not in known:
        return None
    place, suffix = _locator(locator)
    citation = Citation(key=key, locator=place, suffix=suffix)
    return CitationGroup(citations=(citation,), narrative=True)


def _citation(item: str, known: Collection[str]) -> Citation | None:
    found = _KEY.search(item)
    if not found:
        return None
    key = _known_key(found, known)
    end = found.end() if found["braced"] else found.start("plain") + len(key)
    locator, suffix = _locator(item[end:])
    return Citation(
        key=key,
        prefix=item[: found.start()].strip(),
        locator=locator,
        suffix=suffix,
        suppress_author=bool(found["minus"]),
    )


def _known_key(found: re.Match[str], known: Collection[str]) -> str:
    """The key as written, or its longest known beginning that ends before Han or at `_`.

    The underscores at the end may be those of an emphasis, `_see @key_`.
    """
    if found["braced"]:
        return str(found["braced"])
    text = str(found["plain"])
    for end in range(len(text), 0, -1):
        if text[:end] in known and (not text[end:].strip("_") or _HAN.match(text[end])):
            return text[:end]
    return text


def _locator(text: str) -> tuple[Locator | None, str]:
    """Split what follows a key into locator and suffix."""
    rest = text.strip()
    bare = rest.lstrip(",，").strip()
    for word, label in locator_words():
        if bare.lower().startswith(word):
            found = re.match(rf"\s*({_VALUE})", bare[len(word) :])
            if found:
                value = re.sub(r"\s*[-–—]+\s*", "–", found[1])
                return Locator(label=label, value=value), bare[len(word) + found.end() :]
    found = re.match(_VALUE, bare)
    if found and bare[:1].isdigit():
        value = re.sub(r"\s*[-–—]+\s*", "–", found[0])
        return Locator(label="page", value=value), bare[found.end() :]
    return None, rest


def dump(group: CitationGroup) -> str:
    """A group as JSON, for a marker's attribute."""
    items = [
        {
            "key": c.key,
            "prefix": c.prefix,
            "locator": [c.locator.label, c.locator.value] if c.locator else None,
            "suffix": c.suffix,
            "suppress_author": c.suppress_author,
        }
        for c in group.citations
    ]
    return json.dumps({"narrative": group.narrative, "citations": items}, ensure_ascii=False)


def restore(text: str) -> CitationGroup:
    """The group that `dump` wrote."""
    data = json.loads(text)
    citations = tuple(
        Citation(
            key=c["key"],
            prefix=c["prefix"],
            locator=Locator(label=c["locator"][0], value=c["locator"][1]) if c["locator"] else None,
            suffix=c["suffix"],
            suppress_author=c["suppress_author"],
        )
        for c in data["citations"]
    )
    return CitationGroup(citations=citations, narrative=data["narrative"])
