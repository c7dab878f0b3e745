"""What a step brings about: changed goals, reminders that come and go, less contact when they ask for it, nothing twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client, ClientForm, Status
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.clients import change_client, client_by_id
from psw_tui.services.follow_ups import finish_follow_up, move_follow_up, open_follow_ups
from psw_tui.services.goals import active_goals, goals_of, ratings_of, rewordings_of
from psw_tui.services.record import record_of
from psw_tui.services.signals import signal_of
from psw_tui.services.to_do import to_do
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_goal, give_look, give_step

TODAY = date(2026, 3, 13)


@pytest.fixture
def look(vault: Vault, client: Client) -> FreshLook:
    return give_look(vault, client.id)


@pytest.fixture
def sleep(vault: Vault, client: Client) -> Goal:
    return give_goal(vault, client.id, "sleep through", rating="3")


def review(goal: Goal, **raw: Any) -> dict[str, Any]:
    """One goal looked at, and kept unless `raw` says otherwise."""
    asked = {"still_matters": "yes", "small_enough": "no", "possible_now": "unsure", "change": "keep"}
    return {"goal": goal.id} | asked | raw


def step_2(vault: Vault, look: FreshLook, *reviews: dict[str, Any], **more: Any) -> Any:
    return give_step(
        vault, look, StepNumber.GOALS, **{"with_them": "yes", "reviews": list(reviews), "state": "done"} | more
    )


def standing(vault: Vault, client: str) -> list[tuple[str, str]]:
    return [(goal.words, str(goal.state)) for goal in goals_of(vault, client)]


def history(vault: Vault, goal: Goal) -> list[tuple[str, date, str]]:
    return [(each.was, each.day, str(each.whose_idea)) for each in rewordings_of(vault, goal.id)]


def numbers(vault: Vault, goal: Goal) -> list[int | None]:
    return [each.value for each in ratings_of(vault, goal.client).get(goal.id, [])]


def every_follow_up(vault: Vault, client: str) -> list[FollowUp]:
    """Also those that are done."""
    return record_of(vault, client_by_id(vault, client)).follow_ups


def due(vault: Vault, client: str) -> list[tuple[str, date | None]]:
    return [(each.what, each.due) for each in open_follow_ups(vault, client)]


# --- Step 2 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["smaller", "reword"])
@pytest.mark.parametrize("whose", ["them", "both", "me"])
def test_a_goal_gets_other_words_and_keeps_its_old_ones(
    vault: Vault, look: FreshLook, sleep: Goal, change: str, whose: str
) -> None:
    """It is the same goal, active, with the words before, the day, and whose idea it was."""
    step_2(vault, look, review(sleep, change=change, new_words="one quiet [night]", whose_idea=whose, rating="4"))
    assert standing(vault, look.client) == [("one quiet [night]", "active")]
    assert history(vault, sleep) == [("sleep through", TODAY, whose)]
    assert numbers(vault, sleep) == [3, 4]


def test_a_goal_that_is_kept_is_left_alone(vault: Vault, look: FreshLook, sleep: Goal) -> None:
    """Only the number is new."""
    step_2(vault, look, review(sleep, rating="2"))
    assert standing(vault, look.client) == [("sleep through", "active")]
    assert history(vault, sleep) == []
    assert numbers(vault, sleep) == [3, 2]


@pytest.mark.parametrize(("change", "state"), [("rest", "resting"), ("drop", "dropped")])
def test_a_goal_rests_or_is_dropped_and_stays_readable(
    vault: Vault, look: FreshLook, sleep: Goal, change: str, state: str
) -> None:
    """It is worked on no more, the rule looks at it no more, and nothing of it is gone."""
    step_2(vault, look, review(sleep, change=change, whose_idea="them"))
    assert standing(vault, look.client) == [("sleep through", state)]
    assert active_goals(vault, look.client) == []
    assert [goal.active for goal in signal_of(vault, look.client).goals] == [False]
    assert numbers(vault, sleep) == [3]


def test_a_new_goal_takes_the_place_of_the_old_one(vault: Vault, look: FreshLook, sleep: Goal) -> None:
    """Also when three are active: the old one is called changed and keeps its numbers, the new one starts without."""
    for words in ("a room", "my sister"):
        give_goal(vault, look.client, words)
    step_2(vault, look, review(sleep, change="new", new_words="a door that locks", whose_idea="both", rating="1"))
    assert standing(vault, look.client) == [
        ("sleep through", "changed"),
        ("a room", "active"),
        ("my sister", "active"),
        ("a door that locks", "active"),
    ]
    assert numbers(vault, sleep) == [3, 1]
    new = active_goals(vault, look.client)[-1]
    assert (new.kind, new.set_on, numbers(vault, new)) == (sleep.kind, TODAY, [])


def test_several_goals_change_in_one_talk(vault: Vault, look: FreshLook, sleep: Goal) -> None:
    """Each by its own answer."""
    room = give_goal(vault, look.client, "a room")
    step_2(
        vault,
        look,
        review(sleep, change="rest", whose_idea="them"),
        review(room, change="smaller", new_words="one form", whose_idea="me"),
    )
    assert standing(vault, look.client) == [("sleep through", "resting"), ("one form", "active")]


def test_going_on_with_step_2_changes_nothing_twice(
    vault: Vault, look: FreshLook, sleep: Goal, clock: StillClock
) -> None:
    """A word added about what gets in the way is no second re-wording and no second number, so the first number stays."""
    agreed = review(sleep, change="reword", new_words="one quiet night", whose_idea="them", rating="4")
    first = step_2(vault, look, agreed, state="started")
    clock.forward(days=7)
    noisy = agreed | {"in_the_way_line": "the street"}
    second = step_2(vault, look, noisy, state="started", amends=first.id)
    step_2(vault, look, noisy, amends=second.id)
    assert history(vault, sleep) == [("sleep through", TODAY, "them")]
    assert numbers(vault, sleep) == [3, 4]
    assert standing(vault, look.client) == [("one quiet night", "active")]


def test_going_on_with_step_2_keeps_what_is_new(vault: Vault, look: FreshLook, sleep: Goal, clock: StillClock) -> None:
    """Other words are another change, another number another number, on their own days."""
    first = step_2(
        vault,
        look,
        review(sleep, change="reword", new_words="one quiet night", whose_idea="them", rating="4"),
        state="started",
    )
    clock.forward(days=7)
    again = review(sleep, change="reword", new_words="a quiet hour", whose_idea="both", rating="5")
    step_2(vault, look, again, amends=first.id)
    assert history(vault, sleep) == [
        ("sleep through", TODAY, "them"),
        ("one quiet night", date(2026, 3, 20), "both"),
    ]
    assert numbers(vault, sleep) == [3, 4, 5]
    assert [each.day for each in ratings_of(vault, look.client)[sleep.id]] == [TODAY, TODAY, date(2026, 3, 20)]


def test_a_new_goal_is_made_once(vault: Vault, look: FreshLook, sleep: Goal) -> None:
    """However often the entry is gone on with."""
    new = review(sleep, change="new", new_words="a door that locks", whose_idea="them")
    first = step_2(vault, look, new, state="started")
    step_2(vault, look, new | {"still_matters": "no"}, amends=first.id)
    assert [words for words, _ in standing(vault, look.client)] == ["sleep through", "a door that locks"]


# --- Reminders ----------------------------------------------------------------------------------------------------------


def test_a_waiting_reminder_ends_when_the_step_goes_on(vault: Vault, look: FreshLook) -> None:
    """It is done, not lost, and the caseload no longer says when."""
    waiting = {"state": "waiting", "waiting_for": "their call", "waiting_until": "+7"}
    first = give_step(vault, look, StepNumber.LISTEN, **waiting)
    assert due(vault, look.client) == [("their call", date(2026, 3, 20))]
    give_step(vault, look, StepNumber.LISTEN, amends=first.id, **COMPLETE[StepNumber.LISTEN], state="done")
    assert due(vault, look.client) == []
    assert [(each.what, str(each.state), each.closed_on) for each in every_follow_up(vault, look.client)] == [
        ("their call", "done", TODAY)
    ]
    (row,) = caseload_rows(vault, [look.client])
    assert row.next_due == look.look_again_on


def test_still_waiting_is_one_reminder(vault: Vault, look: FreshLook) -> None:
    """The same words and the same day on a later entry are the same thing to do."""
    waiting = {"state": "waiting", "waiting_for": "their call", "waiting_until": "2026-03-20"}
    first = give_step(vault, look, StepNumber.LISTEN, **waiting)
    give_step(vault, look, StepNumber.LISTEN, amends=first.id, **waiting, heard="not today")
    assert due(vault, look.client) == [("their call", date(2026, 3, 20))]


def test_waiting_for_another_day_is_asked_once(vault: Vault, look: FreshLook) -> None:
    """The new day stands, the old one does not come up beside it."""
    waiting = {"state": "waiting", "waiting_for": "their call"}
    first = give_step(vault, look, StepNumber.LISTEN, **waiting, waiting_until="+7")
    give_step(vault, look, StepNumber.LISTEN, amends=first.id, **waiting, waiting_until="+14")
    assert due(vault, look.client) == [("their call", date(2026, 3, 27))]


def test_a_reminder_survives_two_entries_that_still_say_it_and_then_ends(vault: Vault, look: FreshLook) -> None:
    """What the first entry put on the list is ended by the third, which says it no more."""
    waiting = {"state": "waiting", "waiting_for": "their call", "waiting_until": "2026-03-20"}
    first = give_step(vault, look, StepNumber.LISTEN, **waiting)
    second = give_step(vault, look, StepNumber.LISTEN, amends=first.id, **waiting, heard="not today")
    give_step(vault, look, StepNumber.LISTEN, amends=second.id, **COMPLETE[StepNumber.LISTEN], state="done")
    assert due(vault, look.client) == []


def test_a_reminder_that_was_done_does_not_come_back(vault: Vault, look: FreshLook) -> None:
    """Going on with the step after the call was made is no reason to call again."""
    waiting = {"state": "waiting", "waiting_for": "their call", "waiting_until": "2026-03-20"}
    first = give_step(vault, look, StepNumber.LISTEN, **waiting)
    (task,) = open_follow_ups(vault, look.client)
    finish_follow_up(vault, task.id)
    give_step(vault, look, StepNumber.LISTEN, amends=first.id, **waiting, heard="not today")
    assert due(vault, look.client) == []


def test_a_reminder_that_was_moved_stays_where_it_was_moved_to(vault: Vault, look: FreshLook) -> None:
    """Writing more into the step is no wish to be reminded earlier again."""
    waiting = {"state": "waiting", "waiting_for": "their call", "waiting_until": "2026-03-20"}
    first = give_step(vault, look, StepNumber.LISTEN, **waiting)
    (task,) = open_follow_ups(vault, look.client)
    move_follow_up(vault, task.id, date(2026, 3, 25))
    give_step(vault, look, StepNumber.LISTEN, amends=first.id, **waiting, heard="not today")
    assert due(vault, look.client) == [("their call", date(2026, 3, 25))]


def test_what_i_wanted_to_do_differently_comes_up_without_a_word_of_it(vault: Vault, look: FreshLook) -> None:
    """Step 1 is the worker's own: the list says only that there is something."""
    raw = COMPLETE[StepNumber.REFLECT] | {"remind_on": "+3", "state": "done"}
    give_step(vault, look, StepNumber.REFLECT, **raw)
    (task,) = open_follow_ups(vault, look.client)
    assert (task.what, task.who, task.due) == ("Step 1: what I wanted to do differently", "me", date(2026, 3, 16))
    assert not any(str(answer) in task.what for answer in COMPLETE[StepNumber.REFLECT].values())


