"""Dates of an entry, as BibTeX and biblatex write them.

`date` and its like hold ISO 8601 with biblatex's extensions (ranges, open ends, seasons, `~ ? %`,
unspecified digits); `year`, `month` and `day` hold what people write: `May`, `jan # "~1"`,
`24-26 May, 2002`, `ca. 1850`, `in press`. Both are read here, into one noun.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from functools import lru_cache

from refctx import tex
from refctx.model import Date, Entry
from refctx.names import fold
from refctx.nouns import replace

# Month → its names and their short forms, English, German, French, Spanish, Italian.
_MONTH_WORDS = (
    "january jan januar janner janvier janv enero ene gennaio gen",
    "february feb februar fevrier fevr fev febrero febbraio febb",
    "march mar marz mrz mars marzo",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag",
    "june jun juni juin junio giugno giu",
    "july jul juli juillet juil julio luglio lug",
    "august aug aout agosto ago",
    "september sep sept septembre septiembre settembre sett set",
    "october oct oktober okt octobre octubre ottobre ott",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dic dicembre",
)
_MONTHS = {name: n for n, names in enumerate(_MONTH_WORDS, start=1) for name in names.split()}
_SEASON_WORDS = (
    "spring fruhling fruhjahr printemps primavera",
    "summer sommer ete verano estate",
    "autumn fall herbst automne otono autunno",
    "winter hiver invierno inverno",
)
_SEASONS = {name: n for n, names in enumerate(_SEASON_WORDS, start=1) for name in names.split()}
_CIRCA = {"c", "ca", "circa", "approx", "about", "around", "um", "vers"}
_FILLING = {"of", "the", "de", "den", "st", "nd", "rd", "th", "ad", "ce", "er"}
_OPEN = {"present", "today", "now", "heute", "ongoing"}
_UNDATED = {"nd", "n d", "no date", "undated", "sa", "s a", "sine anno", "o j", "oj", "sf", "s f"}

_KEPT = 5_000  # so many dates as they are written
_EARLY = 500  # before that, a year without its era looks like something else
_ISO = re.compile(
    r"(?P<year>[yY]?-?\d{4,8}|-?\d{3}X|-?\d{2}XX|-?\dXXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX)(?:[T ]\d\d:\d\d\S*)?)?)?(?P<marks>[~?%]*)"
)
_SLASHED = re.compile(r"(\d{4})[/.](\d\d?)[/.](\d\d?)")
_CHINESE = re.compile(r"(\d{1,4})\s*年(?:\s*(\d\d?)\s*月)?(?:\s*(\d\d?)\s*[日號号])?")
_SHORT_RANGE = re.compile(r"(\d\d)(\d\d)\s*[-–—/]+\s*(\d\d)")
_BEFORE_CHRIST = re.compile(
    r"(.*?)(\d{1,4})\s*(?:b\.?\s?c\.?(?:\s?e\.?)?|v\.\s?chr\.)", re.IGNORECASE
)
_NUMBER = re.compile(r"-?\d{1,4}")
_DASH = re.compile(r"\s*(?:--+|[-–—/]|\bto\b|\bbis\b)\s*")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[?~]|\S")


def date_of(entry: Entry, of: str = "") -> Date | None:
    """When a work was published or, with `of` = `url`, `orig`, `event`, seen, first out, held.

    Returns:
        What `date` says, else `year`, `month` and `day`; words that are no date as `literal`;
        None without a date and for `n.d.`. `unread` names what could not be read.
    """
    value = entry.fields.get(f"{of}date", "")
    return _when(value) if of else _when(value, *_parts(entry.fields))


# Every entry is asked several times, and many are of the same year.
@lru_cache(maxsize=_KEPT)
def _when(date: str, year: str = "", month: str = "", day: str = "") -> Date | None:
    found = _field(date)
    parts = _from_parts(year, month, day)
    if found and _has_year(found):
        return found
    if found and not found.literal and parts:
        return _filled(found, parts)
    found = parts or (found and Date(literal=tex.to_text(date)))
    return None if found and fold(found.literal) in _UNDATED else found


def _parts(fields: Mapping[str, str]) -> tuple[str, str, str]:
    return fields.get("year", ""), fields.get("month", ""), fields.get("day", "")


def year_text(date: Date, words: Mapping[str, str]) -> str:
    """The year as a reference prints it: `2024`, `ca. 1850`, `1781–1787`, `1998–`, `44 BC`, `8 AD`.

    Args:
        date: any; words instead of a date (`in press`) are given back.
        words: `circa`, `before-christ` and `anno-domini` of the language or style, patterns.
    """
    first = _year(date, words)
    if date.end is None:
        return first + ("–" if date.open_end else "") or date.literal
    last = _year(date.end, words)
    return first if first == last else f"{first}–{last}"


def _year(date: Date, words: Mapping[str, str]) -> str:
    if date.year is None:
        return ""
    era = (
        "{year}"
        if date.year >= _EARLY
        else words["anno-domini" if date.year > 0 else "before-christ"]
    )
    year = era.format(year=date.year if date.year > 0 else 1 - date.year)
    return words["circa"].format(year=year) if date.approximate or date.uncertain else year


def unread(fields: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the fields that should hold a date and could not be read, in order.

    Words without a digit in `year` or `date` are no fault: they are printed as they stand.
    """
    said = [name for name in fields if name in _READERS]
    faults = [name for name in said if _is_fault(name, fields[name], bool(fields.get("year")))]
    if faults or "date" in fields or "day" not in fields:
        return tuple(faults)
    whole = _from_parts(*_parts(fields))
    return ("day",) if whole and whole.year and not whole.day and _day(fields["day"]) else ()


