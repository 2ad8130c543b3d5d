"""A reference list as a tool: what its readers can filter it and order it by."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from urllib.parse import quote

from refctx.fields import value_of
from refctx.kinds import standard
from refctx.links import arxiv_id, doi, links_of, relative
from refctx.model import Entry, ListCall, Page
from refctx.names import fold, folded, known_by
from refctx.nouns import dataclass
from refctx.number import year_number, year_of
from refctx.select import SORTS, is_long, is_whole
from refctx.site import LIST_WITH_ANCHORS, Site
from refctx.terms import terms
from refctx.works import Works

# A list of fewer works is seen at a glance.
MANY = 10
# An author of one work is found by the text; as a choice, it would bury the others.
WORKS_OF_AN_AUTHOR = 2
# Nobody looks through more names; of a longer choice those of the most works are left.
AUTHORS = 200
# Orders that a reader can choose. What a list stands in otherwise is `LISTED`.
ORDERS = ("author", "year", "times", "cited")
LISTED = "listed"
NO_YEAR = "none"
OPEN = "1"
PREPRINT = "preprint"
_UNPUBLISHED = ("misc", "online", "unpublished")
# Addresses that lead to a full text for everybody: open archives, and PDF files.
_OPEN = re.compile(
    r"https?://(?:[\w-]+\.)*(?:arxiv\.org|hal\.science|aclanthology\.org|openreview\.net)/"
    r"|https?://(?:pmc\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pmc)/"
    r"|https?://doi\.org/10\.(?:48550|18653)/"
    r"|.*\.pdf(?:[?#]|$)",
    re.IGNORECASE,
)
_FAR = 10**6
# The address of what a long list is filtered by, for the page it stands in.
_FACTS = "refctx/facts/{page}.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a facet.

    Attributes:
        value: stands in addresses, so it is the same in every language.
        name: for readers.
        count: works of the list that it leaves.
    """

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """What works can be told apart by: `section`, `year`, `type`, `author` or `open`."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The tools of one list.

    Attributes:
        total: number of its works.
        facets: those with a choice in them.
        orders: names of the orders; the list stands in the first.
        facts: what the script filters and orders by, each work at its place in the list.
            `facets`: name → the values of each work; `orders`: name → a number for each
            work, the least first; `also`: folded words by which a work is found and that its
            reference does not print.
        file: the path of the script that brings the facts of a long list, which is loaded when
            its tools are first used; empty where the page has them itself.
        source: the address of that file, seen from the page.
    """

    total: int
    facets: tuple[Facet, ...]
    orders: tuple[str, ...]
    facts: Mapping[str, object]
    file: str
    source: str

    def script(self) -> str:
        """`refctxFacts({…})`: a script, for a page may load that from a disk as well."""
        facts = json.dumps(self.facts, ensure_ascii=False, separators=(",", ":"))
        return f"refctxFacts({facts});\n"


def tools(works: Works, page: Page, call: ListCall) -> Tools | None:
    """The tools of a list; None where it has none.

    The first list of a page has them that is asked to (`tools=true`), or that shows all that is
    cited and is long. A page has them once, for their state is the page's address.

    Args:
        works: of the site.
        page: where the list stands; a late copy has no path, and no tools.
        call: the list.
    """
    first = tool_list(works, page)
    if first is None or first.marker != call.marker:
        return None
    site = works.site
    keys = site.selections[call.marker].keys
    entries = [site.library.entries[key] for key in keys]
    values = _values(site, entries)
    facets = _facets(site, entries, values, works.macros.locale)
    order = _order(call, works.macros.rules["lists"]["sort"])
    orders = (order, *(name for name in ORDERS if name != order))
    file = _FACTS.format(page=_section(page.path)) if is_long(keys) else ""
    return Tools(
        total=len(keys),
        facets=facets,
        orders=orders,
        facts={
            "facets": {facet.name: values[facet.name] for facet in facets},
            "orders": {name: _ranks(site, entries, name) for name in orders[1:]},
            "also": [_also(entry, partial(works.text, entry.key)) for entry in entries],
        },
        file=file,
        source=relative(quote(file), page.url) if file else "",
    )


def tool_list(works: Works, page: Page) -> ListCall | None:
    """The list of a page that has tools; None on a page without."""
    return next((one for one in page.calls if page.path and _is_wanted(works, one)), None)


def filtered_page(works: Works) -> Page | None:
    """The first page whose readers can filter all that the site cites; None if there is none."""
    for page in works.site.pages.values():
        found = tool_list(works, page) if page.calls else None
        if found and is_whole(found.call):
            return page
    return None


def _is_wanted(works: Works, call: ListCall) -> bool:
    if "tools" not in works.macros.features or call.call.name != LIST_WITH_ANCHORS:
        return False
    keys = works.site.selections[call.marker].keys
    if not keys:
        return False
    asked = call.call.options.get("tools")
    if asked is not None:
        return bool(asked)
    return is_whole(call.call) and len(keys) >= MANY


# -- facets ----------------------------------------------------------------------------------


def _values(site: Site, entries: Iterable[Entry]) -> dict[str, list[tuple[str, ...]]]:
    """Facet → the values of each entry."""
    found: dict[str, list[tuple[str, ...]]] = {
        name: [] for name in ("section", "year", "type", "author", "open")
    }
    for entry in entries:
        year = year_number(entry)
        found["section"].append(tuple(map(_section, _pages(site, entry.key))))
        found["year"].append((NO_YEAR if year is None else str(year),))
        found["type"].append((type_of(entry),))
        found["author"].append(tuple(_authors(site, entry)))
        found["open"].append((OPEN,) if is_open(entry) else ())
    return found


