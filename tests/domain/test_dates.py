"""Days and times as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.dates import (
    WEEKDAYS,
    AmbiguousDay,
    ImpossibleDay,
    NotADay,
    NotATime,
    UnreadableDay,
    months_after,
    parse_day,
    parse_time_of_day,
)
from psw_tui.language import speak

FRIDAY = date(2026, 3, 13)
DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", FRIDAY),
        ("  Aujourd’hui ", FRIDAY),
        ("tomorrow", date(2026, 3, 14)),
        ("DEMAIN", date(2026, 3, 14)),
        ("hier", date(2026, 3, 12)),
        ("yesterday", date(2026, 3, 12)),
        ("Après-demain", date(2026, 3, 15)),
        ("+3", date(2026, 3, 16)),
        ("-3", date(2026, 3, 10)),
        ("3d", date(2026, 3, 16)),
        ("3 j", date(2026, 3, 16)),
        ("2w", date(2026, 3, 27)),
        ("2s", date(2026, 3, 27)),
        ("2 sem.", date(2026, 3, 27)),
        ("-2w", date(2026, 2, 27)),
        ("1m", date(2026, 4, 13)),
        ("1 an", date(2027, 3, 13)),
        ("fri", date(2026, 3, 20)),
        ("ven.", date(2026, 3, 20)),
        ("vendredi", date(2026, 3, 20)),
        ("sat", date(2026, 3, 14)),
        ("mar", date(2026, 3, 17)),
        ("last fri", date(2026, 3, 6)),
        ("lundi dernier", date(2026, 3, 9)),
        ("last sat", date(2026, 3, 7)),
        ("2026-03-01", date(2026, 3, 1)),
        ("2026/3/1", date(2026, 3, 1)),
        ("12 dec", date(2026, 12, 12)),
        ("Dec 12", date(2026, 12, 12)),
        ("12 décembre", date(2026, 12, 12)),
        ("12 DECEMBRE", date(2026, 12, 12)),
        ("1er août", date(2026, 8, 1)),
        ("le 1er mai", date(2026, 5, 1)),
        ("March 3rd", date(2027, 3, 3)),
        ("13 mar", FRIDAY),
        ("12 mar", date(2027, 3, 12)),
        ("dec 12, 2024", date(2024, 12, 12)),
        ("12 Dec 2024", date(2024, 12, 12)),
        ("fri 12 dec", date(2025, 12, 12)),
        ("sat 12 dec", date(2026, 12, 12)),
        ("mar. 17 mars", date(2026, 3, 17)),
        ("13/4", date(2026, 4, 13)),
        ("4/13", date(2026, 4, 13)),
        ("4/4/2027", date(2027, 4, 4)),
    ],
)
def test_what_people_type(typed, meant):
    assert parse_day(typed, FRIDAY) == meant


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", NotADay),
        ("soon", NotADay),
        ("3", NotADay),
        ("٣d", NotADay),
        ("12 dec 26", NotADay),
        ("x" * 10_000, NotADay),
        ("2026-02-30", ImpossibleDay),
        ("31/31", ImpossibleDay),
        ("30 feb", ImpossibleDay),
        ("29 feb", ImpossibleDay),
        ("0 dec", ImpossibleDay),
        ("mon 12 dec", ImpossibleDay),
        ("mon 12 dec 2025", ImpossibleDay),
        ("+99999999", ImpossibleDay),
        ("999999999w", ImpossibleDay),
        ("999999999y", ImpossibleDay),
        ("1899-12-31", ImpossibleDay),
        ("2201-01-01", ImpossibleDay),
        ("0000-01-01", ImpossibleDay),
        ("3/4", AmbiguousDay),
        ("03-04-2026", AmbiguousDay),
        ("next fri", AmbiguousDay),
    ],
)
def test_what_cannot_be_taken_says_why_and_keeps_what_was_typed(typed, error):
    with pytest.raises(error) as refused:
        parse_day(typed, FRIDAY)
    assert refused.value.text == typed


@given(DAYS)
def test_the_iso_form_always_reads_back(day):
    assert parse_day(day.isoformat(), FRIDAY) == day


@given(DAYS, st.integers(-400, 400), st.sampled_from(["en", "fr"]))
def test_a_day_as_the_program_shows_it_reads_back(today, away, code):
    day = min(max(today + timedelta(days=away), date(1901, 1, 1)), date(2199, 12, 31))
    assert parse_day(speak(code).day(day, today), today) == day


@given(DAYS, st.sampled_from(sorted(WEEKDAYS)))
def test_a_weekday_is_the_next_one_strictly_after_today(today, name):
    meant = parse_day(name, today)
    assert meant.weekday() == WEEKDAYS[name]
    assert 1 <= (meant - today).days <= 7
    assert 1 <= (today - parse_day(f"last {name}", today)).days <= 7


@given(DAYS, st.integers(-2000, 2000))
def test_a_month_on_keeps_the_day_or_takes_the_last(day, months):
    moved = months_after(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@given(st.text() | st.text(st.sampled_from("0123456789/-+. dwjmsfri"), max_size=12), DAYS)
def test_anything_typed_is_a_day_in_reach_or_an_unreadable_day(typed, today):
    with suppress(UnreadableDay):
        assert date(1900, 1, 1) <= parse_day(typed, today) <= date(2200, 12, 31)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10:42", time(10, 42)),
        ("1042", time(10, 42)),
        ("942", time(9, 42)),
        ("10h42", time(10, 42)),
        ("10 h 42", time(10, 42)),
        ("10 H", time(10, 0)),
        ("9pm", time(21, 0)),
        ("9:30 p.m.", time(21, 30)),
        ("12am", time(0, 0)),
        ("12pm", time(12, 0)),
        ("00:00", time(0, 0)),
    ],
)
def test_times_of_day(typed, meant):
    assert parse_time_of_day(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "9", "9:", "24:00", "10:60", "13pm", "0am", "1:2", "99999", "noonish", "x" * 9999]
)
def test_what_is_no_time_of_day(typed):
    with pytest.raises(NotATime) as refused:
        parse_time_of_day(typed)
    assert refused.value.text == typed


@given(st.times())
def test_a_minute_always_reads_back(at):
    assert parse_time_of_day(f"{at:%H:%M}") == parse_time_of_day(f"{at:%Hh%M}") == at.replace(second=0, microsecond=0)
