"""How a fresh look ends, and what never gets into the vault: each refused in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from psw_tui.domain.steps import State, StepNumber
from psw_tui.language import speak
from psw_tui.records.answers import read_form
from psw_tui.records.client import Client
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.form import Form, Refused
from psw_tui.records.fresh_look import CloseForm, FreshLook, Outcome
from psw_tui.records.goal import Goal, NewGoalForm, RateForm
from psw_tui.records.nine import STEPS
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.clients import client_by_id
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.errors import AlreadyOpen, NotOpen
from psw_tui.services.fresh_looks import (
    close_fresh_look,
    fresh_looks_of,
    progress_of,
    shown_fresh_look,
    steps_left,
)
from psw_tui.services.goals import ratings_of
from psw_tui.services.record import record_of
from psw_tui.services.steps import entries_of
from psw_tui.services.support import permissions_of
from psw_tui.services.to_do import ToDoKind, to_do
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_goal, give_look, give_step
from tests.services.permitting import give_contact, give_permission, set_option

TODAY = date(2026, 3, 13)

LOOKED_AT: dict[StepNumber, dict[str, Any]] = {
    number: COMPLETE[number] | {"state": "done"} for number in StepNumber
} | {
    StepNumber.SOLVE: {"picked": "none_for_now", "state": "said_no"},
    StepNumber.SUPPORTERS: {"with_whom": "has_no_one", "state": "not_apply", "reason": "nobody left"},
}
"""All nine looked at: seven done, one no, one that does not apply."""


@pytest.fixture
def look(vault: Vault, client: Client) -> FreshLook:
    return give_look(vault, client.id)


@pytest.fixture
def sleep(vault: Vault, client: Client) -> Goal:
    return give_goal(vault, client.id, "sleep")


def close(vault: Vault, look: FreshLook, **raw: Any) -> FreshLook:
    """Close it as the screen does: one reason is asked where steps are left. Raises Refused."""
    left = steps_left(progress_of(vault, [look.id])[look.id])
    form = read_form(CloseForm, raw, {"today": vault.clock.today(), "some_left": str(bool(left))})
    return close_fresh_look(vault, look, form)


def said(refusing: Callable[[], object]) -> dict[str, str]:
    """What the worker reads, by question."""
    with pytest.raises(Refused) as caught:
        refusing()
    return {name: speak("en").say(each.words, **each.values) for name, each in caught.value.problems.items()}


def is_open(vault: Vault, look: FreshLook) -> bool:
    shown = shown_fresh_look(vault, look.client)
    return shown is not None and shown.closed_on is None


# --- Closing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ("", "This needs an answer."),
        ("cured", "Pick one of the answers shown."),
        ("Better", "Pick one of the answers shown."),
    ],
)
def test_an_outcome_has_to_be_one_of_those_offered(vault: Vault, look: FreshLook, outcome: str, sentence: str) -> None:
    """Without one, or with one nobody knows, it stays open."""
    refusal = said(lambda: close(vault, look, outcome=outcome, not_looked_at_reason="no time"))
    assert refusal == {"outcome": sentence}
    assert is_open(vault, look)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_closes_it(vault: Vault, look: FreshLook, outcome: Outcome) -> None:
    """A pause and a stop are results too; the words and the day are kept."""
    close(vault, look, outcome=str(outcome), their_view="[fine]\nby me", not_looked_at_reason="no time")
    (kept,) = fresh_looks_of(vault, look.client)
    assert (kept.outcome, kept.their_view, kept.closed_on) == (outcome, "[fine]\nby me", TODAY)
    (row,) = caseload_rows(vault, [look.client])
    assert row.fresh_look is not None
    assert (row.fresh_look.closed_on, row.fresh_look.outcome) == (TODAY, outcome)


def test_steps_nobody_looked_at_want_one_reason_and_never_block(vault: Vault, look: FreshLook) -> None:
    """One for all of them; with it, a look nobody took a single step in closes."""
    assert said(lambda: close(vault, look, outcome="lost_touch")) == {"not_looked_at_reason": "This needs an answer."}
    assert set(said(lambda: close(vault, look, outcome="lost_touch", not_looked_at_reason="  "))) == {
        "not_looked_at_reason"
    }
    assert is_open(vault, look)
    closed = close(vault, look, outcome="lost_touch", not_looked_at_reason="they moved away")
    assert closed.not_looked_at == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert closed.not_looked_at_reason == "they moved away"


def test_begun_and_waiting_are_not_looked_at(vault: Vault, look: FreshLook) -> None:
    """Done, a no and does not apply are; the rest is listed by number."""
    give_step(vault, look, StepNumber.REFLECT, doing="walks", state="started")
    waiting = {"state": "waiting", "waiting_for": "a call", "waiting_until": "+3"}
    give_step(vault, look, StepNumber.SUPERVISION, **waiting)
    for number in (StepNumber.LISTEN, StepNumber.SOLVE, StepNumber.SUPPORTERS):
        give_step(vault, look, number, **LOOKED_AT[number])
    assert close(vault, look, outcome="better", not_looked_at_reason="better").not_looked_at == [1, 2, 6, 7, 8, 9]


def test_with_all_nine_looked_at_no_reason_is_asked(vault: Vault, look: FreshLook) -> None:
    """Nor kept, should a draft bring one."""
    for number, raw in LOOKED_AT.items():
        give_step(vault, look, number, **raw)
    closed = close(vault, look, outcome="better", not_looked_at_reason="typed before")
    assert (closed.not_looked_at, closed.not_looked_at_reason) == ([], "")


def test_a_refused_closing_keeps_its_draft_and_a_closed_one_has_none(vault: Vault, look: FreshLook) -> None:
    """What was typed is there to go on with."""
    place = DraftPlace("close", look.client, look.id)
    keep_draft(vault, place, {"their_view": "fine"})
    said(lambda: close(vault, look))
    assert draft_at(vault, place) == {"their_view": "fine"}
    close(vault, look, outcome="better", not_looked_at_reason="no time")
    assert draft_at(vault, place) == {}


def test_it_closes_once(vault: Vault, look: FreshLook, clock: StillClock) -> None:
    """A second closing is refused and changes neither the day nor the outcome."""
    close(vault, look, outcome="better", not_looked_at_reason="no time")
    clock.forward(days=1)
    with pytest.raises(NotOpen):
        close(vault, look, outcome="mistake", not_looked_at_reason="no time")
    (kept,) = fresh_looks_of(vault, look.client)
    assert (kept.outcome, kept.closed_on) == ("better", TODAY)


@pytest.mark.parametrize("number", StepNumber)
def test_a_closed_one_takes_no_entry_and_none_that_goes_on(vault: Vault, look: FreshLook, number: StepNumber) -> None:
    """What was written before stays as it was."""
    waiting = {"state": "waiting", "waiting_for": "a call", "waiting_until": "+3"}
    before = give_step(vault, look, number, **waiting)
    close(vault, look, outcome="better", not_looked_at_reason="no time")
    for amends in (None, before.id):
        with pytest.raises(NotOpen):
            give_step(vault, look, number, amends=amends, **LOOKED_AT[number])
    assert [entry.id for entry in entries_of(vault, STEPS[number], look.id)] == [before.id]
    assert progress_of(vault, [look.id])[look.id].states[number] is State.WAITING


def test_nothing_of_a_closed_one_asks_to_be_looked_at_again(vault: Vault, look: FreshLook, clock: StillClock) -> None:
    """Its day goes from the list and from the caseload."""
    clock.forward(days=30)
    assert [item.kind for item in to_do(vault).items] == [ToDoKind.FRESH_LOOK]
    close(vault, look, outcome="better", not_looked_at_reason="no time")
    assert to_do(vault).items == []
    assert caseload_rows(vault, [look.client])[0].next_due is None


def test_a_second_one_may_open_after_and_the_first_stays_readable(
    vault: Vault, look: FreshLook, clock: StillClock
) -> None:
    """Two at once are refused; afterwards both are read, each with its own entries."""
    give_step(vault, look, StepNumber.LISTEN, **LOOKED_AT[StepNumber.LISTEN])
    with pytest.raises(AlreadyOpen):
        give_look(vault, look.client)
    close(vault, look, outcome="goals_changed", their_view="my own pace", not_looked_at_reason="no time")
    clock.forward(days=10)
    second = give_look(vault, look.client)
    give_step(vault, second, StepNumber.LISTEN, heard="still too fast", state="started")
    with pytest.raises(AlreadyOpen):
        give_look(vault, look.client)
    record = record_of(vault, client_by_id(vault, look.client))
    newer, older = record.fresh_looks
    assert (newer.look.id, older.look.id) == (second.id, look.id)
    assert (older.look.their_view, older.states[StepNumber.LISTEN]) == ("my own pace", State.DONE)
    assert [entry.heard for entry in older.entries[StepNumber.LISTEN]] == ["it goes too fast for me"]  # type: ignore[attr-defined]
    assert [entry.heard for entry in newer.entries[StepNumber.LISTEN]] == ["still too fast"]  # type: ignore[attr-defined]
    (row,) = caseload_rows(vault, [look.client])
    assert row.fresh_look is not None
    assert (row.fresh_look.id, row.fresh_look.steps[StepNumber.LISTEN]) == (second.id, State.STARTED)


# --- What is refused in words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "longest", "sentence"),
    [
        (date(2026, 3, 12), 365, "It would end before it begins. Give an end on or after the day it was given."),
        (date(2027, 3, 14), 365, "Your program allows 365 days at most. Give an earlier end; it can be renewed."),
        (date(2026, 4, 13), 30, "Your program allows 30 days at most. Give an earlier end; it can be renewed."),
    ],
)
def test_a_permission_has_to_end_after_it_began_and_not_too_late(
    vault: Vault, client: Client, until: date, longest: int, sentence: str
) -> None:
    """The sentence names the program's own number; nothing is kept."""
    set_option(vault, longest_permission_days=longest)
    sister = give_contact(vault, client.id)
    assert said(lambda: give_permission(vault, sister, TODAY, until)) == {"until_on": sentence}
    assert permissions_of(vault, client.id) == []


