"""The words of a language, from `locales/NAME.json`.

A work's own language decides the terms inside its reference (`et al.`); the page's language
decides the furniture around it (`Cited in`).
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

LOCALES = ("en", "zh-Hant")


@cache
def terms(locale: str) -> dict[str, Any]:
    """All terms of a locale.

    Args:
        locale: one of `LOCALES`.

    Returns:
        term → text; `months` → 12 names; `locators` → label → [singular, plural, words].
    """
    source = files("refctx").joinpath("locales", f"{locale}.json")
    data: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return data


def best_locale(name: str) -> str:
    """The locale for a language tag or a theme's language: `zh-TW` → `zh-Hant`, `pt` → `en`."""
    return "zh-Hant" if name.lower().replace("_", "-").split("-")[0] == "zh" else "en"


@cache
def locator_words() -> tuple[tuple[str, str], ...]:
    """(word, label) of every locale, longest word first, in lower case."""
    pairs = {
        (word, label)
        for locale in LOCALES
        for label, (_, _, words) in terms(locale)["locators"].items()
        for word in words
    }
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))
