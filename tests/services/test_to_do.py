"""The to-do list: everything due, each thing once, the overdue first, and nothing of those who asked for a rest."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.answers import read_form
from psw_tui.records.choices import Who
from psw_tui.records.client import Client
from psw_tui.records.follow_up import FollowUp, FollowUpState
from psw_tui.records.form import NEEDED, Refused
from psw_tui.records.fresh_look import NOT_IN_THE_PAST, FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.steps.refer import ReferralStatus
from psw_tui.records.support import ContactRow, Permission
from psw_tui.services.clients import client_by_code, client_by_id
from psw_tui.services.errors import NotOpen
from psw_tui.services.follow_ups import (
    day_to_move_to,
    drop_follow_up,
    finish_follow_up,
    follow_up,
    move_follow_up,
    open_follow_ups,
)
from psw_tui.services.practice import fill
from psw_tui.services.steps import save_entry
from psw_tui.services.to_do import ToDo, ToDoKind, move, to_do, what_to_do
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault, create
from psw_tui.storage.write import writing
from tests.conftest import PASSPHRASE, StillClock
from tests.records.complete import COMPLETE
from tests.services.asking import questions_heard
from tests.services.giving import give_client, give_debrief, give_look, give_step

TODAY = StillClock().today()

ASKED = {"ask_whom": "supervisor", "need": ["ideas"], "question": "how slow is slow", "by_when": "next_meeting"}
REFERRED = COMPLETE[StepNumber.REFER] | {"sent_on": "-2", "status": "asked"}


def words(item: ToDo) -> str:
    return what_to_do(item, TODAY, lambda said, /, **values: said.format(**values) if values else said)


def lines(vault: Vault, client: str = "") -> list[tuple[str, int, str]]:
    """(kind, days from today, words) of the whole list."""
    return [(str(item.kind), (item.day - TODAY).days, words(item)) for item in to_do(vault, client).items]


def only(vault: Vault) -> ToDo:
    (item,) = to_do(vault).items
    return item


def remind(vault: Vault, client: str, what: str, away: int, **about: Any) -> str:
    with writing(vault) as tx:
        follow_up(tx, vault, client, what, TODAY + timedelta(away), linked=("client", client), **about)
    return next(item.id for item in open_follow_ups(vault, client) if item.what == what)


def allow(vault: Vault, client: str, until: int, **about: Any) -> Permission:
    rows = {"made_at": vault.clock.now(), "client": client}
    contact = about.pop("with_contact", None)
    given = {"given_on": TODAY - timedelta(30), "direction": "both", "purpose": "housing"} | about
    with writing(vault) as tx:
        if contact is None:
            row = ContactRow(id=vault.new_id(), label="sister", kind="supporter", name="Zoe", **rows)
            tx.add(row)
            contact = row.id
        until_on = TODAY + timedelta(until)
        permission = Permission(id=vault.new_id(), with_contact=contact, until_on=until_on, **rows, **given)
        tx.add(permission)
    return permission


def ask(vault: Vault, client: str, amends: str | None = None, **raw: Any) -> Any:
    """An entry of step 6 outside a fresh look: a supervision request."""
    return _outside(vault, client, StepNumber.SUPERVISION, amends, ASKED | raw)


def refer(vault: Vault, client: str, amends: str | None = None, **raw: Any) -> Any:
    """An entry of step 7 outside a fresh look: a referral."""
    return _outside(vault, client, StepNumber.REFER, amends, REFERRED | raw)


def _outside(vault: Vault, client: str, number: StepNumber, amends: str | None, raw: dict[str, Any]) -> Any:
    step = STEPS[number]
    form = read_form(step.form, raw, {"today": vault.clock.today()})
    return save_entry(vault, step, form, client=client, fresh_look=None, amends=amends)


def test_a_vault_without_anything_due_has_an_empty_list(vault: Vault, client: Client) -> None:
    found = to_do(vault)
    assert (found.items, found.resting) == ([], 0)


def test_overdue_first_then_by_day(vault: Vault) -> None:
    """However long ago it was due, over all clients."""
    for code, away in {"Ash-01": 3, "Birch-02": -2, "Cedar-03": 0, "Elm-04": -400}.items():
        remind(vault, give_client(vault, code).id, "call", away)
    assert [(item.code, item.days_over(TODAY)) for item in to_do(vault).items] == [
        ("Elm-04", 400),
        ("Birch-02", 2),
        ("Cedar-03", 0),
        ("Ash-01", 0),
    ]


def test_open_and_moved_follow_ups_and_no_others(vault: Vault, client: Client) -> None:
    ids = {what: remind(vault, client.id, what, 1) for what in ("open", "moved", "done", "dropped")}
    move_follow_up(vault, ids["moved"], TODAY + timedelta(4))
    finish_follow_up(vault, ids["done"])
    drop_follow_up(vault, ids["dropped"])
    assert lines(vault) == [("follow_up", 1, "open"), ("follow_up", 4, "moved")]
    assert [(item.id, item.reminder) for item in to_do(vault).items] == [(ids[what],) * 2 for what in ("open", "moved")]


def test_whose_it_is_and_how_often_it_was_moved(vault: Vault, client: Client) -> None:
    give_debrief(vault, client.id, next_what="ask the sister", next_who="both", next_due="-1")
    move(vault, only(vault), TODAY)
    move(vault, only(vault), TODAY + timedelta(1))
    item = only(vault)
    assert (item.who, item.moves, item.day, item.code) == (Who.BOTH, 2, TODAY + timedelta(1), "Maple-27")


def test_looking_again_is_due_while_the_look_is_open(vault: Vault, client: Client) -> None:
    look = give_look(vault, client.id, look_again_on="+5")
    assert lines(vault) == [("fresh_look", 5, "Look again at the fresh look")]
    assert only(vault).id == look.id
    with writing(vault) as tx:
        tx.change(FreshLook, look.id, closed_on=TODAY, outcome="better")
    assert to_do(vault).items == []


@pytest.mark.parametrize(("until", "listed"), [(-1, False), (0, True), (14, True), (15, False)])
def test_a_permission_is_listed_in_its_last_fourteen_days(
    vault: Vault, client: Client, until: int, listed: bool
) -> None:
    """Its last day still counts; one that has ended is not due any more."""
    allow(vault, client.id, until)
    assert lines(vault) == ([("permission", until, "Permission ends: sister, housing")] if listed else [])


def test_no_name_of_a_contact_is_in_the_list(vault: Vault, client: Client) -> None:
    allow(vault, client.id, 3)
    assert "Zoe" not in words(only(vault))


@pytest.mark.parametrize(
    "about",
    [
        {"agreed": "no"},
        {"withdrawn_on": TODAY},
        {"withdrawn_on": TODAY - timedelta(3), "withdrawn_part": "part"},
        {"given_on": TODAY + timedelta(1)},
    ],
)
def test_what_is_not_in_force_does_not_end(vault: Vault, client: Client, about: dict[str, Any]) -> None:
    """Refused, taken back, or not begun."""
    allow(vault, client.id, 5, **about)
    assert to_do(vault).items == []


def test_a_renewed_permission_is_not_ending(vault: Vault, client: Client) -> None:
    """Only a longer one, for the same purpose and not narrower, and not taken back itself."""
    first = allow(vault, client.id, 5)
    for about in ({"purpose": "money"}, {"direction": "hear"}, {"withdrawn_on": TODAY}, {"agreed": "no"}):
        allow(vault, client.id, 60, with_contact=first.with_contact, **about)
    assert only(vault).id == first.id
    allow(vault, client.id, 60, with_contact=first.with_contact)
    assert to_do(vault).items == []


def test_a_referral_is_checked_on_its_day(vault: Vault, client: Client) -> None:
    """One line for it and for the reminder it made; the line has the reminder's day."""
    entry = refer(vault, client.id, state="started", check_back_on="+4")
    assert lines(vault) == [("referral", 4, "Check back: the housing desk, asked")]
    item = only(vault)
    assert (item.id, item.status, item.fresh_look) == (entry.id, ReferralStatus.ASKED, "")
    assert item.reminder == open_follow_ups(vault, client.id)[0].id


