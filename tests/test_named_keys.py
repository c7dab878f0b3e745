"""Sentences name the key that a command has now: none is written by hand, and one that changes changes in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from psw_tui import language
from psw_tui.domain.keys import KEYS, key_name
from psw_tui.language import LANGUAGES, speak
from psw_tui.plain.talk import CRISIS
from psw_tui.ui.key_book import OTHERS, every_command
from tests.tools.catalogue import read

BY_HAND = re.compile(
    r"\bF\d{1,2}\b|\b[Cc]trl\+\w|\b(?:Esc|Échap)\b"
    r"|(?:[Pp]ress|[Aa]ppuyez sur|[Tt]ouche) \W?\w\b(?!\w|’)"
    r"|(?<![\w’'+-])[b-hj-xz](?![\w’'+-])"  # "a", "i" and "y" are words
    r"|(?:^|[.;:,] )a (?:\w+s|en|ajoute)\b"
    r"|(?<=\s)[!?](?=\s)",
    re.MULTILINE,
)
"""A key of a command that somebody wrote down. Those of the boxes themselves never change: Tab, Enter, Space, digits,
arrows."""

OF_THEIR_OWN = {
    "Esc": "how the key itself is written",
    "{how_far}. Ctrl+C stops it.": "of the terminal",
    "Making a backup of your vault. Ctrl+C leaves it out this time.": "of the terminal",
    "Where a sentence names a key of the screens: {key:step.first} is + at the question, {key:form.save} is save,"
    " {key:form.leave} is q.": "signs of plain mode, where there are no keys",
    "At every question: ! shows the crisis card, ? explains, = says it again, < goes one question back, > goes on to"
    " the end, q leaves and keeps the draft.": "signs of plain mode",
    "This is the beginning. q ends plain mode.": "signs of plain mode",
    "There is no vault yet. A few questions make one; q ends without making it.": "signs of plain mode",
    "none; o opens one when the support offered has not helped yet": "a letter of plain mode",
    "Type a number from 0 to 10, or a for not asked, or p for prefer not to say.": "letters of plain mode",
    "Type 0 to 10, a or p.": "letters of plain mode",
    "This is not a time I know. Type it like 16:40, 9pm or 9 h 30.": "a way to write a time",
    "Such as 16:40.": "a way to write a time",
}
"""English sentences that name a key, or what looks like one, and why they may."""


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence in every language, with the English one it stands for."""
    for message in (each for each in read("fr") if each.id):
        for original in _each(message.id):
            yield original, original
        for text in _each(message.string):
            yield _each(message.id)[0], text


def _each(text: object) -> list[str]:
    return [str(each) for each in (text if isinstance(text, (list, tuple)) else [text])]


def written_by_hand(text: str) -> list[str]:
    """Keys that stand in a sentence as they are. "2 d" and "5 h" are spans, and so is a letter after a value."""
    return BY_HAND.findall(re.sub(r"\{[^}]*\}(?: (?:min|[a-z])\b)?", "#", text))


def test_no_sentence_has_a_key_of_its_own() -> None:
    found = {
        (original, text) for original, text in sentences() if original not in OF_THEIR_OWN and written_by_hand(text)
    }
    assert found == set()


def test_no_exception_is_left_over() -> None:
    """One that is not needed any more must go."""
    needed = {original for original, text in sentences() if written_by_hand(text)}
    assert set(OF_THEIR_OWN) == needed


def test_every_named_key_is_that_of_a_command() -> None:
    """Under the same name, and every place in a sentence has one."""
    told = {(command.id, command.first_key) for command in every_command()} | set(OTHERS.items())
    assert {(name, key_name(key)) for name, key in KEYS.items()} - told == set()
    places = {name for _, text in sentences() for name in re.findall(r"\{key:([^}]*)\}", text)}
    assert places <= set(KEYS)
    assert set(KEYS) - places == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_changed_key_changes_the_sentence(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One, counted ones, and one with other values in it."""
    changed: Mapping[str, str] = dict(KEYS) | {"form.save": "f7", "form.words": "f6", "caseload.next_filter": "escape"}
    monkeypatch.setattr(language, "KEYS", changed)
    said = speak(code)
    assert "F7" in said.say("That was the last question. {key:form.save} saves.")
    assert "F6" in said.say_n("{n} idea, press {key:form.words}", "{n} ideas, press {key:form.words}", 2)
    nobody = said.say("Nobody here: {showing}. {key:caseload.next_filter} shows others.", showing="{key:form.save}")
    assert said.say("Esc") in nobody
    assert "{key:form.save}" in nobody, "what is put in is no sentence of ours"


def test_plain_mode_has_the_same_sign_for_the_crisis_card() -> None:
    """A sentence about an empty list is said in both."""
    assert key_name(KEYS["list.crisis"]) == CRISIS
