"""The nouns: what every other room takes and returns.

Values are frozen. They carry facts and small facts derived from them; nothing here
reads a file, knows a host or prints HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from refctx.nouns import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source file.

    Attributes:
        path: the file as a maintainer names it, relative to `mkdocs.yml`.
        line: counted from 1; 0 where only the file is known.
        column: characters from 1; 0 where only the line is known.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.path}{line}:{self.column}" if self.line and self.column else self.path + line


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing there is to say about a source.

    Attributes:
        code: what kind of finding it is, a name of `codes.CODES`.
        place: where.
        message: what was found, what was expected and what to do.
        key: of the entry that it is about, empty if it is about none.
    """

    code: str
    place: Place
    message: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.place} {self.code} {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a maintainer says of findings: all of a code, of a key, of a file.

    Attributes:
        level: `error`, `warn`, `info` or `ignore`.
        code: `*` for every one.
        key: of the entry; empty for all.
        path: pattern of files, in which `*` stands for anything; empty for all.
        place: where the rule is written; None for an option.
    """

    level: str
    code: str = "*"
    key: str = ""
    path: str = ""
    place: Place | None = None


# -- the library ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name as a `.bib` file gives it, TeX already read.

    `particle` stands before the family name and belongs to it (`van der` Maaten). A name in
    braces is `literal`: it is printed whole. All four parts empty means "and others".
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: bool = False

    @property
    def is_others(self) -> bool:
        """True for BibTeX's `and others`."""
        return not self.family

    @property
    def surname(self) -> str:
        """Family name with its particle, `de las Casas`."""
        return f"{self.particle} {self.family}" if self.particle else self.family


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """When, as far as a field says it.

    Attributes:
        year: as ISO counts, 0 for 1 BC; None if the beginning is open or only `literal` is known.
        month, season, day: 1 to 12, 1 (spring) to 4 (winter), 1 to 31.
        approximate, uncertain: `1850~` (circa) and `1850?`; `1850%` is both.
        end: where a range ends, both included.
        open_end: true for a range without an end, `1998/`.
        literal: words instead of a date, `in press`; else empty.
    """

    year: int | None = None
    month: int | None = None
    season: int | None = None
    day: int | None = None
    approximate: bool = False
    uncertain: bool = False
    end: Date | None = None
    open_end: bool = False
    literal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record of a `.bib` file.

    Attributes:
        key: the name it is cited by, exactly as written.
        kind: `article`, `book`, … in lower case.
        fields: lower-case field name → value as written (TeX, braces and all).
        people: `author`, `editor`, … → names in order.
        place: the line on which the entry starts.
        title, short_title: TeX already read; empty if absent.
        written: every field as written, those of names among them.
        lines: field → the line on which it starts; none for what comes from another entry.
    """

    key: str
    kind: str
    fields: Mapping[str, str]
    people: Mapping[str, tuple[Person, ...]]
    place: Place
    title: str = ""
    short_title: str = ""
    written: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def place_of(self, name: str) -> Place:
        """Where a field stands; where the entry starts, if it has none of that name itself."""
        return Place(self.place.path, self.lines.get(name, self.place.line))

    @property
    def anchor(self) -> str:
        """Id of the entry in a reference list, `bib-KEY`."""
        return anchor_of(self.key)

    @property
    def authors(self) -> tuple[Person, ...]:
        """Who the entry stands under: its authors, else its editors."""
        return self.people.get("author") or self.people.get("editor") or ()


def anchor_of(key: str) -> str:
    """Id of an entry in a reference list, `bib-KEY`."""
    return f"bib-{key.lower()}"


@dataclass(frozen=True, slots=True)
class Library:
    """All entries of all files, by key and in file order, and what reading them turned up.

    Attributes:
        aliases: another name of an entry (`ids`) → its key.
        rules: what comments in the files say of findings.
        said: key → a key of what its entry says, wherever it stands; empty for a library of which
            nothing is kept.
    """

    entries: Mapping[str, Entry]
    findings: tuple[Finding, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    def key_of(self, name: str) -> str:
        """The key that a key or another name means; an unknown name itself."""
        return self.aliases.get(name, name)


# -- citations in pages --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where in the work: a label (`page`, `chapter`, …) and the value as written."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One mention of one key.

    `prefix` and `suffix` are source text as `cite` reads them, and HTML in a finished page.
    `inner` is true of a key in the suffix of the citation before it: it is printed there, as
    a narrative one.
    """

    key: str
    prefix: str = ""
    locator: Locator | None = None
    suffix: str = ""
    suppress_author: bool = False
    inner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationGroup:
    """The citations of one bracket, or one narrative mention (`@key says`)."""

    citations: tuple[Citation, ...]
    narrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a page: its id, its plain text and its level (1 to 6)."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence that cites, as plain text.

    Attributes:
        texts: what stands between its citation groups, one more than there are groups.
        groups: the groups, in order.
    """

    texts: tuple[str, ...] = ("",)
    groups: tuple[CitationGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a citation group stands.

    Attributes:
        page: source path of the page, `guide/scaling.md`.
        marker: the marker's name, unique in the build; copies of a marker share it.
        group: what is cited.
        heading: the nearest heading above; None before the first.
        in_link: true if a link holds it: then it is printed without links of its own.
        sentence: the sentence it stands in; without text where it stands in none.
    """

    page: str
    marker: str
    group: CitationGroup
    heading: Heading | None
    in_link: bool = False
    sentence: Sentence = field(default_factory=Sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An annotated line of a reading list, written `item("key", "Name", "note")` in a page."""

    key: str
    name: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A macro called in a page: `{{ name(arguments, option=value) }}`, literals only."""

    name: str
    arguments: tuple[object, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCall:
    """A macro call, where it stands (see `Context`) and how it was written."""

    page: str
    marker: str
    call: Call
    source: str = ""
    heading: Heading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the site, and what stands in it in the order of its finished HTML.

    Attributes:
        path: source path, `guide/scaling.md`; findings and queries name pages by it.
        url: address relative to the site's root, `guide/scaling/`.
        title: plain text.
        ids: of all elements of the page, headings among them; no citations or entries.
        mentions: keys for the reference list without a citation to go back to: the page's
            `nocite`, and what the texts of its images cite.
        faults: macro calls that could not be read: (the call as written, what is wrong).
        raw: citations that stand in the text as they were written.
        foreign: HTML of markers that refctx did not write.
    """

    path: str
    url: str
    title: str
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    contexts: tuple[Context, ...] = ()
    calls: tuple[ListCall, ...] = ()
    mentions: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    raw: tuple[CitationGroup, ...] = ()
    foreign: tuple[str, ...] = ()


# -- the index -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The n-th citation of a key on the site, n counted from 1 in reading order."""

    key: str
    n: int
    context: Context

    @property
    def anchor(self) -> str:
        """Id of the citation in its page, `refctx-bib-KEY-N`."""
        return f"refctx-bib-{self.key.lower()}-{self.n}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands for an entry in the text, before a style prints it.

    Attributes:
        names: surnames shown, the first with initials where they are needed; where it stands
            under no person, that text alone.
        et_al: True if further names are left out.
        year: as printed, without suffix: a year, `in press` or `n.d.`.
        by: who it stands under: `author`, `editor`, …, or `publisher`, `title`, ….
        original: year of the first edition as printed, empty if there is none.
        order: sort key of all its names, or of what it stands under.
        suffix: `a`, `b`, … against confusion, else empty.
        number: place in the order of first citation, from 1; 0 if never cited.
    """

    names: tuple[str, ...]
    et_al: bool
    year: str
    by: str = "author"
    original: str = ""
    order: tuple[tuple[str, str], ...] = ()
    suffix: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All contexts of a site, numbered.

    Attributes:
        occurrences: key → its citations in reading order; cited keys only.
        mentions: key → pages that want it in the list without citing it in their text.
        anchors: (marker, position in the group) → anchor of that citation.
        labels: key → label, for every entry of the library.
        cited: keys that a page cites or mentions, in the order of the library → their place in it.
        pages: source path → keys that the page cites or mentions.
    """

    occurrences: Mapping[str, tuple[Occurrence, ...]]
    anchors: Mapping[tuple[str, int], str]
    labels: Mapping[str, Label]
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cited: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, Set[str]] = field(default_factory=dict)
