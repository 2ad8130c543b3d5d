"""One build: what MkDocs and the options say of it, and what becomes known while it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from refctx.cache import FOLDER, Cache, contents, digest
from refctx.draft import Draft
from refctx.hosts.exports import Exports
from refctx.hosts.markdown import RefctxExtension
from refctx.hosts.preview import LastWhole, unfinished
from refctx.hosts.report import Report
from refctx.memory import Memory
from refctx.model import Finding, Place
from refctx.page_macros import MacroError, names
from refctx.policy import Policy, rules_of
from refctx.reading import Reader
from refctx.replay import Inputs, Printed
from refctx.settings import FEATURES, Settings
from refctx.terms import best_locale, terms

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from refctx.pipeline import Result
    from refctx.record import SiteRecord
    from refctx.render import Macros


class Build:
    """What is known during one build.

    Args:
        settings: the plugin's options.
        config: of MkDocs.
        memory: of the site, kept over the builds of a preview.
        preview: the memory of a preview; none in a build.

    Raises:
        MacroError, PolicyError: options that are not understood.
    """

    def __init__(
        self,
        settings: Settings,
        config: MkDocsConfig,
        memory: Memories,
        preview: LastWhole | None = None,
    ) -> None:
        self.root = root_of(config)
        self.docs = Path(config.docs_dir)
        self.sources = tuple(bibliographies(settings, self.root))
        texts = memory.reader.texts(self.sources, self.root)
        texts = preview.instead(texts) if preview else texts
        self.library, self.about = memory.reader.read(texts)
        if preview is None:
            memory.reader.forget()
        self.report = Report(Policy((*rules_of(settings.findings), *self.library.rules)))
        self.folders = [Path(d) for d in config.theme.dirs if (Path(d) / "refctx").is_dir()]
        self.extension = RefctxExtension(
            self.library.entries, names(self.folders), self.library.aliases
        )
        self.settings, self.extra = settings, config.extra
        self.locale = settings.locale or best_locale(theme_language(config))
        self.features = [name for name in FEATURES if getattr(settings, name)]
        self.memory = memory
        self.key = self._key(config)
        self.address = config.site_url or ""
        self.order: list[str] = []
        self.drafts: dict[str, Draft] = {}
        self.texts = Texts()
        self.exports = Exports(config)
        self.printed: Printed | None = None
        self.notice = self._notice(unfinished(texts))
        # What is hidden from the search while it reads a page.
        self.hidden: list[str] = []
        if not memory.prints.outlines(self.key).pages:
            # No build had these options yet: whether the style can be used is said at once.
            _ = self.macros

    @cached_property
    def macros(self) -> Macros:
        """What prints the site; a build after an unchanged one does without."""
        from refctx.render import Macros  # noqa: PLC0415  # it is large

        return Macros(
            self.folders,
            style=self.settings.style,
            locale=self.locale,
            extra=self.extra,
            title_case=self.settings.title_case,
            features=self.features,
        )

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

    def _key(self, config: MkDocsConfig) -> str:
        """A key of all that the site is printed from beside its pages and its library."""
        try:
            extra = json.dumps(dict(self.extra), sort_keys=True)
        except (TypeError, ValueError):
            # Nobody can tell whether such values change.
            extra = token_hex()
        address = config.site_url or ""
        said = (repr(self.settings), self.locale, address, extra, *map(contents, self.folders))
        return digest([self.memory.reader.program, *said])

    def in_reading_order(self) -> dict[str, Draft]:
        """Pages of the navigation, then the others in the order MkDocs read them."""
        places = {path: place for place, path in enumerate(self.order)}
        ordered = sorted(self.drafts, key=lambda path: places.get(path, len(places)))
        return {path: self.drafts[path] for path in ordered}

    def finish(self, wanted: Sequence[str]) -> Printed:
        """Number the site and print the pages that are wanted."""
        drafts = self.in_reading_order()
        inputs = Inputs(
            key=self.key,
            library=self.memory.reader.key,
            drafts=drafts,
            sources=self.texts,
            name=self.name,
            pattern=terms(self.locale)["sentence-in"],
            live=lambda before, facts: self._live(drafts, wanted, before, facts),
            wanted=wanted,
            exports=self.settings.export,
        )
        self.printed = Printed(inputs, self.memory.prints)
        return self.printed

    def _live(
        self,
        drafts: Mapping[str, Draft],
        wanted: Sequence[str],
        before: SiteRecord | None,
        facts: Mapping[str, str],
    ) -> Result:
        # What prints a site is half of the program, and most builds do without it.
        from refctx.pipeline import finish  # noqa: PLC0415

        return finish(
            ((draft.page, draft.html) for draft in drafts.values()),
            self.library,
            self.macros,
            self.texts,
            self.name,
            address=self.address,
            wanted=set(wanted),
            before=before,
            facts=facts,
        )


class Texts(Mapping[str, str]):
    """Source path → Markdown text. Only those of pages with findings are wanted."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def add(self, file: File) -> None:
        """Add a page."""
        self._files[file.src_uri] = file

    def __getitem__(self, path: str) -> str:
        try:
            return self._files[path].content_string
        except (OSError, ValueError):
            # It was there when MkDocs read it.
            return ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class Memories:
    """What the builds of a site leave to one another.

    Args:
        cache: of the site.

    Attributes:
        cache: the same.
        reader: of its bibliographies.
        prints: of its pages.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache, self.reader, self.prints = cache, Reader(cache), Memory(cache)

    @classmethod
    def of(cls, config: MkDocsConfig, *, written: bool = True) -> Memories:
        """Those of a site; two sites in one folder have one each.

        Args:
            config: of the site.
            written: false to leave nothing.
        """
        return cls(Cache(_folder(config), written=written))

    def is_of(self, config: MkDocsConfig) -> bool:
        """False for those of another site: MkDocs hands on its plugins from one to the next."""
        return self.cache.folder == _folder(config)


def _folder(config: MkDocsConfig) -> Path:
    return root_of(config) / FOLDER / Path(config.config_file_path or "mkdocs.yml").name


def root_of(config: MkDocsConfig) -> Path:
    """The folder of a site's `mkdocs.yml`."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


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
