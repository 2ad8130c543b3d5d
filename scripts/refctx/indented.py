"""JSON with a value to a line, as `json.dumps(…, indent=1)` writes it.

What the library does in C writes no lines; its own way with lines takes ten times as long as this.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring as quoted
from typing import Any


def indented(value: Any, margin: str = "\n") -> str:
    """A value as JSON, in UTF-8 and not escaped beyond need.

    Args:
        value: texts, numbers, lists and maps of texts.
        margin: what a line begins with, its line end included.
    """
    if isinstance(value, str):
        return quoted(value)
    if type(value) is int:
        return str(value)
    if not value or not isinstance(value, (dict, list, tuple)):
        return json.dumps(value)
    inner = margin + " "
    if isinstance(value, dict):
        # Most values are texts, which need no further call.
        lines = [
            f"{quoted(name)}: {quoted(one) if type(one) is str else indented(one, inner)}"
            for name, one in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(lines)}{margin}}}"
    lines = [indented(one, inner) for one in value]
    return f"[{inner}{f',{inner}'.join(lines)}{margin}]"
