"""The hint about a new passphrase: a length of time, a reason where one stands out, and it always answers."""

from __future__ import annotations

import pytest

from psw_tui.domain.passphrase import looks_like_caps_lock
from psw_tui.language import speak
from psw_tui.services.strength import Strength, Weakness, strength_of
from psw_tui.strength_words import REASONS, strength_words

ENGLISH, FRENCH = speak("en"), speak("fr")


@pytest.mark.parametrize(
    ("passphrase", "weakness"),
    [
        ("password1", Weakness.COMMON),
        ("elizabeth", Weakness.NAME),
        ("understanding", Weakness.WORD),
        ("aaaaaaaaaa", Weakness.REPEATS),
        ("abcdefghij", Weakness.SEQUENCE),
        ("sdfghjkl;'", Weakness.KEYBOARD),
        ("13/11/1987", Weakness.DATE),
    ],
)
def test_what_makes_it_easy_is_named(passphrase: str, weakness: Weakness) -> None:
    found = strength_of(passphrase)
    assert found.weakness is weakness
    assert ENGLISH.say(REASONS[weakness]) in strength_words(found, ENGLISH)


def test_words_nobody_puts_together_last() -> None:
    for passphrase in (
        "four brown paper boats on a pond",
        "quatre canards mauves mangent la neige",
        "x9#Kq!v2Lm@z8&Wd",
    ):
        said = strength_words(strength_of(passphrase), ENGLISH)
        assert said == "A guesser who has this laptop would need more than a lifetime."


def test_what_a_guesser_knows_of_the_worker_counts() -> None:
    """The label of the vault stands on the first screen."""
    assert strength_of("zephyrina77", ("Zephyrina",)).seconds < strength_of("zephyrina77").seconds / 10


@pytest.mark.parametrize(
    "passphrase", ["", " ", "\x00", "\ud83d", "日本語の合言葉", "é" * 300, "ab" * 3000, "[/]{x}%s"]
)
def test_it_answers_whatever_is_typed(passphrase: str) -> None:
    """An answer of one or two sentences, or none for nothing; and soon, however much was pasted."""
    said = strength_words(strength_of(passphrase), FRENCH)
    assert (said == "") is (passphrase == "")
    assert "{" not in said


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (30.0, "less than a minute"),
        (600.0, "minutes"),
        (7_200.0, "hours"),
        (200_000.0, "days"),
        (9_000_000.0, "months"),
        (1e9, "years"),
        (1e12, "a lifetime"),
    ],
)
def test_the_time_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert words in strength_words(Strength(seconds, Weakness.NONE), ENGLISH)
    assert strength_words(Strength(seconds, Weakness.NONE), FRENCH) != strength_words(
        Strength(seconds, Weakness.NONE), ENGLISH
    )


def test_nothing_of_the_passphrase_is_in_the_answer() -> None:
    assert "elizabeth" not in repr(strength_of("elizabeth")).casefold()


@pytest.mark.parametrize(
    ("typed", "looks"),
    [
        ("SEVEN", True),
        ("ÉTÉ 24", True),
        ("AB", False),
        ("Seven", False),
        ("12345", False),
        ("", False),
        ("日本語", False),
    ],
)
def test_caps_lock_is_guessed_from_capitals(typed: str, looks: bool) -> None:
    assert looks_like_caps_lock(typed) is looks
