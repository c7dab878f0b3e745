"""Only what a client agreed to share reaches the team, from the beginning, and nothing that is the worker's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.records.leaving import Erasure
from psw_tui.records.snooze import Snooze
from psw_tui.services.undo import last_save, undo
from psw_tui.storage.change import NOTHING
from psw_tui.storage.errors import Forked
from psw_tui.storage.intake import erase
from psw_tui.storage.read import column, listing
from psw_tui.storage.replay import differences
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team.fold import conflicts, missing, outgoing, pick, share, start_anew, take_in, this_device, vector
from tests.records.complete import COMPLETE
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step
from tests.team.laptops import Laptop, Team, meet, shared_rows, team


@pytest.fixture
def some(new_vault: Path, tmp_path: Path) -> Iterator[Team]:
    with team(new_vault, tmp_path, 3, size=2) as made:
        yield made


def bring(here: Laptop, there: Laptop) -> None:
    take_in(there.vault, outgoing(here.vault, vector(there.vault)))


def a_whole_record(vault: Vault, code: str) -> Client:
    """A client with a bit of everything, among it all that is private, marked CANARY."""
    client = give_client(vault, code, goes_by="Al")
    give_debrief(vault, client.id, their_words="seen", how_am_i="shaken", next_what="call", next_due="+2")
    give_goal(vault, client.id, "sleep through", rating="4")
    look = give_look(vault, client.id)
    give_step(
        vault,
        look,
        StepNumber.REFLECT,
        **COMPLETE[StepNumber.REFLECT] | {"state": "done", "doing": "CANARY", "remind_on": "+3"},
    )
    give_step(
        vault,
        look,
        StepNumber.LEARN,
        **COMPLETE[StepNumber.LEARN] | {"state": "done", "learned": "CANARY", "share": "no"},
    )
    give_step(vault, look, StepNumber.LISTEN, **COMPLETE[StepNumber.LISTEN] | {"state": "done"})
    give_step(vault, look, StepNumber.RESPECT, **COMPLETE[StepNumber.RESPECT] | {"state": "done", "worry": "CANARY"})
    with writing(vault) as tx:
        today = vault.clock.today()
        tx.add(Snooze(id=vault.new_id(), made_at=vault.clock.now(), client=client.id, set_on=today, until_on=today))
    return client


@pytest.mark.parametrize("early", [True, False], ids=["shared before it was written", "shared afterwards"])
def test_a_shared_client_comes_whole_and_nothing_private_comes(some: Team, early: bool) -> None:
    ash, bo = some.laptops
    if early:
        client = give_client(ash.vault, "Maple-27")
        share(ash.vault, client.id)
        give_debrief(ash.vault, client.id, their_words="seen", how_am_i="shaken")
    client = a_whole_record(ash.vault, "Maple-28")
    bring(ash, bo)
    assert column(bo.vault, "SELECT code FROM client WHERE code = 'Maple-28'") == []
    share(ash.vault, client.id)
    bring(ash, bo)
    assert shared_rows(ash.vault) == shared_rows(bo.vault)
    there = json.dumps([line.vals for line in outgoing(bo.vault, {})])
    assert "CANARY" not in there
    assert "shaken" not in there
    for table in ("step_reflect", "step_learn", "snooze"):
        assert column(bo.vault, f"SELECT id FROM {table}") == []
        assert column(ash.vault, f"SELECT id FROM {table}") != []
    assert column(bo.vault, "SELECT linked_entity FROM follow_up WHERE linked_entity = 'step_reflect'") == []
    assert list(differences(ash.vault)) == list(differences(bo.vault)) == []


def test_what_is_not_shared_keeps_its_numbers_and_says_nothing(some: Team) -> None:
    """The lines have no gap and no content, and they say the same whoever asks and when, also after sharing."""
    ash, bo = some.laptops
    client = a_whole_record(ash.vault, "Maple-28")
    before = outgoing(ash.vault, {})
    assert {(line.op, line.vals, line.client, line.row, line.author) for line in before} == {
        (NOTHING, "{}", "", "", "")
    }
    bring(ash, bo)
    share(ash.vault, client.id)
    after = outgoing(ash.vault, {})
    assert [line for line in after if line in before] == before
    for device in {line.device for line in after}:
        numbers = [line.seq for line in after if line.device == device]
        assert numbers == list(range(1, len(numbers) + 1))


def test_once_no_longer_shared_nothing_more_comes(some: Team) -> None:
    ash, bo = some.laptops
    client = give_client(ash.vault, "Maple-27")
    share(ash.vault, client.id)
    bring(ash, bo)
    with writing(ash.vault) as tx:
        tx.change(Client, client.id, shared_with_team=False)
    give_debrief(ash.vault, client.id, their_words="CANARY")
    bring(ash, bo)
    assert column(bo.vault, "SELECT shared_with_team FROM client") == [0]
    give_debrief(bo.vault, client.id, their_words="CANARY")
    bring(bo, ash)
    assert not any("CANARY" in line.vals for each in some.laptops for line in outgoing(each.vault, {}))


def test_erased_is_erased_everywhere_whatever_comes_later(some: Team) -> None:
    ash, bo = some.laptops
    client = a_whole_record(ash.vault, "Maple-27")
    share(ash.vault, client.id)
    meet(some)
    give_debrief(bo.vault, client.id, their_words="CANARY of bo")
    late = outgoing(bo.vault, vector(ash.vault))
    with writing(ash.vault) as tx:
        about = {"erases": client.id, "code": client.code, "reason": "time", "asked_by": "Ash"}
        row = Erasure(id=ash.vault.new_id(), made_at=ash.clock.now(), **about)
        tx.add(row)
        tx.change(Erasure, row.id, fate="erased")
        erase(tx, client.id)
    bring(ash, bo)
    take_in(ash.vault, late)
    for laptop in some.laptops:
        assert column(laptop.vault, "SELECT id FROM client") == column(laptop.vault, "SELECT id FROM debrief") == []
        assert column(laptop.vault, "SELECT row FROM search WHERE client = :it", it=client.id) == []
        assert (
            column(laptop.vault, "SELECT seq FROM change WHERE client = :it OR vals LIKE '%CANARY%'", it=client.id)
            == []
        )
        assert column(laptop.vault, "SELECT fate FROM erasure") == ["erased"]
        assert list(differences(laptop.vault)) == []
    meet(some)
    assert vector(ash.vault) == vector(bo.vault)
    give_client(bo.vault, "Birch-3")  # numbers go on, none is given twice
    meet(some)
    assert vector(ash.vault) == vector(bo.vault)


def test_a_conflict_is_listed_with_who_wrote_what_and_settled_by_picking(some: Team) -> None:
    ash, bo = some.laptops
    client = give_client(ash.vault, "Maple-27")
    share(ash.vault, client.id)
    meet(some)
    for laptop, value in ((ash, "no"), (bo, "yes")):
        with writing(laptop.vault) as tx:
            tx.change(Client, client.id, message_ok=value)
    meet(some)
    for laptop in some.laptops:
        (conflict,) = conflicts(laptop.vault)
        assert {(head.value, head.told.author) for head in conflict.heads} == {("no", "ash"), ("yes", "bo")}
        assert column(laptop.vault, "SELECT message_ok FROM client") == ["no"]
    pick(bo.vault, conflict, "yes")
    meet(some)
    for laptop in some.laptops:
        assert conflicts(laptop.vault) == []
        assert column(laptop.vault, "SELECT message_ok FROM client") == ["yes"]


def test_a_gap_holds_back_what_follows_and_the_next_stick_fills_it(some: Team) -> None:
    ash, bo = some.laptops
    share(ash.vault, give_client(ash.vault, "Maple-27").id)
    lines = outgoing(ash.vault, vector(bo.vault))
    take_in(bo.vault, lines[2:])
    device = lines[0].device
    assert missing(bo.vault) == {device: lines[2].seq}
    assert device not in {line.device for line in outgoing(bo.vault, {}) if line.seq >= lines[0].seq}
    assert column(bo.vault, "SELECT id FROM client") == []
    take_in(bo.vault, lines[:2])
    assert missing(bo.vault) == {}
    assert shared_rows(bo.vault) == shared_rows(ash.vault)


def test_two_looks_opened_at_once_leave_the_older_open(some: Team) -> None:
    client = give_client(some.laptops[0].vault, "Maple-27")
    share(some.laptops[0].vault, client.id)
    meet(some)
    for laptop in some.laptops:
        give_look(laptop.vault, client.id)
    meet(some)
    for laptop in some.laptops:
        looks = listing(laptop.vault, "SELECT closed_on, outcome FROM fresh_look ORDER BY id")
        assert [look["outcome"] for look in looks] == [None, "mistake"]
        assert list(differences(laptop.vault)) == []


def test_undoing_works_where_others_write_too(some: Team) -> None:
    ash, bo = some.laptops
    client = give_client(ash.vault, "Maple-27")
    share(ash.vault, client.id)
    meet(some)
    give_goal(bo.vault, client.id, "eat", rating="4")
    undo(bo.vault, last_save(bo.vault))
    meet(some)
    assert column(ash.vault, "SELECT id FROM goal") == column(bo.vault, "SELECT id FROM goal") == []
    assert list(differences(bo.vault)) == []


def test_what_a_newer_program_wrote_waits_in_the_log_and_is_passed_on(some: Team) -> None:
    ash, bo = some.laptops
    client = give_client(ash.vault, "Maple-27")
    share(ash.vault, client.id)
    lines = outgoing(ash.vault, {})
    of_ash = this_device(ash.vault)
    last = [line for line in lines if line.device == of_ash][-1]
    newer = [
        replace(last, seq=last.seq + 1, clock=last.clock + 1, entity="moon", vals='{"phase": "new"}'),
        replace(last, seq=last.seq + 2, clock=last.clock + 2, vals='{"phase": 1, "pronouns": "ze"}'),
        replace(last, seq=last.seq + 3, clock=last.clock + 3, vals='{"hold": "not a number"}'),
    ]
    take_in(bo.vault, [*lines, *newer])
    assert column(bo.vault, "SELECT code FROM client") == ["Maple-27"]
    assert [line for line in outgoing(bo.vault, {}) if line.device == of_ash][-3:] == newer
    assert list(differences(bo.vault)) == []


def test_a_line_of_ours_that_we_never_wrote_is_a_fork(some: Team) -> None:
    ash, bo = some.laptops
    share(ash.vault, give_client(ash.vault, "Maple-27").id)
    meet(some)
    newest = [line for line in outgoing(ash.vault, {}) if line.device == this_device(ash.vault)][-1]
    with pytest.raises(Forked):
        take_in(ash.vault, [replace(newest, seq=newest.seq + 1, clock=newest.clock + 1)])
    assert start_anew(ash.vault, newest.seq + 1) != newest.device
    take_in(ash.vault, [replace(newest, seq=newest.seq + 1, clock=newest.clock + 1)])
    bring(ash, bo)
    assert vector(ash.vault) == vector(bo.vault)


def test_a_clock_a_year_ahead_does_not_stop_those_who_follow(some: Team) -> None:
    ash, bo = some.laptops
    client = give_client(ash.vault, "Maple-27")
    share(ash.vault, client.id)
    meet(some)
    ash.clock.instant += timedelta(days=365)
    for laptop, value in ((ash, "she"), (bo, "he")):
        with writing(laptop.vault) as tx:
            tx.change(Client, client.id, pronouns=value)
        meet(some)
    assert column(ash.vault, "SELECT pronouns FROM client") == column(bo.vault, "SELECT pronouns FROM client") == ["he"]
