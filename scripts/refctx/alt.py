"""Citations in an image's text, `![As in @foo](x.png)`.

An attribute holds no link and no id, so the label alone is printed there. Until it is known, the
image carries its text in pieces, in an attribute of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from html import escape, unescape

from refctx.cite import dump, restore
from refctx.model import CitationGroup

ALT = "data-refctx-alt"
IMAGE = re.compile(rf'<img\b(?=[^>]*?\s{ALT}="(?P<value>[^"]*)")[^>]*>')
_OWN, _TEXT = re.compile(rf'\s{ALT}="[^"]*"'), re.compile(r'\salt="[^"]*"')
Pieces = Sequence[str | CitationGroup]


def dump_alt(pieces: Pieces) -> str:
    """Texts and groups as JSON, for the image's attribute."""
    items = [piece if isinstance(piece, str) else [dump(piece)] for piece in pieces]
    return json.dumps(items, ensure_ascii=False).replace("&", "\\u0026")


def groups_in(html: str) -> list[CitationGroup]:
    """All groups in the images of a page, in order."""
    found = (piece for image in IMAGE.finditer(html) for piece in _pieces(image))
    return [piece for piece in found if isinstance(piece, CitationGroup)]


def fill_alts(html: str, text: Callable[[CitationGroup], str]) -> str:
    """The page with every image's text finished; `text` prints a group without markup."""

    def image(found: re.Match[str]) -> str:
        pieces = [p if isinstance(p, str) else text(p) for p in _pieces(found)]
        if not pieces:
            return _OWN.sub("", found[0])
        alt = escape("".join(pieces))
        return _TEXT.sub(lambda _: f' alt="{alt}"', _OWN.sub("", found[0]))

    return IMAGE.sub(image, html)


def _pieces(image: re.Match[str]) -> Pieces:
    """What the image's text is made of; nothing if another hand wrote the attribute."""
    try:
        items = json.loads(unescape(image["value"]))
        pieces = [item if isinstance(item, str) else restore(item[0]) for item in items]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    return pieces if isinstance(items, list) else []
