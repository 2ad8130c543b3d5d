"""Text that is HTML already.

`Markup` asks whatever it is made of whether it is HTML; here that is known. A reference is made in
a hundred small steps, so it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from markupsafe import Markup, escape

# Text that is HTML → the same, marked as such.
marked: Callable[[str], Markup] = partial(str.__new__, Markup)
# A match if a text has signs that mean something in HTML.
has_signs = re.compile("[&<>\"']").search


def as_html(value: object) -> str:
    """A value as HTML, not marked as such: HTML as it is, all else escaped."""
    if type(value) is str and not has_signs(value):
        return value
    return str(value if type(value) is Markup else escape(value))
