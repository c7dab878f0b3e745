"""What the program says in English and in French."""

from __future__ import annotations

import io
import random
from datetime import date, datetime, timedelta

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from psw_tui import language as module
from psw_tui.language import from_environment, speak
from psw_tui.resources import asset

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
        ({"LANG": "xx_YY"}, "en"),
        ({"LC_ALL": "garbage", "LANG": "fr_CA.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "fr_CA.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, "en"),
        ({"LC_ALL": "fr_CA.ISO8859-1"}, "fr"),
        ({"LANG": "f"}, "en"),
        ({"LANG": "\udcff\x00"}, "en"),
    ],
)
def test_the_language_of_the_session(environment, code):
    assert from_environment(environment).code == code


def test_an_unknown_language_is_english():
    assert speak("xx").code == "en"


class TestACatalogueThatIsNotWhole:
    """Nothing about a translation keeps the program from speaking; what is missing or broken is said in English."""

    @pytest.fixture
    def speaking(self, tmp_path, monkeypatch):
        """French by a catalogue made of these bytes, or of these words and their translations."""

        def speaking(made):
            folder = tmp_path / "locale" / "fr" / "LC_MESSAGES"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "psw_tui.mo").write_bytes(made if isinstance(made, bytes) else compiled(made))
            monkeypatch.setattr(module, "asset", tmp_path.joinpath)
            return speak.__wrapped__("fr")

        return speaking

    def test_what_is_not_translated_is_said_in_english(self, speaking):
        french = speaking({"done": "fait"})
        assert (french.say("done"), french.say("to do")) == ("fait", "to do")
        assert french.say_n("{n} day", "{n} days", 2) == "2 days"
        assert french.day_with_weekday(FRIDAY) == "Fri 13 Mar"
        assert french.number(10_000) == "10,000"

    def test_a_translation_that_asks_for_other_values_is_not_used(self, speaking):
        french = speaking(
            {
                "{n} of {all}": "{n} de {tous}",
                "saved at {time}": "gardé à {time",
                "{day} again": "{} encore",
                "{who} said": "{who.name} a dit",
                ("{n} day", "{n} days"): ("{m} jour", "{m} jours"),
                "Mon Tue Wed Thu Fri Sat Sun": "lun mar",
            }
        )
        assert french.say("{n} of {all}", n=1, all=2) == "1 of 2"
        assert french.say("saved at {time}", time="10:42") == "saved at 10:42"
        assert french.say("{day} again", day="Monday") == "Monday again"
        assert french.say("{who} said", who="Ash") == "Ash said"
        assert [french.say_n("{n} day", "{n} days", n) for n in (1, 2)] == ["1 day", "2 days"]
        assert french.day_with_weekday(FRIDAY) == "Fri 13 Mar"

    @pytest.mark.parametrize("kind", ["empty", "noise", "cut", "scratched"])
    def test_a_damaged_one_is_no_reason_to_say_nothing(self, speaking, kind):
        whole = asset("locale", "fr", "LC_MESSAGES", "psw_tui.mo").read_bytes()
        chance = random.Random(7)  # noqa: S311 - chance that can be repeated
        for _ in range(40):
            damaged = {
                "empty": b"",
                "noise": whole[:4] + chance.randbytes(2000),
                "cut": whole[: chance.randrange(len(whole))],
                "scratched": scratched(whole, chance),
            }[kind]
            assert speaking(damaged).say("{days} d left", days=3)

    def test_without_one_it_speaks_english(self, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "asset", tmp_path.joinpath)
        assert speak.__wrapped__("fr").say("done") == "done"


def compiled(words):
    catalogue = Catalog(locale="fr", charset="utf-8", fuzzy=False)
    for original, translation in words.items():
        catalogue.add(original, translation)
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def scratched(whole, chance):
    """Some bytes changed, most of them where the tables are."""
    changed = bytearray(whole)
    for _ in range(chance.choice([1, 5, 50])):
        changed[chance.randrange(len(whole) if chance.random() < 0.3 else 2000)] = chance.randrange(256)
    return bytes(changed)
