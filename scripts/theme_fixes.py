"""MkDocs hook: mend what Material 9.8 prints wrong on every page.

Two check boxes carry `autocomplete`, which HTML does not allow there, and the search dialog has
no name for a screen reader.
"""

from __future__ import annotations

from html import escape
from typing import Any


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    """Return the page without those faults."""
    label = escape(config.extra["search_label"])
    return output.replace(
        'type="checkbox" id="__drawer" autocomplete="off"', 'type="checkbox" id="__drawer"'
    ).replace(
        'type="checkbox" id="__search" autocomplete="off"', 'type="checkbox" id="__search"'
    ).replace('role="dialog">', f'role="dialog" aria-label="{label}">')
