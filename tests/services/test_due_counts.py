"""How much is due is counted in the vault, and put in order there, always as the list shows it, whatever happens to the
records."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client, Status
from psw_tui.records.follow_up import FollowUp, FollowUpState
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.steps.refer import ReferralStatus
from psw_tui.records.support import ContactRow, Permission
from psw_tui.services.to_do import ToDoList, due_counts, to_do, to_do_rows
from psw_tui.services.to_do_order import ID, to_do_beginning, to_do_order
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing
from tests.conftest import StillClock

ACTS = 60


class Bench:
    """Records changed at random, in ways the screens allow and in some that only an older program may have left."""

    def __init__(self, vault: Vault, dice: random.Random) -> None:
        self.vault = vault
        self.dice = dice
        self.clients = column(vault, "SELECT id FROM client ORDER BY id")

    def day(self, least: int = -9, most: int = 9) -> Any:
        return self.vault.clock.today() + timedelta(self.dice.randint(least, most))

    def one_of(self, table: str, where: str = "1") -> str | None:
        """From the connection itself, for a transaction is open on it."""
        found = self.vault.connection.execute(f"SELECT id FROM {table} WHERE {where} ORDER BY id").fetchall()  # noqa: S608 - our own names
        return self.dice.choice(found)[0] if found else None

    def act(self) -> None:
        with writing(self.vault) as tx:
            self.dice.choice((self.remind, self.end, self.look, self.allow, self.entry, self.entry, self.rest))(tx)

    def rows(self) -> dict[str, Any]:
        client = self.dice.choice(self.clients)
        return {"id": self.vault.new_id(), "made_at": self.vault.clock.now(), "client": client}

    def remind(self, tx: Writer) -> None:
        entity = self.dice.choice(["client", "step_refer", "step_supervision"])
        linked = self.one_of(entity) or ""
        tx.add(
            FollowUp(
                **self.rows(),
                what="x",
                due=self.day(),
                made_on=self.day(-9, 0),
                linked_entity=entity,
                linked_row=linked,
            )
        )

    def end(self, tx: Writer) -> None:
        if item := self.one_of("follow_up"):
            tx.change(FollowUp, item, state=self.dice.choice(list(FollowUpState)), due=self.day())

    def look(self, tx: Writer) -> None:
        if item := self.one_of("fresh_look", "closed_on IS NULL"):
            tx.change(
                FreshLook, item, look_again_on=self.day(), closed_on=self.dice.choice([None, None, self.day(-9, 0)])
            )

    def allow(self, tx: Writer) -> None:
        about = self.rows()
        contact = self.one_of("contact", f"client = '{about['client']}'")
        if contact is None:
            contact = self.vault.new_id()
            tx.add(ContactRow(**about | {"id": contact}, label="sister", kind="supporter"))
        about |= {"agreed": self.dice.choice(["yes", "yes", "no"]), "direction": self.dice.choice(["both", "hear"])}
        withdrawn = self.dice.choice([None, None, self.day(-1, 1)])
        given = {"given_on": self.day(-9, 1), "until_on": self.day(-1, 2), "withdrawn_on": withdrawn}
        tx.add(Permission(with_contact=contact, purpose=self.dice.choice(["housing", "money"]), **about, **given))

    def entry(self, tx: Writer) -> None:
        """A referral or a question: new, or going on with any other, be it one that was gone on with already."""
        number = self.dice.choice((StepNumber.REFER, StepNumber.SUPERVISION))
        table = STEPS[number].table
        amends = self.one_of(str(table.__tablename__)) if self.dice.random() < 0.6 else None
        about = self.rows() | {"amends": amends, "held_on": self.day(-12, 0)}
        about["state"] = self.dice.choice(["started", "waiting", "waiting", "done"])
        if number is StepNumber.REFER:
            status = self.dice.choice(list(ReferralStatus))
            days = {
                "sent_on": self.dice.choice([None, self.day()]),
                "check_back_on": self.dice.choice([None, self.day()]),
            }
            about |= days | {"status": status, "changed_their_mind_on": self.dice.choice([None, None, self.day()])}
        else:
            asked = self.dice.choice([None, self.day(-12, 0)])
            about |= {"question": "x", "by_when": self.dice.choice(["today", "this_week"]), "asked_on": asked}
        tx.add(table(**about))

    def rest(self, tx: Writer) -> None:
        tx.change(Client, self.dice.choice(self.clients), status=self.dice.choice([Status.ACTIVE, Status.PAUSED]))


def in_pages(vault: Vault, everything: ToDoList) -> bool:
    """The order tells the same, and so do the rows: the first ones, and any of them asked for by id."""
    ids = [item.id for item in everything.items]
    order = to_do_order(vault)
    assert (order.ids, order.resting, order.is_whole) == ("".join(ids), everything.resting, True)
    assert (order.due, order.over) == due_counts(vault)
    assert to_do_rows(vault, ids[::3]) == everything.items[::3]
    for rows in (1, 5, 1000):
        beginning = to_do_beginning(vault, "", rows)
        assert beginning.rows == everything.items[:rows]
        assert order.ids.startswith(beginning.order.ids)
        assert len(beginning.order.ids) >= min(rows, len(ids)) * ID
        assert beginning.order.is_whole or rows < len(ids)
    client = everything.items[0].client if ids else ""
    mine = to_do(vault, client)
    assert to_do_beginning(vault, client, 1).order.ids == "".join(item.id for item in mine.items)
    return True


@pytest.mark.parametrize("seed", range(4))
def test_what_is_counted_is_what_is_listed(practice: Vault, clock: StillClock, seed: int) -> None:
    """After every act, and as the days go by."""
    bench, seen = Bench(practice, random.Random(seed)), set()  # noqa: S311 - nothing here is a secret
    for number in range(ACTS):
        bench.act()
        if number % 10 == 9:
            clock.forward(days=1)
        today = clock.today()
        everything = to_do(practice)
        assert in_pages(practice, everything), number
        days = [item.day for item in everything.items]
        listed = sum(day == today for day in days), sum(day < today for day in days)
        assert due_counts(practice) == listed, number
        seen.add(listed)
    assert len(seen) > ACTS / 4, "the acts hardly change what is due"


def test_nothing_is_due_in_an_empty_vault(vault: Vault) -> None:
    assert due_counts(vault) == (0, 0)
    assert to_do_beginning(vault, "", 5).rows == to_do_rows(vault, []) == []
    assert to_do_order(vault).ids == ""