def test_a_reflection_without_a_day_reminds_of_nothing(vault: Vault, look: FreshLook) -> None:
    """It is only asked for."""
    give_step(vault, look, StepNumber.REFLECT, **COMPLETE[StepNumber.REFLECT], state="done")
    assert due(vault, look.client) == []


def test_a_supporters_words_are_taken_to_the_client(vault: Vault, look: FreshLook) -> None:
    """While they have not been told it is due today; telling them ends it."""
    talk = COMPLETE[StepNumber.SUPPORTERS] | {"told_afterwards": "no", "state": "started"}
    first = give_step(vault, look, StepNumber.SUPPORTERS, **talk)
    assert due(vault, look.client) == [("Tell them what their supporter said", TODAY)]
    told = talk | {"told_afterwards": "yes", "state": "done"}
    give_step(vault, look, StepNumber.SUPPORTERS, amends=first.id, **told)
    assert due(vault, look.client) == []


def test_a_plan_is_put_on_the_list_once(vault: Vault, look: FreshLook) -> None:
    """A part that is added later is added alone; one that is taken out again ends."""
    raw = COMPLETE[StepNumber.SOLVE] | {"state": "started"}
    room, song = ({"who": "me", "what": what, "by": "2026-03-16"} for what in ("book the room", "learn the song"))
    first = give_step(vault, look, StepNumber.SOLVE, **raw | {"plan": [room]})
    second = give_step(vault, look, StepNumber.SOLVE, amends=first.id, **raw | {"plan": [room, song]})
    assert sorted(due(vault, look.client)) == [
        ("book the room", date(2026, 3, 16)),
        ("learn the song", date(2026, 3, 16)),
    ]
    give_step(vault, look, StepNumber.SOLVE, amends=second.id, **raw | {"plan": [room]})
    assert due(vault, look.client) == [("book the room", date(2026, 3, 16))]


