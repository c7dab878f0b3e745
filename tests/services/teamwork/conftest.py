"""Two laptops of one team, each a real vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from psw_tui.team.membership import enrol, found, letter, prepare, take_letter
from tests.team.laptops import Team, team


@pytest.fixture
def some(new_vault: Path, tmp_path: Path) -> Iterator[Team]:
    """Ash, who founded a team, and Bo, whom Ash let in. Their lines go by hand, so that nothing hangs on a hub."""
    with team(new_vault, tmp_path, 3, size=2) as made:
        ash, bo = made.laptops
        found(ash.vault, "North")
        card = prepare(bo.vault)
        enrol(ash.vault, card)
        take_letter(bo.vault, letter(ash.vault, card.device))
        yield made
