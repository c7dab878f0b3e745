"""A debrief is never edited: a later version amends it, both stay, and nothing counts twice."""

from __future__ import annotations

from typing import Any

import pytest

from psw_tui.records.answers import raw_of, read_form
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief, DebriefForm
from psw_tui.records.goal import Goal
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.client_page import client_page
from psw_tui.services.debriefs import amended_on, debriefs_of, save_debrief, standing_version, versions_of
from psw_tui.services.errors import AlreadyAmended
from psw_tui.services.follow_ups import finish_follow_up, open_follow_ups
from psw_tui.services.goals import ratings_of
from psw_tui.services.record import record_of
from psw_tui.services.signals import signal_of
from psw_tui.storage.read import listing
from psw_tui.storage.replay import differences
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.records.complete import context
from tests.services.giving import give_debrief, give_goal


@pytest.fixture
def goal(vault: Vault, client: Client) -> Goal:
    return give_goal(vault, client.id, "sleep through")


def amend(vault: Vault, debrief: Debrief, **raw: Any) -> Debrief:
    """What the screen does: the form as it was, with some answers put right."""
    form = read_form(DebriefForm, raw_of(debrief) | raw, context(vault.clock.today()))
    return save_debrief(vault, debrief.client, form, amends=debrief)


def test_both_versions_stay_and_the_later_one_is_shown(vault: Vault, client: Client, clock: StillClock) -> None:
    first = give_debrief(vault, client.id, their_words="a kettle")
    clock.forward(days=1)
    second = amend(vault, first, their_words="a kettle, and a cup")
    assert [each.their_words for each in versions_of(vault, second)] == ["a kettle, and a cup", "a kettle"]
    assert [each.id for each in debriefs_of(vault, client.id)] == [second.id]
    assert [each.id for each in client_page(vault, client.id).debriefs] == [second.id]
    assert [each.id for each in record_of(vault, client).debriefs] == [second.id]
    assert standing_version(vault, first.id).id == second.id  # type: ignore[union-attr]
    assert amended_on(clock, first) is None
    assert amended_on(clock, second) == clock.today()
    assert list(differences(vault)) == []


def test_the_contact_stays_when_it_was(vault: Vault, client: Client, clock: StillClock) -> None:
    """Putting a word right a day later does not move the meeting; another day does."""
    first = give_debrief(vault, client.id)
    clock.forward(days=2)
    second = amend(vault, first, their_words="tea")
    assert (second.held_on, second.at) == (first.held_on, first.at)
    third = amend(vault, second, held_on="-1")
    assert third.at > second.at
    assert caseload_rows(vault, [client.id])[0].last_contact == third.held_on


def test_a_contact_that_was_none_is_no_last_contact(vault: Vault, client: Client) -> None:
    first = give_debrief(vault, client.id)
    amend(vault, first, contact="tried", tried="rang twice")
    assert caseload_rows(vault, [client.id])[0].last_contact is None


def test_numbers_count_once_and_as_amended(vault: Vault, client: Client, goal: Goal) -> None:
    first = give_debrief(vault, client.id, goals=[{"goal": goal.id, "rating": "3"}])
    amend(vault, first, goals=[{"goal": goal.id, "rating": "5"}])
    assert [each.value for each in ratings_of(vault, client.id)[goal.id]] == [5]
    assert len(listing(vault, "SELECT 1 FROM rating")) == 2
    assert signal_of(vault, client.id).goals[0].points[-1].value == 5


def test_an_unchanged_next_step_goes_on_with_the_later_version(vault: Vault, client: Client) -> None:
    first = give_debrief(vault, client.id, next_what="bring the form", next_due="+3")
    second = amend(vault, first, their_words="tea")
    assert [(each.what, each.linked_row) for each in open_follow_ups(vault, client.id)] == [
        ("bring the form", second.id)
    ]


def test_a_next_step_that_was_done_is_not_put_on_the_list_again(vault: Vault, client: Client) -> None:
    first = give_debrief(vault, client.id, next_what="bring the form", next_due="+3")
    finish_follow_up(vault, open_follow_ups(vault, client.id)[0].id)
    amend(vault, first, their_words="tea")
    assert open_follow_ups(vault, client.id) == []


@pytest.mark.parametrize(
    ("next_", "expected"),
    [
        ({"next_what": "", "next_due": ""}, []),
        ({"next_what": "bring the form", "next_due": "+9"}, ["bring the form"]),
        ({"next_what": "ring first", "next_due": "+3"}, ["ring first"]),
    ],
)
def test_a_changed_next_step_replaces_the_former_one(
    vault: Vault, client: Client, next_: dict[str, str], expected: list[str]
) -> None:
    first = give_debrief(vault, client.id, next_what="bring the form", next_due="+3")
    second = amend(vault, first, **next_)
    found = open_follow_ups(vault, client.id)
    assert [each.what for each in found] == expected
    assert all(each.due == second.next_due for each in found)


def test_only_the_newest_version_is_amended(vault: Vault, client: Client) -> None:
    """Or there would be two that both count."""
    first = give_debrief(vault, client.id)
    amend(vault, first, their_words="tea")
    with pytest.raises(AlreadyAmended):
        amend(vault, first, their_words="coffee")
    assert len(debriefs_of(vault, client.id)) == 1
