"""Pages from a seed, as pieces; a syntax writes what a piece is in the words of one tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from bench import prose


@dataclass(frozen=True, slots=True)
class Citation:
    """A key, and what stands around it."""

    key: str
    prefix: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Citations in one pair of brackets; narrative where the names are part of the sentence."""

    citations: tuple[Citation, ...]
    narrative: bool = False


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Works in an order, each with a note: (key, name, note)."""

    name: str
    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class References:
    """The list of all that the site cites, or of what one page does."""

    of_page: bool = False


Piece = str | Group | ReadingList | References


@dataclass
class Page:
    """A page: its path below the folder of pages, its title, and its pieces."""

    path: str
    title: str
    pieces: list[Piece] = field(default_factory=list)

    def text(self, syntax: Syntax) -> str:
        """The page as a tool reads it."""
        return "".join(p if isinstance(p, str) else _written(p, syntax) for p in self.pieces)

    def groups(self) -> Iterator[Group]:
        """Its citations, in order."""
        return (piece for piece in self.pieces if isinstance(piece, Group))


class Syntax(Protocol):
    """How one tool writes what the pages hold."""

    def group(self, group: Group) -> str: ...

    def references(self, references: References) -> str: ...

    def reading_list(self, listed: ReadingList) -> str: ...


def _written(piece: Group | ReadingList | References, syntax: Syntax) -> str:
    match piece:
        case Group():
            return syntax.group(piece)
        case References():
            return syntax.references(piece)
    return syntax.reading_list(piece)


def _groups(chance: Random, keys: Sequence[str]) -> Iterator[Group]:
    """These citations in this order, most of them alone."""
    rest = list(keys)
    while rest:
        size = chance.choices((1, 2, 3, 4), (70, 18, 9, 3))[0]
        taken = dict.fromkeys(rest[:size])
        if len(taken) < len(rest[:size]):
            taken = dict.fromkeys(rest[:1])
        del rest[: len(taken)]
        cited = tuple(_citation(chance, key) for key in taken)
        yield Group(cited, narrative=len(cited) == 1 and chance.random() < 0.25)


def _citation(chance: Random, key: str) -> Citation:
    match chance.randrange(10):
        case 0:
            return Citation(key, locator=f"p. {chance.randint(1, 400)}")
        case 1:
            first = chance.randint(1, 400)
            return Citation(key, locator=f"pp. {first}-{first + 4}")
        case 2:
            return Citation(key, prefix=chance.choice(("see", "but see", "as in")))
        case 3:
            return Citation(key, locator=f"chap. {chance.randint(1, 12)}")
    return Citation(key)


def chapter(chance: Random, page: Page, keys: Sequence[str], others: Sequence[Page]) -> None:
    """Fill a page: sections of prose in which these keys are cited."""
    waiting = list(_groups(chance, keys))
    sentences = max(30, len(waiting) * 3 // 2) + chance.randint(0, 25)
    page.pieces += [f"---\ndescription: {prose.sentence(chance)}.\n---\n\n# {page.title}\n\n"]
    places = {*chance.sample(range(sentences), len(waiting))}
    number, footnotes = 0, []
    while number < sentences:
        if number == 0 or chance.random() < 0.25:
            mark = chance.choice(("##", "##", "###")) if number else "##"
            page.pieces.append(f"{mark} {prose.heading(chance)}\n\n")
        end = min(sentences, number + chance.randint(3, 6))
        for at in range(number, end):
            if at in places and chance.random() < 0.03:
                footnotes.append(waiting.pop(0))
                page.pieces.append(f"{prose.sentence(chance)}.[^{len(footnotes)}] ")
            else:
                page.pieces += _sentence(chance, waiting.pop(0) if at in places else None)
        page.pieces.append("\n\n")
        page.pieces += _aside(chance, page, others) if chance.random() < 0.2 else ()
        number = end
    for place, group in enumerate(footnotes, start=1):
        page.pieces += [f"[^{place}]: {prose.sentence(chance)} ", group, ".\n\n"]


def _sentence(chance: Random, group: Group | None) -> Iterator[Piece]:
    if group and group.narrative:
        yield from (group, f" {prose.finding(chance)}. ")
    elif group:
        yield from (f"{prose.sentence(chance)} ", group, ". ")
    else:
        yield f"{prose.sentence(chance)}. "


def _aside(chance: Random, page: Page, others: Sequence[Page]) -> Iterator[Piece]:
    """What stands between paragraphs: a list, a table, code, a remark, a link."""
    match chance.randrange(5):
        case 0:
            yield "".join(f"- {prose.sentence(chance)}\n" for _ in range(4)) + "\n"
        case 1:
            rows = ((prose.heading(chance), chance.randint(1, 99)) for _ in range(5))
            lines = (f"| {label} | {number} |\n" for label, number in rows)
            yield f"| measure | value |\n| --- | --- |\n{''.join(lines)}\n"
        case 2:
            yield "```python\nfor run in runs:\n    total += measured(run, seed=7)\n```\n\n"
        case 3:
            yield f"!!! note\n    {prose.sentence(chance)}.\n\n"
        case 4:
            other = chance.choice(others)
            yield f"More of it stands under [{other.title}](../{other.path}).\n\n"
