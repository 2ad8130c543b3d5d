"""What `mkdocs serve` does, without its server: rebuild after rebuild in one process."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from tiny import Messages


@contextmanager
def _plugins_kept_in(cache: dict[str, Any]) -> Iterator[None]:
    """MkDocs keeps plugins that have an `on_startup` in one cache of the process."""
    option: Any = MkDocsConfig.plugins
    before, option.plugin_cache = option.plugin_cache, cache
    try:
        yield
    finally:
        option.plugin_cache = before


@dataclass
class Serving:
    """A site that is built again and again, with plugins of its own.

    Attributes:
        root: the folder with `mkdocs.yml`.
        site: where it is built.
        command: `serve`, or `build` for the first of one build.
        dirty: build only pages that were edited.
        config: the name of its configuration.
        messages: what the last build warned of.
        aborted: how the last build ended early; empty if it did not.
    """

    root: Path
    site: Path
    command: str = "serve"
    dirty: bool = False
    config: str = "mkdocs.yml"
    messages: list[str] = field(default_factory=list)
    aborted: str = ""
    _plugins: dict[str, Any] = field(default_factory=dict)
    _started: bool = False

    def rebuild(self) -> Serving:
        """Read the configuration and build; a build that aborts is noted, not raised."""
        handler, logger = Messages(), logging.getLogger("mkdocs")
        logger.addHandler(handler)
        self.aborted = ""
        try:
            with _plugins_kept_in(self._plugins):
                config = load_config(str(self.root / self.config), site_dir=str(self.site))
                if not self._started:
                    config.plugins.on_startup(command=self.command, dirty=self.dirty)
                    self._started = True
                build(config, dirty=self.dirty)
        except MkDocsException as error:
            self.aborted = str(error)
        finally:
            logger.removeHandler(handler)
        self.messages = handler.texts
        return self

    def files(self) -> dict[str, bytes]:
        """Path → content of all that was built."""
        found = sorted(path for path in self.site.rglob("*") if path.is_file())
        return {path.relative_to(self.site).as_posix(): path.read_bytes() for path in found}


def difference(found: dict[str, bytes], expected: dict[str, bytes]) -> str:
    """The first difference between two built sites, around its place; empty if there is none."""
    for path in sorted({*found, *expected}):
        ours, theirs = found.get(path), expected.get(path)
        if ours is None or theirs is None:
            return f"{path} is {'missing' if ours is None else 'too many'}"
        if ours != theirs:
            pairs = enumerate(zip(ours, theirs, strict=False))
            at = next((n for n, (a, b) in pairs if a != b), min(len(ours), len(theirs)))
            start = max(0, at - 80)
            return f"{path} at {at}:\n{ours[start : at + 80]!r}\n{theirs[start : at + 80]!r}"
    return ""
