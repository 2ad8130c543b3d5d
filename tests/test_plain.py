"""Entries that are plainly written are read at once, and as the parser reads them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from fuzz.seeds import changed, seeds
from refctx import commands as front
from refctx import parser
from refctx.command import Command, strings
from refctx.commands import commands
from refctx.plain import plain_entry

PLAIN = """@Book{knuth1984,
  author = {Knuth, Donald E.}, title = "The {\\TeX}book",
  note   = {one {two {three}}},
  month = jan,
  year=1984
}"""
NOT_PLAIN = {
    "parentheses": "@book(a, title = {T})",
    "a missing brace": "@book{a, title = {T}",
    "parts": "@book{a, title = {T} # jan}",
    "an unknown string": "@book{a, title = nothing}",
    "an at sign": "@book{a, title = {\n@book{b, title = {T}}",
    "a field behind the end": "@book{a, title = {T}}, year = 2000}",
    "no comma": "@book{a, title = {T} year = 2000}",
    "no key": "@book{title = {T}}",
    "a string": "@string{a = {T}}",
    "more depth": "@book{a, title = {{{{T}}}}}",
}


def test_a_plain_entry_has_its_fields_with_their_lines() -> None:
    """Values lose their delimiters, `@string`s are looked up, and lines count from the file's."""
    read = plain_entry("\n\n" + PLAIN, 2, 3, strings())

    assert read == (
        "book",
        "knuth1984",
        (
            ("author", "Knuth, Donald E.", 4),
            ("title", "The {\\TeX}book", 4),
            ("note", "one {two {three}}", 5),
            ("month", "January", 6),
            ("year", "1984", 7),
        ),
        len(PLAIN) + 2,
        8,
    )


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_anything_else_is_left_to_the_parser(name: str) -> None:
    """What the parser has to say something of, or reads in several steps, is not plain."""
    assert plain_entry(NOT_PLAIN[name], 0, 1, strings()) is None


def _by_the_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    with monkeypatch.context() as changes:
        for room in (front, parser):
            changes.setattr(room, "plain_entry", lambda *_: None)
        return list(commands(text, strings()))


def _texts() -> Iterator[str]:
    yield from (seed.decode() for seed in seeds("load"))
    for number in range(1000):
        data = changed(random.Random(number), seeds("load"), "load")
        yield data.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def test_the_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries, lines and faults of a file are the same if the parser reads all of it."""
    plain = 0
    for text in _texts():
        read = list(commands(text, strings()))
        assert read == _by_the_parser(text, monkeypatch), text
        plain += any(command.fields and not command.faults for command in read)

    assert plain > 300
