"""The language of a work."""

from __future__ import annotations

import re

from refctx.fields import value_of
from refctx.han import has_han
from refctx.model import Entry

# biblatex's name of a language → its tag, where the first two letters are not the tag.
_TAGS = {
    "american": "en", "australian": "en", "british": "en", "canadian": "en", "newzealand": "en",
    "austrian": "de", "german": "de", "naustrian": "de", "ngerman": "de", "nswissgerman": "de",
    "swissgerman": "de", "acadian": "fr", "brazil": "pt", "brazilian": "pt", "portuguese": "pt",
    "catalan": "ca", "croatian": "hr", "czech": "cs", "dutch": "nl", "estonian": "et",
    "galician": "gl", "greek": "el", "icelandic": "is", "irish": "ga", "japanese": "ja",
    "latvian": "lv", "lithuanian": "lt", "norsk": "nb", "norwegian": "no", "nynorsk": "nn",
    "polish": "pl", "serbian": "sr", "slovak": "sk", "slovene": "sl", "slovenian": "sl",
    "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip


def language_of(entry: Entry) -> str:
    """Language tag of a work: its `langid`, else Chinese if its title has Han characters."""
    named = value_of(entry.fields, "langid").strip("{}").lower()
    if named.startswith(("zh", "chinese")):
        return "zh-Hant"
    if named:
        return named if re.match(r"[a-z]{2,3}(-|$)", named) else _TAGS.get(named, named[:2])
    return "zh-Hant" if has_han(entry.fields.get("title", "")) else "en"


def foreign(text: str, entry: Entry, locale: str) -> str:
    """The tag that a work's name needs on a page of this language; empty where it needs none.

    A name with Han characters is at home on a Chinese page, whatever the work is written in.
    """
    lang = language_of(entry)
    at_home = locale.startswith("zh") and has_han(text)
    return "" if at_home or lang[:2] == locale[:2] else lang
