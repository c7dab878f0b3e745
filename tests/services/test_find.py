"""Finding: everything that was written, by its words, the newest first, and stopped by the next key."""

from __future__ import annotations

import threading

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.services.find import MOST, find
from psw_tui.services.undo import last_save, undo
from psw_tui.storage.errors import Stopped
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step


def where(vault: Vault, typed: str) -> list[str]:
    return [hit.entity for hit in find(vault, typed).hits]


@pytest.fixture
def written(vault: Vault, client: Client, clock: StillClock) -> Client:
    """One client with a word in everything, and another one."""
    give_goal(vault, client.id, "a quiet room")
    give_debrief(
        vault, client.id, their_words="The room was loud. À l'école aussi.", next_what="see the room", next_due="+3"
    )
    look = give_look(vault, client.id)
    give_step(
        vault, look, StepNumber.REFLECT, **COMPLETE[StepNumber.REFLECT] | {"doing": "pushed the room", "state": "done"}
    )
    give_debrief(vault, give_client(vault, "Birch-11").id, their_words="another room", held_on="-20")
    return client


def test_every_kind_of_record_is_found(vault: Vault, written: Client) -> None:
    """The worker's own words in step 1 too: only the worker is here."""
    assert set(where(vault, "room")) == {"goal", "debrief", "follow_up", "step_reflect"}


def test_beginnings_accents_and_capitals(vault: Vault, written: Client) -> None:
    assert where(vault, "ECO") == ["debrief"]
    assert where(vault, "École") == ["debrief"]
    assert where(vault, "cole") == []
    assert where(vault, '"was loud"') == ["debrief"]
    assert where(vault, '"loud was"') == []


def test_all_words_have_to_be_there(vault: Vault, written: Client) -> None:
    assert where(vault, "room loud") == ["debrief"]
    assert where(vault, "room loud birch") == []


def test_the_newest_day_comes_first_whenever_it_was_written(vault: Vault, written: Client) -> None:
    hits = find(vault, "room").hits
    assert [hit.day for hit in hits] == sorted((hit.day for hit in hits), reverse=True)
    assert hits[-1].code == "Birch-11"


def test_filters(vault: Vault, written: Client) -> None:
    assert {hit.code for hit in find(vault, "room client:birch-11").hits} == {"Birch-11"}
    assert {hit.code for hit in find(vault, "room since:1w").hits} == {"Maple-27"}
    assert where(vault, "room step:1") == ["step_reflect"]
    assert where(vault, "step:1") == ["step_reflect"]
    assert where(vault, "client:nobody-99 room") == []


@pytest.mark.parametrize("large", [1, 10_000])
def test_a_part_of_the_record_is_found_alike_however_large_it_is(
    vault: Vault, written: Client, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """A large part is not gathered first; a hit outside of it stays outside."""
    monkeypatch.setattr("psw_tui.services.find.LARGE", large)
    assert {hit.code for hit in find(vault, "room since:1w").hits} == {"Maple-27"}
    assert {hit.code for hit in find(vault, "room since:3w").hits} == {"Maple-27", "Birch-11"}
    assert {hit.code for hit in find(vault, "room since:3w client:birch-11").hits} == {"Birch-11"}
    assert where(vault, "room since:1w step:1") == ["step_reflect"]


def test_a_part_that_was_written_long_ago_is_found_behind_a_crowd(
    vault: Vault, written: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many newer entries of others have the same word."""
    monkeypatch.setattr("psw_tui.services.find.WEIGHED", 3)
    other = give_client(vault, "Cedar-31")
    for _ in range(5):
        give_debrief(vault, other.id, their_words="room")
    assert {hit.code for hit in find(vault, "room client:birch-11").hits} == {"Birch-11"}
    assert where(vault, "room step:1") == ["step_reflect"]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "*", "-", '"', "AND", "NEAR(", "room AND", "room -loud", 'room "', "x" * 5000, "room " * 1000, "( ^ :"],
)
def test_whatever_is_typed_is_answered(vault: Vault, written: Client, typed: str) -> None:
    """An operator of the index is a word like any other."""
    find(vault, typed)


def test_what_was_taken_back_is_not_found(vault: Vault, client: Client) -> None:
    give_debrief(vault, client.id, their_words="a slip of the pen")
    assert where(vault, "slip") == ["debrief"]
    undo(vault, last_save(vault))
    assert where(vault, "slip") == []


def test_more_than_are_shown_says_so(vault: Vault, client: Client) -> None:
    for _ in range(MOST + 1):
        give_debrief(vault, client.id, their_words="again")
    found = find(vault, "again")
    assert (len(found.hits), found.more) == (MOST, True)


def test_a_question_nobody_waits_for_is_stopped_and_the_next_one_runs(vault: Vault, client: Client) -> None:
    """Stopped from another thread in the middle, without harm to what comes after."""
    give_debrief(vault, client.id, their_words="still there")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    begun = threading.Event()

    def stop() -> None:
        begun.wait()
        while not ended.is_set():
            vault.stopping.stop()
            ended.wait(0.01)

    ended = threading.Event()
    stopper = threading.Thread(target=stop)
    stopper.start()
    try:
        with pytest.raises(Stopped), vault.stopping.stoppable():  # noqa: PT012 - what is stopped has to run inside
            begun.set()
            listing(vault, endless)
    finally:
        ended.set()
        stopper.join()
    assert where(vault, "still") == ["debrief"]


def test_stopping_when_nothing_may_be_stopped_does_nothing(vault: Vault, client: Client) -> None:
    """A save that runs meanwhile is never interrupted."""
    vault.stopping.stop()
    give_debrief(vault, client.id, their_words="kept")
    assert where(vault, "kept") == ["debrief"]
