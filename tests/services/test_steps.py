"""Entries of the nine steps: kept once, gone on with, and what they put on the to-do list."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.step import Step
from psw_tui.services.client_page import client_page
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.errors import NotOpen
from psw_tui.services.follow_ups import open_follow_ups
from psw_tui.services.fresh_looks import progress_of
from psw_tui.services.goals import ratings_of
from psw_tui.services.steps import entries_of, newest_current, save_entry
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_goal, give_look, give_step

every_step = pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.slug)


@pytest.fixture
def look(vault: Vault, client: Client) -> FreshLook:
    return give_look(vault, client.id)


def state_of(vault: Vault, look: FreshLook, number: StepNumber) -> State:
    return progress_of(vault, [look.id])[look.id].states[number]


def todo(vault: Vault, look: FreshLook) -> list[tuple[str, str, date | None]]:
    return [(one.what, str(one.who), one.due) for one in open_follow_ups(vault, look.client)]


@every_step
def test_a_done_entry_is_kept_whole_and_marks_its_step(vault: Vault, look: FreshLook, step: Step) -> None:
    """Every answer comes back, its draft is gone, and this step alone is done."""
    place = DraftPlace(step.slug, look.client, look.id)
    keep_draft(vault, place, {"x": "y"})
    made = give_step(vault, look, step.number, **COMPLETE[step.number], state="done")
    (kept,) = entries_of(vault, step, look.id)
    for name in step.form.model_fields:
        assert getattr(kept, name) == as_stored(getattr(made, name)), name
    assert (kept.client, kept.fresh_look, kept.amends) == (look.client, look.id, None)  # type: ignore[attr-defined]
    assert draft_at(vault, place) == {}
    states = progress_of(vault, [look.id])[look.id].states
    assert {number for number, state in states.items() if state is not State.TO_DO} == {step.number}
    assert states[step.number] is State.DONE


def as_stored(value: Any) -> Any:
    """Rows lie in their column as JSON."""
    return json.loads(json.dumps(value, default=str)) if isinstance(value, list) else value


def test_an_entry_without_a_day_is_of_today(vault: Vault, look: FreshLook, clock: StillClock) -> None:
    """And one with a day is of that day, also on the client's page."""
    give_step(vault, look, StepNumber.LISTEN, **COMPLETE[StepNumber.LISTEN], state="done")
    give_step(vault, look, StepNumber.LEARN, **COMPLETE[StepNumber.LEARN], state="done", held_on="-2")
    lines = {line.number: line for line in client_page(vault, look.client).steps}
    assert lines[StepNumber.LISTEN].held_on == clock.today()
    assert lines[StepNumber.LEARN].held_on == date(2026, 3, 11)
    assert (lines[StepNumber.REFER].held_on, lines[StepNumber.REFER].state) == (None, State.TO_DO)


def test_going_on_amends_and_both_stay(vault: Vault, look: FreshLook) -> None:
    """The last of the chain is what the worker goes on with; the first is as it was."""
    step = STEPS[StepNumber.LISTEN]
    first = give_step(vault, look, step.number, heard="too fast", state="started")
    second = give_step(vault, look, step.number, amends=first.id, heard="too fast for me", state="started")
    third = give_step(vault, look, step.number, amends=second.id, **COMPLETE[step.number], state="done")
    entries = entries_of(vault, step, look.id)
    assert [entry.id for entry in entries] == [third.id, second.id, first.id]
    assert entries[-1].heard == "too fast"  # type: ignore[attr-defined]
    current = newest_current(entries)
    assert current is not None
    assert current.id == third.id
    assert newest_current([]) is None


@pytest.mark.parametrize(
    ("saved", "stands"),
    [
        (["started"], "started"),
        (["started", "amends", "done"], "done"),
        (["done", "started"], "done"),
        (["done", "amends", "started"], "started"),
        (["waiting", "started"], "started"),
        (["started", "waiting"], "waiting"),
        (["said_no", "amends", "started", "amends", "done"], "done"),
    ],
)
def test_the_step_stands_by_the_rule(vault: Vault, look: FreshLook, saved: list[str], stands: str) -> None:
    """Done if any entry that nobody amended is done, else the newest of those."""
    newest: Any = None
    amends = False
    for word in saved:
        if word == "amends":
            amends = True
            continue
        extra = {"waiting_for": "a call", "waiting_until": "+3"}
        raw = COMPLETE[StepNumber.REFER] | extra | {"state": word}
        newest = give_step(vault, look, StepNumber.REFER, amends=newest.id if amends else None, **raw)
        amends = False
    assert state_of(vault, look, StepNumber.REFER) == stands


@every_step
def test_waiting_comes_up_again(vault: Vault, look: FreshLook, step: Step) -> None:
    """What for and until when, on the to-do list, for any of the nine."""
    entry = give_step(vault, look, step.number, state="waiting", waiting_for="her call", waiting_until="+7")
    assert todo(vault, look) == [("her call", "me", date(2026, 3, 20))]
    (task,) = open_follow_ups(vault, look.client)
    assert (task.linked_entity, task.linked_row) == (step.table.NAME, entry.id)
    assert state_of(vault, look, step.number) is State.WAITING


def test_a_plan_is_on_the_to_do_list_of_who_does_it(vault: Vault, look: FreshLook) -> None:
    """Every whole part of it; a part without a day is in the entry only."""
    plan = [
        {"who": "me", "what": "book the room", "by": "+3"},
        {"who": "them", "what": "ask the sister", "by": "2w"},
        {"who": "both", "what": "think", "by": ""},
    ]
    give_step(vault, look, StepNumber.SOLVE, **COMPLETE[StepNumber.SOLVE] | {"plan": plan}, state="done")
    assert todo(vault, look) == [
        ("book the room", "me", date(2026, 3, 16)),
        ("ask the sister", "them", date(2026, 3, 27)),
    ]


