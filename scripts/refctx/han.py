"""Han characters and Kana.

They are compared and not looked for by a pattern: one with these ranges takes more than a
millisecond to compile, and five rooms ask for them.
"""

from __future__ import annotations


def is_han(character: str) -> bool:
    """True for one Han character; an empty text is none."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def is_kana(character: str) -> bool:
    """True for one sign of Hiragana or Katakana."""
    return "\u3040" <= character <= "\u30ff"


def has_han(text: str) -> bool:
    """True for a text with a Han character."""
    return not text.isascii() and any(map(is_han, text))


FIRST_WIDE = "\u1100"


def is_wide(character: str) -> bool:
    """True for a sign of double width: Han, Kana, Hangul and the stops among them."""
    return (
        FIRST_WIDE <= character <= "\u115f"
        or "\u2e80" <= character <= "\ua4cf"
        or "\uac00" <= character <= "\ud7a3"
        or "\uf900" <= character <= "\ufaff"
        or "\uff01" <= character <= "\uff60"
    )
