"""Three laptops write at once, meet by stick in any order, lose sticks and are restored: in the end all hold the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.team.laptops import a_clone, a_life


@pytest.mark.parametrize("seed", range(3))
def test_any_order_any_route_the_same_in_the_end(new_vault: Path, tmp_path: Path, seed: int) -> None:
    a_life(new_vault, tmp_path, seed)


def test_a_copy_that_was_written_on_is_noticed_and_cured(new_vault: Path, tmp_path: Path) -> None:
    a_clone(new_vault, tmp_path)
