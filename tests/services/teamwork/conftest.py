"""Two laptops of one team, each a real vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from psw_tui.team.membership import enrol, found, prepare
from tests.team.laptops import Team, team


@pytest.fixture
def some(new_vault: Path, tmp_path: Path) -> Iterator[Team]:
    """Ash, who is in a team and believes Bo, and Bo, who has joined nothing yet: what they tell goes by hand."""
    with team(new_vault, tmp_path, 3, size=2) as made:
        ash, bo = made.laptops
        found(ash.vault, "North")
        enrol(ash.vault, prepare(bo.vault))
        yield made
