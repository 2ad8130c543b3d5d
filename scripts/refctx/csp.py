"""HTML → the content security policy that it can live with.

Under such a policy a browser takes scripts and styles from the site's own files, and of what
stands in a page only what the policy names by its hash. So nothing needs `unsafe-inline`, and a
script that finds its way into a page is not run.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape, unescape

from refctx.nouns import dataclass

FIXED = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)
# What a browser runs; a script of any other type is data, which no policy concerns.
_RUN = re.compile(
    r"|module|importmap|speculationrules|(?:text|application)/(?:x-)?(?:java|ecma)script\s*(?:;.*)?",
    re.IGNORECASE,
)
_VALUE = r"""\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)"""
_ATTRIBUTE = rf"[^\s/>][^\s/>=]*+(?:{_VALUE})?+"
_ATTRIBUTES = rf"(?:[\s/]++|{_ATTRIBUTE})*+"
# An element whose content is no HTML, else the beginning of one. What is not closed ends with the
# page: so each sign is looked at once, whatever the page.
_ELEMENT = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<name>script|style)(?P<own>(?=[\s/>]){_ATTRIBUTES})(?:>|\Z)"
    rf"(?P<text>.*?)(?:</(?P=name)(?=[\s/>])|\Z)|<[a-z][^\s/>]*+(?P<attributes>{_ATTRIBUTES})(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_EACH = re.compile(_ATTRIBUTE)
_SET = re.compile(r"\s*=\s*")
# How a page begins: what stands before the policy is not held to it.
_CHARSET = re.compile(r"<meta\s[^>]*\bcharset\b[^>]*>", re.IGNORECASE)
_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_BOUND = re.compile(r"<(?:script|style|link|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inline:
    """What stands in a page and would do something there.

    Attributes:
        scripts: the texts of scripts that a browser runs.
        styles: the texts of `<style>`.
        attributes: the values of `style="…"`.
    """

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()

    def __or__(self, other: Inline) -> Inline:
        return Inline(
            self.scripts | other.scripts,
            self.styles | other.styles,
            self.attributes | other.attributes,
        )

    def __sub__(self, other: Inline) -> Inline:
        return Inline(
            self.scripts - other.scripts,
            self.styles - other.styles,
            self.attributes - other.attributes,
        )

    def __bool__(self) -> bool:
        return bool(self.scripts or self.styles or self.attributes)


def inline(html: str) -> Inline:
    """What stands in a page, as a browser reads it."""
    scripts, styles, attributes = set(), set(), set()
    for found in _ELEMENT.finditer(_read(html)):
        given = dict(_given(found["own"] or found["attributes"] or ""))
        if "style" in given:
            attributes.add(given["style"])
        if (found["name"] or "").lower() == "style":
            styles.add(found["text"])
        elif found["name"] and "src" not in given and _RUN.fullmatch(given.get("type", "").strip()):
            scripts.add(found["text"])
    return Inline(frozenset(scripts), frozenset(styles), frozenset(attributes))


def added(before: str, after: str) -> Inline:
    """What stands in a page after something was put into it, and did not before."""
    # Most of the time nothing was, and counting is quicker than reading.
    differs = (_count(after, word) != _count(before, word) for word in ("<script", "style"))
    return inline(after) - inline(before) if any(differs) else Inline()


def _count(html: str, word: str) -> int:
    return html.lower().count(word)


def _read(html: str) -> str:
    """A browser reads one kind of line end, and no NUL."""
    return html.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _given(attributes: str) -> Iterator[tuple[str, str]]:
    """Name and value of an element's attributes, the first last: of two of one name it counts."""
    for attribute in reversed(_EACH.findall(attributes)):
        name, _, value = _SET.sub("=", attribute, count=1).partition("=")
        quoted = value[:1] in ('"', "'")
        yield name.lower(), unescape(value[1:-1] if quoted else value)


def policy(pages: Iterable[Inline]) -> str:
    """The policy under which all of these work.

    It is one for all pages of a site, because a theme that goes from page to page without loading
    stays under the policy of the first.
    """
    found = Inline()
    for page in pages:
        found |= page
    styles = _hashes(found.styles | found.attributes)
    # Without this word a hash is none for an attribute; a policy has it only where it must.
    hashed = ["'unsafe-hashes'"] if found.attributes else []
    return "; ".join(
        (
            *FIXED,
            " ".join(["script-src 'self'", *_hashes(found.scripts)]),
            " ".join(["style-src 'self'", *hashed, *styles]),
        )
    )


def _hashes(texts: Iterable[str]) -> list[str]:
    digests = (sha256(text.encode("utf-8", "replace")).digest() for text in texts)
    return sorted(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


def with_policy(html: str, text: str) -> str:
    """A page under a policy; what is no whole page is left as it is."""
    head = _HEAD.search(html)
    if head is None:
        return html
    bound = _BOUND.search(html, head.end())
    charset = _CHARSET.search(html, head.end(), bound.start() if bound else len(html))
    end = (charset or head).end()
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(text, quote=False)}">'
    return f"{html[:end]}\n{meta}{html[end:]}"
