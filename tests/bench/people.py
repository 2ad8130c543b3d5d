"""Names of people, in letters and in TeX."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from bench import words

TEX = {
    "é": "\\'e", "è": "\\`e", "á": "\\'a", "ó": "\\'o", "í": "\\'i", "ú": "\\'u", "ñ": "\\~n",
    "ö": '\\"o', "ü": '\\"u', "ä": '\\"a', "ç": "\\c{c}", "ø": "\\o", "å": "\\aa", "ł": "\\l",
    "Ł": "\\L", "š": "\\v{s}", "Š": "\\v{S}", "ř": "\\v{r}", "ß": "\\ss", "ã": "\\~a",
    "Ç": "\\c{C}", "Ö": '\\"O', "Ü": '\\"U', "Á": "\\'A", "Ó": "\\'O", "ě": "\\v{e}", "Å": "\\AA",
}  # fmt: skip


def name(chance: Random) -> str:
    """Somebody, family name first."""
    given = chance.choice(words.GIVEN)
    if chance.random() < 0.35:
        given += f" {chance.choice('ABCDEFGHJKLMNPRSTVW')}."
    if chance.random() < 0.45:
        family = chance.choice(words.FAMILIES)
    else:
        family = chance.choice(words.BEGINNINGS) + chance.choice(words.ENDINGS)
    match chance.randrange(40):
        case 0 | 1:
            return f"{chance.choice(words.PARTICLES)} {family}, {given}"
        case 2:
            return f"{family}-{chance.choice(words.FAMILIES)}, {given}"
        case 3:
            return f"{family}, Jr., {given}"
    return f"{family}, {given}"


def tex(text: str) -> str:
    """A text with TeX for the letters that it has a command for."""
    return "".join(f"{{{TEX[letter]}}}" if letter in TEX else letter for letter in text)


def plain(text: str) -> str:
    """A text without TeX and accents."""
    bare = re.sub(r"\\[a-zA-Z]+|[{}\\]", "", text)
    return unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