@pytest.mark.parametrize(
    ("until", "longest"), [(TODAY, 365), (date(2027, 3, 13), 365), (date(2026, 4, 12), 30), (date(2026, 3, 14), 1)]
)
def test_one_day_and_just_as_long_as_allowed_are_fine(vault: Vault, client: Client, until: date, longest: int) -> None:
    """Both ends of what the program allows."""
    set_option(vault, longest_permission_days=longest)
    give_permission(vault, give_contact(vault, client.id), TODAY, until)
    assert [each.until_on for each in permissions_of(vault, client.id)] == [until]


def test_a_permission_from_tomorrow_on_is_no_permission_yet(vault: Vault, client: Client) -> None:
    """The day is the one on which they said it."""
    sister = give_contact(vault, client.id)
    refusal = said(lambda: give_permission(vault, sister, date(2026, 3, 14), date(2026, 4, 1)))
    assert refusal == {"given_on": "This day has not come yet. Give today or an earlier day."}


@pytest.mark.parametrize(
    ("number", "name", "raw"),
    [
        (StepNumber.SUPERVISION, "answer_on", {}),
        (StepNumber.REFER, "changed_their_mind_on", {"status": "asked"}),
    ],
)
def test_what_is_still_to_come_completes_no_step(
    vault: Vault, look: FreshLook, number: StepNumber, name: str, raw: dict[str, Any]
) -> None:
    """An answer or a change of mind of tomorrow is none; of today it is one."""
    entry = COMPLETE[number] | raw | {"state": "done"}
    refusal = said(lambda: give_step(vault, look, number, **entry | {name: "tomorrow"}))
    assert refusal == {name: "This day has not come yet. Give today or an earlier day."}
    assert progress_of(vault, [look.id])[look.id].states[number] is State.TO_DO
    give_step(vault, look, number, **entry | {name: "today"})
    assert progress_of(vault, [look.id])[look.id].states[number] is State.DONE


