"""Goals are theirs, three at a time, with the numbers they give."""

from __future__ import annotations

from typing import Any

import pytest

from psw_tui.records.client import Client
from psw_tui.records.goal import Goal, GoalState
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.errors import TooManyGoals
from psw_tui.services.goals import active_goals, goals_of, ratings_of
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.services.giving import give_client, give_goal


def test_a_goal_is_kept_in_their_words(vault: Vault, client: Client) -> None:
    """With what gets in the way, and active from today."""
    made = give_goal(vault, client.id, "sleep through [most] nights", kind="keep", in_the_way=["our_service"])
    kept = goals_of(vault, client.id)[0]
    assert kept == made
    assert (kept.words, kept.kind, kept.in_the_way) == ("sleep through [most] nights", "keep", ["our_service"])
    assert (kept.state, kept.set_on) == ("active", vault.clock.today())


def test_a_fourth_active_goal_is_refused(vault: Vault, client: Client) -> None:
    """Three is a direction, four is a list; once one rests there is room again."""
    first = give_goal(vault, client.id, "one")
    for words in ("two", "three"):
        give_goal(vault, client.id, words)
    with pytest.raises(TooManyGoals) as caught:
        give_goal(vault, client.id, "four")
    assert caught.value.most == 3
    assert len(goals_of(vault, client.id)) == 3
    with writing(vault) as tx:
        tx.change(Goal, first.id, state=GoalState.RESTING)
    give_goal(vault, client.id, "four")
    assert [goal.words for goal in active_goals(vault, client.id)] == ["two", "three", "four"]
    assert len(goals_of(vault, client.id)) == 4


def test_goals_of_others_do_not_count(vault: Vault, client: Client) -> None:
    """Three are three of one client."""
    other = give_client(vault, "Cedar-04")
    for words in ("one", "two", "three"):
        give_goal(vault, other.id, words)
    give_goal(vault, client.id, "one")
    assert [goal.words for goal in goals_of(vault, client.id)] == ["one"]


@pytest.mark.parametrize(
    ("typed", "value", "no_answer"),
    [("0", 0, None), ("7", 7, None), ("10", 10, None), ("a", None, "not_asked"), ("p", None, "prefer_not")],
)
def test_the_first_number_is_kept_as_it_was_answered(
    vault: Vault, client: Client, typed: str, value: Any, no_answer: Any
) -> None:
    """Not asked and prefer not to say are answers of their own, never a zero."""
    goal = give_goal(vault, client.id, "sleep", rating=typed)
    (rating,) = ratings_of(vault, client.id)[goal.id]
    assert (rating.value, rating.no_answer, rating.day) == (value, no_answer, vault.clock.today())


def test_without_a_number_there_is_none(vault: Vault, client: Client) -> None:
    """Nothing is made up."""
    give_goal(vault, client.id, "sleep")
    assert ratings_of(vault, client.id) == {}


def test_a_guess_is_marked_as_one(vault: Vault, client: Client) -> None:
    """So that nothing ever counts it."""
    goal = give_goal(vault, client.id, "sleep", rating="4", given_by="worker")
    assert ratings_of(vault, client.id)[goal.id][0].given_by == "worker"


def test_a_saved_goal_has_no_draft_left_and_a_refused_one_has(vault: Vault, client: Client) -> None:
    """What could not be saved is still there to go on with."""
    place = DraftPlace("goal", client.id)
    for words in ("one", "two", "three"):
        keep_draft(vault, place, {"words": words})
        give_goal(vault, client.id, words)
        assert draft_at(vault, place) == {}
    keep_draft(vault, place, {"words": "four"})
    with pytest.raises(TooManyGoals):
        give_goal(vault, client.id, "four")
    assert draft_at(vault, place) == {"words": "four"}
