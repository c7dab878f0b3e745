"""Days as files hold them: written by programs, so that the order of day and month is a matter of where, not of guessing."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from psw_tui.domain.dates import EARLIEST, LATEST, AmbiguousDay, ImpossibleDay, NotADay, parse_day

_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp]\.?[Mm]\.?)?Z?$")
_NUMBERS = re.compile(r"([0-9]{1,4})([-/. ])([0-9]{1,2})\2([0-9]{1,4})")
_WRITTEN = re.compile(r"[^\W\d_].*\d{4}|\d.*[^\W\d_].*\d{4}")
"""Words and a year: no span from today, and no weekday, makes sense in a file."""

CENTURY = 2000


class DayOrder(StrEnum):
    """In which order a file writes year, month and day."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


def day_in_file(text: str, order: DayOrder | None, today: date) -> date:
    """The day in a cell; one that begins with its four-digit year needs no `order`.

    Raises NotADay, ImpossibleDay, and AmbiguousDay for what without an order could be two days.
    """
    bare = _TIME.sub("", text.strip())
    found = _NUMBERS.fullmatch(bare)
    if found is None:
        if not _WRITTEN.search(bare):
            raise NotADay(text)
        return parse_day(bare, today)
    first, middle, last = found[1], int(found[3]), found[4]
    if len(first) == 4:
        return _date(text, int(first), middle, int(last))
    if len(first) > 2 or len(last) == 3:
        raise NotADay(text)
    return _by_order(text, (int(first), middle, int(last)), order, short=len(last) <= 2)


def _by_order(text: str, numbers: tuple[int, int, int], order: DayOrder | None, *, short: bool) -> date:
    first, middle, last = numbers
    year = last + CENTURY if short else last
    match order:
        case DayOrder.YMD if short:
            return _date(text, first + CENTURY, middle, last)
        case DayOrder.DMY:
            return _date(text, year, middle, first)
        case DayOrder.MDY:
            return _date(text, year, first, middle)
    if short or order is DayOrder.YMD or (first <= 12 and middle <= 12 and first != middle):
        raise AmbiguousDay(text)
    return _date(text, year, first, middle) if middle > 12 else _date(text, year, middle, first)


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ImpossibleDay(text) from None
    if not EARLIEST <= found <= LATEST:
        raise ImpossibleDay(text)
    return found
