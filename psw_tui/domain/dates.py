"""Days and times as people type them, in English and in French alike."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import MAXYEAR, MINYEAR, date, time, timedelta

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
LONGEST = 60
"""More characters than this are no date."""


class UnreadableDay(ValueError):
    """A day that cannot be taken."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
        """What was typed."""


class NotADay(UnreadableDay):
    """Nothing in it reads as a day."""


class ImpossibleDay(UnreadableDay):
    """A day no calendar has (30 February), one out of reach, or one with the wrong weekday."""


class AmbiguousDay(UnreadableDay):
    """It can be read as two different days (3/4)."""


class NotATime(ValueError):
    """Nothing in it reads as a time of day."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
        """What was typed."""


def _numbered(names: str) -> dict[str, int]:
    """Names of places in a row: one group per place, "|" between groups."""
    return {name: place for place, group in enumerate(names.split("|")) for name in group.split()}


NAMED_DAYS = {
    name: away
    for away, names in {
        -2: "avant-hier|avant hier",
        -1: "yesterday|hier",
        0: "today|aujourd'hui|aujourdhui|auj",
        1: "tomorrow|tmrw|demain",
        2: "apres-demain|apres demain",
    }.items()
    for name in names.split("|")
}

WEEKDAYS = _numbered(
    "mon monday lun lundi|tue tues tuesday mar mardi|wed weds wednesday mer mercredi|thu thur thurs thursday jeu jeudi|"
    "fri friday ven vendredi|sat saturday sam samedi|sun sunday dim dimanche"
)

MONTHS = _numbered(
    "|jan january janv janvier|feb february fev fevr fevrier|mar march mars|apr april avr avril|may mai|jun june juin|"
    "jul july juil juill juillet|aug august aou aout|sep sept september septembre|oct october octobre|"
    "nov november novembre|dec december decembre"
)

_UNITS = {
    unit: kind
    for kind, units in {
        "day": "d day days j jr jour jours",
        "week": "w wk week weeks s sem semaine semaines",
        "month": "m mo month months mois",
        "year": "y yr year years a an ans",
    }.items()
    for unit in units.split()
}

_LAST = {"last", "dernier"}
_NEXT = {"next", "prochain"}
_SPAN = re.compile(r"([+-]?) ?([0-9]{1,9}) ?([a-z]*)")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{4}))?")
_DAY_OF_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|e)?")
_YEAR = re.compile(r"[0-9]{4}")

_CLOCK = re.compile(r"([0-9]{1,2}) ?[:h.] ?([0-9]{2})?")
_CLOCK_DIGITS = re.compile(r"([0-9]{1,2})([0-9]{2})")
_HALF_DAY = re.compile(r"([0-9]{1,2})(?: ?[:h.] ?([0-9]{2}))? ?([ap])\.?m\.?")


def parse_day(text: str, today: date) -> date:
    """The calendar day meant by `text`, seen from `today`.

    A weekday alone lies strictly after today; a day without a year is its next occurrence, today included.
    Raises NotADay, ImpossibleDay (also outside 1900 to 2200) or AmbiguousDay.
    """
    folded = _folded(text)
    if not folded or len(folded) > LONGEST:
        raise NotADay(text)
    for read in (_named, _span, _year_first, _numbers, _weekday, _written_out):
        day = read(text, folded, today)
        if day is not None:
            return _in_reach(text, day)
    raise NotADay(text)


def parse_time_of_day(text: str) -> time:
    """The time of day, to the minute, meant by "10:42", "1042", "10h42", "10 h" or "9pm". Raises NotATime."""
    folded = _folded(text)
    if half := _HALF_DAY.fullmatch(folded):
        hour, minute, letter = half.groups()
        return _time(text, _on_24_hours(text, int(hour), letter), minute)
    whole = _CLOCK.fullmatch(folded) or _CLOCK_DIGITS.fullmatch(folded)
    if whole is None or (whole[2] is None and "h" not in folded):
        raise NotATime(text)
    return _time(text, int(whole[1]), whole[2])


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month. Raises ValueError outside years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(year)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _folded(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe, single spaces."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return " ".join("".join(letter for letter in spread if not unicodedata.combining(letter)).split())


def _in_reach(text: str, day: date) -> date:
    if EARLIEST <= day <= LATEST:
        return day
    raise ImpossibleDay(text)


def _named(_text: str, folded: str, today: date) -> date | None:
    away = NAMED_DAYS.get(folded.rstrip("."))
    return None if away is None else today + timedelta(days=away)


def _span(text: str, folded: str, today: date) -> date | None:
    """+3, -3, 3d, 2 sem, 1m; a bare number is no span."""
    found = _SPAN.fullmatch(folded.rstrip("."))
    if found is None:
        return None
    sign, digits, unit = found.groups()
    kind = _UNITS.get(unit) if unit else "day" if sign else None
    if kind is None:
        return None
    return _moved(text, today, -int(digits) if sign == "-" else int(digits), kind)


def _moved(text: str, today: date, count: int, kind: str) -> date:
    try:
        match kind:
            case "month":
                return months_after(today, count)
            case "year":
                return months_after(today, 12 * count)
            case "week":
                return today + timedelta(weeks=count)
            case _:
                return today + timedelta(days=count)
    except (ValueError, OverflowError) as out_of_calendar:
        raise ImpossibleDay(text) from out_of_calendar


def _year_first(text: str, folded: str, _today: date) -> date | None:
    found = _YEAR_FIRST.fullmatch(folded)
    return _date(text, int(found[1]), int(found[3]), int(found[4])) if found else None


def _numbers(text: str, folded: str, today: date) -> date | None:
    """13/4 and 4/13 can only mean one day; 3/4 can mean two."""
    found = _NUMBERS.fullmatch(folded)
    if found is None:
        return None
    one, other = int(found[1]), int(found[2])
    if one != other and 1 <= one <= 12 and 1 <= other <= 12:
        raise AmbiguousDay(text)
    day, month = (one, other) if one > 12 else (other, one)
    return _date(text, int(found[3]), month, day) if found[3] else _nearest(text, month, day, today)


def _weekday(text: str, folded: str, today: date) -> date | None:
    """A weekday alone, or one marked as last; "next Friday" means two different days to two people."""
    words = [word.rstrip(".") for word in folded.split()]
    wanted = [WEEKDAYS[word] for word in words if word in WEEKDAYS]
    others = {word for word in words if word not in WEEKDAYS}
    if len(wanted) != 1 or len(words) > 2 or not others <= _LAST | _NEXT:
        return None
    if others & _NEXT:
        raise AmbiguousDay(text)
    if others:
        return today - timedelta(days=(today.weekday() - wanted[0] - 1) % 7 + 1)
    return today + timedelta(days=(wanted[0] - today.weekday() - 1) % 7 + 1)


def _written_out(text: str, folded: str, today: date) -> date | None:
    """12 dec, dec 12 2026, le 12 decembre, fri 12 dec."""
    words = [word for word in re.split(r"[ ,.-]+", folded) if word and word != "le"]
    year = int(words.pop()) if len(words) > 2 and _YEAR.fullmatch(words[-1]) else None
    weekday = WEEKDAYS[words.pop(0)] if len(words) == 3 and words[0] in WEEKDAYS else None
    found = _day_and_month(words)
    if found is None:
        return None
    month, day = found
    if year is None:
        return _nearest(text, month, day, today, weekday)
    return _with_weekday(text, _date(text, year, month, day), weekday)


def _day_and_month(words: list[str]) -> tuple[int, int] | None:
    if len(words) != 2:
        return None
    for number, name in (words, reversed(words)):
        day = _DAY_OF_MONTH.fullmatch(number)
        if day and name in MONTHS:
            return MONTHS[name], int(day[1])
    return None


def _nearest(text: str, month: int, day: int, today: date, weekday: int | None = None) -> date:
    """The next such day within a year; with a weekday the first that fits, days gone by coming last."""
    years = (today.year - 1, today.year, today.year + 1)
    found = [
        candidate for year in years if (candidate := _maybe(year, month, day)) and _within_a_year(candidate, today)
    ]
    ahead = [candidate for candidate in found if candidate >= today]
    if weekday is None and ahead:
        return ahead[0]
    for candidate in ahead + [gone for gone in reversed(found) if gone < today]:
        if candidate.weekday() == weekday:
            return candidate
    raise ImpossibleDay(text)


def _within_a_year(day: date, today: date) -> bool:
    return abs((day - today).days) <= 366


def _with_weekday(text: str, day: date, weekday: int | None) -> date:
    if weekday not in (None, day.weekday()):
        raise ImpossibleDay(text)
    return day


def _date(text: str, year: int, month: int, day: int) -> date:
    found = _maybe(year, month, day)
    if found is None:
        raise ImpossibleDay(text)
    return found


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _on_24_hours(text: str, hour: int, letter: str) -> int:
    """12am is midnight, 12pm is noon."""
    if not 1 <= hour <= 12:
        raise NotATime(text)
    return hour % 12 + (12 if letter == "p" else 0)


def _time(text: str, hour: int, minute: str | None) -> time:
    try:
        return time(hour, int(minute or 0))
    except ValueError as no_such_time:
        raise NotATime(text) from no_such_time
