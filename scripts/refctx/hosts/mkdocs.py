"""MkDocs: its events → pipeline → its pages.

MkDocs runs page events in file order. `on_page_content` is the last event that sees one page
before all are known, `on_env` the first after all: collect in the one, number and fill in
the other, so that the theme and the search index see finished pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File

from refctx import assets
from refctx.alt import ALT
from refctx.cite import parse_nocite
from refctx.draft import Draft
from refctx.files import CONTEXTS
from refctx.hosts.build import Build, Memories
from refctx.hosts.csp import CspPlugin
from refctx.hosts.exports import fill
from refctx.hosts.garbage import collect, undisturbed
from refctx.hosts.instant import without_instant
from refctx.hosts.preview import LastWhole
from refctx.hosts.search import add_entries, add_han, put_back, take_out
from refctx.hosts.theme import keep_compiled
from refctx.leave import leave
from refctx.markers import NAME, without_foreign
from refctx.model import Finding, Place
from refctx.page_macros import MacroError
from refctx.policy import PolicyError
from refctx.replay import Printed
from refctx.settings import FEATURES, Settings
from refctx.sources import is_within
from refctx.splice import put_in
from refctx.terms import LOCALES

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext

    from refctx.compiled import Compiled
    from refctx.hosts.dirty import Kept

log = get_plugin_logger("refctx")
ASSETS = Path(__file__).parent.parent / "assets"
STYLESHEET, SCRIPT = "assets/refctx/refctx.css", "assets/refctx/refctx.js"
INDEX = "refctx.json"
MATERIAL_SEARCH = "material/search"
SEARCH_PLUGINS = (MATERIAL_SEARCH, "search")


class RefctxConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types no __init_subclass__
    """`Settings` as MkDocs reads them."""

    bibliography = c.Optional(c.Type((str, list)))
    style = c.Type(str, default=Settings().style)
    locale = c.Optional(c.Choice(LOCALES))
    title_case = c.Optional(c.Choice(("keep", "sentence", "title")))
    search = c.Type(bool, default=Settings().search)
    cards = c.Type(bool, default=Settings().cards)
    permalinks = c.Type(bool, default=Settings().permalinks)
    tools = c.Type(bool, default=Settings().tools)
    marks = c.Type(bool, default=Settings().marks)
    metadata = c.Type(bool, default=Settings().metadata)
    export = c.Type(bool, default=Settings().export)
    csp = c.Type(bool, default=Settings().csp)
    findings = c.Type(dict, default={})

    def settings(self) -> Settings:
        """The options as the core takes them."""
        named = self.bibliography or ()
        return Settings(
            bibliography=(named,) if isinstance(named, str) else tuple(map(str, named)),
            style=self.style,
            locale=self.locale or "",
            title_case=self.title_case or "",
            search=self.search,
            csp=self.csp,
            findings=self.findings,
            **{name: self[name] for name in FEATURES},
        )


class RefctxPlugin(BasePlugin[RefctxConfig]):  # type: ignore[no-untyped-call]
    """The plugin that `plugins: - refctx` names.

    Attributes:
        is_checked: true if all there is to say is wanted, be it logged or not.
    """

    build: Build
    csp: CspPlugin
    is_checked = False
    kept: Kept | None = None
    preview: LastWhole | None = None
    memory: Memories | None = None
    theme: Compiled | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep this object across rebuilds: it remembers whole files, and pages `--dirty` skips."""
        self.kept = _kept() if dirty else None
        self.preview = LastWhole() if command == "serve" else None
        self.csp = CspPlugin(on=self.config.csp and command != "serve")

    @undisturbed()
    def on_config(self, config: MkDocsConfig) -> None:
        """Read the library and add the extension, the assets and what to watch."""
        vars(self).pop("build", None)
        collect()
        if self.memory is None or not self.memory.is_of(config):
            self.memory = Memories.of(config)
        try:
            self.build = Build(self.config.settings(), config, self.memory, self.preview)
        except (MacroError, PolicyError) as error:
            raise PluginError(f"refctx: {error}") from None
        if not self.build.sources:
            log.warning(
                "no bibliography: put a .bib file into bib/ beside mkdocs.yml, "
                "or name one with the option `bibliography`"
            )
        self.build.report.add(self.build.about)
        config.plugins["refctx/csp"] = self.csp
        config.markdown_extensions.append(self.build.extension)  # type: ignore[arg-type]  # an instance serves too
        config.extra_css.append(STYLESHEET)
        config.extra_javascript.append(SCRIPT)
        config.watch.extend(self._watched(config))

    def _watched(self, config: MkDocsConfig) -> list[str]:
        """Bibliographies and macro folders; for a file that is not there yet, its folder."""
        ours = [path for path in self.build.sources if is_within(path, self.build.root)]
        paths = [path if path.exists() else path.parent for path in ours]
        paths.append(self.build.root / "bib")
        if config.theme.custom_dir:
            paths.append(Path(config.theme.custom_dir))
        return sorted({str(path) for path in paths if path.exists()})

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Publish stylesheet and script, and the map and exports, which `on_env` completes."""
        features = self.build.features
        css = assets.stylesheet(_parts("css", assets.parts(assets.STYLES, features)))
        files.append(File.generated(config, STYLESHEET, content=css))
        for path in (INDEX, CONTEXTS, SCRIPT):
            files.append(File.generated(config, path, content=""))
        if self.config.export:
            self.build.exports.register(files)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Note the reading order."""
        self.build.order = [page.file.src_uri for page in nav.pages]

    @event_priority(-100)  # after every plugin that still edits the text
    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> None:
        """Register the files of reading lists that the page links to; `on_env` writes them."""
        if self.config.export:
            self.build.exports.promise(markdown, files)

    @event_priority(-100)  # after every plugin that still edits the page
    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> None:
        """Collect what the page cites."""
        build, path = self.build, page.file.src_uri
        html, foreign = without_foreign(html)
        faults, build.extension.faults = build.extension.faults, []
        nocite = str(page.meta.get("nocite", ""))
        build.drafts[path] = Draft(
            html=html,
            path=path,
            url=page.url,
            title=unescape(str(page.title)),
            faults=faults,
            mentions=parse_nocite(nocite, build.library.entries, build.library.aliases),
            foreign=foreign,
        )
        build.texts.add(page.file)

    @event_priority(-60)  # after autorefs has resolved its links, before mkdocstrings' last step
    @undisturbed()
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Number the site and fill its pages."""
        self.theme = keep_compiled(env, config.theme)
        build, rendered = self.build, list(self.build.drafts)
        if self.kept:
            here = {file.src_uri for file in files.documentation_pages()}
            build.drafts = self.kept.completed(build.drafts, here)
        printed = build.finish(rendered)
        for file in files.documentation_pages():
            filled = printed.page(file.src_uri) if file.src_uri in rendered else None
            if filled and file.page:
                file.page.content = build.notice + filled.html
                before = build.drafts[file.src_uri].html
                self.csp.compare(file.abs_dest_path, before, filled.html)
                # Anchors that come in this late are unknown to MkDocs' own link check.
                if file.page.present_anchor_ids is not None:
                    file.page.present_anchor_ids.update(filled.anchors)
                for path, text in filled.files.items():
                    files.append(File.generated(config, path, content=text))
        missing = self._complete(printed, files)
        if missing:
            # Few sites have a link that leads to no list.
            from refctx.checks.pages import check_files  # noqa: PLC0415

            htmls = {path: build.drafts[path].html for path in rendered}
            site = printed.result.site
            build.report.add(check_files(missing, site, htmls, build.texts, build.name))
        build.report.add(printed.findings)
        if self.is_checked or build.report.tells("uncited-entry"):
            build.report.add(printed.uncited)
        if self.kept:
            numbered = bool(build.macros.rules["lists"].get("number"))
            stale = self.kept.stale(printed, rendered, numbered=numbered)
            self.kept.say(list(map(build.name, stale)))

    def _complete(self, printed: Printed, files: Files) -> list[str]:
        """Write what stands beside the pages, now that all is known; with `--dirty` it stays.

        Returns:
            Files of reading lists that pages link to and that there are not.
        """
        build, exports = self.build, self.build.exports
        beside = {path: files.get_file_from_path(path) for path in (INDEX, CONTEXTS, SCRIPT)}
        if printed.inputs.is_partial:
            for ours in filter(None, beside.values()):
                files.remove(ours)
            return exports.kept(printed.file_names, files) if self.config.export else []
        parts = _parts("js", assets.parts(assets.SCRIPTS, build.features))
        script = assets.script(parts, printed.long_pages).encode()
        contents = {INDEX: printed.index, CONTEXTS: printed.contexts_script, SCRIPT: script}
        for path, file in beside.items():
            if file:
                fill(file, contents[path], files, build.exports.config)
        return exports.complete(printed.files, files) if self.config.export else []

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Fill markers that came in late, such as a blog's excerpts; add cards and to the head."""
        finished = self._finished(output, page)
        self.csp.compare(page.file.abs_dest_path, output, finished)
        return finished

    def _finished(self, output: str, page: MkDocsPage) -> str:
        printed = self.build.printed
        if printed is None:
            return output
        if NAME in output or ALT in output:
            output = printed.late(page.url, output)
        if page.url in printed.long_pages:
            output = without_instant(output)
        cards = self._cards(output, page, printed)
        return put_in(output, head=printed.head(page.file.src_uri), cards=cards)

    def _cards(self, output: str, page: MkDocsPage, printed: Printed) -> str:
        """The cards of a page; a broken macro is said once."""
        build = self.build
        if "cards" not in build.features:
            return ""
        try:
            return printed.cards(page.file.src_uri, output)
        except MacroError as error:
            # A broken macro is said once, not for every page.
            if str(error) not in {finding.message for _, finding in build.report.judged}:
                place = Place(build.name(page.file.src_uri))
                build.report.add([Finding("macro", place, str(error))])
            return ""

    @event_priority(60)  # before the search plugins write their index
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Give the search index a record of each entry, and its Han text in pieces."""
        printed = self.build.printed
        for plugin in self._search_plugins(config):
            # With `--dirty` the entries stay as they were.
            if printed is not None and not printed.inputs.is_partial:
                add_entries(plugin, printed.records)
            add_han(plugin)
        if printed is not None:
            leave(printed)
        if self.theme:
            self.theme.save()

    def _search_plugins(self, config: MkDocsConfig) -> list[Any]:
        """The search plugins that the option `search` concerns."""
        names = SEARCH_PLUGINS if self.config.search else ()
        return [config.plugins[name] for name in names if name in config.plugins]

    @event_priority(60)  # before the search plugins read the page
    def _hide_lists(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Hide from the search the reference lists, whose entries have records of their own."""
        if plugins := self._search_plugins(config):
            # MkDocs' own search puts a space where a tag is.
            tags = plugins == [config.plugins.get(MATERIAL_SEARCH)]
            page.content, self.build.hidden = take_out(page.content or "", tags=tags)

    @event_priority(-60)  # after them
    def _show_lists(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Put back what was hidden."""
        hidden, self.build.hidden = self.build.hidden, []
        page.content = put_back(page.content or "", hidden)

    on_page_context = CombinedEvent(_hide_lists, _show_lists)


def _kept() -> Kept:
    # It knows how sites are put together; most builds are whole.
    from refctx.hosts.dirty import Kept  # noqa: PLC0415

    return Kept()


def _parts(kind: str, names: Iterable[str]) -> list[str]:
    """The texts of parts of the script (`js`) or stylesheet (`css`)."""
    return [(ASSETS / kind / f"{name}.{kind}").read_text(encoding="utf-8") for name in names]