@pytest.mark.parametrize(("check_back", "due"), [("", 5), ("+9", 9)])
def test_a_referral_stays_after_its_reminder(vault: Vault, client: Client, check_back: str, due: int) -> None:
    """A week after it was sent unless a day was given: nothing ends it but the outcome."""
    refer(vault, client.id, state="started", status="accepted", check_back_on=check_back)
    finish_follow_up(vault, only(vault).reminder)
    item = only(vault)
    assert (item.kind, item.day, item.reminder) == (ToDoKind.REFERRAL, TODAY + timedelta(due), "")


@pytest.mark.parametrize(
    "raw",
    [
        {"status": "turned_away", "state": "to_do"},
        {"status": "first_visit_happened", "state": "done"},
        {"status": "asked", "changed_their_mind_on": "today", "state": "done"},
        {"status": "waiting_list", "changed_their_mind_on": "today", "state": "to_do"},
        {"agreed": "no", "state": "said_no"},
        {"agreed": "thinking", "state": "to_do"},
    ],
)
def test_a_referral_that_is_not_under_way_is_not_checked(vault: Vault, client: Client, raw: dict[str, Any]) -> None:
    refer(vault, client.id, **raw)
    assert to_do(vault).items == []


def test_only_the_newest_of_a_chain_counts(vault: Vault, client: Client) -> None:
    """And a reminder that an earlier entry of it made belongs to it too."""
    look = give_look(vault, client.id)
    waiting = {"state": "waiting", "waiting_for": "her place", "waiting_until": "+3", "status": "waiting_list"}
    first = give_step(vault, look, StepNumber.REFER, **REFERRED | waiting)
    second = give_step(vault, look, StepNumber.REFER, amends=first.id, **REFERRED | waiting | {"to_line": "clinic"})
    items = [item for item in to_do(vault).items if item.kind is not ToDoKind.FRESH_LOOK]
    assert [(item.id, words(item), item.fresh_look) for item in items] == [
        (second.id, "Check back: clinic, waiting list", look.id)
    ]
    give_step(vault, look, StepNumber.REFER, amends=second.id, **COMPLETE[StepNumber.REFER], state="done")
    assert not [item for item in to_do(vault).items if item.kind is ToDoKind.REFERRAL]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("today", "Asked 0 d ago: how slow is slow"),
        ("-6", "Asked 6 d ago: how slow is slow"),
        ("-7", "No answer for 7 d: how slow is slow"),
        ("-40", "No answer for 40 d: how slow is slow"),
    ],
)
def test_a_question_ages_until_it_is_answered(vault: Vault, client: Client, asked: str, said: str) -> None:
    """From seven days on in other words; one line with the reminder that waiting made."""
    entry = ask(vault, client.id, state="waiting", waiting_for="an answer", waiting_until="+2", asked_on=asked)
    assert lines(vault) == [("supervision", 2, said)]
    finish_follow_up(vault, only(vault).reminder)
    item = only(vault)
    assert (item.id, item.reminder, words(item)) == (entry.id, "", said)
    ask(vault, client.id, entry.id, **COMPLETE[StepNumber.SUPERVISION], state="done")
    assert to_do(vault).items == []


