"""Which of many names is written most like another.

`difflib` compares one pair of names at a time. Here all that are known are ordered first by how
like they can be at most: by the signs that they share with what is asked for, wherever these stand.
The names that hold a sign are the bits of a number, so few steps count for all of them at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

# From 0 for names without a common sign to 1 for the same; less is no likeness.
LIKE = 0.6


class Nearest:
    """Finds what somebody may have meant.

    Args:
        known: the names that there are.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {name.lower(): name for name in known}
        self._names = list(self._known)

    def to(self, name: str) -> str:
        """The known name most like `name`, whatever its case; empty if none is much like it."""
        from difflib import SequenceMatcher  # noqa: PLC0415  # wanted for a slip alone

        wanted = name.lower()
        matcher = SequenceMatcher(b=wanted)
        best = (0.0, "")
        for most, names in self._by_likeness(wanted):
            if most < best[0]:
                break
            for one in names:
                matcher.set_seq1(one)
                best = max(best, (matcher.ratio(), one))
        return self._known[best[1]] if best[0] >= LIKE else ""

    def _by_likeness(self, wanted: str) -> Iterator[tuple[float, Iterable[str]]]:
        """The likeness that names have at most, the greatest first, and these names."""
        digits = self._shared(wanted)
        bounds = (
            (2.0 * shared / (len(wanted) + length), shared, length)
            for length in self._long
            for shared in range(1, min(len(wanted), length) + 1)
        )
        for most, shared, length in sorted(bounds, reverse=True):
            if most < LIKE:
                return
            names = self._long[length]
            for place, digit in enumerate(digits):
                names &= digit if shared >> place & 1 else ~digit
            if not shared >> len(digits):
                yield most, self._of(names)

    def _shared(self, wanted: str) -> list[int]:
        """How many signs of `wanted` the names hold: the binary digits of that, each for all."""
        digits: list[int] = []
        for sign in _numbered(wanted):
            carried = self._holding.get(sign, 0)
            for place, digit in enumerate(digits):
                digits[place], carried = digit ^ carried, digit & carried
            if carried:
                digits.append(carried)
        return digits

    def _of(self, bits: int) -> Iterator[str]:
        while bits:
            yield self._names[(bits & -bits).bit_length() - 1]
            bits &= bits - 1

    @cached_property
    def _holding(self) -> dict[tuple[str, int], int]:
        """A sign and its number among those that are the same → the names that hold it."""
        places: dict[tuple[str, int], list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for sign in _numbered(name):
                places[sign].append(place)
        return {sign: _bits(found) for sign, found in places.items()}

    @cached_property
    def _long(self) -> dict[int, int]:
        """A length → the names that have it."""
        places: dict[int, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            places[len(name)].append(place)
        return {length: _bits(found) for length, found in places.items()}


def _numbered(name: str) -> list[tuple[str, int]]:
    """The signs of a name, those that are the same numbered: `ana` → a1, a2, n1."""
    return [(sign, n) for sign, often in Counter(name).items() for n in range(1, often + 1)]


def _bits(places: list[int]) -> int:
    """A number whose bits at these places, in rising order, are set."""
    data = bytearray(places[-1] // 8 + 1)
    for place in places:
        data[place // 8] |= 1 << place % 8
    return int.from_bytes(data, "little")
