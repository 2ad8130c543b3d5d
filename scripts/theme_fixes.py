"""MkDocs hook: mend what Material 9.8 prints wrong on every page.

Two check boxes carry `autocomplete`, which HTML does not allow there, a label an empty
`tabindex`, and the search dialog has no name for a screen reader.
"""

from __future__ import annotations

from html import escape
from typing import Any


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    """Mend a page."""
    return _mended(output, config.extra["search_label"])


def on_post_template(output_content: str, *, template_name: str, config: Any) -> str:
    """Mend the page that is shown for an address that does not exist."""
    return _mended(output_content, config.extra["search_label"])


def _mended(html: str, search_label: str) -> str:
    for name in ("__drawer", "__search"):
        html = html.replace(f'id="{name}" autocomplete="off"', f'id="{name}"')
    html = html.replace(' tabindex=""', "")
    return html.replace('role="dialog">', f'role="dialog" aria-label="{escape(search_label)}">')
