"""What whoever supervises is asked, across the team, and that they can answer."""

from __future__ import annotations

from psw_tui.domain.steps import StepNumber
from psw_tui.records.answers import read_form
from psw_tui.records.nine import STEPS
from psw_tui.records.safety_note import SafetyNoteForm
from psw_tui.services.safety import check_in_done, save_safety_note
from psw_tui.services.steps import entries_of_client, save_entry
from psw_tui.services.teamwork.asked import asked_of_the_team
from psw_tui.services.teamwork.sharing import share_client
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from tests.records.complete import context
from tests.services.giving import give_client, give_look, give_step
from tests.team.laptops import Team, meet

SIX = STEPS[StepNumber.SUPERVISION]
ASKED = {
    "ask_whom": "supervisor",
    "need": ["ideas", "safety"],
    "question": "How do I go on?",
    "state": "waiting",
    "waiting_for": "an answer",
    "waiting_until": "+7",
}
NOTED = {"what_i_did": ["other"], "next_check_on": "today", "next_check_at": "16:00", "saw_or_heard": "hardly slept"}


def note(vault: Vault, client: str, **raw: object) -> str:
    form = read_form(SafetyNoteForm, NOTED | raw, context(vault.clock.today()) | {"record_mode": "full"})
    return save_safety_note(vault, client, "", form).id


def test_of_shared_clients_only_with_who_wrote_it_the_most_pressing_first(some: Team) -> None:
    ash, bo = some.laptops
    clients = [give_client(ash.vault, code).id for code in ("Maple-27", "Birch-11")]
    looks = [give_look(ash.vault, client) for client in clients]
    notes = []
    for look, by_when in zip(looks, ("next_meeting", "today"), strict=True):
        give_step(ash.vault, look, StepNumber.SUPERVISION, **ASKED | {"by_when": by_when})
        notes += [note(ash.vault, look.client, told=[{"who": "sup", "at": "9:00"}]), note(ash.vault, look.client)]
    assert asked_of_the_team(ash.vault).questions == []
    share_client(ash.vault, clients[0], ash.clock.today())
    meet(some)
    assert {each.code for each in asked_of_the_team(bo.vault).questions} == {"Maple-27"}
    assert {each.code for each in asked_of_the_team(ash.vault).worries} == {"Maple-27"}
    share_client(ash.vault, clients[1], ash.clock.today())
    meet(some)
    found = asked_of_the_team(bo.vault)
    assert [(each.code, each.by_when, each.author) for each in found.questions] == [
        ("Birch-11", "today", "ash"),
        ("Maple-27", "next_meeting", "ash"),
    ]
    assert {each.look for each in found.questions} == {look.id for look in looks}
    assert [(each.told, each.author, each.what) for each in found.worries] == [
        *([(False, "ash", "hardly slept")] * 2),
        *([(True, "ash", "hardly slept")] * 2),
    ]
    assert [(each.code, each.agreed_on) for each in found.clients] == [
        ("Birch-11", ash.clock.today()),
        ("Maple-27", ash.clock.today()),
    ]
    for each in notes:
        check_in_done(bo.vault, each)
    meet(some)
    left = [(each.told, each.next_check_on, each.author) for each in asked_of_the_team(ash.vault).worries]
    assert left == [(False, None, "ash")] * 2


def test_a_supervisor_answers_a_client_of_somebody_else(some: Team) -> None:
    """By going on with step 6 as its own worker would; the waiting, and its to-do, are over on both laptops."""
    ash, bo = some.laptops
    look = give_look(ash.vault, give_client(ash.vault, "Maple-27").id)
    give_step(ash.vault, look, StepNumber.SUPERVISION, **ASKED | {"by_when": "today"})
    share_client(ash.vault, look.client, ash.clock.today())
    meet(some)
    (question,) = asked_of_the_team(bo.vault).questions
    (entry,) = entries_of_client(bo.vault, SIX, question.client)
    assert (entry.id, entry.fresh_look) == (question.row, question.look)
    answer = {"answer_on": "today", "advised": "ask them", "will_do": "ask", "fits_peer_values": "yes", "state": "done"}
    raw = ASKED | {"by_when": "today"} | answer
    form = read_form(SIX.form, raw, context(bo.clock.today()))
    save_entry(bo.vault, SIX, form, client=look.client, fresh_look=look.id, amends=entry.id)
    meet(some)
    for laptop in some.laptops:
        assert asked_of_the_team(laptop.vault).questions == []
        (now,) = entries_of_client(laptop.vault, SIX, look.client)
        assert (now.advised, now.amends) == ("ask them", entry.id)
        assert column(laptop.vault, "SELECT state FROM follow_up") == ["done"]
