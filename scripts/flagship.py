"""Build the flagship site, or preview it: every language at one address.

    python scripts/flagship.py build [--strict]     into site/ and site/LANGUAGE/, and prove it
    python scripts/flagship.py serve [--port 8000]  live preview of the same

SITE_URL names the address a build is published under (`https://example.org/refs/`). A preview
uses its own: instant navigation works only where the two agree.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.livereload import LiveReloadServer
from refctx.proof import proof

ROOT = Path(__file__).resolve().parent.parent
# The language without a name stands at the root. It is built first: a build clears its folder.
CONFIGS = {"": ROOT / "mkdocs.yml", "zh-Hant": ROOT / "mkdocs.zh-Hant.yml"}
DEFAULT_URL = "http://127.0.0.1:8000/"
log = logging.getLogger("mkdocs.site")


def configuration(language: str, folder: Path, url: str, *, strict: bool = False) -> MkDocsConfig:
    """One language's configuration, to be built into `folder`."""
    return load_config(
        str(CONFIGS[language]),
        site_dir=str(folder),
        site_url=url.rstrip("/") + "/" + (f"{language}/" if language else ""),
        strict=strict,
    )


def build_all(site: Path, url: str, *, strict: bool) -> None:
    """Build every language."""
    for language in CONFIGS:
        config = configuration(language, site / language, url, strict=strict)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()


class Preview:
    """All languages on one server; a change rebuilds the languages it touches.

    A language is built beside what is shown and moved there when it is whole, so a build that
    fails leaves the last good pages up.
    """

    def __init__(self, host: str, port: int) -> None:
        self.url = f"http://{host}:{port}/"
        self.folder = Path(tempfile.mkdtemp(prefix="refctx-preview-"))
        self.site = self.folder / "site"
        self.site.mkdir()
        self.watched: dict[str, set[Path]] = {name: {CONFIGS[name]} for name in CONFIGS}
        self.seen: dict[str, dict[Path, int]] = {}
        self.server = LiveReloadServer(self.rebuild, host, port, str(self.site))
        self.server.error_handler = self._error_page

    def run(self) -> None:
        """Build, serve and watch until interrupted."""
        try:
            self.rebuild()
            self.server.serve()  # type: ignore[no-untyped-call]  # MkDocs' own
        except KeyboardInterrupt:
            log.info("Shutting down...")
        finally:
            self.server.shutdown()
            shutil.rmtree(self.folder, ignore_errors=True)

    def rebuild(self) -> None:
        """Build each language whose sources have changed."""
        for language in CONFIGS:
            now = self._snapshot(language)
            if self.seen.get(language) != now:
                self._rebuild_one(language)
                self.seen[language] = self._snapshot(language) if language not in self.seen else now
            self._watch(language)

    def _rebuild_one(self, language: str) -> None:
        stage = self.folder / "stage"
        try:
            config = configuration(language, stage, self.url)
        except (Abort, ConfigurationError) as error:
            return self._say(language, error)
        if language not in self.seen:
            config.plugins.on_startup(command="serve", dirty=False)
        try:
            build(config, serve_url=config.site_url)
            self._publish(stage, language)
        except Abort as error:
            self._say(language, error)
        finally:
            # Plugins add to `watch` while the build begins.
            sources = [config.docs_dir, str(ROOT / "mkdocs.yml"), *config.watch]
            self.watched[language] |= {Path(path).resolve() for path in sources}

    def _say(self, language: str, error: Exception) -> None:
        """A mistake in a page or a setting ends nothing: the next save may mend it."""
        log.error("%s: %s\nThe last good pages stay up.", CONFIGS[language].name, error)

    def _publish(self, stage: Path, language: str) -> None:
        target = self.site / language
        target.mkdir(exist_ok=True)
        for old in target.iterdir():
            if language or old.name not in CONFIGS:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        for new in stage.iterdir():
            shutil.move(str(new), target / new.name)

    def _snapshot(self, language: str) -> dict[Path, int]:
        """Every watched file of a language and when it was last written."""
        files: set[Path] = set()
        for path in self.watched[language]:
            files |= {path} if path.is_file() else set(path.rglob("*"))
        return {file: file.stat().st_mtime_ns for file in files if file.is_file()}

    def _watch(self, language: str) -> None:
        for path in self.watched[language]:
            if path.exists() and str(path.absolute()) not in self.server._watched_paths:
                self.server.watch(str(path))

    def _error_page(self, code: int) -> bytes | None:
        page = self.site / f"{code}.html"
        return page.read_bytes() if page.is_file() else None


def _proved(site: Path) -> int:
    """Say what is wrong with the built pages; returns 1 if anything is."""
    findings = proof(site)
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Build or preview the flagship site.")
    commands = parser.add_subparsers(dest="command", required=True)
    builder = commands.add_parser("build", help="build every language into a folder")
    builder.add_argument("--strict", action="store_true", help="fail on any warning")
    builder.add_argument("--site", type=Path, default=ROOT / "site", help="the folder")
    server = commands.add_parser("serve", help="live preview of every language")
    server.add_argument("--host", default="127.0.0.1")
    server.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)-7s -  %(message)s")
    try:
        if arguments.command == "build":
            url = os.environ.get("SITE_URL") or DEFAULT_URL
            build_all(arguments.site.resolve(), url, strict=arguments.strict)
            return _proved(arguments.site)
        Preview(arguments.host, arguments.port).run()
    except (Abort, ConfigurationError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error}. Is the port in use? Choose another: make serve PORT=8001", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
