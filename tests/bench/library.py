"""A bibliography from a seed: entries as reference managers and people write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from bench import prose, words
from bench.entries import Entry, Fields, isbn
from bench.people import name, plain, tex

JOURNALS = {
    "jsm": "Journal of Slow Measurement",
    "tasd": "Transactions on Archives and Shared Data",
    "ijrm": "International Journal of Robust Models",
    "annf": "Annals of Forecasting",
    "cqr": "Computing Quarterly Review",
}
VENUES = ("Conference", "Symposium", "Workshop", "Annual Meeting", "Summit")
PER_PROCEEDINGS = 60
_LETTERS = re.compile(r"[^a-z]")


@dataclass
class Library:
    """What was made.

    Attributes:
        entries: in the order of the file.
        parents: key → the proceedings that entries refer to.
    """

    entries: list[Entry]
    parents: dict[str, Entry]

    @property
    def keys(self) -> list[str]:
        """What may be cited."""
        return [entry.key for entry in self.entries]

    def text(self, *, plain: bool = False) -> str:
        """The `.bib` file; `plain` for tools that read less of BibTeX."""
        strings = [f"@string{{{name} = {{{text}}}}}" for name, text in JOURNALS.items()]
        entries = [e.plain(self.parents) for e in self.entries] if plain else self.entries
        # BibTeX wants parents behind those that refer to them.
        return "\n\n".join(map(str, (*strings, *entries, *self.parents.values()))) + "\n"


def library(chance: Random, count: int) -> Library:
    """So many entries, with the proceedings."""
    maker = _Maker(chance, count)
    parents = max(1, count // PER_PROCEEDINGS)
    maker.proceedings(parents)
    return Library([maker.entry(number) for number in range(count - parents)], maker.parents)


@dataclass
class _Maker:
    chance: Random
    count: int
    people: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    parents: dict[str, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = [name(self.chance) for _ in range(max(40, self.count * 4 // 5))]
        self.weights = [*accumulate(rank**-0.4 for rank in range(1, len(self.people) + 1))]

    def proceedings(self, count: int) -> None:
        """Make what papers can refer to."""
        for number in range(count):
            year, venue = self.chance.randint(1998, 2025), self.venue()
            key = f"proc{number}-{year}"
            self.parents[key] = Entry(
                "proceedings",
                key,
                {
                    "title": f"Proceedings of the {venue}",
                    "editor": self.authors(self.chance.randint(1, 3)),
                    "publisher": self.chance.choice(words.PUBLISHERS),
                    "address": self.chance.choice(words.PLACES),
                    "year": str(year),
                    "isbn": isbn(number),
                },
            )

    def entry(self, number: int) -> Entry:
        """An entry; its number is part of what must be unique."""
        chance = self.chance
        kind, special = chance.choices(*_KINDS)[0]
        year = min(2025, 1960 + int(65 * chance.betavariate(5, 1.3)))
        fields = {"author": "", "title": self.title()} | special(self, number, year)
        if not fields["author"]:
            fields["author"] = self.authors(_how_many(chance))
        fields |= self.dated(kind, year) | self.addressed(kind, number, year) | self.kept(number)
        if chance.random() < 0.04:
            fields |= self.foreign(number)
        return Entry(kind, self.key(fields, year), fields)

    def title(self) -> str:
        """A title that no other entry has."""
        while True:
            text = prose.title(self.chance)
            if (letters := _LETTERS.sub("", text.lower())) not in self.titles:
                self.titles.add(letters)
                return text

    def authors(self, count: int) -> str:
        """So many different names, most of them seldom, a few often."""
        chance = self.chance
        found = dict.fromkeys(chance.choices(self.people, cum_weights=self.weights, k=count))
        names = [tex(each) if chance.random() < 0.5 else each for each in found]
        if count > 6 and chance.random() < 0.2:
            names.append("others")
        return " and ".join(names)

    def venue(self) -> str:
        """A conference."""
        what, field_ = self.chance.choice(words.THINGS), self.chance.choice(words.FIELDS)
        kind = self.chance.choice(VENUES)
        return f"{self.chance.randint(2, 40)}th {kind} on {what.title()} in {field_.title()}"

    def dated(self, kind: str, year: int) -> Fields:
        """When it came out; some as biblatex writes it, some with a month."""
        chance = self.chance
        if kind in ("online", "misc") or chance.random() < 0.1:
            return {"date": f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"}
        month = {"month": f"#{chance.choice(words.MONTHS)}"} if chance.random() < 0.4 else {}
        return {"year": str(year)} | month

    def addressed(self, kind: str, number: int, year: int) -> Fields:
        """Where it can be found."""
        chance, found = self.chance, {}
        if kind in ("article", "inproceedings", "incollection") and chance.random() < 0.75:
            found["doi"] = f"10.{5000 + number % 700}/{chance.choice(words.THINGS)}.{year}.{number}"
        if kind == "misc" or (kind in ("article", "inproceedings") and chance.random() < 0.15):
            found["eprint"] = f"{8 + number % 17:02}{1 + number % 12:02}.{number:05}"
            found |= {"archiveprefix": "arXiv", "primaryclass": chance.choice(words.CLASSES)}
        if kind == "online" or chance.random() < 0.2:
            host = chance.choice(words.THINGS)
            found["url"] = f"https://{host}.example/papers/{year}/{number}.pdf"
            if chance.random() < 0.5:
                found["urldate"] = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        return found

    def kept(self, number: int) -> Fields:
        """What reference managers keep beside it."""
        chance, found = self.chance, {}
        if chance.random() < 0.25:
            found["abstract"] = prose.paragraph(chance, chance.randint(4, 9))
        if chance.random() < 0.4:
            found["keywords"] = ", ".join(chance.sample(words.THINGS, chance.randint(1, 4)))
        if chance.random() < 0.2:
            found["file"] = f"files/{number}/paper.pdf"
        if chance.random() < 0.3:
            found["langid"] = "english"
        return found

    def foreign(self, number: int) -> Fields:
        """Another language: German, or Chinese."""
        chance = self.chance
        if chance.random() < 0.7:
            text = " ".join(map(chance.choice, words.GERMAN))
            return {"title": f"{text} ({number})", "langid": "ngerman"}
        people = zip(words.CHINESE_FAMILIES, words.CHINESE_GIVEN, strict=False)
        family, given = chance.choice([*people])
        title = "".join(map(chance.choice, words.CHINESE))
        return {"title": f"{title}（{number}）", "author": f"{family}, {given}"}

    def key(self, fields: Fields, year: int) -> str:
        """Who, when and a word of the title, as reference managers make keys."""
        who = re.split(r",| and ", fields["author"])[0]
        parts = (_LETTERS.sub("", plain(text).lower()) for text in (who, fields["title"][:24]))
        key = "{}{}{}".format(next(parts)[:14] or "work", year, next(parts)[:9])
        while key in self.taken:
            key += self.chance.choice("abcdefgh")
        self.taken.add(key)
        return key


def _article(make: _Maker, number: int, year: int) -> Fields:
    chance = make.chance
    abbreviated = chance.random() < 0.4
    own = f"{chance.choice(('Journal of', 'Letters in', 'Notes on'))} "
    first = chance.randint(1, 1800)
    return {
        "journal": f"#{chance.choice([*JOURNALS])}"
        if abbreviated
        else own + chance.choice(words.FIELDS).title(),
        "volume": str(chance.randint(1, 90)),
        "number": str(chance.randint(1, 12)),
        "pages": f"{first}--{first + chance.randint(3, 40)}",
    }


def _inproceedings(make: _Maker, number: int, year: int) -> Fields:
    chance = make.chance
    first = chance.randint(1, 900)
    pages = {"pages": f"{first}--{first + chance.randint(5, 15)}"}
    if chance.random() < 0.3:
        return {"crossref": chance.choice([*make.parents])} | pages
    return {
        "booktitle": f"Proceedings of the {make.venue()}",
        "publisher": chance.choice(words.PUBLISHERS),
    } | pages


def _book(make: _Maker, number: int, year: int) -> Fields:
    chance = make.chance
    edition = {"edition": str(chance.randint(2, 5))} if chance.random() < 0.3 else {}
    return {
        "publisher": chance.choice(words.PUBLISHERS),
        "address": chance.choice(words.PLACES),
        "isbn": isbn(100_000 + number),
    } | edition


def _incollection(make: _Maker, number: int, year: int) -> Fields:
    return {
        "booktitle": make.title(),
        "editor": make.authors(2),
        "publisher": make.chance.choice(words.PUBLISHERS),
        "pages": f"{number % 300 + 1}--{number % 300 + 22}",
    }


def _thesis(make: _Maker, number: int, year: int) -> Fields:
    return {
        "author": make.authors(1),
        "school": f"University of {make.chance.choice(words.PLACES)}",
    }


def _report(make: _Maker, number: int, year: int) -> Fields:
    where = make.chance.choice(words.COLLECTIVES)
    return {"institution": where, "number": f"TR-{year}-{number}"}


def _online(make: _Maker, number: int, year: int) -> Fields:
    if make.chance.random() < 0.3:
        return {"author": "{" + make.chance.choice(words.COLLECTIVES) + "}"}
    return {}


def _preprint(make: _Maker, number: int, year: int) -> Fields:
    return {}


Special = Callable[[_Maker, int, int], Fields]
_SHARES: dict[tuple[str, Special], int] = {
    ("article", _article): 36, ("inproceedings", _inproceedings): 27, ("misc", _preprint): 15,
    ("book", _book): 8, ("incollection", _incollection): 4, ("online", _online): 5,
    ("phdthesis", _thesis): 3, ("techreport", _report): 2,
}  # fmt: skip
_KINDS = ([*_SHARES], [*_SHARES.values()])


def _how_many(chance: Random) -> int:
    """How many authors, 1 to 12: mostly two to four."""
    return min(12, 1 + int(chance.gammavariate(1.7, 1.5)))
