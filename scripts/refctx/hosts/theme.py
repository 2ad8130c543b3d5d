"""The theme's templates as Jinja compiled them, for the next build.

MkDocs has Jinja compile the theme anew in each build. With Material that is a quarter of what
twenty pages take. refctx keeps compiled macros anyway.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import mkdocs.theme

from refctx.cache import digest
from refctx.compiled import Compiled

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.theme import Theme

# What all themes of MkDocs have in common.
_SHARED = Path(mkdocs.theme.__file__).parent / "templates"
# Theme and kind of environment → its templates; a preview has many builds.
_KNOWN: dict[tuple[str, str], Compiled] = {}
# What of an environment decides what a template becomes; filters do, for Jinja computes constants.
_SETTINGS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string",
    "comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix",
    "trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline", "optimized",
    "autoescape", "sandboxed", "is_async", "code_generator_class", "undefined", "finalize",
    "newstyle_gettext",
)  # fmt: skip


def keep_compiled(env: Environment, theme: Theme) -> Compiled | None:
    """Have the templates of an installed theme compiled once.

    Args:
        env: of the build; one that keeps compiled templates already is left as it is.
        theme: of the site.

    Returns:
        What is to be saved when all is printed.
    """
    if not theme.name or env.bytecode_cache is not None:
        return None
    key = theme.name, kind(env)
    if key not in _KNOWN:
        _KNOWN[key] = Compiled(f"theme-{theme.name}", *_installed(theme), made=key[1])
    env.bytecode_cache = _KNOWN[key]
    return _KNOWN[key]


def _installed(theme: Theme) -> list[Path]:
    """The folders of the theme and of what it builds on; others may have added some of theirs."""
    folders = [Path(folder) for folder in theme.dirs if folder != theme.custom_dir]
    return [one for one in folders if one == _SHARED or (one / "mkdocs_theme.yml").is_file()]


def kind(env: Environment) -> str:
    """A key of all of an environment that decides what it makes of a template."""
    settings = (f"{name} {_name(getattr(env, name, None))}" for name in _SETTINGS)
    policies = (f"{name} {_name(value)}" for name, value in sorted(env.policies.items()))
    tools = (
        f"{name} {_name(tool)}"
        for kept in (env.extensions, env.filters, env.tests)
        for name, tool in kept.items()
    )
    return digest([*settings, *policies, *tools])


def _name(value: Any) -> str:
    """A value as it reads in every process."""
    if name := getattr(value, "__qualname__", None):
        return f"{value.__module__}.{name}"
    if isinstance(value, (str, int, type(None), list, tuple, dict)):
        return repr(value)
    return _name(type(value))
