"""Workers meet on a hub: all of it gets there and comes from there, whatever goes wrong in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from psw_tui.storage.read import column
from psw_tui.team.fold import share, vector
from tests.services.giving import give_client, give_debrief
from tests.team.laptops import shared_rows
from tests.team.meeting import Agency, agency, meet
from tests.team.postgres import Server


@pytest.fixture
def east(server: Server, new_vault: Path, tmp_path: Path) -> Iterator[Agency]:
    with agency(server, new_vault, tmp_path) as made:
        yield made


def test_two_workers_meet_on_the_hub(east: Agency) -> None:
    """What the one writes the other has, as often as they meet; a client who is not shared stays at home."""
    ash, bo = east.some.laptops
    client = give_client(ash.vault, "Maple-27")
    share(ash.vault, client.id)
    give_debrief(ash.vault, give_client(ash.vault, "Oak-1").id, their_words="SECRET")
    first = meet(ash)
    assert (first.sent, first.brought) == (sum(vector(ash.vault).values()), 0)
    met = meet(bo)
    assert met.brought == first.sent - 1  # both began with the same vault
    assert met.changed > 0
    give_debrief(bo.vault, client.id, their_words="from bo")
    meet(bo)
    meet(ash)
    assert shared_rows(ash.vault) == shared_rows(bo.vault)
    assert column(ash.vault, "SELECT their_words FROM debrief WHERE their_words = 'from bo'") == ["from bo"]
    assert column(bo.vault, "SELECT code FROM client") == ["Maple-27"]
    again = meet(ash)
    assert (again.sent, again.brought, again.changed, again.waiting, again.conflicts) == (0, 0, 0, 0, 0)