@pytest.mark.parametrize(("by_when", "due"), [("today", -3), ("this_week", 4), ("next_meeting", 4)])
def test_a_question_without_a_reminder_is_due_by_when_it_was_asked(
    vault: Vault, client: Client, by_when: str, due: int
) -> None:
    raw = {"by_when": by_when, "asked_on": "-3", "waiting_for": "an answer", "waiting_until": "+2"}
    ask(vault, client.id, state="waiting", **raw)
    drop_follow_up(vault, only(vault).reminder)
    assert only(vault).day == TODAY + timedelta(due)


def test_going_on_with_a_question_does_not_make_it_younger(vault: Vault, client: Client) -> None:
    """Without a day of asking it is as old as the first entry that waited."""
    waiting = {"state": "waiting", "waiting_for": "an answer", "waiting_until": "+2"}
    first = ask(vault, client.id, held_on="-9", **waiting)
    second = ask(vault, client.id, first.id, question="and how fast", **waiting)
    item = only(vault)
    assert (item.id, words(item)) == (second.id, "No answer for 9 d: and how fast")


def test_a_question_of_many_lines_is_one(vault: Vault, client: Client) -> None:
    ask(vault, client.id, state="waiting", question="how\nslow", waiting_for="x", waiting_until="+2", asked_on="today")
    assert words(only(vault)) == "Asked 0 d ago: how slow"


