"""The history of a record: who, when, what, before and after, in words; undoing is part of it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.history_words import heading, lines, undo_question
from psw_tui.language import speak
from psw_tui.readable import Readable
from psw_tui.records.answers import raw_of, read_form
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.goal import GoalState, RateForm, RewordForm
from psw_tui.services.clients import change_client
from psw_tui.services.debriefs import save_debrief, versions_of
from psw_tui.services.goals import move_goal, rate_goal, reword_goal
from psw_tui.services.history import (
    MOST,
    Happened,
    history_of,
    history_of_client,
    history_of_debrief,
    history_of_goal,
    history_of_look,
)
from psw_tui.services.undo import last_save, minutes_ago, undo
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.records.complete import COMPLETE, context
from tests.services.giving import give_debrief, give_goal, give_look, give_step


def told(vault: Vault, history: Iterable[Happened], *, private: bool = False) -> list[str]:
    reader = Readable(speak("en"), vault.clock.today())
    found = []
    for happened in history:
        found.append(heading(happened, vault.clock.local(happened.line.at), reader))
        found += [f"  {line}" for line in lines(happened, reader, private=private)]
    return found


def test_a_goal_and_all_that_happened_to_it(vault: Vault, client: Client, clock: StillClock) -> None:
    goal = give_goal(vault, client.id, "sleep through")
    clock.forward(minutes=5)
    reword_goal(vault, goal, RewordForm(words="sleep at all", whose_idea="both"))
    clock.forward(minutes=5)
    move_goal(vault, goal, GoalState.RESTING)
    clock.forward(minutes=1)
    rate_goal(vault, goal, RateForm(rating="6"))
    words = told(vault, history_of_goal(vault, goal))
    assert words[:4] == [
        "today 12:11, Ash: number for a goal, written",
        "  Number: 6",
        "  Day: today",
        "  Who gave the number: their own number",
    ]
    assert "today 12:10, Ash: goal, changed" in words
    assert "  State: active -> resting" in words
    assert "  What they want, in their words: sleep through -> sleep at all" in words
    assert "today 12:00, Ash: goal, written" in words
    assert "  What they want, in their words: sleep through" in words


def test_an_undone_step_is_found_in_the_history_of_its_fresh_look(vault: Vault, client: Client) -> None:
    look = give_look(vault, client.id)
    give_step(vault, look, StepNumber.LISTEN, **COMPLETE[StepNumber.LISTEN] | {"state": "done"})
    undo(vault, last_save(vault))
    words = told(vault, history_of_look(vault, look))
    assert words[0] == "today 12:00, Ash: step 3: Listen and validate, undone"
    assert words[1] == "  Taken back. It said:"
    assert any("it goes too fast for me" in line for line in words[2:6])
    assert "today 12:00, Ash: step 3: Listen and validate, written" in words


def test_an_undone_change_names_both_values(vault: Vault, client: Client) -> None:
    goal = give_goal(vault, client.id, "sleep through")
    move_goal(vault, goal, GoalState.DROPPED)
    undo(vault, last_save(vault))
    words = told(vault, history_of_goal(vault, goal))
    assert words[:2] == ["today 12:00, Ash: goal, undone", "  State: dropped by them -> active"]


def test_an_undone_amendment_is_in_the_history_of_the_debrief(vault: Vault, client: Client) -> None:
    first = give_debrief(vault, client.id, their_words="tea")
    form = read_form(DebriefForm, raw_of(first) | {"their_words": "coffee"}, context(vault.clock.today()))
    save_debrief(vault, client.id, form, amends=first)
    undo(vault, last_save(vault))
    words = told(vault, history_of_debrief(vault, versions_of(vault, first)))
    assert [line for line in words if line.startswith("today")] == [
        "today 12:00, Ash: debrief, undone",
        "today 12:00, Ash: amended debrief, written",
        "today 12:00, Ash: debrief, written",
    ]
    amended = words.index("today 12:00, Ash: amended debrief, written")
    assert words[amended + 1 : amended + 3] == ["  In their words: tea -> coffee", "today 12:00, Ash: debrief, written"]


def test_names_are_not_told_nor_the_workers_own_words(vault: Vault, client: Client, clock: StillClock) -> None:
    """Private words only where they are asked for; names never."""
    form = read_form(ClientForm, raw_of(client) | {"goes_by": "Robin"}, context(clock.today()))
    change_client(vault, client, form)
    look = give_look(vault, client.id)
    own = COMPLETE[StepNumber.REFLECT] | {"state": "done", "remind_on": "+7", "differently": "xylophone"}
    give_step(vault, look, StepNumber.REFLECT, **own)
    give_debrief(vault, client.id, how_am_i="shaken")
    everything = "\n".join(told(vault, history_of_client(vault, client.id)))
    assert "Name they go by: (hidden)" in everything
    assert "How am I? (hidden)" in everything
    for hidden in ("Robin", "xylophone", "shaken"):
        assert hidden not in everything
    assert "xylophone" in "\n".join(told(vault, history_of_look(vault, look), private=True))


def test_the_history_of_a_client_has_an_end(vault: Vault, client: Client) -> None:
    goal = give_goal(vault, client.id, "sleep")
    for number in range(MOST + 5):
        rate_goal(vault, goal, RateForm(rating=str(number % 10)))
    history = history_of_client(vault, client.id)
    assert len(history) == MOST
    assert history[0].after["value"] == (MOST + 4) % 10


def test_nothing_happened_to_what_is_not_there(vault: Vault) -> None:
    assert history_of(vault, "nobody") == []
    assert history_of(vault) == []


@pytest.mark.parametrize(("minutes", "when"), [(0, "just now"), (3, "3 min ago")])
def test_the_question_names_what_and_whose_and_when(
    vault: Vault, client: Client, clock: StillClock, minutes: int, when: str
) -> None:
    goal = give_goal(vault, client.id, "sleep")
    clock.forward(minutes=minutes, seconds=5)
    last = last_save(vault)
    assert undo_question(last, minutes_ago(vault, last), speak("en")) == f"Undo: goal of Maple-27, {when}?"
    move_goal(vault, goal, GoalState.RESTING)
    asked = undo_question(last_save(vault), 0, speak("en"))
    assert asked == "Undo: change of goal of Maple-27, just now?"
