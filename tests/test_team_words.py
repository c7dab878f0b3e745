"""Every way in which two workers can disagree has words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from psw_tui.language import speak
from psw_tui.readable import Readable
from psw_tui.records.logged import OWN, own_columns
from psw_tui.services.teamwork.disagreements import Disagreement, Version
from psw_tui.storage.meeting import PRESENCE, Conflict
from psw_tui.storage.rules import RULES
from psw_tui.team_words import (
    SOMETHING,
    WHY,
    counts_words,
    picks,
    question_of,
    title,
    value_words,
    will_do,
)
from tests.conftest import NOON, StillClock

READER = Readable(speak("en"), NOON.date(), {"g1": "sleep through"})

LISTED = [
    (entity, name)
    for entity, columns in RULES.items()
    if entity not in OWN
    for name, rule in columns.items()
    if rule.listed and name not in own_columns(entity)
]

UNSAID = {("rating", "goal"), ("rating", "written_in"), ("debrief", "at"), ("debrief", "amends")}
UNSAID |= {("sent", "parcel"), ("received", "parcel")}
"""Written once by the program itself: nobody was asked."""


def told(entity: str, field: str, *values: object, counts: object) -> Disagreement:
    at = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)
    versions = [Version(value, who, at, value == counts) for value, who in zip(values, ("Ash", "Bo"), strict=False)]
    row = "g1" if entity == "goal" else "r1"
    record = {"held_on": "2026-03-12", "made_at": "2026-03-12T17:00:00.000000Z"}
    return Disagreement(Conflict(entity, row, field, (), counts), "c1", "Maple-27", versions, counts, record)


@pytest.mark.parametrize(("entity", "field"), LISTED)
def test_each_says_why_it_counts_and_what_was_asked(entity: str, field: str) -> None:
    assert RULES[entity][field] in WHY
    which = told(entity, field, None, "odd", counts=None)
    assert (question_of(which) == SOMETHING) == ((entity, field) in UNSAID)
    for value in (None, "odd", 7, "[1]", ""):
        assert value_words(which, value, READER)


def test_an_answer_is_said_as_its_form_says_it() -> None:
    which = told("client", "message_ok", "no", "ask_first", counts="no")
    assert title(which, READER) == "Maple-27, client: OK to leave a message?"
    assert [each.told for each in picks(which, READER, StillClock())] == [
        "no (Ash, Fri 12:00), counts now",
        "ask first (Bo, Fri 12:00)",
    ]
    assert counts_words(which, READER) == "Until somebody picks, the stricter one counts."
    assert will_do(which, "ask_first", READER) == "From now on this counts, for all of the team: ask first"


def test_what_counts_may_be_something_of_each() -> None:
    which = told("client", "do_not_write", '["work"]', '["family"]', counts='["work", "family"]')
    assert counts_words(which, READER) == "Counts now: work; family. Until somebody picks, all of it counts together."
    assert [each.words for each in picks(which, READER, StillClock())] == ["work", "family", "work; family"]


def test_taken_back_and_written_on() -> None:
    which = told("goal", PRESENCE, True, False, counts=True)
    assert (
        title(which, READER)
        == "Maple-27, goal (sleep through): One of you took this back, another went on writing in it."
    )
    assert counts_words(which, READER) == "Until somebody picks, it stays."
    assert will_do(which, False, READER) == "It is taken back, for all of the team."


def test_a_tick_is_yes_or_no_and_a_name_is_hidden_until_asked_for() -> None:
    which = told("client", "hold", 1, 0, counts=1)
    assert [each.words for each in picks(which, READER, StillClock())] == ["yes", "no"]
    which = told("permission", "substitute", "Al", "Sam", counts="Sam")
    assert [each.words for each in picks(which, READER, StillClock())] == ["(hidden)", "(hidden)"]
    assert [each.words for each in picks(which, READER, StillClock(), names=True)] == ["Al", "Sam"]