def test_two_parts_of_a_plan_in_the_same_words_are_two(vault: Vault, look: FreshLook) -> None:
    """A call on Monday and a call on Friday, also after going on."""
    raw = COMPLETE[StepNumber.SOLVE] | {"state": "started"}
    calls = [{"who": "me", "what": "call", "by": by} for by in ("2026-03-16", "2026-03-20")]
    first = give_step(vault, look, StepNumber.SOLVE, **raw | {"plan": calls})
    give_step(vault, look, StepNumber.SOLVE, amends=first.id, **raw | {"plan": calls, "plan_b": "a text"})
    assert due(vault, look.client) == [("call", date(2026, 3, 16)), ("call", date(2026, 3, 20))]


# --- Step 8 -------------------------------------------------------------------------------------------------------------


def respect(vault: Vault, look: FreshLook, contact: str, *, state: str = "done", **more: Any) -> Any:
    raw = COMPLETE[StepNumber.RESPECT] | {"contact_from_now": contact, "state": state} | more
    return give_step(vault, look, StepNumber.RESPECT, **raw)


@pytest.mark.parametrize("contact", ["stop", "only_if_they_ask"])
def test_no_contact_unless_they_ask_rests_every_reminder(
    vault: Vault, look: FreshLook, contact: str, clock: StillClock
) -> None:
    """The client is paused from that day, the list leaves them alone, and nobody asks whether we have connected."""
    client = client_by_id(vault, look.client)
    answers = {name: getattr(client, name) for name in ClientForm.model_fields}
    change_client(vault, client, ClientForm(**answers | {"rhythm": "weekly"}))
    give_step(vault, look, StepNumber.LISTEN, state="waiting", waiting_for="their call", waiting_until="+1")
    clock.forward(days=30)
    assert signal_of(vault, look.client).not_connected
    assert {item.client for item in to_do(vault).items} == {look.client}
    respect(vault, look, contact)
    paused = client_by_id(vault, look.client)
    assert (paused.status, paused.status_since) == (Status.PAUSED, clock.today())
    assert to_do(vault).items == []
    assert to_do(vault).resting == 1
    signal = signal_of(vault, look.client)
    assert (str(signal.kind), signal.worth_a_look, signal.not_connected) == ("paused_by_them", False, False)


@pytest.mark.parametrize(("contact", "state"), [("same", "done"), ("less", "done"), ("stop", "started")])
def test_any_other_answer_leaves_the_contact_as_it_is(vault: Vault, look: FreshLook, contact: str, state: str) -> None:
    """Less is not none, and what is only begun is not decided."""
    respect(vault, look, contact, state=state)
    assert client_by_id(vault, look.client).status == Status.ACTIVE


def test_a_client_who_moved_on_is_not_called_paused(vault: Vault, look: FreshLook) -> None:
    """Writing the step up afterwards does not bring anybody back."""
    client = client_by_id(vault, look.client)
    answers = {name: getattr(client, name) for name in ClientForm.model_fields}
    change_client(vault, client, ClientForm(**answers | {"status": "moved_on"}))
    respect(vault, look, "stop")
    assert client_by_id(vault, look.client).status == Status.MOVED_ON
