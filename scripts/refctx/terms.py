"""The words of a language, from `locales/NAME.json`.

A work's own language decides the terms inside its reference (`et al.`); the page's language
decides the furniture around it (`Cited in`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LOCALES = ("en", "zh-Hant")
TABLES = ("types", "states", "locators")


@cache
def terms(locale: str) -> dict[str, Any]:
    """All terms of a locale.

    Args:
        locale: one of `LOCALES`.

    Returns:
        term → text; `months` → 12 names; `locators` → label → its forms
        (`short`, `long`, `symbol`, each [singular, plural]; a pattern where it has a `{}`) and
        the `words` it is written with.
    """
    source = files("refctx").joinpath("locales", f"{locale}.json")
    data: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return data


def words(locale: str, style: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The terms of a locale with those of a style; a table is completed, all else replaced.

    Args:
        locale: one of `LOCALES`.
        style: locale → what the style says otherwise.
    """
    general, own = terms(locale), style.get(locale, {})
    tables = {name: {**general[name], **own[name]} for name in TABLES if name in own}
    return {**general, **own, **tables}


def best_locale(name: str) -> str:
    """The locale for a language tag or a theme's language: `zh-TW` → `zh-Hant`, `pt` → `en`."""
    return "zh-Hant" if name.lower().replace("_", "-").split("-")[0] == "zh" else "en"


@cache
def locator_words() -> tuple[tuple[str, str], ...]:
    """(word, label) of every locale, longest word first, in lower case."""
    pairs = {
        (word, label)
        for locale in LOCALES
        for label, forms in terms(locale)["locators"].items()
        for word in forms["words"]
    }
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))