@lru_cache(maxsize=_KEPT)
def _is_fault(name: str, value: str, has_year: bool) -> bool:
    value = value.strip("{} ")
    words = name not in ("month", "day") and not re.search(r"\d", value)
    if not value or words:
        return False
    found = _READERS[name](value)
    alone = name.endswith("date") and not (name == "date" and has_year)
    return found is None or (alone and not _has_year(found))


def _has_year(date: Date) -> bool:
    return date.year is not None or bool(date.end and date.end.year is not None)


def read_date(text: str) -> Date | None:
    """Read one date or range, ISO or as people write it; None if it is neither."""
    text = _plain(text)
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        return _checked(Date(year=int(slashed[1]), month=int(slashed[2]), day=int(slashed[3])))
    first, slash, last = text.partition("/")
    if not slash:
        return _iso(text) or _chinese(text) or _written(text)
    begin, end = _iso(first.strip()), _iso(last.strip())
    if begin and last.strip() in ("", "..", "open"):
        return replace(begin, open_end=True)
    if end and first.strip() in ("", "..", "open"):
        return Date(end=end.end or end)
    if begin and end:
        return replace(begin, end=end.end or end)
    return _written(text) if not re.fullmatch(r"[\d/]+", text) else None


def read_year(text: str) -> Date | None:
    """Read the field `year`: a number of any length, `1998--99`, `ca. 1850` or a whole date."""
    text = _plain(text)
    short = _SHORT_RANGE.fullmatch(text)
    if short and int(short[3]) > int(short[2]):
        begin, end = int(short[1] + short[2]), int(short[1] + short[3])
        return Date(year=begin, end=Date(year=end))
    if _NUMBER.fullmatch(text):
        return Date(year=int(text))
    found = read_date(text)
    return found if found and _has_year(found) else None


def _plain(text: str) -> str:
    """Without braces and backslashes; a tie between words is a space, at an end it is circa."""
    text = re.sub(r"\\textasciitilde\s*|\$\\sim\$", "~", text)
    text = re.sub(r"[{}\\]", "", text).strip()
    return re.sub(r"(?<=\w)~(?=\w)", " ", text)


def _field(text: str) -> Date | None:
    """What a date field says; what begins with a year keeps it, anything else is literal."""
    if not text.strip("{} "):
        return None
    begin = re.match(r"[{\s]*(\d{4})(?!\d)", text)
    kept = Date(year=int(begin[1])) if begin else Date(literal=tex.to_text(text))
    return read_date(text) or kept


def _from_parts(year: str, month: str, day: str) -> Date | None:
    found = read_year(year)
    if found is None or found.end or found.month or found.season:
        return found or (Date(literal=tex.to_text(year)) if year.strip("{} ") else None)
    part = _month_field(month) or Date()
    of_month = _day(day)
    if of_month and part.month and not part.end:
        part = replace(part, day=of_month.day, end=of_month.end)
    return _filled(part, found)


def _filled(date: Date, year: Date) -> Date:
    """The month and day of `date` in a year."""
    end = date.end and replace(date.end, year=year.year, month=date.end.month or date.month)
    whole = replace(year, month=date.month, season=date.season, day=date.day, end=end or year.end)
    return _checked(whole) or replace(whole, day=None, end=year.end)


