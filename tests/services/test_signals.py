"""The signal of clients in a vault: the practice caseload as its file expects it, and what the vault adds to the rule."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.signs import Because, ClientSign, ClientSignal, GoalSign
from psw_tui.domain.steps import StepNumber
from psw_tui.records.choices import WhoseIdea
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.fresh_look import CloseForm, FreshLook
from psw_tui.records.goal import Goal, GoalState, Rating, RewordForm
from psw_tui.records.snooze import SnoozeForm
from psw_tui.resources import asset
from psw_tui.services import signals
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.clients import client_by_code
from psw_tui.services.errors import NoSuchClient, SignalsFileWrong
from psw_tui.services.fresh_looks import close_fresh_look
from psw_tui.services.goals import move_goal, reword_goal
from psw_tui.services.signals import better_of, constants, signal_of, signals_of, snooze
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.asking import questions_heard
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step

PEOPLE: list[dict[str, Any]] = tomllib.loads(asset("demo", "practice_caseload.toml").read_text("utf-8"))["client"]
TODAY = StillClock().today()


@pytest.fixture
def questions(practice: Vault) -> Iterator[Callable[[], int]]:
    """How often the practice vault was asked since the last call."""
    with questions_heard(practice) as asked:

        def so_far() -> int:
            count = len(asked)
            asked.clear()
            return count

        yield so_far


def give_numbers(vault: Vault, goal: Goal, *numbers: tuple[int, int], **more: Any) -> None:
    """Numbers for a goal, each so many days from the vault's today."""
    with writing(vault) as tx:
        for away, value in numbers:
            row = {"client": goal.client, "goal": goal.id, "day": vault.clock.today() + timedelta(away)}
            tx.add(Rating(id=vault.new_id(), made_at=vault.clock.now(), value=value, **row, **more))


def low_goal(vault: Vault, client: str, words: str = "Sleep") -> Goal:
    goal = give_goal(vault, client, words)
    give_numbers(vault, goal, (-21, 3), (-14, 3), (-7, 3), (0, 2))
    return goal


def said(signal: ClientSignal) -> tuple[ClientSign, bool, Because]:
    return signal.kind, signal.worth_a_look, signal.because


# --- The practice caseload ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["code"])
def test_the_signal_of_a_practice_client_is_the_one_expected(practice: Vault, person: dict[str, Any]) -> None:
    signal = signal_of(practice, client_by_code(practice, person["code"]).id)
    assert {
        "expected_signal": signal.kind,
        "expected_worth_a_look": signal.worth_a_look,
        "expected_worth_because": signal.because,
        "expected_not_connected": signal.not_connected,
    } == {name: person[name] for name in person if name.startswith("expected_")}
    assert [(goal.words, goal.kind) for goal in signal.goals] == [
        (goal["words"], goal["expected_signal"]) for goal in person.get("goal", ())
    ]


