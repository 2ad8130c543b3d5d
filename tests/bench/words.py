"""The words that names, titles and sentences of a corpus are made of, from `words.yml`."""

from __future__ import annotations

from pathlib import Path

import yaml

_FILE = Path(__file__).with_suffix(".yml")
_TEXTS = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def _split(text: str) -> tuple[str, ...]:
    return tuple(map(str.strip, text.split("|") if "|" in text else text.split()))


GIVEN, FAMILIES, BEGINNINGS, ENDINGS, PARTICLES, COLLECTIVES = (
    _split(_TEXTS[name])
    for name in ("given", "families", "beginnings", "endings", "particles", "collectives")
)
KINDS, THINGS, FIELDS, MATHS, FOREIGN, ACRONYMS = (
    _split(_TEXTS[name]) for name in ("kinds", "things", "fields", "maths", "foreign", "acronyms")
)
PLACES, PUBLISHERS, CLASSES, MONTHS = (
    _split(_TEXTS[name]) for name in ("places", "publishers", "classes", "months")
)
GERMAN, CHINESE = (tuple(map(_split, _TEXTS[name])) for name in ("german", "chinese"))
CHINESE_FAMILIES, CHINESE_GIVEN = (
    _split(_TEXTS[name]) for name in ("chinese_families", "chinese_given")
)
