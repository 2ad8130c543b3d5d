"""A site from a seed: configurations, pages and a bibliography, of a size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import add
from pathlib import Path
from random import Random
from types import MappingProxyType

from bench import prose
from bench.library import Library, library
from bench.pages import Group, Page, ReadingList, References, Syntax, chapter

SEED = 20_250_607
PER_PART = 25


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    pages: int
    citations: int
    entries: int

    def __str__(self) -> str:
        return f"{self.pages}x{self.citations}x{self.entries}"


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "playbook": Size(20, 188, 150),
        "lab": Size(100, 2_000, 1_000),
        "institute": Size(500, 10_000, 10_000),
        "library": Size(1_000, 20_000, 50_000),
    }
)

CONFIG = """\
site_name: A corpus of {size}
site_url: https://example.org/corpus/
docs_dir: docs
theme:
  name: material
  font: false
  features: [navigation.sections, navigation.prune, navigation.footer, search.suggest, toc.follow]
markdown_extensions:
  admonition: {{}}
  attr_list: {{}}
  footnotes: {{}}
  tables: {{}}
  pymdownx.highlight: {{}}
  pymdownx.superfences: {{}}
  toc: {{permalink: true}}
"""
FLOOR = "site_dir: site.floor\nplugins: [search]\n"
REFCTX = """\
site_dir: site
plugins:
  search: {}
  refctx:
    bibliography: bib
    search: true
    cards: true
    permalinks: true
    tools: true
    marks: true
    metadata: true
    export: true
"""


@dataclass
class Corpus:
    """A site that is not written yet.

    Attributes:
        size: how much of everything.
        library: its `.bib` file, and the keys.
        pages: in reading order: the first page, the chapters, the reading lists, the references.
    """

    size: Size
    library: Library
    pages: list[Page]


def sized(name: str) -> Size:
    """A size by its name, or by its numbers: `500x10000x10000`.

    Raises:
        ValueError: if it is neither.
    """
    return SIZES[name] if name in SIZES else Size(*map(int, name.split("x")))


def corpus(size: Size, seed: int = SEED) -> Corpus:
    """The corpus of a size; of the same seed it is always the same."""
    entries = library(Random(f"{seed} library"), size.entries)
    chance = Random(f"{seed} pages")
    chapters = [
        Page(f"part-{n // PER_PART + 1:02}/chapter-{n + 1:04}.md", prose.heading(chance))
        for n in range(size.pages - 3)
    ]
    popular = _Popular(chance, entries.keys)
    for number, count in enumerate(_shares(chance, size.citations, len(chapters))):
        keys = popular.keys(count)
        chapter(chance, chapters[number], keys, chapters)
        if size.pages >= 500 and keys and number % 10 == 0:
            chapters[number].pieces += ["## Works of this chapter\n\n", References(of_page=True)]
    pages = [_front(chance, size), *chapters, _reading(chance, size, entries.keys), _references()]
    return Corpus(size, entries, pages)


def write(made: Corpus, folder: Path) -> None:
    """Write `docs`, `bib`, and the configurations of refctx and of its floor."""
    write_pages(made, folder / "docs", Refctx())
    put(folder / "bib/library.bib", made.library.text())
    common = CONFIG.format(size=made.size) + nav(made.pages)
    put(folder / "mkdocs.yml", common + REFCTX)
    put(folder / "mkdocs.floor.yml", common + FLOOR)


def write_pages(made: Corpus, folder: Path, syntax: Syntax) -> None:
    """Write the pages in the syntax of a tool."""
    for page in made.pages:
        put(folder / page.path, page.text(syntax))


class Refctx:
    """refctx's own syntax."""

    def group(self, group: Group) -> str:
        """`[see @a, p. 3; @b]`, or `@a [p. 3]`."""
        if group.narrative:
            (cited,) = group.citations
            return f"@{cited.key} [{cited.locator}]" if cited.locator else f"@{cited.key}"
        parts = (
            f"{c.prefix} @{c.key}".strip() + (f", {c.locator}" if c.locator else "")
            for c in group.citations
        )
        return f"[{'; '.join(parts)}]"

    def references(self, references: References) -> str:
        """The call of a list."""
        scope = 'scope="page"' if references.of_page else ""
        return f"{{{{ bibliography({scope}) }}}}\n"

    def reading_list(self, listed: ReadingList) -> str:
        """The call of a reading list."""
        lines = (f'  item("{key}", "{name}", "{note}"),\n' for key, name, note in listed.items)
        items = "".join(lines)
        return f'{{{{ reading_list(\n{items}  name="{listed.name}") }}}}\n\n'


class _Popular:
    """Entries that are cited again and again, and many that hardly are."""

    def __init__(self, chance: Random, keys: Sequence[str]) -> None:
        self._chance = chance
        self._ranked = chance.sample(keys, len(keys))
        ranks = range(1, len(keys) + 1)
        usual = [rank**-0.45 for rank in ranks]
        # A few are cited on page after page, such as a data set that everybody uses.
        most = 0.012 * sum(usual)
        classics = (most * rank**-1.2 for rank in ranks)
        self._weights = [*accumulate(map(add, usual, classics))]

    def keys(self, count: int) -> list[str]:
        """So many citations of one page, which comes back to some works."""
        chosen: list[str] = []
        for _ in range(count):
            if chosen and self._chance.random() < 0.12:
                chosen.append(self._chance.choice(chosen))
            else:
                chosen += self._chance.choices(self._ranked, cum_weights=self._weights)
        return chosen


def _shares(chance: Random, total: int, pages: int) -> list[int]:
    """How many citations each page gets: one in twenty none, others few or many."""
    weights = [chance.lognormvariate(0, 0.6) if n % 20 != 7 else 0.0 for n in range(pages)]
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [*map(int, exact)]
    by_rest = sorted(range(pages), key=lambda n: shares[n] - exact[n])
    for number in by_rest[: total - sum(shares)]:
        shares[number] += 1
    return shares


def _front(chance: Random, size: Size) -> Page:
    text = f"# A corpus of {size}\n\n{prose.paragraph(chance, 8)}\n"
    return Page("index.md", "Home", [text])


def _reading(chance: Random, size: Size, keys: Sequence[str]) -> Page:
    page = Page("reading.md", "Reading lists", ["# Reading lists\n\n"])
    for number in range(min(12, 3 + size.pages // 50)):
        chosen = chance.sample(keys, min(len(keys), chance.randint(8, 20)))
        items = tuple((key, prose.heading(chance), f"{prose.sentence(chance)}.") for key in chosen)
        page.pieces += [
            f"## List {number + 1}: {prose.heading(chance)}\n\n{prose.paragraph(chance, 2)}\n\n",
            ReadingList(f"list-{number + 1}", items),
        ]
    return page


def _references() -> Page:
    return Page("references.md", "References", ["# References\n\n", References()])


def nav(pages: Sequence[Page]) -> str:
    """The navigation of these pages, for MkDocs."""
    return "".join(_nav(pages))


def _nav(pages: Sequence[Page]) -> Iterator[str]:
    yield "nav:\n"
    part = ""
    for page in pages:
        folder = page.path.rpartition("/")[0]
        if folder and folder != part:
            yield f"  - {folder.replace('-', ' ').capitalize()}:\n"
        part = folder
        yield f"{'    ' if folder else ''}  - {page.path}\n"


def put(path: Path, text: str) -> None:
    """Write a file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
