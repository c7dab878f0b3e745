"""The practice vault says what the practice file says, written through the one door."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.gates import gate_of
from psw_tui.records.goal import Goal, Rating, Rewording
from psw_tui.records.nine import STEPS
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.setting import SettingForm
from psw_tui.records.support import ContactRow, Permission, Shared
from psw_tui.resources import asset
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.clients import client_by_code
from psw_tui.services.errors import CodeTaken, PracticeFileWrong
from psw_tui.services.fresh_looks import fresh_looks_of, progress_of, shown_fresh_look
from psw_tui.services.practice import days, fill, filling
from psw_tui.services.practice.people import PracticeFile, practice_file
from psw_tui.services.record import record_of
from psw_tui.services.settings import first_settings, settings
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.read import listing, reading
from psw_tui.storage.vault import Vault, create
from tests.conftest import PASSPHRASE, StillClock

FILE: dict[str, Any] = tomllib.loads(asset("demo", "practice_caseload.toml").read_text(encoding="utf-8"))
PEOPLE: list[dict[str, Any]] = FILE["client"]
TODAY = StillClock().today()


def day(away: int) -> date:
    return TODAY + timedelta(days=away)


def every(vault: Vault, table: type[Any], code: str) -> list[Any]:
    client = client_by_code(vault, code).id
    with reading(vault) as session:
        return list(session.exec(select(table).where(table.client == client).order_by(table.id)))


def expected_states(look: dict[str, Any]) -> dict[StepNumber, State]:
    states = dict.fromkeys(StepNumber, State.TO_DO)
    return states | {StepNumber(entry["n"]): State(entry["state"]) for entry in look["step"]}


def test_all_twelve_are_there(practice: Vault) -> None:
    rows = caseload_rows(practice, caseload_order(practice))
    assert {row.code for row in rows} == {person["code"] for person in PEOPLE}
    assert len(rows) == 12
    assert {row.code: row.status for row in rows} == {person["code"]: person["status"] for person in PEOPLE}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["code"])
def test_the_steps_stand_as_in_the_file(practice: Vault, person: dict[str, Any]) -> None:
    looks = fresh_looks_of(practice, client_by_code(practice, person["code"]).id)
    in_file = sorted(person.get("fresh_look", []), key=lambda look: look["opened_day"], reverse=True)
    assert [look.opened_on for look in looks] == [day(look["opened_day"]) for look in in_file]
    progress = progress_of(practice, [look.id for look in looks])
    assert [progress[look.id].states for look in looks] == [expected_states(look) for look in in_file]
    assert [look.outcome for look in looks] == [look.get("outcome") for look in in_file]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["code"])
def test_numbers_and_records_are_those_of_the_file(practice: Vault, person: dict[str, Any]) -> None:
    code = person["code"]
    parts = {
        Goal: "goal", Debrief: "debrief", ContactRow: "contact", Permission: "permission", Shared: "shared",
        SafetyNote: "safety_note",
    }  # fmt: skip
    assert {name: len(every(practice, table, code)) for table, name in parts.items()} == {
        name: len(person.get(name, [])) for name in parts.values()
    }
    ratings = [rating for goal in person.get("goal", []) for rating in goal["ratings"]]
    assert Counter((each.day, each.value, each.no_answer, each.given_by) for each in every(practice, Rating, code)) == (
        Counter((day(r["day"]), r.get("value"), r.get("no_answer"), r.get("from", "person")) for r in ratings)
    )
    assert [(each.held_on, each.contact) for each in every(practice, Debrief, code)] == [
        (day(debrief["day"]), debrief["contact"]) for debrief in person["debrief"]
    ]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["code"])
def test_what_came_of_each_debrief(practice: Vault, person: dict[str, Any]) -> None:
    debriefs = [debrief for debrief in person["debrief"] if "next" in debrief]
    made = [each for each in every(practice, FollowUp, person["code"]) if each.linked_entity == "debrief"]
    assert [(each.what, each.who, each.state, each.moves) for each in made] == [
        (n["what"], n["who"], n["state"], n.get("moves", 0)) for n in (debrief["next"] for debrief in debriefs)
    ]
    assert [(each.made_on, each.due) for each in made] == [
        (day(d["day"]), day(d["next"].get("now_due_day", d["day"] + d["next"]["in_days"]))) for d in debriefs
    ]
    assert [each.closed_on for each in made] == [
        day(d["next"]["closed_day"]) if "closed_day" in d["next"] else None for d in debriefs
    ]


def test_steps_that_are_done_in_the_file_are_complete_by_their_own_rule(practice: Vault) -> None:
    for person in PEOPLE:
        record = record_of(practice, client_by_code(practice, person["code"]))
        context = {"today": TODAY, "gate": gate_of(record.permissions, part_2=False)}
        for look in record.fresh_looks:
            for number, entries in look.entries.items():
                form = STEPS[number].form
                for entry in entries:
                    given = form.model_validate({name: getattr(entry, name) for name in form.model_fields})
                    if given.state is State.DONE:
                        assert given.gaps(context) == {}, (person["code"], number)


def test_a_waiting_step_is_on_the_to_do_list_while_its_look_is_open(practice: Vault) -> None:
    to_do = {each.what: each for each in every(practice, FollowUp, "Maple-27")}
    waiting = to_do["the day program's answer about the quiet room"]
    assert (waiting.state, waiting.due, waiting.linked_entity) == ("open", day(1), "step_solve")
    assert to_do["go and look at the room"].who == "both"
    closed = [each for each in every(practice, FollowUp, "Willow-58") if each.linked_entity.startswith("step_")]
    assert closed
    assert {each.state for each in closed} == {"done"}


def test_a_debrief_where_they_were_not_met_says_what_was_tried(practice: Vault) -> None:
    tried = [each for each in every(practice, Debrief, "Maple-27") if each.contact == "tried"]
    assert [(each.tried, each.what_line, each.how_long, each.place) for each in tried] == [
        ('waited at the fountain, then texted "coffee?"', "", None, None)
    ]


def test_a_long_meeting_keeps_its_minutes(practice: Vault) -> None:
    found = listing(practice, "SELECT minutes FROM debrief WHERE how_long = 'more' ORDER BY minutes")
    in_file = [debrief["minutes"] for person in PEOPLE for debrief in person["debrief"]]
    assert [row["minutes"] for row in found] == sorted(minutes for minutes in in_file if minutes > 60)


def test_numbers_name_the_debrief_they_were_given_in(practice: Vault) -> None:
    debriefs = {each.id: each for each in every(practice, Debrief, "Maple-27")}
    ratings = every(practice, Rating, "Maple-27")
    assert ratings
    assert all(debriefs[each.written_in].held_on == each.day for each in ratings if each.written_in)
    newest = max(debriefs.values(), key=lambda each: each.at)
    assert sorted(goal["rating"] for goal in newest.goals) == ["1", "2", "7"]


def test_a_guess_of_the_worker_is_in_no_debrief(practice: Vault) -> None:
    guesses = [each for each in every(practice, Rating, "Sapin-38") if each.given_by == "worker"]
    assert guesses
    newest = max(every(practice, Debrief, "Sapin-38"), key=lambda each: each.at)
    assert (newest.held_on, newest.goals) == (guesses[-1].day, [])


def test_a_reworded_goal_keeps_its_old_words(practice: Vault) -> None:
    assert [(each.was, each.day, each.whose_idea) for each in every(practice, Rewording, "Alder-16")] == [
        ("Get a job", day(-35), "them")
    ]


def test_contacts_and_permissions_are_linked_by_the_rows_own_ids(practice: Vault) -> None:
    contacts = {each.id: each.label for each in every(practice, ContactRow, "Sapin-38")}
    (permission,) = every(practice, Permission, "Sapin-38")
    (shared,) = every(practice, Shared, "Sapin-38")
    assert contacts[permission.with_contact] == contacts[shared.to_contact] == "sa sœur"
    assert shared.permission == permission.id
    look = shown_fresh_look(practice, client_by_code(practice, "Sapin-38").id)
    assert look is not None
    goals = {each.id for each in every(practice, Goal, "Sapin-38")}
    assert len(look.goals) == 2
    assert set(look.goals) <= goals
    moved = [each for each in every(practice, FollowUp, "Sapin-38") if each.linked_entity == "permission"]
    assert [(each.linked_row, each.state, each.due, each.moves) for each in moved] == [
        (permission.id, "moved", day(4), 1)
    ]


def test_a_worry_stands_beside_its_debrief(practice: Vault) -> None:
    (note,) = every(practice, SafetyNote, "Tamarack-40")
    worried = next(each for each in every(practice, Debrief, "Tamarack-40") if each.id == note.debrief)
    assert worried.safety == "worried"
    assert note.told == [{"who": "supervisor", "told_on": day(-7).isoformat(), "at": "16:40"}]
    assert (note.next_check_at, note.next_check_done_on) == ("10:00", day(-6))


def test_everything_is_logged_and_can_be_found(practice: Vault) -> None:
    tables = [table.__tablename__ for table in (Client, Goal, Debrief, Rating, FollowUp, ContactRow, Permission)]
    rows = sum(listing(practice, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables)  # noqa: S608
    names = ", ".join(f"'{table}'" for table in tables)
    logged = listing(practice, f"SELECT count(*) AS n FROM change WHERE entity IN ({names})")  # noqa: S608
    assert logged[0]["n"] == rows
    hits = listing(practice, "SELECT rowid FROM search_words WHERE search_words MATCH 'earplugs'")
    assert len(hits) > 2


def test_days_are_local_and_instants_utc(practice: Vault) -> None:
    newest = max(every(practice, Debrief, "Maple-27"), key=lambda each: each.at)
    assert practice.clock.local(newest.at).strftime("%H:%M") == "10:42"
    assert practice.clock.local(newest.at).date() == newest.held_on == day(-3)
    assert newest.made_at == newest.at


def test_the_practice_house_has_settings(practice: Vault) -> None:
    found = settings(practice)
    assert (found.worker, found.team, found.on_call_phone) == ("practice", FILE["practice"]["team"], "555-0142")


def test_settings_that_are_there_stay(vault: Vault) -> None:
    fill(vault, clients=1)
    assert settings(vault).worker == "Ash"
    assert listing(vault, "SELECT DISTINCT author FROM change WHERE entity = 'client'") == [{"author": "Ash"}]


@pytest.mark.parametrize("clients", [1, 5])
def test_fewer_are_the_first_of_the_file(vault: Vault, clients: int) -> None:
    fill(vault, clients=clients)
    codes = {row["code"] for row in listing(vault, "SELECT code FROM client")}
    assert codes == {person["code"] for person in PEOPLE[:clients]}


def test_a_crowd_is_the_twelve_and_others_like_them(vault: Vault, tmp_path: Path, clock: StillClock) -> None:
    fill(vault, clients=60)
    codes = [row["code"] for row in listing(vault, "SELECT code FROM client ORDER BY id")]
    assert codes[:12] == [person["code"] for person in PEOPLE]
    assert len(set(codes)) == 60
    assert listing(vault, "SELECT 1 FROM debrief WHERE held_on > :today", today=TODAY.isoformat()) == []
    other, _code = create(tmp_path / "other", PASSPHRASE, clock=clock, profile=CHEAPEST)
    with other:
        first_settings(other, SettingForm(worker="Bo"))
        fill(other, clients=60)
        assert [row["code"] for row in listing(other, "SELECT code FROM client ORDER BY id")] == codes


def test_a_vault_that_has_them_already_is_left_alone(vault: Vault) -> None:
    fill(vault, clients=2)
    before = listing(vault, "SELECT count(*) AS n FROM change")
    with pytest.raises(CodeTaken):
        fill(vault, clients=3)
    assert listing(vault, "SELECT count(*) AS n FROM change") == before


@pytest.mark.parametrize(
    "edit",
    [
        lambda person: person.pop("met_day"),
        lambda person: person.update(status="lost in space"),
        lambda person: person.update(shoe_size=42),
        lambda person: person["debrief"][0].update(minutes=45),
        lambda person: person["fresh_look"][0]["step"][0].update(n=10),
        lambda person: person["permission"][0].update(with_contact="c9"),
        lambda person: person["goal"].append("sleep"),
    ],
)
def test_an_edited_file_that_makes_no_sense_is_named(vault: Vault, monkeypatch: pytest.MonkeyPatch, edit: Any) -> None:
    people = tomllib.loads(asset("demo", "practice_caseload.toml").read_text(encoding="utf-8"))["client"]
    edit(people[0])
    monkeypatch.setattr(filling, "practice_file", lambda: PracticeFile(FILE["practice"], tuple(people)))
    with pytest.raises(PracticeFileWrong) as caught:
        fill(vault)
    assert caught.value.place == "Maple-27"
    assert listing(vault, "SELECT 1 FROM client") == []


def test_the_file_that_came_with_the_program_can_be_read() -> None:
    assert [person["code"] for person in practice_file().people] == [person["code"] for person in PEOPLE]


def test_a_wall_clock_of_another_half_of_the_year_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    from zoneinfo import ZoneInfo

    class Toronto(StillClock):
        def local(self, instant: Any) -> Any:
            return instant.astimezone(ZoneInfo("America/Toronto"))

    clock = Toronto()
    instant = days.Days(clock, clock.today()).at(-60)  # noon in January, asked in March
    assert clock.local(instant).strftime("%H:%M") == "12:00"
