"""The sandbox of macros: Jinja's own, at a fraction of its price.

Jinja asks at every dot whether an attribute is safe, and at every call what kind of thing is
called. Both answers depend on types alone, so they are remembered. Whatever is not plainly safe
goes Jinja's way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from functools import lru_cache
from string import Formatter
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from refctx.lean import Lean, LeanMacro

_METHODS = frozenset((MethodType, BuiltinMethodType))
_PLAIN_FIELD = re.compile(r"\w*")
_OF_DICT = frozenset(dir(dict))
# What Jinja hands on to each call in a loop or block, for functions that ask for the context.
_INNER = frozenset(("_loop_vars", "_block_vars"))


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of macros: what they may read, call and change."""

    code_generator_class = Lean

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Type → attributes of it that are safe.
        self._safe: dict[type, set[str]] = {}
        # Attribute → types whose things all have it, and where it is safe and no method.
        self._with: dict[str, set[type]] = {}

    def types_with(self, attribute: str) -> Container[type]:
        """The types whose attribute compiled macros may take by themselves; it grows."""
        return self._with.setdefault(attribute, set())

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What stands behind a dot; undefined if it may not be seen."""
        try:
            if attribute in self._safe[type(obj)]:
                value = getattr(obj, attribute)
                if type(value) not in _METHODS:
                    return value
                return self.wrap_str_format(value) or value
        except (AttributeError, KeyError):
            pass
        return self._judged(obj, attribute)

    def _judged(self, obj: Any, attribute: str) -> Any:
        """The same for an attribute of which nothing is known yet."""
        kind = type(obj)
        if kind is dict and attribute not in _OF_DICT:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
        if self.is_safe_attribute(obj, attribute, value):
            self._safe.setdefault(kind, set()).add(attribute)
            if type(value) not in _METHODS and any(attribute in vars(one) for one in kind.__mro__):
                self._with.setdefault(attribute, set()).add(kind)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What stands in brackets; for a name without an item, what stands behind a dot."""
        try:
            return obj[argument]
        except (TypeError, LookupError):
            if isinstance(argument, str):
                return self.getattr(obj, str(argument))
        return self.undefined(obj=obj, name=argument)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """A text's `format` that looks into nothing; None for any other value."""
        name = getattr(value, "__name__", "")
        if name == "format" and type(value) is BuiltinMethodType:
            text = value.__self__
            if type(text) is str and _is_plain(text):
                return _Format(text)
        return super().wrap_str_format(value)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """The result of a call in a macro."""
        kind = type(__obj)
        if kind is LeanMacro and __context.eval_ctx.autoescape:
            found = _invoked(__obj, args, kwargs)
            if found is not None:
                return found
        elif kind is _Format or (kind in _METHODS and _is_bare(__obj)):
            return __obj(*args, **{name: kwargs[name] for name in kwargs if name not in _INNER})
        return super().call(__context, __obj, *args, **kwargs)


def called(macro: Any, /, *args: Any, **kwargs: Any) -> str:
    """What a macro prints that is called from outside of all macros."""
    found = _invoked(macro, args, kwargs) if type(macro) is LeanMacro else None
    return str(macro(*args, **kwargs) if found is None else found)


def _invoked(macro: LeanMacro, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str | None:
    """What a macro prints; None if Jinja has to sort its arguments."""
    if kwargs and not _INNER.issuperset(kwargs):
        return None
    lacking = macro.takes - len(args)
    if lacking:
        if lacking < 0:
            return None
        args = (*args, *[missing] * lacking)
    return macro._func(*args)


class _Format:
    """`format` of a text whose fields are names alone: nothing is looked into."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        return self._text.format(*args, **kwargs)


@lru_cache(maxsize=1024)
def _is_plain(text: str) -> bool:
    """True if no field of the text goes on to an attribute, an item or another field."""
    try:
        return not any(
            conversion or "{" in (form or "") or not _PLAIN_FIELD.fullmatch(name or "")
            for _, name, form, conversion in Formatter().parse(text)
        )
    except ValueError:
        return False


def _is_bare(method: Any) -> bool:
    """True for a method that is marked in no way: neither as unsafe nor as in want of a context."""
    return type(method) is BuiltinMethodType or not getattr(method.__func__, "__dict__", True)
