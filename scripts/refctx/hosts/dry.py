"""MkDocs' steps up to the point where all pages are known, to learn what there is to say of a site.

Nothing is written and no theme is rendered; every other plugin does its part, so what stands in
docstrings, snippets and generated pages counts as in a build.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from refctx.hosts.build import Memories
from refctx.hosts.mkdocs import RefctxPlugin
from refctx.hosts.report import Report
from refctx.nouns import dataclass

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


_NO_PLUGIN = "refctx is no plugin of this site; add it to `plugins:`."


class DryError(Exception):
    """The site cannot be read; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a site was found to be.

    Attributes:
        root: the folder of its `mkdocs.yml`.
        report: its findings, judged.
        bibliographies: the files and folders that it reads.
    """

    root: Path
    report: Report
    bibliographies: tuple[Path, ...]


def checked(config_file: Path) -> Checked:
    """Read a site without building it.

    Raises:
        DryError: MkDocs or a plugin of the site gives up, or refctx is none of its plugins.
    """
    with _site(config_file) as config:
        plugin = _plugin(config, config_file)
        plugin.memory, plugin.is_checked = Memories.of(config, written=False), True
        _read(config)
        build = plugin.build
        return Checked(root=build.root, report=build.report, bibliographies=build.sources)


def findings_option(config_file: Path) -> dict[str, Any]:
    """What a site sets as `findings`; its theme and its other plugins need not be installed.

    Raises:
        DryError: its configuration cannot be read, or refctx is none of its plugins.
    """
    try:
        with config_file.open("rb") as file:
            written: Any = yaml_load(file, _loader())
        plugins = written.get("plugins") or ()
        each = plugins.items() if isinstance(plugins, dict) else chain(*map(_named, plugins))
        options = dict(each)["refctx"] or {}
        return dict(options.get("findings") or {})
    except KeyError:
        raise DryError(f"{config_file}: {_NO_PLUGIN}") from None
    except (OSError, ConfigurationError) as error:
        raise DryError(f"{config_file}: {error}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise DryError(f"{config_file}: this is no configuration of MkDocs.") from error


def _named(plugin: Any) -> Iterable[tuple[str, Any]]:
    """(name, options) of an item of the list of plugins."""
    return ((plugin, None),) if isinstance(plugin, str) else plugin.items()


def _loader() -> Any:
    """Reads YAML without the Python objects in it, which may be those of a theme."""
    loader = get_yaml_loader()
    loader.yaml_multi_constructors = {None: lambda *_: None}
    loader.add_constructor("!relative", lambda *_: None)
    return loader


@contextmanager
def _site(config_file: Path) -> Iterator[MkDocsConfig]:
    """A site's configuration; whatever goes wrong with it is a `DryError`."""
    with _quiet() as said, tempfile.TemporaryDirectory() as nowhere:
        try:
            yield load_config(str(config_file), site_dir=nowhere)
        except DryError:
            raise
        except (Abort, Exception) as error:  # another plugin's fault may be anything
            reason = "; ".join(dict.fromkeys([*said.texts, str(error)])).strip("; ")
            raise DryError(f"{config_file}: {reason or type(error).__name__}") from error


def _plugin(config: MkDocsConfig, config_file: Path) -> RefctxPlugin:
    found = (plugin for plugin in config.plugins.values() if isinstance(plugin, RefctxPlugin))
    plugin = next(found, None)
    if plugin is None:
        raise DryError(f"{config_file}: {_NO_PLUGIN}")
    return plugin


def _read(config: MkDocsConfig) -> None:
    plugins = config.plugins
    plugins.on_startup(command="build", dirty=False)
    try:
        config = plugins.on_config(config)
        plugins.on_pre_build(config=config)
        files, env = get_files(config), config.theme.get_env()
        files.add_files_from_theme(env, config)
        files = plugins.on_files(files, config=config)
        set_exclusions(files, config)
        plugins.on_nav(get_navigation(files, config), config=config, files=files)
        for file in files.documentation_pages(inclusion=InclusionLevel.is_included):
            _read_page(file.page or Page(None, file, config), config, files)
        plugins.on_env(env, config=config, files=files)
    finally:
        plugins.on_shutdown()


def _read_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    plugins = config.plugins
    config._current_page = page
    try:
        page = plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(
            page.markdown or "", page=page, config=config, files=files
        )
        page.render(config, files)
        page.content = plugins.on_page_content(
            page.content or "", page=page, config=config, files=files
        )
    finally:
        config._current_page = None


class _Said(logging.Handler):
    """Keeps what MkDocs says before it gives up."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


@contextmanager
def _quiet() -> Iterator[_Said]:
    """While it lasts, MkDocs' and its plugins' messages are kept and not shown."""
    logger, said = logging.getLogger("mkdocs"), _Said()
    before = logger.propagate, logger.handlers
    logger.propagate, logger.handlers = False, [said]
    try:
        yield said
    finally:
        logger.propagate, logger.handlers = before
