"""What is due next is right at every moment: triggers keep it, and this works it out anew and compares."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psw_tui.records.client import NEVER, Client, ClientForm
from psw_tui.records.follow_up import FollowUp, FollowUpState
from psw_tui.records.fresh_look import FreshLook
from psw_tui.services.clients import add_client, client_by_id
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault, open_with_passphrase
from psw_tui.storage.write import writing
from tests.conftest import PASSPHRASE, StillClock

TODAY = StillClock().today()
days = st.integers(-30, 60).map(lambda away: TODAY + timedelta(away))
acts = st.lists(
    st.one_of(
        st.tuples(st.just("add"), days),
        st.tuples(st.just("move"), days, st.integers(0, 9)),
        st.tuples(st.sampled_from(["done", "dropped", "reopen", "remove"]), st.integers(0, 9)),
        st.tuples(st.just("open look"), st.none() | days),
        st.tuples(st.just("put off look"), days),
        st.tuples(st.just("close look")),
        st.tuples(st.just("remove look")),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def shared(new_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """One vault for all the examples; each has clients of its own."""
    folder = tmp_path_factory.mktemp("due") / "vault"
    shutil.copytree(new_vault, folder)
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as opened:
        yield opened


class Bench:
    """One client, what was put on their to-do list, and what should be due next."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        form = ClientForm(knows_notes="yes", met_on=TODAY)
        self.client = add_client(vault, form, vault.new_id()).id  # the code does not matter here
        self.due: dict[str, tuple[date, bool]] = {}
        self.look: tuple[str, date | None] | None = None

    @property
    def expected(self) -> str:
        open_days = [day for day, is_open in self.due.values() if is_open]
        if self.look and self.look[1]:
            open_days.append(self.look[1])
        return min(open_days).isoformat() if open_days else NEVER

    @property
    def kept(self) -> str:
        return client_by_id(self.vault, self.client).next_due

    def act(self, kind: str, *given: Any) -> None:
        rows: dict[str, Any] = {"id": self.vault.new_id(), "made_at": self.vault.clock.now(), "client": self.client}
        with writing(self.vault) as tx:
            match kind, *given:
                case "add", day:
                    tx.add(FollowUp(what="call", due=day, made_on=TODAY, **rows))
                    self.due[rows["id"]] = day, True
                case "open look", day if self.look is None:
                    tx.add(FreshLook(opened_on=TODAY, look_again_on=day, **rows))
                    self.look = rows["id"], day
                case "put off look", day if self.look:
                    tx.change(FreshLook, self.look[0], look_again_on=day)
                    self.look = self.look[0], day
                case ("close look",) if self.look:
                    tx.change(FreshLook, self.look[0], closed_on=TODAY)
                    self.look = None
                case "move", day, nth if self.due:
                    tx.change(FollowUp, id_ := self.nth(nth), due=day, state=FollowUpState.MOVED)
                    self.due[id_] = day, True
                case (("done" | "dropped"), nth) if self.due:
                    tx.change(FollowUp, id_ := self.nth(nth), state=FollowUpState(kind))
                    self.due[id_] = self.due[id_][0], False
                case "reopen", nth if self.due:
                    tx.change(FollowUp, id_ := self.nth(nth), state=FollowUpState.OPEN)
                    self.due[id_] = self.due[id_][0], True
        if kind == "remove" and self.due:
            self.vault.connection.execute("DELETE FROM follow_up WHERE id = ?", (id_ := self.nth(given[0]),))
            del self.due[id_]
        if kind == "remove look" and self.look:
            self.vault.connection.execute("DELETE FROM fresh_look WHERE id = ?", (self.look[0],))
            self.look = None

    def nth(self, number: int) -> str:
        return list(self.due)[number % len(self.due)]


@given(acts=acts)
@settings(max_examples=60, deadline=None)
def test_next_due_is_the_soonest_of_what_is_open(shared: Vault, acts: list[tuple[Any, ...]]) -> None:
    """After every single act: added, moved, done, dropped, opened again, erased; follow-ups and fresh looks alike."""
    bench, other = Bench(shared), Bench(shared)
    other.act("add", TODAY)
    for act in acts:
        bench.act(*act)
        assert bench.kept == bench.expected
    assert other.kept == TODAY.isoformat()


def test_what_triggers_keep_is_not_in_the_log(vault: Vault, client: Client) -> None:
    """The log says what people did; what follows from it is worked out anew."""
    with writing(vault) as tx:
        tx.add(
            FollowUp(
                id=vault.new_id(),
                made_at=vault.clock.now(),
                client=client.id,
                what="call",
                due=TODAY,
                made_on=TODAY,
            )
        )
    logged = listing(vault, "SELECT vals FROM change WHERE entity = 'client'")
    assert len(logged) == 1
    assert "next_due" not in logged[0]["vals"]
    assert client_by_id(vault, client.id).next_due == TODAY.isoformat()