def _facets(
    site: Site,
    entries: Sequence[Entry],
    values: Mapping[str, Sequence[tuple[str, ...]]],
    locale: str,
) -> tuple[Facet, ...]:
    """The facets in which there is something to choose."""
    words = terms(locale)
    years = {year_number(entry): year_of(entry) for entry in entries}
    dated = sorted((year for year in years if year is not None), reverse=True)
    authors = {value: name for entry in entries for value, name in _authors(site, entry).items()}
    kinds = Counter(chain.from_iterable(values["type"])).most_common()
    # Facet → the names of its values, in the order of the options.
    names: dict[str, dict[str, str]] = {
        "section": {_section(path): page.title for path, page in site.pages.items()},
        "year": {str(year): years[year] for year in dated} | {NO_YEAR: words["no-date"]},
        "type": {kind: words["kinds"].get(kind, [kind])[0] for kind, _ in kinds},
        "author": dict(sorted(authors.items())),
        "open": {OPEN: words["tools"]["open"]},
    }
    facets = (_facet(name, names[name], values[name]) for name in names)
    return tuple(facet for facet in facets if _is_choice(facet, len(entries)))


def _facet(name: str, names: Mapping[str, str], values: Iterable[tuple[str, ...]]) -> Facet:
    counts = Counter(chain.from_iterable(values))
    least = _least(counts.values()) if name == "author" else 1
    options = (
        Option(value=value, name=names[value], count=counts[value])
        for value in names
        if counts[value] >= least
    )
    return Facet(name=name, options=tuple(options))


def _least(counts: Iterable[int]) -> int:
    """Of how many works an author must be to be a choice."""
    ranked = sorted(counts, reverse=True)
    beyond = ranked[AUTHORS] + 1 if len(ranked) > AUTHORS else 0
    return max(WORKS_OF_AN_AUTHOR, beyond)


def _is_choice(facet: Facet, total: int) -> bool:
    """Two options at least; the one of `open` must leave some works and take some away."""
    if facet.name == "open":
        return any(0 < option.count < total for option in facet.options)
    return len(facet.options) > 1


def _section(path: str) -> str:
    return path.removesuffix(".md")


def _pages(site: Site, key: str) -> dict[str, None]:
    """Source paths of the pages that cite or mention a work, in reading order of citation."""
    cited = (occurrence.context.page for occurrence in site.index.occurrences.get(key, ()))
    return dict.fromkeys([*cited, *site.index.mentions.get(key, ())])


def _authors(site: Site, entry: Entry) -> dict[str, str]:
    """Folded → surname, or what a work stands under instead, as its label shows; no titles."""
    label = site.index.labels[entry.key]
    people = [person for person in entry.people.get(label.by, ()) if not person.is_others]
    names = [known_by(person) for person in people[: len(label.names)]]
    if not people and label.by != "title":
        names = list(label.names)
    return {fold(name): name for name in names if fold(name)}


def type_of(entry: Entry) -> str:
    """The type as readers think of it: BibTeX has none for preprints, which come as `@misc`.

    A preprint came out on arXiv alone: it has no venue but its id, or arXiv as its journal.
    """
    kind = standard(entry.kind)
    on_arxiv = kind in _UNPUBLISHED and bool(arxiv_id(entry))
    return PREPRINT if on_arxiv or _in_arxiv(entry) else kind


def is_open(entry: Entry) -> bool:
    """True if an address of the work is known to lead everybody to its full text.

    These are arXiv (also as the journal), HAL, PubMed Central, the ACL Anthology, OpenReview
    and PDF files. Of others nothing is known: they may be open as well.
    """
    return _in_arxiv(entry) or any(_OPEN.match(link.url) for link in links_of(entry))


def _in_arxiv(entry: Entry) -> bool:
    """True for `journal = {arXiv preprint arXiv:1412.6980}`."""
    return value_of(entry.fields, "journaltitle").strip("{} ").lower().startswith("arxiv")


# -- orders ----------------------------------------------------------------------------------


def _order(call: ListCall, sort: str) -> str:
    """The name of the order in which a list stands; by year the tool has the newest first."""
    options = call.call.options
    order = str(options.get("sort", "" if call.call.arguments else sort))
    known = order in ORDERS and order != "year" and not options.get("reverse")
    return order if known else LISTED


def _ranks(site: Site, entries: Sequence[Entry], order: str) -> list[int]:
    """A number for each entry, the least first; entries of one number stay as they are listed."""
    if order == "year":
        years = map(year_number, entries)
        return [_FAR if year is None else -year for year in years]
    if order == "times":
        return [-len(site.index.occurrences.get(entry.key, ())) for entry in entries]
    if order == "cited":
        return [site.index.labels[entry.key].number or _FAR for entry in entries]
    rank = SORTS[order]
    ranked = sorted(range(len(entries)), key=lambda n: rank(entries[n], site.index))  # type: ignore[arg-type,return-value]  # keys of one sort compare
    ranks = {place: number for number, place in enumerate(ranked)}
    return [ranks[place] for place in range(len(entries))]


# -- text ------------------------------------------------------------------------------------


def _also(entry: Entry, printed: Callable[[], str]) -> str:
    """Other names, DOI and arXiv id, where the printed reference has not got them."""
    names = re.split(r"[,\s]+", entry.fields.get("ids", ""))
    words = filter(None, map(fold, (*names, doi(entry), arxiv_id(entry))))
    found = dict.fromkeys(words)
    text = printed() if found else ""
    # Most references end with their DOI; a whole one takes long to fold.
    if all(word in text.lower() for word in found):
        return ""
    text = folded(text).replace(" ", "")
    return " ".join(word for word in found if word not in text)
