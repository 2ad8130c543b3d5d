"""The theme is compiled once, and what it prints is what it prints without refctx's help."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.theme import Theme
from refctx.hosts import mkdocs as host
from refctx.hosts import theme
from serving import Serving, difference
from tiny import Tiny, tiny

CONFIG = """\
site_name: Theme
site_url: https://example.org/theme/
theme: {name: %s, custom_dir: overrides}
plugins: [search, refctx]
"""
OWN = "{% extends 'base.html' %}{% block footer %}OWN {{ page.title }}{% endblock %}"
THEMES = pytest.mark.parametrize("name", ["material", "mkdocs"])


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Counter[str]]:
    """How often each template of a theme was compiled; what is kept is below `tmp_path`."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found: Counter[str] = Counter()
    compile_one = Environment.compile

    def count(self: Environment, source: str, name: str, *rest: Any, **more: Any) -> Any:
        # Material's search asks for its words in environments of its own.
        if type(self) is Environment and not name.startswith("partials/language"):
            found[name] += 1
        return compile_one(self, source, name, *rest, **more)

    monkeypatch.setattr(Environment, "compile", count)
    yield found
    theme._KNOWN.clear()


def _site(root: Path, name: str) -> Tiny:
    site = tiny(root, index="# Home\n\nSee [@knuth1984].", a="# A").put("mkdocs.yml", CONFIG % name)
    return site.put("overrides/main.html", OWN)


def _files(site: Tiny) -> dict[str, bytes]:
    """What a process of its own builds."""
    theme._KNOWN.clear()
    return Serving(site.root, site.root / "site", command="build").rebuild().files()


@THEMES
def test_the_next_process_compiles_the_site_s_own_alone(
    compilations: Counter[str], tmp_path: Path, name: str
) -> None:
    """And prints the same, which is what is printed where nothing is kept."""
    site = _site(tmp_path, name)
    first = _files(site)
    assert compilations["base.html"] == 1
    assert len(compilations) > 3

    compilations.clear()
    again = _files(site)
    assert compilations == {"main.html": 1}
    assert difference(again, first) == ""


def test_it_prints_what_jinja_prints_alone(
    compilations: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compared with a build in which MkDocs' environment is as MkDocs made it."""
    site = _site(tmp_path, "material")
    _files(site)
    helped = _files(site)
    monkeypatch.setattr(host, "keep_compiled", lambda *_: None)
    compilations.clear()

    assert difference(helped, _files(site)) == ""
    assert compilations["base.html"] == 1


def test_a_preview_compiles_once(compilations: Counter[str], tmp_path: Path) -> None:
    """Its second build compiles what was edited, and no more."""
    site = _site(tmp_path, "material")
    serving = Serving(site.root, site.root / "site").rebuild()
    compilations.clear()
    assert not serving.rebuild().aborted
    assert not compilations

    site.put("overrides/main.html", OWN.replace("OWN", "MINE"))
    serving.rebuild()
    assert compilations == {"main.html": 1}
    assert "MINE Home" in site.page("index.html")


def test_what_the_site_replaces_never_lands_on_the_disk(
    compilations: Counter[str], tmp_path: Path
) -> None:
    """Nor anything else that does not come with an installed package."""
    _files(_site(tmp_path, "material"))
    kept = [path.read_bytes() for path in (tmp_path / "kept").rglob("theme-*.jinja")]

    assert len(kept) == 1
    assert b"OWN" not in kept[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda env: setattr(env, "trim_blocks", True),
        lambda env: setattr(env, "autoescape", True),
        lambda env: env.add_extension("jinja2.ext.do"),
        lambda env: env.filters.update(upper=test_a_theme_without_a_name_is_left_alone),
        lambda env: env.policies.update({"ext.i18n.trimmed": True}),
    ],
    ids=["setting", "escaping", "extension", "filter", "policy"],
)
def test_an_environment_of_another_kind_has_its_own(change: Callable[[Environment], None]) -> None:
    """What it makes of a template may be something else."""
    one, other = Environment(), Environment()
    assert theme.kind(one) == theme.kind(other)
    change(other)

    assert theme.kind(one) != theme.kind(other)


def test_a_theme_without_a_name_is_left_alone(compilations: Counter[str], tmp_path: Path) -> None:
    """One that is only a folder of the site is the site's own."""
    site = tiny(tmp_path, index="# Home").put(
        "mkdocs.yml", CONFIG.replace("name: %s", "name: null")
    )
    site.put("overrides/main.html", "<html><head></head><body>{{ page.content }}</body></html>")
    site.build()

    assert "Home" in site.page("index.html")
    assert not list((tmp_path / "kept").rglob("theme-*.jinja"))


def test_a_cache_that_is_there_stays(tmp_path: Path) -> None:
    """Another plugin may keep compiled templates in its own way."""
    own = FileSystemBytecodeCache(str(tmp_path))
    env = Environment(bytecode_cache=own)

    assert theme.keep_compiled(env, Theme("mkdocs")) is None
    assert env.bytecode_cache is own
