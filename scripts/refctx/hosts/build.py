"""One build: what MkDocs and the options say of it, and what becomes known while it runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from refctx.cache import FOLDER, Cache
from refctx.hosts.exports import Exports
from refctx.hosts.markdown import RefctxExtension
from refctx.hosts.preview import LastWhole, unfinished
from refctx.hosts.report import Report
from refctx.model import Finding, Page, Place
from refctx.pipeline import Result
from refctx.policy import Policy, rules_of
from refctx.reading import Reader
from refctx.render import MacroError, Macros
from refctx.settings import FEATURES, Settings
from refctx.sources import sources
from refctx.terms import best_locale

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class Build:
    """What is known during one build.

    Args:
        settings: the plugin's options.
        config: of MkDocs.
        reader: of the site, kept over the builds of a preview.
        preview: the memory of a preview; none in a build.

    Raises:
        MacroError, PolicyError: options that are not understood.
    """

    def __init__(
        self,
        settings: Settings,
        config: MkDocsConfig,
        reader: Reader,
        preview: LastWhole | None = None,
    ) -> None:
        self.root = root_of(config)
        self.docs = Path(config.docs_dir)
        self.sources = tuple(bibliographies(settings, self.root))
        texts = sources(self.sources, self.root, confined=True)
        texts = preview.instead(texts) if preview else texts
        self.library, self.about = reader.read(texts)
        self.report = Report(Policy((*rules_of(settings.findings), *self.library.rules)))
        folders = [Path(d) for d in config.theme.dirs if (Path(d) / "refctx").is_dir()]
        self.macros = Macros(
            folders,
            style=settings.style,
            locale=settings.locale or best_locale(theme_language(config)),
            extra=config.extra,
            title_case=settings.title_case,
            features=[name for name in FEATURES if getattr(settings, name)],
        )
        self.extension = RefctxExtension(
            self.library.entries, self.macros.names, self.library.aliases
        )
        self.order: list[str] = []
        self.pages: dict[str, tuple[Page, str]] = {}
        self.texts: dict[str, str] = {}
        self.exports = Exports(config)
        self.result: Result | None = None
        self.notice = self._notice(unfinished(texts))
        # What is hidden from the search while it reads a page.
        self.lists: list[str] = []

    def _notice(self, places: tuple[Place, ...]) -> str:
        """What stands above each page of a preview while a bibliography is not whole."""
        try:
            # As `Markup` it would escape the page that is added to it.
            return str(self.macros.notice(places)) if places else ""
        except MacroError as error:
            self.report.add([Finding("macro", places[0], str(error))])
            return ""

    def name(self, path: str) -> str:
        """A page's source file as a maintainer names it."""
        try:
            return (self.docs / path).resolve().relative_to(self.root).as_posix()
        except ValueError:
            return path

    def in_reading_order(self) -> Iterable[tuple[Page, str]]:
        """Pages of the navigation, then the others in the order MkDocs read them."""
        places = {path: place for place, path in enumerate(self.order)}
        return sorted(self.pages.values(), key=lambda found: places.get(found[0].path, len(places)))


def root_of(config: MkDocsConfig) -> Path:
    """The folder of a site's `mkdocs.yml`."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def cache_of(config: MkDocsConfig) -> Cache:
    """The cache of a site; two sites in one folder have one each."""
    name = Path(config.config_file_path or "mkdocs.yml").name
    return Cache(root_of(config) / FOLDER / name)


def bibliographies(settings: Settings, root: Path) -> list[Path]:
    """The configured bibliographies, or those that stand where they usually do."""
    if settings.bibliography:
        return [root / name for name in settings.bibliography]
    folder = [root / "bib"] if (root / "bib").is_dir() else []
    return folder + sorted(root.glob("*.bib"))


def theme_language(config: MkDocsConfig) -> str:
    """The language the theme is set to, English if it has none."""
    try:
        return str(config.theme["language"])
    except KeyError:
        return str(getattr(config.theme, "locale", None) or "en")
