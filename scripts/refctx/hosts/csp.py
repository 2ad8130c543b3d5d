"""The content security policy of a site that MkDocs builds: a plugin that refctx adds.

It reads the pages when all other plugins are done with them, because a hash holds for a script
as it is written in the end. Live preview has no policy: it puts a script of its own into each
page as it hands it out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.base import LegacyConfig
from mkdocs.plugins import BasePlugin, event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from refctx.csp import Inline


class CspPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Puts a policy into the pages of one build.

    Args:
        on: if not, nothing is done.
    """

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self.pages: set[Path] = set()
        self.ours: dict[Path, Inline] = {}

    def compare(self, page: str, before: str, after: str) -> None:
        """Note what refctx put into a page: it needs nothing inline, so none of it is allowed.

        That makes the policy a second wall. Without this a script of somebody's title, printed
        as it is by a macro, would have a hash like any other.
        """
        if self.on:
            # Most sites are built without a policy.
            from refctx.csp import Inline, added  # noqa: PLC0415

            found = added(before, after)
            self.ours[Path(page)] = self.ours.get(Path(page), Inline()) | found

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:
        """Note where the page is written."""
        self.pages.add(Path(page.file.abs_dest_path))

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> None:
        """Note pages that are none of the documentation, such as `404.html`."""
        if template_name.endswith((".html", ".htm")):
            self.pages.add(Path(config.site_dir, template_name))

    @event_priority(-100)  # after every plugin that still edits what was written
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the policy into every page."""
        if not self.on:
            return
        from refctx.csp import Inline, inline, policy, with_policy  # noqa: PLC0415  # as above

        pages = {page: _text(page) for page in sorted(self.pages) if page.is_file()}
        found = (inline(text) - self.ours.get(page, Inline()) for page, text in pages.items())
        line = policy(found)
        for page, text in pages.items():
            page.write_bytes(with_policy(text, line).encode("utf-8", "surrogateescape"))


def _text(page: Path) -> str:
    return page.read_bytes().decode("utf-8", "surrogateescape")
