"""Things that stand fixed once they are made, at a tenth of what `dataclasses` asks for them.

`dataclasses` writes and compiles six functions for each frozen class as it is imported, a third of
the time that a small site's build spends on modules. Here a class has one written, when the first
of its things is made; the others are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import get_annotations
from operator import attrgetter
from typing import Any, Literal, TypeVar, dataclass_transform

T = TypeVar("T")
C = TypeVar("C", bound=type)


class _Factory:
    """The default of an attribute that is made anew for each thing."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def field(*, default_factory: Callable[[], Any]) -> Any:
    """What stands behind an attribute whose default is made anew for each thing."""
    return _Factory(default_factory)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def dataclass(
    *,
    frozen: Literal[True],  # noqa: ARG001  # said for readers, as with `dataclasses`
    slots: Literal[True],  # noqa: ARG001
    kw_only: bool = False,
) -> Callable[[C], C]:
    """Make a class of things out of one that names their attributes, as `dataclasses` does."""

    def made(cls: C) -> C:
        names = tuple(get_annotations(cls))
        body = {name: value for name, value in cls.__dict__.items() if name not in _GONE}
        defaults = {name: body.pop(name) for name in names if name in body}
        how = {"__slots__": names, "_defaults": defaults, "_kw_only": kw_only}
        # Called as a function, not as a method.
        how["_values"] = staticmethod(attrgetter(*names) if names else _no_values)
        kind = type(cls)(cls.__name__, cls.__bases__, _METHODS | body | how)
        kind.__qualname__ = cls.__qualname__
        return kind

    return made


def replace(thing: T, /, **changes: Any) -> T:
    """The same thing with other values for some of its attributes."""
    values = {name: getattr(thing, name) for name in fields(type(thing))}
    return type(thing)(**values | changes)


def fields(kind: type) -> tuple[str, ...]:
    """The names of the attributes of a class of things, in order."""
    names: tuple[str, ...] = kind.__slots__  # type: ignore[attr-defined]  # `dataclass` gave it
    return names


def _init(self: Any, *args: Any, **kwargs: Any) -> None:
    """Write what makes the things of a class, and make the first."""
    kind: Any = type(self)
    kind.__init__ = _written(kind)
    kind.__init__(self, *args, **kwargs)


def _written(kind: Any) -> Any:
    """`__init__` of a class."""
    space: dict[str, Any] = {"_missing": object()}
    parameters = ["*"] if kind._kw_only and kind.__slots__ else []
    lines = ["pass"]
    for name in kind.__slots__:
        # Past `__setattr__`, which refuses.
        space[f"_set_{name}"] = kind.__dict__[name].__set__
        default, value = kind._defaults.get(name, _init), name
        if isinstance(default, _Factory):
            space[f"_make_{name}"], default = default.make, space["_missing"]
            value = f"_make_{name}() if {name} is _missing else {name}"
        space[f"_default_{name}"] = default
        parameters.append(name if default is _init else f"{name}=_default_{name}")
        lines.append(f"_set_{name}(self, {value})")
    code = f"def __init__(self, {', '.join(parameters)}):\n    " + "\n    ".join(lines)
    exec(code, space)  # noqa: S102  # of the names of attributes, nothing else
    space["__init__"].__qualname__ = f"{kind.__qualname__}.__init__"
    return space["__init__"]


def _no_values(_: Any) -> tuple[()]:
    return ()


def _eq(self: Any, other: Any) -> Any:
    same = type(self) is type(other)
    return self._values(self) == self._values(other) if same else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._values(self))


def _repr(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__qualname__}({values})"


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise AttributeError(f"{type(self).__name__} stands fixed: {name!r} cannot be changed")


def _getstate(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__slots__])


def _setstate(self: Any, values: tuple[Any, ...]) -> None:
    for name, value in zip(self.__slots__, values, strict=True):
        object.__setattr__(self, name, value)


_GONE = frozenset(("__dict__", "__weakref__"))
_METHODS = {
    "__init__": _init, "__eq__": _eq, "__hash__": _hash, "__repr__": _repr,
    "__setattr__": _refuse, "__delattr__": _refuse,
    "__getstate__": _getstate, "__setstate__": _setstate,
}  # fmt: skip
