"""Dates in files: read where they can mean one day, asked about where they could mean two."""

from __future__ import annotations

from datetime import date

import pytest

from psw_tui.domain.dates import AmbiguousDay, ImpossibleDay, NotADay
from psw_tui.domain.day_order import DayOrder, day_in_file

TODAY = date(2026, 3, 13)
DMY, MDY, YMD = DayOrder.DMY, DayOrder.MDY, DayOrder.YMD


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-03-04", None, "2026-03-04"),
        ("2026/3/4", MDY, "2026-03-04"),
        ("2026-03-04 00:00:00", None, "2026-03-04"),
        ("2026-03-04T09:30:00Z", None, "2026-03-04"),
        ("03/04/2026 9:30 AM", DMY, "2026-04-03"),
        ("13/04/2026", None, "2026-04-13"),
        ("04/13/2026", None, "2026-04-13"),
        ("04/04/2026", None, "2026-04-04"),
        ("03/04/2026", DMY, "2026-04-03"),
        ("03.04.2026", MDY, "2026-03-04"),
        ("3/4/26", DMY, "2026-04-03"),
        ("26-03-04", YMD, "2026-03-04"),
        ("4 mars 2026", None, "2026-03-04"),
        ("Mar 4, 2026", None, "2026-03-04"),
    ],
)
def test_a_day_is_read(text: str, order: DayOrder | None, day: str) -> None:
    assert day_in_file(text, order, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("text", "order", "error"),
    [
        ("03/04/2026", None, AmbiguousDay),
        ("13/04/26", None, AmbiguousDay),
        ("03/04/2026", YMD, AmbiguousDay),
        ("13/04/2026", MDY, ImpossibleDay),
        ("2026-02-30", None, ImpossibleDay),
        ("0026-02-03", None, ImpossibleDay),
        ("today", None, NotADay),
        ("+3", None, NotADay),
        ("fri", None, NotADay),
        ("45292", None, NotADay),
        ("12 dec", None, NotADay),
        ("n/a", None, NotADay),
        ("٣/٤/٢٠٢٦", DMY, NotADay),
    ],
)
def test_what_is_no_certain_day_is_refused(text: str, order: DayOrder | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        day_in_file(text, order, TODAY)
