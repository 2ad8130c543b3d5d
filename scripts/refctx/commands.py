"""The text of a `.bib` file → its commands, one by one.

What is written as most entries are is read here. From the first command on that is not, a parser
reads on (`parser`), for which more has to be loaded than all of these rooms.
"""

from __future__ import annotations

from collections.abc import Iterator

from refctx.command import Command, Strings, plain_command
from refctx.plain import plain_entry


def commands(text: str, known: Strings) -> Iterator[Command]:
    """Read a file.

    Args:
        text: with line feeds alone as line ends.
        known: see `strings`; gets the file's own.

    Returns:
        Its commands in order; the last has no kind and holds what stands behind them.
    """
    end, line = 0, 1
    while (start := text.find("@", end)) >= 0:
        begin = line + text.count("\n", end, start)
        read = plain_entry(text, start, begin, known)
        if read is None:
            from refctx.parser import Parser  # noqa: PLC0415

            yield from Parser(text, known, end, line).commands()
            return
        yield plain_command(read, begin, text[end:start], line)
        end, line = read.end, read.end_line
    yield Command(line=line, before=text[end:], before_line=line)
