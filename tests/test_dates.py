"""Dates: whatever a field holds, reading it gives a date of the calendar, words or a finding."""

from __future__ import annotations

from datetime import date as calendar_date

from hypothesis import given
from hypothesis import strategies as st
from refctx.dates import date_of, read_date, read_year, unread
from refctx.model import Date, Entry, Place
from refctx.number import year_number, year_of

PIECES = st.sampled_from(
    [*"0123456789XX-–/~?%., {}", "2001", "May", "jan", "ca.", "BC", "--", "to", "年", "\\"]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=20)
DAYS = st.dates(calendar_date(1000, 1, 1), calendar_date(9999, 12, 31))


def entry(**fields: str) -> Entry:
    """An entry of these fields."""
    return Entry(key="key", kind="misc", fields=fields, people={}, place=Place("refs.bib", 1))


def as_date(day: calendar_date) -> Date:
    """The same day as a noun of ours."""
    return Date(year=day.year, month=day.month, day=day.day)


@given(DAYS)
def test_a_day_is_read_in_every_way_it_is_written(day: calendar_date) -> None:
    """ISO, words, and the three fields say the same."""
    expected = as_date(day)
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  # reads best
    month = months[day.month - 1]
    assert read_date(day.isoformat()) == expected
    assert read_date(f"{day.day} {month.title()} {day.year}") == expected
    assert read_date(f"{month}. {day.day}, {day.year}") == expected
    assert date_of(entry(year=str(day.year), month=month, day=str(day.day))) == expected
    assert date_of(entry(year=str(day.year), month=f"{month}~{day.day}")) == expected


@given(DAYS, DAYS)
def test_a_range_has_both_its_ends(first: calendar_date, last: calendar_date) -> None:
    """A range of ISO dates keeps beginning and end."""
    found = read_date(f"{first.isoformat()}/{last.isoformat()}")
    assert found is not None
    assert (found.year, found.month, found.day) == (first.year, first.month, first.day)
    assert found.end == as_date(last)


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_is_a_date_or_words(date: str, year: str, month: str) -> None:
    """Nothing raises, and an unread field never hides the year that stands beside it."""
    work = entry(date=date, year=year, month=month)
    assert isinstance(year_of(work), str)
    assert set(unread(work.fields)) <= {"date", "year", "month"}
    if read_year(year) and not read_date(date):
        assert year_number(work) is not None or year_of(work)


@given(st.integers(-9999, 9999))
def test_years_are_counted_as_iso_counts_them(year: int) -> None:
    """Year 0 is 1 BC, and every number is read back."""
    sign = "-" if year < 0 else ""
    work = entry(date=f"{sign}{abs(year):04}")
    assert year_number(work) == year
    assert year_of(work) == (str(year) if year > 0 else f"{1 - year} BC")
