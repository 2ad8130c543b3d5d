"""What is found out of a thing when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class _Fact(Generic[T]):
    """A fact of a thing, found out when it is first asked for and kept.

    What `functools.cached_property` does without a lock, which it takes in Python 3.11 and which
    costs more than most facts.
    """

    def __init__(self, method: Callable[[Any], T]) -> None:
        self.method = method
        self.name = method.__name__
        self.__doc__ = method.__doc__

    def __get__(self, thing: Any, kind: type) -> T:
        value = self.method(thing)
        setattr(thing, self.name, value)
        return value


def fact(method: Callable[[Any], T]) -> _Fact[T]:
    """A method without arguments as an attribute whose value is kept."""
    return _Fact(method)