def _month_field(text: str) -> Date | None:
    text = re.sub(r"月$", "", _plain(text))
    if text.isdecimal() and len(text) < 3:
        return _part_of_year(int(text))
    found = _written(text)
    return found if found and (found.month or found.season) else None


def _part_of_year(number: int) -> Date | None:
    if 21 <= number <= 24:
        return Date(season=number - 20)
    return Date(month=number) if 1 <= number <= 12 else None


def _day(text: str) -> Date | None:
    found = _written(_plain(text))
    return found if found and found.day and not found.month else None


def _iso(text: str) -> Date | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    month, day, marks = found["month"], found["day"], found["marks"]
    digits = found["year"].lstrip("yY")
    date = Date(year=int(digits.replace("X", "0")))
    if month and month != "XX":
        part = _part_of_year(int(month))
        if part is None:
            return None
        date = replace(date, month=part.month, season=part.season)
    if day and day != "XX":
        date = replace(date, day=int(day))
    if "X" in digits:
        date = replace(date, end=Date(year=int(digits.replace("X", "9"))))
    return _checked(
        replace(date, approximate=bool(set("~%") & set(marks)),
                uncertain=bool(set("?%") & set(marks)))
    )  # fmt: skip


def _chinese(text: str) -> Date | None:
    """`2020年3月5日`."""
    found = _CHINESE.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    return _checked(Date(year=year, month=month, day=day))


def _checked(date: Date) -> Date | None:
    """The date if the calendar has it; a day alone is that of a month which stands elsewhere."""
    if date.month is None:
        return date if date.day is None or date.year is None else None
    if date.day is None or not 1 <= date.month <= 12:
        return date if 1 <= date.month <= 12 else None
    # 2000 was a leap year, as the years are that the calendar cannot tell us about.
    year = date.year if date.year is not None and 1 <= date.year <= 9999 else 2000
    return date if 1 <= date.day <= monthrange(year, date.month)[1] else None


def _written(text: str) -> Date | None:
    """A date in words, or a range of two: what one half leaves out, the other says."""
    halves = _DASH.split(text.strip("[]() "))
    if len(halves) == 1:
        date = _half(halves[0])
        return date and _checked(date)
    if len(halves) != 2:
        return None
    begin = _half(halves[0])
    if begin and fold(halves[1]) in {"", *_OPEN}:
        return replace(begin, open_end=True) if begin.year is not None else None
    end = _half(halves[1])
    if begin is None or end is None:
        return None
    if begin.day and not begin.month:
        begin = replace(begin, month=end.month)
    if end.day and not end.month:
        end = replace(end, month=begin.month)
    begin = replace(begin, year=end.year if begin.year is None else begin.year)
    end = replace(end, year=begin.year if end.year is None else end.year)
    return replace(begin, end=end) if _checked(begin) and _checked(end) else None


def _half(text: str) -> Date | None:
    """Words and numbers of one date, in any order; None if one of them says nothing."""
    before = _BEFORE_CHRIST.fullmatch(text)
    date = Date(year=1 - int(before[2])) if before else Date()
    for token in _TOKEN.findall(before[1] if before else text):
        read = _with_number(date, token) if token.isdecimal() else _with_word(date, token)
        if read is None:
            return None
        date = read
    said = (date.year, date.month, date.season, date.day)
    return date if any(part is not None for part in said) else None


def _with_number(date: Date, token: str) -> Date | None:
    if len(token) in (3, 4) and date.year is None:
        return replace(date, year=int(token))
    if len(token) < 3 and date.day is None and 1 <= int(token) <= 31:
        return replace(date, day=int(token))
    return None


def _with_word(date: Date, sign: str) -> Date | None:
    word = fold(sign)
    if word in _MONTHS and date.month is None:
        return replace(date, month=_MONTHS[word])
    if word in _SEASONS and date.season is None:
        return replace(date, season=_SEASONS[word])
    if word in _CIRCA or sign == "~":
        return replace(date, approximate=True)
    if sign == "?":
        return replace(date, uncertain=True)
    return date if word in _FILLING or sign in ",.'’" else None


_READERS: dict[str, Callable[[str], Date | None]] = {
    "date": read_date, "urldate": read_date, "origdate": read_date, "eventdate": read_date,
    "year": read_year, "month": _month_field, "day": _day,
}  # fmt: skip
