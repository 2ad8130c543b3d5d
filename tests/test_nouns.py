"""Things that stand fixed are what `dataclasses` would make of them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refctx import nouns


def _classes(kind: Any, factory: Any) -> tuple[Any, Any, Any]:
    """The same three classes, made by one or the other."""

    @kind(frozen=True, slots=True, kw_only=True)
    class Thing:
        """A thing."""

        name: str
        size: int = 3
        parts: dict[str, int] = factory(default_factory=dict)

        @property
        def large(self) -> bool:
            return self.size > 5

        def __len__(self) -> int:
            return len(self.parts)

    @kind(frozen=True, slots=True)
    class Pair:
        first: int
        second: str = "b"

    @kind(frozen=True, slots=True)
    class Nothing:
        """Has no attributes."""

    return Thing, Pair, Nothing


OURS = _classes(nouns.dataclass, nouns.field)
THEIRS = _classes(dataclasses.dataclass, dataclasses.field)
# Things that are made, used and misused; what each says must be the same.
USES: list[Callable[[Any, Any, Any], Any]] = [
    lambda thing, _, __: thing(name="a"),
    lambda thing, _, __: (thing(name="a").size, thing(name="a").parts, thing(name="a").large),
    lambda thing, _, __: thing(name="a", size=9, parts={"x": 1}).large,
    lambda thing, _, __: len(thing(name="a", parts={"x": 1})),
    lambda thing, _, __: thing(name="a") == thing(name="a"),
    lambda thing, _, __: thing(name="a") == thing(name="b"),
    lambda thing, _, __: thing(name="a").parts is thing(name="a").parts,
    lambda thing, _, __: hash(thing(name="a")),
    lambda thing, _, __: thing(),
    lambda thing, _, __: thing("a"),
    lambda thing, _, __: thing(name="a", other=1),
    lambda thing, _, __: thing(name="a").other,
    lambda thing, _, __: thing.__doc__,
    lambda thing, _, __: thing.__name__,
    lambda _, pair, __: pair(1),
    lambda _, pair, __: (pair(1, "c"), pair(first=2), pair(second="d", first=3)),
    lambda _, pair, __: pair(1, "c") == (1, "c"),
    lambda _, pair, __: pair(1) != pair(2),
    lambda _, pair, __: {pair(1), pair(1), pair(2)} == {pair(2), pair(1)},
    lambda _, pair, __: pair(1, "c", 2),
    lambda _, pair, __: pair(1, first=1),
    lambda _, pair, __: pair(1) < pair(2),
    lambda _, __, nothing: (nothing(), nothing() == nothing(), len({nothing(), nothing()})),
    lambda _, pair, nothing: nothing() == pair(1),
    lambda _, pair, __: copy.deepcopy(pair(1)) == pair(1),
    lambda _, pair, __: copy.copy(pair(1)) == pair(1),
]


def _outcome(use: Callable[[Any, Any, Any], Any], classes: tuple[Any, Any, Any]) -> str:
    try:
        return repr(use(*classes))
    except (TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("use", USES)
def test_a_thing_is_what_dataclasses_would_make_of_it(use: Callable[..., Any]) -> None:
    """The first time, when its class is finished, and the second."""
    once, again = (_outcome(use, _classes(nouns.dataclass, nouns.field)) for _ in range(2))
    expected = _outcome(use, THEIRS)

    assert once == again == expected
    assert _outcome(use, OURS) == expected


@pytest.mark.parametrize("name", ["size", "other"])
def test_a_thing_stands_fixed(name: str) -> None:
    """None of its attributes can be set or deleted, and it gets no others."""
    thing = OURS[0](name="a")

    with pytest.raises(AttributeError):
        setattr(thing, name, 1)
    with pytest.raises(AttributeError):
        delattr(thing, name)
    assert not hasattr(thing, "__dict__")


@given(st.integers(), st.text(), st.integers())
def test_a_thing_changed_is_another(first: int, second: str, other: int) -> None:
    """It has the new values and the old ones of all else; the first stays as it was."""
    pair = OURS[1](first, second)
    changed = nouns.replace(pair, first=other)

    assert (changed.first, changed.second) == (other, second)
    assert (pair.first, pair.second) == (first, second)
    assert (changed == pair) == (first == other)


def test_what_a_thing_does_not_have_cannot_be_changed() -> None:
    """Nor can a name be left out that has no value."""
    with pytest.raises(TypeError, match="other"):
        nouns.replace(OURS[1](1), other=2)


def test_the_attributes_of_a_class_are_known_by_name() -> None:
    """In the order in which they stand."""
    assert nouns.fields(OURS[0]) == ("name", "size", "parts")


@nouns.dataclass(frozen=True, slots=True)
class Kept:
    """One that can be found by its name."""

    value: tuple[int, ...] = ()


def test_a_thing_can_be_sent_to_another_process() -> None:
    """It arrives as it was."""
    sent = pickle.dumps(Kept((1, 2)))

    assert pickle.loads(sent) == Kept((1, 2))  # noqa: S301  # made in the line before
