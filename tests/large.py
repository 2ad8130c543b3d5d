"""A site with a long list of references, and how it looks with 10,000 entries.

The engine prints 625 works; the same lines are then repeated 16 times with keys of their own, so
that a test of the browser need not wait for ten thousand entries to be read.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tiny import Tiny

WORKS, TIMES = 625, 16
ALL = WORKS * TIMES
CONFIG = """\
site_name: Large
site_url: {url}
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.tabs, navigation.tabs.sticky]
plugins: [search, refctx]
"""
# The last letter of a key says which copy a line is.
_KEY = re.compile(r"(w\d{3})a(?=[\"-])")
_LINE = re.compile(r"<li class=\"refctx-entry\".*?</li>", re.DOTALL)
_LISTS = re.compile(r"(?P<tag><ol class=\"refctx-bib[^>]*>).*</ol>", re.DOTALL)
FACTS = "refctx/facts/references.js"


class Words:
    """Made-up words that recur as those of a language do: some often, most seldom."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = [a + b for a in "bdfghklmnprstvwyz" for b in "aeiou"]
        self.all = [
            "".join(self.random.choices(syllables, k=self.random.choice((1, 2, 2, 3, 3, 4))))
            + self.random.choice(("", "n", "r", "s", "t", "l", "ng", "m"))
            for _ in range(4000)
        ]
        self.weights = [1 / (rank + 3) for rank in range(len(self.all))]

    def title(self) -> str:
        """A title of five to twelve words."""
        words = self.random.choices(self.all, self.weights, k=self.random.randint(5, 12))
        return " ".join(words).capitalize()

    def name(self) -> str:
        """A surname, one of 400."""
        return self.all[self.random.randrange(3600, 4000)].capitalize()


def works(words: Words) -> dict[str, str]:
    """Key → BibTeX of articles, papers, preprints and books, as they are mixed in a library."""
    pick = words.random.randint
    found: dict[str, str] = {}
    for number in range(WORKS):
        year = pick(1990, 2025)
        key = f"{words.name().lower()}{year}w{number:03}a"
        authors = " and ".join(
            f"{words.name()}, {words.all[pick(0, 900)].capitalize()}" for _ in range(pick(1, 5))
        )
        journal = f"journal = {{Journal of {words.all[pick(0, 200)]}}}, volume = {{{pick(1, 90)}}}"
        kind, rest = (
            ("article", f"{journal}, doi = {{10.{pick(1000, 1099)}/{pick(10**6, 10**7)}}}"),
            ("inproceedings", f"booktitle = {{Proceedings on {words.all[pick(0, 200)]}}}"),
            ("misc", f"eprint = {{{pick(10, 25)}{pick(10, 12)}.{pick(10000, 19999)}}}"),
            ("book", f"publisher = {{{words.name()} Press}}"),
        )[min(3, pick(0, 9) // 3)]
        facts = f"author = {{{authors}}}, title = {{{words.title()}}}, year = {{{year}}}, {rest}"
        found[key] = f"@{kind}{{{key}, {facts}}}\n"
    return found


def large_site(root: Path, url: str = "https://example.org/") -> Tiny:
    """A site in Material that cites 625 works under 125 headings of 25 pages, and lists them."""
    words = Words(7)
    library = works(words)
    site = Tiny(root).put("bib/library.bib", "".join(library.values()))
    cited = [*library, *words.random.sample([*library], WORKS // 5)]
    words.random.shuffle(cited)
    for page in range(25):
        text = f"# {words.title()}\n"
        for keys in batched(cited[page::25], 6):
            text += f"\n## {words.title()}\n\n"
            text += " ".join(f"{words.title()} [@{key}]." for key in keys) + "\n"
        site.put(f"docs/part-{page}.md", text)
    site.put("docs/index.md", "# Home\n")
    site.put("docs/references.md", "# References\n\n{{ bibliography() }}\n")
    return site.put("mkdocs.yml", CONFIG.format(url=url))


def enlarge(site: Tiny) -> None:
    """Give the built list of references 10,000 entries."""
    page = site.root / "site/references/index.html"
    html = page.read_text(encoding="utf-8")
    lists = _LISTS.search(html)
    assert lists
    printed = _LINE.findall(lists[0])
    size = lists[0].split("</ol>")[0].count("<li ")
    lines = [_KEY.sub(rf"\g<1>{letter}", line) for letter in letters() for line in printed]
    pieces = "\n".join(
        f"{lists['tag']}\n" + "\n".join(piece) + "\n</ol>" for piece in batched(lines, size)
    )
    html = html[: lists.start()] + pieces + html[lists.end() :]
    page.write_text(re.sub(rf"\b{WORKS}\b(?= works|:)", f"{ALL:,}", html), encoding="utf-8")

    facts = site.root / "site" / FACTS
    name, text = facts.read_text(encoding="utf-8").removesuffix(");\n").split("(", 1)
    found = json.loads(text)
    found["also"] *= TIMES
    for kind in ("facets", "orders"):
        found[kind] = {one: values * TIMES for one, values in found[kind].items()}
    facts.write_text(f"{name}({json.dumps(found)});\n", encoding="utf-8")


def batched(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The items, so many at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


def letters() -> str:
    """The last letter of the keys of each copy."""
    return "abcdefghijklmnop"[:TIMES]