NOT_A_RATING = ["11", "-1", "3.5", "10 ", "٣", "x", "100"]


def rate_by_itself(rating: str) -> tuple[type[Form], dict[str, Any]]:
    return RateForm, {"rating": rating}


def rate_a_new_goal(rating: str) -> tuple[type[Form], dict[str, Any]]:
    return NewGoalForm, {"words": "sleep", "rating": rating}


@pytest.mark.parametrize("rating", NOT_A_RATING)
@pytest.mark.parametrize("rate", [rate_by_itself, rate_a_new_goal])
def test_a_number_outside_the_scale_is_refused_in_words(
    rate: Callable[[str], tuple[type[Form], dict[str, Any]]], rating: str
) -> None:
    """On the goal itself or with a new one, under the very question."""
    form, raw = rate(rating)
    assert said(lambda: read_form(form, raw, {"today": TODAY})) == {"rating": "Pick one of the answers shown."}


@pytest.mark.parametrize("rating", NOT_A_RATING)
def test_a_number_outside_the_scale_in_a_debrief_or_in_step_2_is_refused_in_words(
    vault: Vault, look: FreshLook, sleep: Goal, rating: str
) -> None:
    """There the sentence stands under the goals; no number and no entry is kept."""
    context = {"today": TODAY, "record_mode": "full"}
    touched = {"contact": "met", "safety": "nothing", "goals": [{"goal": sleep.id, "rating": rating}]}
    assert said(lambda: read_form(DebriefForm, touched, context)) == {"goals": "Pick one of the answers shown."}
    review = {"goal": sleep.id, "still_matters": "yes", "rating": rating}
    looked = {"with_them": "yes", "reviews": [review], "state": "started"}
    refusal = said(lambda: give_step(vault, look, StepNumber.GOALS, **looked))
    assert refusal == {"reviews": "Pick one of the answers shown."}
    assert ratings_of(vault, look.client) == {}
    assert entries_of(vault, STEPS[StepNumber.GOALS], look.id) == []


@pytest.mark.parametrize("rating", [*map(str, range(11)), "a", "p"])
def test_every_answer_on_the_scale_is_taken(rating: str) -> None:
    """Nought and ten too, and the two that are no number."""
    assert read_form(RateForm, {"rating": rating}, {"today": TODAY}).rating == rating
