"""Two reach the hub, one has only sticks, and everything goes wrong that can: in the end all hold the same.

The long form is `python -m tests.long exchange --hub`; with `--mutants` it shows that broken rules are noticed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.team.postgres import Server
from tests.team.together import a_year, hub_of_all


@pytest.mark.parametrize("seed", range(2))
def test_hub_and_stick_any_order_the_same_in_the_end(
    server: Server, new_vault: Path, tmp_path: Path, seed: int
) -> None:
    with hub_of_all(server) as database:
        a_year(new_vault, tmp_path, seed, server, database)
