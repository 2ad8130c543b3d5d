"""Works → how many appeared in which year, on the whole and page by page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import count
from urllib.parse import urlencode

from refctx.facts import fact
from refctx.links import relative
from refctx.model import Page
from refctx.nouns import dataclass
from refctx.number import year_name, year_number
from refctx.site import Site

# What fits on a phone with bars that a finger can hit.
MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Years that share a bar, from `first` to `last`.

    Without `first` it is everything up to `last`; without both, what has no date.
    """

    first: int | None = None
    last: int | None = None

    def __contains__(self, year: int | None) -> bool:
        if year is None or self.last is None:
            return year is self.last
        return year <= self.last and (self.first is None or self.first <= year)

    @property
    def label(self) -> str:
        """What stands below the bar: `2023`, `1950–59`, `≤2014`; empty without a date."""
        if self.last is None:
            return ""
        last = year_name(self.last)
        if self.first is None:
            return f"≤{last}"
        if self.first == self.last:
            return last
        shortened = self.first > 0 and self.first // 100 == self.last // 100
        return f"{year_name(self.first)}–{last[-2:] if shortened else last}"

    @property
    def year(self) -> str:
        """What a reference list is filtered by: `2023`, `none`; empty for more than one year.

        Years before 1 are counted as ISO does, 0 for 1 BC.
        """
        if self.last is None:
            return "none"
        return str(self.last) if self.first == self.last else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many works are of a span of years, and the list of them; no address without one."""

    span: Span
    n: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Works by year.

    Attributes:
        title: of the page that cites them; empty for all works.
        n: how many works, each counted once.
        url: the list of them, empty without one.
        bars: one for each span of the chart, also where it is empty.
    """

    title: str
    n: int
    url: str
    bars: tuple[Bar, ...]

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((bar.n for bar in self.bars), default=0)


class Chart:
    """Works by year: all of them, and those that each page cites, in reading order.

    A work that two pages cite counts in two rows. Spans follow one another without a gap, so
    a year without works is an empty place. Nothing is counted before it is asked for: every list
    has a chart, and few show it.

    Args:
        site: all that is known of the site.
        keys: the works.
        base: the page that shows the chart.
        home: gives the page with a list of all works that bars can filter; None for no links.
    """

    def __init__(
        self, site: Site, keys: Collection[str], base: Page, home: Callable[[], Page | None]
    ) -> None:
        self._site, self._keys, self._base, self._home = site, keys, base, home

    @fact
    def spans(self) -> tuple[Span, ...]:
        return spans(list(self._years.values()))

    @fact
    def works(self) -> Row:
        return self._row("", self._years)

    @fact
    def pages(self) -> tuple[Row, ...]:
        site = self._site
        cited: dict[str, set[str]] = {path: set() for path in site.pages}
        for key in self._years:
            places = {o.context.page for o in site.index.occurrences.get(key, ())}
            for path in places.union(site.index.mentions.get(key, ())):
                cited[path].add(key)
        return tuple(
            self._row(site.pages[path].title, keys, path.removesuffix(".md"))
            for path, keys in cited.items()
            if keys
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        """All works, then page by page."""
        return (self.works, *self.pages)

    @property
    def linked(self) -> bool:
        """True if every bar leads to its works."""
        return all(bar.url for bar in self.works.bars if bar.n)

    @fact
    def _years(self) -> dict[str, int | None]:
        return {key: year_number(self._site.library.entries[key]) for key in self._keys}

    @fact
    def _address(self) -> str:
        """Where bars lead, seen from the page."""
        home = self._home()
        return relative(home.url, self._base.url) if home else ""

    def _row(self, title: str, keys: Collection[str], section: str = "") -> Row:
        years = [self._years[key] for key in keys]
        bars = (_bar(span, years, self._address, section) for span in self.spans)
        url = _filtered(self._address, section=section)
        return Row(title=title, n=len(years), url=url, bars=tuple(bars))


def _bar(span: Span, years: Iterable[int | None], address: str, section: str) -> Bar:
    url = _filtered(address, section=section, year=span.year) if span.year else ""
    return Bar(span=span, n=sum(year in span for year in years), url=url)


def _filtered(address: str, **wanted: str) -> str:
    """The reference list with a filter set; empty without a list."""
    query = urlencode({name: value for name, value in wanted.items() if value}, safe="/")
    return f"{'' if address == '#' else address}?{query}" if address and query else address


def spans(years: Collection[int | None], most: int = MOST) -> tuple[Span, ...]:
    """The columns of a chart: one for each year from the first to the last, if they fit.

    Else, where few works are old, those share the first column; where many are, all columns
    hold equally many years. Works without a date come last.

    Args:
        years: of the works; None without a date.
        most: how many columns there may be.
    """
    known = [year for year in years if year is not None]
    undated = (Span(),) if len(known) < len(years) else ()
    if not known:
        return undated
    first, last, most = min(known), max(known), most - len(undated)
    recent = last - most + 2
    if last - first < most:
        found = _steps(first, last, 1)
    elif sum(year < recent for year in known) * 5 <= len(known):
        found = (Span(last=recent - 1), *_steps(recent, last, 1))
    else:
        sizes = (digit * 10**zeros for zeros in count() for digit in (2, 5, 10))
        size = next(n for n in sizes if last // n - first // n < most)
        found = _steps(first // size * size, last, size)
    return (*found, *undated)


def _steps(first: int, last: int, size: int) -> tuple[Span, ...]:
    return tuple(Span(first=n, last=n + size - 1) for n in range(first, last + 1, size))
