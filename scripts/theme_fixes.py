"""MkDocs hook: mend what Material 9.8 prints wrong on every page.

Two check boxes carry `autocomplete`, which HTML does not allow there, a label an empty
`tabindex`, the search dialog has no name for a screen reader, and all links of headings to
themselves have one name, `¶`. Around the text of a page stand some 180 empty lines.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

_HEADING_LINK = re.compile(
    r"(?P<heading><h(?P<level>[1-6])\b[^>]*>(?P<text>(?:(?!</h[1-6]>).)*?))"
    r'<a class="headerlink" href="(?P<href>[^"]*)" title="[^"]*">',
    re.DOTALL,
)
_EMPTY_LINES = re.compile(r"\n\s*\n")
_TAG = re.compile(r"<[^>]*>")


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    """Mend a page."""
    mended = _mended(output, config.extra["search_label"])
    return _tight(_named(mended, config.extra["heading_link"]))


def on_post_template(output_content: str, *, template_name: str, config: Any) -> str:
    """Mend the page that is shown for an address that does not exist."""
    return _mended(output_content, config.extra["search_label"])


def _mended(html: str, search_label: str) -> str:
    for name in ("__drawer", "__search"):
        html = html.replace(f'id="{name}" autocomplete="off"', f'id="{name}"')
    html = html.replace(' tabindex=""', "")
    return html.replace('role="dialog">', f'role="dialog" aria-label="{escape(search_label)}">')


def _tight(html: str) -> str:
    """A page without empty lines before and behind its text, where they may mean something."""
    before, opening, rest = html.partition("<article")
    text, closing, behind = rest.rpartition("</article>")
    before, behind = (_EMPTY_LINES.sub("\n", part) for part in (before, behind))
    return f"{before}{opening}{text}{closing}{behind}"


def _named(html: str, pattern: str) -> str:
    """Name the link of each heading after the heading."""

    def link(found: re.Match[str]) -> str:
        name = pattern.format(title=_TAG.sub("", found["text"]).strip().replace('"', "&quot;"))
        return (
            f'{found["heading"]}<a class="headerlink" href="{found["href"]}" aria-label="{name}">'
        )

    return _HEADING_LINK.sub(link, html)