def test_many_at_once_say_what_each_says_alone(practice: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = caseload_order(practice)
    together = signals_of(practice, ids)
    assert together == {id_: signal_of(practice, id_) for id_ in ids}
    assert {row.id: row.signal for row in caseload_rows(practice, ids)} == together
    monkeypatch.setattr(signals, "AT_ONCE", 5)
    assert signals_of(practice, ids) == together


def test_two_questions_whatever_the_number_of_clients(practice: Vault, questions: Callable[[], int]) -> None:
    ids = caseload_order(practice)
    questions()
    counts = []
    for asked in (ids[:1], ids, [*ids, *(f"gone-{number}" for number in range(400))]):
        assert len(signals_of(practice, asked)) == min(len(asked), len(ids))
        counts.append(questions())
    assert counts == [2, 2, 2]
    assert signals_of(practice, []) == {}
    assert questions() == 0


def test_nobody_has_no_signal(vault: Vault) -> None:
    assert signals_of(vault, ["nobody"]) == {}
    with pytest.raises(NoSuchClient):
        signal_of(vault, "nobody")


# --- Snooze ---------------------------------------------------------------------------------------------------------------


def put_off(vault: Vault, client: str, days: str) -> None:
    snooze(vault, client, SnoozeForm(days=days, reason="talked"))


def test_a_snooze_silences_and_ends(practice: Vault, clock: StillClock) -> None:
    """On the day it names the question is back."""
    maple = client_by_code(practice, "Maple-27").id
    kept = snooze(practice, maple, SnoozeForm(days="7", reason="not_the_moment"))
    assert (kept.set_on, kept.until_on, kept.reason) == (TODAY, TODAY + timedelta(7), "not_the_moment")
    signal = signal_of(practice, maple)
    assert (*said(signal), signal.snoozed) == ("not_moving", False, "", True)
    clock.forward(days=6)
    assert signal_of(practice, maple).snoozed
    clock.forward(days=1)
    signal = signal_of(practice, maple)
    assert (*said(signal), signal.snoozed) == ("not_moving", True, "goals", False)


def test_the_newest_snooze_holds(practice: Vault, clock: StillClock) -> None:
    """A week said today takes the place of four weeks said yesterday; another client's changes nothing."""
    maple, alder = (client_by_code(practice, code).id for code in ("Maple-27", "Alder-16"))
    put_off(practice, maple, "28")
    clock.forward(days=1)
    put_off(practice, maple, "7")
    assert signal_of(practice, alder).worth_a_look
    clock.forward(days=7)
    assert signal_of(practice, maple).worth_a_look


def test_a_snooze_saved_takes_its_draft_with_it(vault: Vault, client: Client) -> None:
    with writing(vault) as tx:
        tx.keep_draft(client.id, "snooze", "", "{}")
    put_off(vault, client.id, "14")
    with vault.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM draft").scalar() == 0


# --- What they say ---------------------------------------------------------------------------------------------------------


def test_asking_for_something_different_is_enough(vault: Vault, client: Client) -> None:
    give_debrief(vault, client.id, useful_today="yes")
    assert said(signal_of(vault, client.id)) == ("too_soon", False, "")
    give_debrief(vault, client.id, asked_different=True)
    assert said(signal_of(vault, client.id)) == ("too_soon", True, "asked")


def test_a_fresh_look_answers_what_they_asked_for(vault: Vault, client: Client, clock: StillClock) -> None:
    """Until they ask again. One opened before, or by mistake, is no answer."""
    early = give_look(vault, client.id)
    close_fresh_look(vault, early, CloseForm(outcome="better"))
    clock.forward(days=1)
    give_debrief(vault, client.id, asked_different=True)
    assert signal_of(vault, client.id).because == "asked"
    wrong = give_look(vault, client.id)
    close_fresh_look(vault, wrong, CloseForm(outcome="mistake"))
    assert signal_of(vault, client.id).because == "asked"
    give_look(vault, client.id)
    assert not signal_of(vault, client.id).worth_a_look
    clock.forward(days=1)
    give_debrief(vault, client.id, asked_different=True)
    assert signal_of(vault, client.id).because == "asked"


def test_not_useful_twice_running(vault: Vault, client: Client) -> None:
    """Not asked, and a meeting with no answer at all, break no run."""
    give_debrief(vault, client.id, held_on="-9", useful_today="no")
    give_debrief(vault, client.id, held_on="-5", useful_today="not_asked")
    give_debrief(vault, client.id, held_on="-4")
    assert not signal_of(vault, client.id).worth_a_look
    give_debrief(vault, client.id, useful_today="no")
    assert signal_of(vault, client.id).because == "useful"
    give_debrief(vault, client.id, useful_today="partly")
    assert not signal_of(vault, client.id).worth_a_look


def test_a_debrief_that_was_put_right_counts_no_more(vault: Vault, client: Client) -> None:
    """Neither its answers nor the numbers written in it."""
    goal = give_goal(vault, client.id, "Sleep")
    wrong = give_debrief(
        vault, client.id, useful_today="no", asked_different=True, goals=[{"goal": goal.id, "rating": "9"}]
    )
    assert signal_of(vault, client.id).because == "asked"
    assert [point.value for point in signal_of(vault, client.id).goals[0].points] == [9]
    about = {"client": client.id, "contact": "met", "safety": "nothing", "held_on": TODAY}
    with writing(vault) as tx:
        tx.add(Debrief(id=vault.new_id(), made_at=vault.clock.now(), at=vault.clock.now(), amends=wrong.id, **about))
    signal = signal_of(vault, client.id)
    assert (signal.worth_a_look, signal.goals[0].points) == (False, ())


# --- Numbers ----------------------------------------------------------------------------------------------------------------


def test_only_the_goals_they_work_on_count(vault: Vault, client: Client) -> None:
    """A goal that rests keeps its own signal."""
    sleep = low_goal(vault, client.id)
    assert said(signal_of(vault, client.id)) == ("not_moving", True, "goals")
    move_goal(vault, sleep, GoalState.RESTING)
    signal = signal_of(vault, client.id)
    assert said(signal) == ("too_soon", False, "")
    assert [(goal.kind, goal.active) for goal in signal.goals] == [(GoalSign.NOT_MOVING, False)]


def test_my_guess_is_kept_and_never_used(vault: Vault, client: Client) -> None:
    goal = low_goal(vault, client.id)
    give_numbers(vault, goal, (0, 9), given_by="worker")
    (sleep,) = signal_of(vault, client.id).goals
    assert [point.value for point in sleep.points] == [3, 3, 3, 2]


def test_of_one_day_the_last_number_counts(vault: Vault, client: Client) -> None:
    goal = low_goal(vault, client.id)
    give_numbers(vault, goal, (0, 8), (-7, 8))
    assert signal_of(vault, client.id).kind is ClientSign.MOVING_UP


def test_other_words_begin_anew(vault: Vault, client: Client) -> None:
    goal = low_goal(vault, client.id)
    reword_goal(vault, goal, RewordForm(words="Two nights", whose_idea=WhoseIdea.THEM))
    (sleep,) = signal_of(vault, client.id).goals
    assert (sleep.words, sleep.reworded, [point.value for point in sleep.points]) == ("Two nights", True, [2])


def test_no_number_from_the_future(vault: Vault, client: Client) -> None:
    """Another laptop's clock may be ahead."""
    goal = low_goal(vault, client.id)
    give_numbers(vault, goal, (1, 9), (2, 9))
    assert signal_of(vault, client.id).kind is ClientSign.NOT_MOVING


# --- We have not connected --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("last", "not_connected"), [("tried", True), ("they_cancelled", True), ("group", False)])
def test_three_tries_and_what_ends_them(vault: Vault, last: str, not_connected: bool) -> None:
    client = give_client(vault, "Birch-04", met_on="-40").id
    give_debrief(vault, client, held_on="-3", contact="tried")
    give_debrief(vault, client, held_on="-2", contact="they_cancelled")
    assert not signal_of(vault, client).not_connected
    give_debrief(vault, client, held_on="-1", contact=last)
    assert signal_of(vault, client).not_connected is not_connected


@pytest.mark.parametrize(("rhythm", "not_connected"), [("weekly", True), ("two_weeks", False), ("none", False)])
def test_twice_the_rhythm_from_the_day_they_met(vault: Vault, rhythm: str, not_connected: bool) -> None:
    client = give_client(vault, "Birch-04", met_on="-14", rhythm=rhythm).id
    signal = signal_of(vault, client)
    assert (signal.not_connected, signal.quiet.days) == (not_connected, 14)


def test_a_client_without_the_day_they_met_was_met_when_written_in(vault: Vault, client: Client) -> None:
    """An import may have left it out."""
    with writing(vault) as tx:
        tx.change(Client, client.id, met_on=None, rhythm="weekly")
    assert signal_of(vault, client.id).quiet.days == 0


def set_active(vault: Vault, client: str, since: date) -> None:
    with writing(vault) as tx:
        tx.change(Client, client, status="active", status_since=since)


def test_whoever_said_only_if_they_ask_is_not_out_of_touch(vault: Vault, clock: StillClock) -> None:
    """Until client and worker agree anew, which makes them active on a later day."""
    client = give_client(vault, "Birch-04", met_on="-40", rhythm="weekly").id
    look = give_look(vault, client)
    answers = COMPLETE[StepNumber.RESPECT] | {"contact_from_now": "only_if_they_ask"}
    first = give_step(vault, look, StepNumber.RESPECT, **answers, state="done")
    assert signal_of(vault, client).kind is ClientSign.PAUSED
    set_active(vault, client, TODAY)
    assert not signal_of(vault, client).not_connected
    give_step(vault, look, StepNumber.RESPECT, amends=first.id, **answers | {"contact_from_now": "same"}, state="done")
    assert signal_of(vault, client).not_connected, "the newest decision holds"
    give_step(vault, look, StepNumber.RESPECT, **answers, state="done")
    clock.forward(days=3)
    set_active(vault, client, clock.today())
    assert signal_of(vault, client).not_connected


# --- Looks better -----------------------------------------------------------------------------------------------------------


def test_an_open_fresh_look_looks_better_by_its_own_goals(vault: Vault, client: Client, clock: StillClock) -> None:
    sleep, other = low_goal(vault, client.id), low_goal(vault, client.id, "Papers")
    look = give_look(vault, client.id, goals=[sleep.id])
    clock.forward(days=14)
    give_numbers(vault, sleep, (-7, 5), (0, 6))
    better = better_of(vault, look)
    assert (better.holds, [(goal.words, goal.level) for goal in better.goals]) == (True, [("Sleep", 3)])
    with writing(vault) as tx:
        both = tx.change(FreshLook, look.id, goals=[sleep.id, other.id])
    assert not better_of(vault, both).holds
    with writing(vault) as tx:
        none = tx.change(FreshLook, look.id, goals=[])
    assert not better_of(vault, none).holds


# --- The file of numbers ----------------------------------------------------------------------------------------------------


@pytest.fixture
def other_assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of assets in place of the program's own."""
    monkeypatch.setattr(signals, "asset", tmp_path.joinpath)
    constants.cache_clear()
    yield tmp_path
    constants.cache_clear()


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("slipping_by = 2", "slipping_by = 11", "slipping_by"),
        ("slipping_by = 2", "sliping_by = 2", "slipping_by"),
        ("slipping_by = 2", "slipping_by = ", "signals.toml"),
    ],
)
def test_a_wrong_file_is_refused(other_assets: Path, before: str, after: str, line: str, vault: Vault) -> None:
    whole = asset("signals.toml").read_text("utf-8")
    (other_assets / "signals.toml").write_text(whole.replace(before, after), "utf-8")
    with pytest.raises(SignalsFileWrong) as refused:
        signals_of(vault, [])
    assert refused.value.line == line


def test_a_missing_file_is_refused(other_assets: Path) -> None:
    with pytest.raises(SignalsFileWrong):
        constants()


def test_an_agency_may_choose_other_numbers(other_assets: Path, vault: Vault, client: Client) -> None:
    low_goal(vault, client.id)
    whole = asset("signals.toml").read_text("utf-8")
    (other_assets / "signals.toml").write_text(
        whole.replace("not_moving_ratings = 3", "not_moving_ratings = 4"), "utf-8"
    )
    assert signal_of(vault, client.id).kind is ClientSign.TOO_SOON
