"""The words of the signal: every sentence has the numbers it rests on, every label fits its column."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from psw_tui.columns import breadth
from psw_tui.domain.signal import client_signal, goal_signal
from psw_tui.domain.signal_constants import constants_from
from psw_tui.domain.signs import (
    Because,
    ClientHistory,
    ClientSign,
    ClientSignal,
    ClientStatus,
    Contacted,
    GoalHistory,
    GoalKind,
    GoalSignal,
    Number,
    Rhythm,
    Useful,
    UsefulAnswer,
)
from psw_tui.language import Language, speak
from psw_tui.resources import asset
from psw_tui.signal_words import LONGEST_GOAL, WIDEST_LABEL, client_sentence, goal_sentence, label, rule_text

TODAY = date(2026, 3, 13)
RULE = constants_from(tomllib.loads(asset("signals.toml").read_text("utf-8")))
ENGLISH, FRENCH = speak("en"), speak("fr")


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def history(*values: int, words: str = "Sleep", apart: int = 7, **more: Any) -> GoalHistory:
    """A number every so many days, the newest today."""
    numbers = [Number(ago(apart * (len(values) - 1 - place)), value) for place, value in enumerate(values)]
    return replace(GoalHistory("g", words, GoalKind.REACH, True, None, numbers), **more)


def of_goal(*values: int, **more: Any) -> GoalSignal:
    return goal_signal(history(*values, **more), TODAY, RULE)


def of_client(*goals: GoalHistory, **more: Any) -> ClientSignal:
    client = replace(ClientHistory(ClientStatus.ACTIVE, Rhythm.NONE, ago(100), goals), **more)
    return client_signal(client, TODAY, RULE)


LOW, DOWN, UP, MIXED = history(3, 4, 3, 2), history(8, 8, 6, 5), history(1, 2, 4, 5), history(3, 3, 4, 4)
NO_TWICE = [UsefulAnswer(ago(7), Useful.NO), UsefulAnswer(TODAY, Useful.NO)]
TRIES = [Contacted(ago(23), completed=True), *(Contacted(ago(days), completed=False) for days in (9, 5, 2))]


@pytest.mark.parametrize(
    ("goal", "sentence"),
    [
        (of_goal(3, 4, 3, 2), "Sleep: started at 3, now 3 and 2. 3 ratings, not higher yet."),
        (
            of_goal(9, 5, 4, 4, 4, reworded_on=ago(21)),
            "Sleep: started at 5 since it was re-worded, now 4 and 4. 3 ratings, not higher yet.",
        ),
        (of_goal(8, 6, 5), "Sleep: started at 8, now 6 and 5. 2 ratings, lower than at first."),
        (of_goal(1, 3, 10), "Sleep: started at 1, now 3 and 10. 2 ratings, higher than at first."),
        (of_goal(3, 3, 4, 4), "Sleep: started at 3, now 4 and 4. 3 ratings, not clearly up or down."),
        (of_goal(4, 3), "Sleep: started at 4, now 3. 1 rating since, over 7 days: too soon to say."),
        (of_goal(4, 3, apart=1), "Sleep: started at 4, now 3. 1 rating since, over 1 day: too soon to say."),
        (of_goal(4, 4, 4), "Sleep: started at 4, now 4 and 4. 2 ratings since, over 14 days: too soon to say."),
        (of_goal(0), "Sleep: started at 0. One number, too soon to say."),
        (of_goal(), "Sleep: no number yet."),
        (
            of_goal(numbers=[Number(ago(95), 6), Number(ago(91), 7)]),
            "Sleep: started at 6, now 7. The newest number is too old to say anything.",
        ),
    ],
)
def test_a_goal_with_its_numbers(goal: GoalSignal, sentence: str) -> None:
    assert goal_sentence(goal, ENGLISH) == sentence


WORTH = " Worth a fresh look?"
LOW_SAID = "Sleep: started at 3, now 3 and 2. 3 ratings, not higher yet."
UP_SAID = "Sleep: started at 1, now 4 and 5. 3 ratings, higher than at first."
USEFUL_SAID = "Was today useful? The last times they were asked, they said no."
QUIET_SAID = "We have not connected. No contact for 23 days. 3 tries in a row without contact."


@pytest.mark.parametrize(
    ("signal", "sentence"),
    [
        (of_client(LOW), LOW_SAID + WORTH),
        (of_client(LOW, replace(UP, id="h")), f"{LOW_SAID} {UP_SAID}"),
        (of_client(LOW, replace(LOW, id="h"), replace(UP, id="i")), f"{LOW_SAID} {LOW_SAID}{WORTH}"),
        (of_client(UP, replace(MIXED, id="h", active=False)), UP_SAID),
        (of_client(UP, useful=NO_TWICE), USEFUL_SAID + WORTH),
        (of_client(UP, asked_on=TODAY), "They asked for something different." + WORTH),
        (of_client(UP, contacts=TRIES), QUIET_SAID),
        (of_client(LOW, contacts=TRIES), f"{QUIET_SAID} {LOW_SAID}{WORTH}"),
        (
            of_client(rhythm=Rhythm.WEEKLY, met_on=ago(14)),
            "We have not connected. No contact for 14 days.",
        ),
        (
            of_client(contacts=[Contacted(TODAY, completed=False)] * 3, met_on=TODAY),
            "We have not connected. 3 tries in a row without contact.",
        ),
        (of_client(LOW, snoozed_until=ago(-1)), f"{LOW_SAID} You put off the question of a fresh look for now."),
        (
            of_client(LOW, status=ClientStatus.PAUSED),
            "They chose a pause. Nothing is asked while it lasts.",
        ),
        (of_client(), "No goal to give a number to yet."),
        (of_client(replace(LOW, active=False)), "No goal to give a number to yet."),
    ],
)
def test_a_client_with_the_question_it_raises(signal: ClientSignal, sentence: str) -> None:
    assert client_sentence(signal, ENGLISH) == sentence


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        (of_client(LOW), LOW_SAID),
        (of_client(LOW, contacts=TRIES), LOW_SAID),
        (of_client(UP, useful=NO_TWICE), USEFUL_SAID),
        (of_client(UP, asked_on=TODAY), "They asked for something different."),
        (of_client(LOW, snoozed_until=ago(-1)), LOW_SAID),
    ],
)
def test_what_a_fresh_look_keeps_asks_nothing(signal: ClientSignal, text: str) -> None:
    assert rule_text(signal, ENGLISH) == text


@pytest.mark.parametrize("language", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_every_label_fits_its_column(language: Language) -> None:
    worth = of_client(LOW)
    signals = [worth, *(replace(worth, kind=kind, worth_a_look=False) for kind in ClientSign)]
    labels = [label(signal, language) for signal in signals]
    assert len(set(labels)) == len(ClientSign) + 1
    assert {text: breadth(text) for text in labels if not 0 < breadth(text) <= WIDEST_LABEL} == {}


@pytest.mark.parametrize(
    ("signal", "word"),
    [
        (of_client(LOW), "worth a look"),
        (of_client(DOWN, snoozed_until=ago(-1)), "slipping"),
        (of_client(LOW, snoozed_until=ago(-1)), "not moving"),
        (of_client(UP), "moving up"),
        (of_client(), "too soon"),
        (of_client(MIXED), "mixed"),
        (of_client(UP, contacts=TRIES), "not connected"),
        (of_client(LOW, contacts=TRIES), "worth a look"),
        (of_client(LOW, status=ClientStatus.PAUSED), "their choice"),
    ],
)
def test_the_label(signal: ClientSignal, word: str) -> None:
    assert label(signal, ENGLISH) == word


@pytest.mark.parametrize("language", [ENGLISH, FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize(
    ("signal", "numbers"),
    [
        (of_client(LOW), {3, 2}),
        (of_client(DOWN), {8, 6, 5, 3}),
        (of_client(UP), {1, 4, 5, 3}),
        (of_client(MIXED), {3, 4}),
        (of_client(history(4, 3)), {4, 3, 1, 7}),
        (of_client(UP, contacts=TRIES), {23, 3}),
    ],
)
def test_the_numbers_are_there_in_every_language(language: Language, signal: ClientSignal, numbers: set[int]) -> None:
    sentence = client_sentence(signal, language)
    assert {int(digits) for digits in re.findall(r"\d+", sentence)} == numbers
    assert "{" not in sentence


@pytest.mark.parametrize("language", [ENGLISH, FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize("because", Because)
@pytest.mark.parametrize("kind", ClientSign)
def test_there_is_always_a_sentence(language: Language, because: Because, kind: ClientSign) -> None:
    signal = replace(of_client(LOW, UP, MIXED), kind=kind, because=because, worth_a_look=bool(because))
    assert client_sentence(signal, language)
    assert rule_text(signal, language)


def test_the_clients_words_are_never_a_format_and_never_too_long() -> None:
    assert goal_sentence(of_goal(1, words="{first} {0} % [b]"), ENGLISH).startswith("{first} {0} % [b]: started at 1.")
    assert goal_sentence(of_goal(1, words="a\nb"), ENGLISH).count("\n") == 0
    long = goal_sentence(of_goal(1, words="far " * 5000), ENGLISH)
    assert "…: started at 1." in long
    assert len(long.partition(":")[0]) <= LONGEST_GOAL


def test_the_words_load_neither_database_nor_screen() -> None:
    script = "import sys, psw_tui.signal_words; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    names = {name.partition(".")[0] for name in loaded.stdout.split()}
    assert names & {"sqlalchemy", "sqlmodel", "pydantic", "textual", "rich"} == set()