def test_none_for_now_may_be_asked_again(vault: Vault, look: FreshLook) -> None:
    """Only with a day, and in the worker's language."""
    raw = {"problem": "mornings", "picked": "none_for_now", "state": "said_no"}
    give_step(vault, look, StepNumber.SOLVE, **raw)
    assert todo(vault, look) == []
    give_step(vault, look, StepNumber.SOLVE, **raw, ask_again_on="+7")
    assert todo(vault, look) == [("Ask again which idea they want to try", "me", date(2026, 3, 20))]


def test_what_the_program_says_is_said_in_the_workers_language(vault: Vault, look: FreshLook) -> None:
    """The caller brings the words."""
    step = STEPS[StepNumber.SOLVE]
    form = step.form.model_validate({"picked": "none_for_now", "ask_again_on": date(2026, 3, 20), "state": "said_no"})
    save_entry(vault, step, form, client=look.client, fresh_look=look.id, say=str.upper)
    assert todo(vault, look)[0][0] == "ASK AGAIN WHICH IDEA THEY WANT TO TRY"


@pytest.mark.parametrize(("given", "due"), [("", date(2026, 3, 19)), ("+4", date(2026, 3, 17))])
def test_a_referral_that_is_under_way_is_checked_on(vault: Vault, look: FreshLook, given: str, due: date) -> None:
    """A week after it was sent unless a day was given; one that came to its end is not."""
    raw = COMPLETE[StepNumber.REFER] | {"sent_on": "yesterday", "check_back_on": given}
    give_step(vault, look, StepNumber.REFER, **raw | {"status": "asked"}, state="started")
    assert todo(vault, look) == [("Check back on the referral", "me", due)]
    give_step(vault, look, StepNumber.REFER, **raw, state="done")
    assert len(todo(vault, look)) == 1


def test_goals_looked_at_again_keep_their_new_number(vault: Vault, look: FreshLook) -> None:
    """It stands beside those of debriefs, with the entry it was given in."""
    goal = give_goal(vault, look.client, "sleep", rating="2")
    review = COMPLETE[StepNumber.GOALS]["reviews"][0] | {"goal": goal.id}
    entry = give_step(vault, look, StepNumber.GOALS, with_them="yes", reviews=[review], state="done", held_on="-1")
    ratings = ratings_of(vault, look.client)[goal.id]
    assert sorted((rating.value, rating.written_in, rating.day) for rating in ratings) == [
        (2, "", date(2026, 3, 13)),
        (4, entry.id, date(2026, 3, 12)),
    ]


def test_going_on_does_not_do_everything_twice(vault: Vault, look: FreshLook) -> None:
    """What an earlier entry of the chain put on the list or on the scale is not put there again; what is new is."""
    raw = COMPLETE[StepNumber.SOLVE]
    first = give_step(vault, look, StepNumber.SOLVE, **raw, state="started")
    second = give_step(vault, look, StepNumber.SOLVE, amends=first.id, **raw, state="started")
    plan = [*raw["plan"], {"who": "them", "what": "ask the sister", "by": "+5"}]
    give_step(vault, look, StepNumber.SOLVE, amends=second.id, **raw | {"plan": plan}, state="done")
    assert todo(vault, look) == [
        ("book the room at noon", "me", date(2026, 3, 16)),
        ("ask the sister", "them", date(2026, 3, 18)),
    ]


def test_a_number_is_not_given_twice_by_going_on(vault: Vault, look: FreshLook) -> None:
    """The same number carried along is one; another number is a new one."""
    goal = give_goal(vault, look.client, "sleep")
    review = COMPLETE[StepNumber.GOALS]["reviews"][0] | {"goal": goal.id}
    first = give_step(vault, look, StepNumber.GOALS, with_them="yes", reviews=[review], state="started")
    second = give_step(
        vault, look, StepNumber.GOALS, amends=first.id, with_them="yes", reviews=[review], state="started"
    )
    assert [rating.value for rating in ratings_of(vault, look.client)[goal.id]] == [4]
    review |= {"rating": "6"}
    give_step(vault, look, StepNumber.GOALS, amends=second.id, with_them="yes", reviews=[review], state="done")
    assert [rating.value for rating in ratings_of(vault, look.client)[goal.id]] == [4, 6]


@every_step
def test_a_closed_fresh_look_takes_no_entry(vault: Vault, look: FreshLook, step: Step) -> None:
    """Nothing is written and the draft stays."""
    place = DraftPlace(step.slug, look.client, look.id)
    keep_draft(vault, place, {"x": "y"})
    with writing(vault) as tx:
        tx.change(FreshLook, look.id, closed_on=vault.clock.today(), outcome="better")
    with pytest.raises(NotOpen):
        give_step(vault, look, step.number, **COMPLETE[step.number], state="done")
    assert entries_of(vault, step, look.id) == []
    assert open_follow_ups(vault, look.client) == []
    assert draft_at(vault, place) == {"x": "y"}


def test_an_entry_outside_a_fresh_look_is_kept(vault: Vault, client: Client) -> None:
    """A supervision request or a referral needs no fresh look."""
    step = STEPS[StepNumber.SUPERVISION]
    form = step.form.model_validate({"question": "how slow", "state": "started"})
    entry = save_entry(vault, step, form, client=client.id, fresh_look=None)
    with writing(vault) as tx:
        assert tx.get(step.table, entry.id).fresh_look is None