def test_nothing_is_said_of_those_who_asked_for_a_rest(vault: Vault, client: Client) -> None:
    """They are counted once each; others who are not in touch stay, for what is due does not go away."""
    give_look(vault, client.id)
    for code, status in {"Ash-01": "paused_by_them", "Birch-02": "paused_by_them", "Cedar-03": "closed"}.items():
        resting = give_client(vault, code, status=status)
        remind(vault, resting.id, "call", -1)
        remind(vault, resting.id, "write", 1)
        allow(vault, resting.id, 2)
    give_client(vault, "Elm-04", status="paused_by_them")
    found = to_do(vault)
    assert ({item.code for item in found.items}, found.resting) == ({"Maple-27", "Cedar-03"}, 2)
    assert to_do(vault, client_by_code(vault, "Ash-01").id).resting == 1


def test_the_list_of_one_client(vault: Vault, client: Client) -> None:
    """Every kind is filtered."""
    for one in (client, give_client(vault, "Ash-01")):
        give_look(vault, one.id)
        allow(vault, one.id, 2)
        remind(vault, one.id, "call", 0)
        refer(vault, one.id, state="started")
        ask(vault, one.id, state="waiting", waiting_for="x", waiting_until="+2")
    assert len(to_do(vault).items) == 10
    mine = to_do(vault, client.id).items
    assert {item.code for item in mine} == {"Maple-27"}
    assert {item.kind for item in mine} == set(ToDoKind)


def test_a_reminder_of_a_private_step_is_known_as_one(vault: Vault, client: Client) -> None:
    look = give_look(vault, client.id)
    give_step(vault, look, StepNumber.LEARN, state="waiting", waiting_for="the course", waiting_until="+3")
    give_step(vault, look, StepNumber.LISTEN, state="waiting", waiting_for="her call", waiting_until="+3")
    found = {item.text: item.own_step for item in to_do(vault).items if item.kind is ToDoKind.FOLLOW_UP}
    assert found == {"the course": StepNumber.LEARN, "her call": None}


def kept(vault: Vault, id_: str) -> FollowUp:
    with writing(vault) as tx:
        return tx.get(FollowUp, id_)


def test_done_and_dropped_are_kept_with_their_day(vault: Vault, client: Client) -> None:
    """In the record and in the log; the caseload follows."""
    done, dropped = remind(vault, client.id, "call", -1), remind(vault, client.id, "write", 2)
    finish_follow_up(vault, done)
    assert (kept(vault, done).state, kept(vault, done).closed_on) == (FollowUpState.DONE, TODAY)
    assert client_by_id(vault, client.id).next_due == (TODAY + timedelta(2)).isoformat()
    drop_follow_up(vault, dropped)
    assert (kept(vault, dropped).state, kept(vault, dropped).closed_on) == (FollowUpState.DROPPED, TODAY)
    logged = listing(vault, "SELECT row FROM change WHERE op = 'change' AND entity = 'follow_up' ORDER BY seq")
    assert [row["row"] for row in logged] == [done, dropped]


def test_what_is_closed_stays_as_it_is(vault: Vault, client: Client) -> None:
    id_ = remind(vault, client.id, "call", -1)
    finish_follow_up(vault, id_)
    drop_follow_up(vault, id_)
    move_follow_up(vault, id_, TODAY)
    assert (kept(vault, id_).state, kept(vault, id_).due) == (FollowUpState.DONE, TODAY - timedelta(1))


def test_moving_counts_and_only_when_the_day_changes(vault: Vault, client: Client) -> None:
    id_ = remind(vault, client.id, "call", -1)
    for _ in range(2):
        move_follow_up(vault, id_, TODAY + timedelta(3))
    found = kept(vault, id_)
    assert (found.state, found.moves, found.due) == (FollowUpState.MOVED, 1, TODAY + timedelta(3))


