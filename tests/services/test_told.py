"""The filters that ask the rule of the signal say just what the rule says of each client by itself."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from psw_tui.records.client import Client, Rhythm, Status
from psw_tui.records.debrief import Contact, Debrief
from psw_tui.records.fresh_look import FreshLook, Outcome
from psw_tui.records.goal import GivenBy, Goal, GoalState, Rating, Rewording
from psw_tui.records.snooze import Snooze
from psw_tui.services import told
from psw_tui.services.signals import signals_of
from psw_tui.services.told import Sign, told_by
from psw_tui.services.undo import last_save, undo
from psw_tui.storage.errors import Stopped
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief

ACTS = 80


def by_the_rule(vault: Vault) -> dict[Sign, set[str]]:
    """Everybody asked about, one by one."""
    signals = signals_of(vault, column(vault, "SELECT id FROM client"))
    return {
        Sign.WORTH_A_LOOK: {id_ for id_, signal in signals.items() if signal.worth_a_look},
        Sign.NOT_CONNECTED: {id_ for id_, signal in signals.items() if signal.not_connected},
    }


def told_of(vault: Vault) -> dict[Sign, set[str]]:
    return {sign: set(told_by(vault, sign)) for sign in Sign}


class Bench:
    """What the rule looks at, changed at random, with days that have passed and some that have not come."""

    def __init__(self, vault: Vault, dice: random.Random) -> None:
        self.vault = vault
        self.dice = dice
        self.clients = column(vault, "SELECT id FROM client ORDER BY id")

    def day(self, least: int = -100, most: int = 2) -> Any:
        return self.vault.clock.today() + timedelta(
            self.dice.choice((self.dice.randint(least, most), min(most, 2), 0, -1))
        )

    def one_of(self, table: str, client: str) -> str | None:
        """From the connection itself, for a transaction is open on it."""
        found = self.vault.connection.execute(f"SELECT id FROM {table} WHERE client = ?", (client,)).fetchall()  # noqa: S608
        return self.dice.choice(found)[0] if found else None

    def act(self) -> None:
        acts = (self.debrief, self.debrief, self.debrief, self.rate, self.rate, self.rate, self.change, self.goal)
        with writing(self.vault) as tx:
            self.dice.choice((*acts, self.reword, self.look, self.snooze))(tx, self.dice.choice(self.clients))

    def rows(self, client: str) -> dict[str, Any]:
        return {"id": self.vault.new_id(), "made_at": self.vault.clock.now(), "client": client}

    def debrief(self, tx: Writer, client: str) -> None:
        amends = self.one_of("debrief", client) if self.dice.random() < 0.2 else None
        held_on, dice = self.day(), self.dice
        tx.add(
            Debrief(
                **self.rows(client),
                held_on=held_on,
                at=datetime.combine(held_on, time(12), self.vault.clock.now().tzinfo),
                contact=dice.choice([Contact.TRIED, Contact.TRIED, *Contact]),
                useful_today=dice.choice([None, "no", "no", "no", "yes", "not_asked"]),
                asked_different=dice.random() < 0.15,
                amends=amends,
            )
        )

    def rate(self, tx: Writer, client: str) -> None:
        if goal := self.one_of("goal", client):
            written_in = self.one_of("debrief", client) or ""
            value = self.dice.choice([None, *range(11)])
            given_by = self.dice.choice([GivenBy.PERSON, GivenBy.PERSON, GivenBy.WORKER])
            about = {"goal": goal, "day": self.day(), "written_in": written_in, "given_by": given_by}
            tx.add(
                Rating(**self.rows(client), **about, value=value, no_answer=None if value is not None else "not_asked")
            )

    def change(self, tx: Writer, client: str) -> None:
        status = self.dice.choice([Status.ACTIVE, Status.ACTIVE, *Status])
        tx.change(Client, client, rhythm=self.dice.choice(list(Rhythm)), met_on=self.day(-100, 0), status=status)

    def goal(self, tx: Writer, client: str) -> None:
        if goal := self.one_of("goal", client):
            kind = self.dice.choice(["reach", "keep", "find_out"])
            tx.change(Goal, goal, state=self.dice.choice([GoalState.ACTIVE, *GoalState]), kind=kind)

    def reword(self, tx: Writer, client: str) -> None:
        if goal := self.one_of("goal", client):
            tx.add(Rewording(**self.rows(client), goal=goal, day=self.day(-30, 2), was="x", whose_idea="them"))

    def look(self, tx: Writer, client: str) -> None:
        outcome = self.dice.choice([Outcome.MISTAKE, Outcome.BETTER])
        tx.add(FreshLook(**self.rows(client), opened_on=self.day(-20, 0), closed_on=self.day(-9, 0), outcome=outcome))

    def snooze(self, tx: Writer, client: str) -> None:
        tx.add(Snooze(**self.rows(client), set_on=self.day(-9, 0), until_on=self.day(-9, 9)))


@pytest.mark.parametrize("seed", range(4))
def test_it_says_what_the_rule_says_of_each(practice: Vault, clock: StillClock, seed: int) -> None:
    """After every act: what was kept and brought up to date, and what is worked out from nothing."""
    bench = Bench(practice, random.Random(seed))  # noqa: S311 - nothing here is a secret
    seen: dict[Sign, set[frozenset[str]]] = {sign: set() for sign in Sign}
    for number in range(ACTS):
        bench.act()
        if number % 10 == 9:
            clock.forward(days=bench.dice.choice([1, 7, 30]))
        wanted = by_the_rule(practice)
        assert told_of(practice) == wanted, number
        practice.worked_out.clear()
        assert told_of(practice) == wanted, f"{number}, from nothing"
        for sign, clients in wanted.items():
            seen[sign].add(frozenset(clients))
    assert all(len(answers) > 2 for answers in seen.values()), "the acts hardly change the answers"


def test_what_is_taken_back_counts_no_more(vault: Vault, client: Client) -> None:
    for _ in range(3):
        give_debrief(vault, client.id, contact="tried")
    assert told_by(vault, Sign.NOT_CONNECTED) == {client.id}
    undo(vault, last_save(vault))
    assert told_by(vault, Sign.NOT_CONNECTED) == set()


def test_only_those_written_about_are_asked_about_again(practice: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the filter would take as long each time the caseload comes up."""
    told_of(practice)
    asked: list[str] = []

    def signals(vault: Vault, ids: Any) -> Any:
        asked.extend(ids)
        return signals_of(vault, ids)

    monkeypatch.setattr(told, "signals_of", signals)
    told_of(practice)
    assert asked == []
    client = column(practice, "SELECT id FROM client ORDER BY id")[3]
    give_debrief(practice, client)
    told_of(practice)
    assert set(asked) == {client}


def test_numbers_of_the_log_that_are_given_again_hide_nothing(vault: Vault, client: Client) -> None:
    """Erasing the client written about last frees the newest numbers of the log for others."""
    for _ in range(2):
        give_debrief(vault, client.id, contact="tried")
    other = give_client(vault, "Birch-11")
    assert told_by(vault, Sign.NOT_CONNECTED) == set()
    vault.connection.execute("INSERT INTO erasing VALUES (?)", (other.id,))
    vault.connection.execute("DELETE FROM change WHERE client = ?", (other.id,))
    give_debrief(vault, client.id, contact="tried")
    assert told_by(vault, Sign.NOT_CONNECTED) == {client.id}


def test_whoever_does_not_wait_stops_it_and_loses_nothing(practice: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped between two parts; the next time it is worked out from the beginning."""
    wanted = by_the_rule(practice)
    monkeypatch.setattr(told, "AT_ONCE", 1)

    def signals(vault: Vault, ids: Any) -> Any:
        vault.stopping.stop()
        return signals_of(vault, ids)

    with monkeypatch.context() as patched:
        patched.setattr(told, "signals_of", signals)
        with pytest.raises(Stopped):
            told_by(practice, Sign.WORTH_A_LOOK)
    assert told_of(practice) == wanted
