"""What the program says in English and in French."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.language import from_environment, speak

FRIDAY = date(2026, 3, 13)
ENGLISH, FRENCH = speak("en"), speak("fr")


@pytest.mark.parametrize(
    ("away", "english", "french"),
    [
        (0, "today", "aujourd'hui"),
        (1, "tomorrow", "demain"),
        (-1, "yesterday", "hier"),
        (7, "Fri 20 Mar", "ven. 20 mars"),
        (-91, "Fri 12 Dec", "ven. 12 déc."),
        (19, "Wed 1 Apr", "mer. 1er avr."),
        (400, "17 Apr 2027", "17 avr. 2027"),
    ],
)
def test_days_as_people_say_them(away, english, french):
    day = FRIDAY + timedelta(days=away)
    assert ENGLISH.day(day, FRIDAY) == english
    assert FRENCH.day(day, FRIDAY).replace("’", "'") == french


@pytest.mark.parametrize(
    ("days", "english", "french"),
    [
        (0, "today", "auj."),
        (3, "3 d", "3 j"),
        (13, "13 d", "13 j"),
        (35, "5 wk", "5 sem"),
        (63, "2 mo", "2 m"),
        (730, "24 mo", "24 m"),
        (731, "2 y", "2 ans"),
        (-2, "+2 d", "+2 j"),
    ],
)
def test_how_long_ago(days, english, french):
    assert ENGLISH.ago(FRIDAY - timedelta(days=days), FRIDAY) == english
    assert FRENCH.ago(FRIDAY - timedelta(days=days), FRIDAY) == french


@given(st.integers(0, 36_000), st.sampled_from([ENGLISH, FRENCH]))
def test_how_long_ago_fits_its_column(days, language):
    assert len(language.ago(FRIDAY - timedelta(days=days), FRIDAY)) <= 6


def test_instants():
    assert ENGLISH.instant(datetime(2026, 3, 13, 9, 5)) == "Fri 09:05"  # noqa: DTZ001 - a wall clock
    assert FRENCH.instant(datetime(2026, 3, 13, 9, 5)) == "ven. 9 h 05"  # noqa: DTZ001


def test_seven_weekdays_and_twelve_months_in_every_language():
    for language in (ENGLISH, FRENCH):
        assert len({language.day(FRIDAY + timedelta(days=away), FRIDAY).split()[0] for away in range(2, 9)}) == 7
        assert len({language.day(date(2024, month, 12), FRIDAY).split()[1] for month in range(1, 13)}) == 12


def test_words_are_formatted_only_when_values_come_with_them():
    assert ENGLISH.say("a {brace} and {") == "a {brace} and {"
    assert ENGLISH.say("{who} called", who="{who} [b]") == "{who} [b] called"
    assert ENGLISH.say("") == FRENCH.say("") == ""


def test_numbers_choose_their_wording():
    assert ENGLISH.say_n("{n} person", "{n} people", 1) == "1 person"
    assert ENGLISH.say_n("{n} person", "{n} people of {all}", 0, all=5) == "0 people of 5"


def test_french_speaks_french():
    assert FRENCH.code == "fr"
    assert FRENCH.say("done") == "fait"


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "fr_CA.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_FR", "LANG": "en_CA"}, "fr"),
        ({"PSW_TUI_LANGUAGE": "fr", "LC_ALL": "en_CA.UTF-8"}, "fr"),
        ({"PSW_TUI_LANGUAGE": "en", "LANG": "fr_CA.UTF-8"}, "en"),
        ({"PSW_TUI_LANGUAGE": "FR"}, "fr"),
        ({"LANG": "fro_XX"}, "fr"),
    ],
)
def test_the_language_of_the_session(environment, code):
    assert from_environment(environment).code == code


def test_an_unknown_language_is_english():
    assert speak("xx").code == "en"