def test_moving_each_kind(vault: Vault, client: Client) -> None:
    """A look-again day moves; a referral gets a reminder, for its entry is never rewritten; a permission cannot move."""
    give_look(vault, client.id)
    entry = refer(vault, client.id, state="started")
    finish_follow_up(vault, next(item.reminder for item in to_do(vault).items if item.reminder))
    allow(vault, client.id, 2)
    day = TODAY + timedelta(11)
    for item in to_do(vault).items:
        assert item.can_move is (item.kind is not ToDoKind.PERMISSION)
        if item.can_move:
            move(vault, item, day, str.upper)
        else:
            with pytest.raises(ValueError, match="permission"):
                move(vault, item, day)
    assert [(item.kind, item.day) for item in to_do(vault).items if item.can_move] == [
        (ToDoKind.FRESH_LOOK, day),
        (ToDoKind.REFERRAL, day),
    ]
    (reminder,) = open_follow_ups(vault, client.id)
    assert (reminder.what, reminder.linked_row) == ("CHECK BACK ON THE REFERRAL", entry.id)
    assert listing(vault, "SELECT check_back_on FROM step_refer")[0]["check_back_on"] is None


def test_nothing_is_moved_into_the_past(vault: Vault, client: Client) -> None:
    """Nor a fresh look that was closed meanwhile."""
    look = give_look(vault, client.id)
    remind(vault, client.id, "call", 0)
    refer(vault, client.id, state="started")
    before = to_do(vault).items
    for item in before:
        with pytest.raises(Refused) as refused:
            move(vault, item, TODAY - timedelta(1))
        assert refused.value.problems["due"].words == NOT_IN_THE_PAST
    assert to_do(vault).items == before
    with writing(vault) as tx:
        tx.change(FreshLook, look.id, closed_on=TODAY, outcome="better")
    with pytest.raises(NotOpen):
        move(vault, next(item for item in before if item.kind is ToDoKind.FRESH_LOOK), TODAY)


@pytest.mark.parametrize(
    ("typed", "day"), [("+3", TODAY + timedelta(3)), ("fri", TODAY + timedelta(7)), ("today", TODAY)]
)
def test_days_are_typed_as_people_do(typed: str, day: date) -> None:
    assert day_to_move_to(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "says"), [("", NEEDED), ("soon", "not a day"), ("-1", NOT_IN_THE_PAST), ("3/4", "two")]
)
def test_what_is_no_day_gets_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        day_to_move_to(typed, TODAY)
    assert says in refused.value.problems["due"].words


def test_the_practice_vault_lists_what_its_people_have_due(tmp_path: Path) -> None:
    """Follow-ups, looks, a permission, two referrals and one question, and nobody twice for one thing."""
    made, _code = create(tmp_path / "practice", PASSPHRASE, clock=StillClock(), profile=CHEAPEST)
    with made as practice:
        fill(practice)
        items = to_do(practice).items
        open_looks = listing(practice, "SELECT id FROM fresh_look WHERE closed_on IS NULL")
        reminders = listing(
            practice,
            "SELECT id FROM follow_up WHERE state IN ('open', 'moved')"
            " AND client NOT IN (SELECT id FROM client WHERE status = 'paused_by_them')",
        )
    of_kind = {kind: [item for item in items if item.kind is kind] for kind in ToDoKind}
    assert {item.reminder for item in items if item.reminder} == {row["id"] for row in reminders}
    assert len([item for item in items if item.reminder]) == len(reminders)
    assert {item.id for item in of_kind[ToDoKind.FRESH_LOOK]} == {row["id"] for row in open_looks}
    assert [(item.code, item.status) for item in of_kind[ToDoKind.REFERRAL]] == [
        ("Sapin-38", ReferralStatus.WAITING_LIST),
        ("Tamarack-40", ReferralStatus.ASKED),
    ]
    (question,) = of_kind[ToDoKind.SUPERVISION]
    assert (question.code, question.days_over(TODAY)) == ("Sapin-38", 2)
    assert words(question).startswith("No answer for 9 d: ")
    assert {item.code for item in of_kind[ToDoKind.PERMISSION]} == {"Maple-27"}
    assert [item.day for item in items] == sorted(item.day for item in items)


def test_five_thousand_take_five_questions_and_little_time(vault: Vault, client: Client) -> None:
    with writing(vault) as tx:
        for number in range(5000):
            follow_up(
                tx, vault, client.id, f"call {number}", TODAY + timedelta(number % 90), linked=("client", client.id)
            )
    with questions_heard(vault) as asked:
        began = time.perf_counter()
        assert len(to_do(vault).items) == 5000
        took = time.perf_counter() - began
    assert len(asked) == 5
    assert took < 1, took
