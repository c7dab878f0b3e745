"""What each filter of the caseload shows, in the practice caseload and for edges of its days."""

from __future__ import annotations

import pytest

from psw_tui.records.client import Client
from psw_tui.records.setting import Showing
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.signals import signals_of
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief, give_look


def shown(vault: Vault, showing: Showing, typed: str = "", *, names: bool = False) -> set[str]:
    return {row.code for row in caseload_rows(vault, caseload_order(vault, showing, typed, names=names))}


def test_every_filter_shows_what_its_rows_say(practice: Vault) -> None:
    """The row itself is the witness: the day that is due, the marks, the words of the signal."""
    everybody = caseload_rows(practice, caseload_order(practice))
    today = practice.clock.today()
    active = {row.code for row in everybody if row.status == "active"}
    assert shown(practice, Showing.ALL) == {row.code for row in everybody}
    assert shown(practice, Showing.DUE) == active & {
        row.code for row in everybody if row.next_due and row.next_due <= today
    }
    assert shown(practice, Showing.OPEN_LOOKS) == {
        row.code for row in everybody if row.fresh_look and row.fresh_look.closed_on is None
    }
    assert shown(practice, Showing.PAUSED) == {row.code for row in everybody if row.status == "paused_by_them"}
    signals = signals_of(practice, [row.id for row in everybody])
    assert shown(practice, Showing.WORTH_A_LOOK) == active & {
        row.code for row in everybody if signals[row.id].worth_a_look
    }
    assert shown(practice, Showing.NOT_CONNECTED) == active & {
        row.code for row in everybody if signals[row.id].not_connected
    }
    for showing in Showing:
        assert shown(practice, showing), f"the practice caseload has nobody for {showing}"


def test_mine_is_what_i_or_both_of_us_are_to_do(vault: Vault, client: Client) -> None:
    other = give_client(vault, "Birch-11")
    give_debrief(vault, client.id, next_what="ring", next_due="today", next_who="me")
    give_debrief(vault, other.id, next_what="call me", next_due="today", next_who="them")
    assert shown(vault, Showing.MINE_TODAY) == {"Maple-27"}
    assert shown(vault, Showing.DUE) == {"Maple-27", "Birch-11"}


def test_tomorrow_is_not_due_today(vault: Vault, client: Client, clock: StillClock) -> None:
    give_debrief(vault, client.id, next_what="ring", next_due="tomorrow")
    assert shown(vault, Showing.DUE) == set()
    clock.forward(days=1)
    assert shown(vault, Showing.DUE) == {"Maple-27"}


def test_a_filter_goes_with_what_was_typed(vault: Vault, client: Client) -> None:
    give_client(vault, "Birch-11", goes_by="Maple lover")
    give_look(vault, client.id)
    assert shown(vault, Showing.ALL, "map") == {"Maple-27"}
    assert shown(vault, Showing.ALL, "map", names=True) == {"Maple-27", "Birch-11"}
    assert shown(vault, Showing.OPEN_LOOKS, "birch") == set()


@pytest.mark.parametrize("typed", ["%", "_", "!", "'", "-2%", "[/]"])
def test_signs_are_only_themselves(vault: Vault, client: Client, typed: str) -> None:
    assert shown(vault, Showing.ALL, typed) == set()
