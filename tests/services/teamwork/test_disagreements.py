"""Where two wrote different things: who wrote what is listed, and a person settles it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal
from psw_tui.records.row import Row
from psw_tui.services.errors import AnswerUnknown, CodeTaken, SettledMeanwhile
from psw_tui.services.teamwork.disagreements import GaveWay, disagreements, gave_way, give_new_code, settle
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team.fold import share
from tests.services.giving import give_client, give_goal, give_look, give_step
from tests.team.laptops import Team, meet


def shared_client(some: Team, code: str = "Maple-27") -> str:
    client = give_client(some.laptops[0].vault, code).id
    share(some.laptops[0].vault, client)
    meet(some)
    return client


def change(vault: Vault, table: type[Row], row: str, **values: Any) -> None:
    with writing(vault) as tx:
        tx.change(table, row, **values)


def test_who_wrote_what_and_when_and_what_counts_meanwhile(some: Team) -> None:
    ash, bo = some.laptops
    client = shared_client(some)
    change(ash.vault, Client, client, message_ok="yes")
    change(bo.vault, Client, client, message_ok="no")
    written = {"ash": ash.clock.now(), "bo": bo.clock.now()}
    meet(some)
    for laptop in some.laptops:
        (found,) = disagreements(laptop.vault)
        assert (found.client, found.code, found.counts, found.is_mix) == (client, "Maple-27", "no", False)
        assert {(each.value, each.author, each.counts) for each in found.versions} == {
            ("yes", "ash", False),
            ("no", "bo", True),
        }
        assert {each.author: each.at for each in found.versions} == written
    settle(ash.vault, found, "yes")
    meet(some)
    for laptop in some.laptops:
        assert disagreements(laptop.vault) == []
        assert column(laptop.vault, "SELECT message_ok FROM client") == ["yes"]


def test_a_mix_can_be_kept_as_it_counts(some: Team) -> None:
    ash, bo = some.laptops
    client = shared_client(some)
    change(ash.vault, Client, client, do_not_write=["work"])
    change(bo.vault, Client, client, do_not_write=["family"])
    meet(some)
    (found,) = disagreements(bo.vault)
    assert found.is_mix
    assert sorted(found.counts) == sorted('["work", "family"]')
    settle(bo.vault, found, found.counts)
    meet(some)
    for laptop in some.laptops:
        assert disagreements(laptop.vault) == []
        assert column(laptop.vault, "SELECT do_not_write FROM client") == [found.counts]


def test_taken_back_by_one_and_written_on_by_the_other(some: Team) -> None:
    """It stays until somebody says that it goes."""
    ash, bo = some.laptops
    client = shared_client(some)
    goal = give_goal(ash.vault, client, "sleep").id
    meet(some)
    with writing(ash.vault) as tx:
        tx.withdraw(Goal, goal, 0, {})
    change(bo.vault, Goal, goal, made_at=bo.clock.now() + timedelta(seconds=1))
    meet(some)
    presence = [each for each in disagreements(ash.vault) if each.conflict.field == ""]
    assert [sorted(version.value for version in each.versions) for each in presence] == [[False, True]]
    settle(ash.vault, presence[0], False)
    meet(some)
    for laptop in some.laptops:
        assert disagreements(laptop.vault) == []
        assert column(laptop.vault, "SELECT id FROM goal") == []


def test_what_was_settled_meanwhile_is_not_settled_again(some: Team) -> None:
    ash, bo = some.laptops
    client = shared_client(some)
    change(ash.vault, Client, client, status="closed")
    change(bo.vault, Client, client, status="moved_on")
    meet(some)
    (seen,) = disagreements(ash.vault)
    settle(bo.vault, disagreements(bo.vault)[0], "moved_on")
    meet(some)
    with pytest.raises(SettledMeanwhile):
        settle(ash.vault, seen, "closed")
    assert column(ash.vault, "SELECT status FROM client") == ["moved_on"]


def test_what_is_private_is_listed_nowhere(some: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such lines never travel; where a broken program sends some, they are not shown either."""
    ash, bo = some.laptops
    client = shared_client(some)
    look = give_look(ash.vault, client)
    meet(some)
    given = {"state": "started", "doing": "CANARY"}
    entry = give_step(ash.vault, look, StepNumber.REFLECT, **given)
    broken = "psw_tui.storage.intake.as_the_team_sees_it"
    monkeypatch.setattr(broken, lambda line, **_: line)
    monkeypatch.setattr("psw_tui.records.logged.is_own", lambda _row: False)
    meet(some)
    for laptop, words in ((ash, "CANARY one"), (bo, "CANARY two")):
        change(laptop.vault, type(entry), entry.id, doing=words)
    meet(some)
    assert disagreements(ash.vault) == []


def test_a_code_another_client_has_by_now_is_not_taken(some: Team) -> None:
    ash, bo = some.laptops
    client = shared_client(some)
    change(ash.vault, Client, client, code="Birch-1")
    change(bo.vault, Client, client, code="Cedar-2")
    meet(some)
    (found,) = disagreements(ash.vault)
    other = next(each.value for each in found.versions if not each.counts)
    give_client(ash.vault, other)
    with pytest.raises(CodeTaken):
        settle(ash.vault, found, other)
    assert disagreements(ash.vault) == [found]


def test_an_answer_this_program_does_not_know_is_not_written(some: Team) -> None:
    ash, bo = some.laptops
    client = shared_client(some)
    change(ash.vault, Client, client, status="closed")
    change(bo.vault, Client, client, status="moved_on")
    meet(some)
    (found,) = disagreements(ash.vault)
    with pytest.raises(AnswerUnknown):
        settle(ash.vault, found, "a word of tomorrow")


def test_one_code_given_twice_and_two_looks_opened_at_once(some: Team) -> None:
    ash, bo = some.laptops
    client = shared_client(some)
    mistaken = give_look(ash.vault, shared_client(some, "Birch-11"))
    change(ash.vault, FreshLook, mistaken.id, closed_on=ash.clock.today(), outcome="mistake")
    for laptop in some.laptops:
        give_look(laptop.vault, client)
        share(laptop.vault, give_client(laptop.vault, "Oak-5").id)
    meet(some)
    look, code = gave_way(ash.vault)
    assert (look.kind, look.code) == (GaveWay.LOOK, "Maple-27")
    assert look.on in {laptop.clock.today() for laptop in some.laptops}
    assert code.kind is GaveWay.CODE
    assert code.code == f"Oak-5-{code.client[-4:]}"
    new = give_new_code(bo.vault, code.client)
    meet(some)
    for laptop in some.laptops:
        assert [each.kind for each in gave_way(laptop.vault)] == [GaveWay.LOOK]
        assert new in column(laptop.vault, "SELECT code FROM client")
