"""Questions know when they apply, what is stored, and that text from people is cleaned on entry."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Integer, Text
from sqlmodel import SQLModel

from psw_tui.records.ask import Choice, Kind, ask_of, if_
from psw_tui.records.client import Client
from psw_tui.records.columns import CalendarDay, Listed, Word, YesNoFlag
from psw_tui.records.debrief import Contact, Debrief, DebriefForm
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.form import is_blank, questions
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal, NewGoalForm
from psw_tui.records.nine import STEPS
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.setting import Setting, SettingForm
from psw_tui.records.step import StepForm
from psw_tui.records.steps.refer import ReferForm
from psw_tui.records.support import ContactForm, ContactRow, Permission, PermissionForm, Shared, SharedForm

EVERY_FORM: list[type[SQLModel]] = [
    *(step.form for step in STEPS.values()),
    DebriefForm,
    NewGoalForm,
    SettingForm,
    ContactForm,
    PermissionForm,
    SharedForm,
]

EVERY_TABLE: list[type[Any]] = [
    *(step.table for step in STEPS.values()),
    Client,
    ContactRow,
    Debrief,
    FollowUp,
    FreshLook,
    Goal,
    Permission,
    SafetyNote,
    Setting,
    Shared,
]

FROM_OUTSIDE = {"record_mode", "some_withdrawn", "some_left"}
"""Facts a condition may look at that are no answers of the form itself."""

STORED = {
    Kind.LINE: Text,
    Kind.NOTES: Text,
    Kind.LINES: Listed,
    Kind.TICK: YesNoFlag,
    Kind.CHOICE: Word,
    Kind.SEVERAL: Listed,
    Kind.PICK: Text,
    Kind.PICKS: Listed,
    Kind.DAY: CalendarDay,
    Kind.NUMBER: Integer,
    Kind.SCALE: Text,
    Kind.ROWS: Listed,
}


def test_a_choice_is_its_value_and_carries_its_words() -> None:
    """What reaches the disk is never the name in the source nor the words on the screen."""
    assert (str(Contact.TRIED), Contact.TRIED.label) == ("tried", "tried, no contact")
    assert Contact("they_cancelled") is Contact.THEY_CANCELLED


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_every_question_has_words_and_a_column_for_its_kind(table: type[Any]) -> None:
    """Without words it is an empty line on screen; in a column of another kind its answer comes back changed."""
    for name, ask in questions(table):
        assert ask.words.strip(), name
        assert type(table.__table__.columns[name].type) is STORED[ask.kind], name


@pytest.mark.parametrize("form", EVERY_FORM)
def test_what_is_picked_from_is_there(form: type[SQLModel]) -> None:
    """Choices offer at least two answers with words, rows bring a small form, picks name their list."""
    for name, ask in questions(form):
        if ask.kind in {Kind.CHOICE, Kind.SEVERAL}:
            offered: Any = ask.choices
            assert len(list(offered)) >= 2, name
            assert all(choice.label for choice in offered), name
        if ask.kind is Kind.ROWS:
            assert ask.rows is not None, name
            assert list(questions(ask.rows)), name
        if ask.kind in {Kind.PICK, Kind.PICKS}:
            assert ask.source, name


@pytest.mark.parametrize("form", EVERY_FORM)
def test_conditions_look_at_questions_that_exist(form: type[SQLModel]) -> None:
    """A condition on a misspelt field or answer would hide its question for ever."""
    asked = dict(questions(form))
    for name, ask in asked.items():
        for condition in ask.when:
            if condition.field in FROM_OUTSIDE:
                continue
            choices = asked[condition.field].choices
            if choices is not None:
                assert condition.values <= {str(choice) for choice in choices}, name


@pytest.mark.parametrize(
    ("answer", "holds"),
    [
        ("met", True),
        (Contact.MET, True),
        ("tried", False),
        (None, False),
        ("", False),
        (["tried", "met"], True),
        (["tried"], False),
        ([], False),
    ],
)
def test_a_condition_reads_raw_and_read_answers_alike(answer: Any, holds: bool) -> None:
    """Typed text, a read choice and an answer of several lead to the same screen."""
    assert if_("contact", Contact.MET).holds({"contact": answer}) is holds


def test_all_conditions_of_a_question_must_hold() -> None:
    """Their words are asked after a real contact in a full record, and in no other case."""
    ask = dict(questions(DebriefForm))["their_words"]
    assert ask.applies({"contact": "met", "record_mode": "full"})
    assert not ask.applies({"contact": "tried", "record_mode": "full"})
    assert not ask.applies({"contact": "met", "record_mode": "brief"})


def test_a_ticked_box_can_be_a_condition() -> None:
    """An emergency asks why it could not wait; raw and read ticks agree."""
    ask = dict(questions(SharedForm))["reason"]
    assert ask.applies({"emergency": True})
    assert not ask.applies({"emergency": False})


def test_closing_questions_come_last() -> None:
    """Also where a form inherits them, and where it adds a closing one of its own."""
    asked = list(questions(ReferForm))
    closing = [ask.closing for _, ask in asked]
    assert closing == sorted(closing)
    assert asked[0][0] == "help_with"
    assert [name for name, ask in asked if ask.closing][:2] == ["held_on", "state"]
    assert asked[-1][0] == "gap_reason"


def test_fields_nobody_is_asked_for_are_no_questions() -> None:
    """Ids and instants never appear on a screen."""
    row = STEPS[next(iter(STEPS))].table
    assert {"id", "made_at", "client", "fresh_look", "amends"}.isdisjoint(dict(questions(row)))
    assert ask_of(row.model_fields["id"]) is None


def test_text_is_cleaned_when_it_is_read() -> None:
    """Escape sequences and direction marks go, brackets and accents stay, once and for all."""
    form = NewGoalForm.model_validate({"words": "\x1b[31m[/] call\x07 é\u202e"})
    assert form.words == "[/] call é"


@pytest.mark.parametrize("given", ["", "0", "9", "10", "a", "p"])
def test_the_scale_takes_its_answers(given: str) -> None:
    """0 to 10, not asked, prefer not to say, or nothing."""
    assert NewGoalForm.model_validate({"words": "w", "rating": given}).rating == given


@pytest.mark.parametrize("given", ["11", "-1", "3.5", "t", "10\n", "x", "00"])
def test_the_scale_takes_nothing_else(given: str) -> None:
    """A number nobody could have pressed is refused."""
    with pytest.raises(ValueError, match="rating"):
        NewGoalForm.model_validate({"words": "w", "rating": given})


@pytest.mark.parametrize(
    ("answer", "blank"), [("", True), (" \n", True), (None, True), (False, True), ([], True), (0, False), ("0", False)]
)
def test_zero_is_an_answer_and_spaces_are_not(answer: Any, blank: bool) -> None:
    """Otherwise a 0 on the scale would be asked for again, and a space bar would fill a needed box."""
    assert is_blank(answer) is blank


def test_a_tick_that_is_not_made_is_blank_where_it_is_needed() -> None:
    """Told them no is fine: only the tick counts."""
    assert "told_no_penalty" in PermissionForm().missing({})


def test_steps_share_one_ending() -> None:
    """The last questions of all nine are the same five and in the same order."""
    common = [name for name, ask in questions(StepForm) if ask.closing]
    for step in STEPS.values():
        assert [name for name, ask in questions(step.form) if ask.closing][: len(common)] == common


class Size(Choice):
    """A choice made here."""

    BIG = "big", "rather big"


def test_a_choice_compares_with_its_stored_text() -> None:
    """What comes from the disk is text and must still be recognised."""
    assert Size.BIG == "big"
    assert isinstance(Size("big"), Size)
