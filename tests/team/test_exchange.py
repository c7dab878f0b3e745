"""Three laptops write at once, meet by stick in any order, lose sticks and are restored: in the end all hold the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.storage import intake
from psw_tui.storage.errors import VaultError
from tests.team.broken import CORE
from tests.team.laptops import a_clone, a_life


@pytest.mark.parametrize("seed", range(6))
def test_any_order_any_route_the_same_in_the_end(new_vault: Path, tmp_path: Path, seed: int) -> None:
    a_life(new_vault, tmp_path, seed)


def test_a_copy_that_was_written_on_is_noticed_and_cured(new_vault: Path, tmp_path: Path) -> None:
    a_clone(new_vault, tmp_path)


@pytest.mark.parametrize("mutant", CORE)
def test_a_broken_rule_is_caught(new_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    """Or the examples above would prove nothing."""
    monkeypatch.setattr(*CORE[mutant])
    with pytest.raises((AssertionError, VaultError)):
        some_lives(new_vault, tmp_path)


def some_lives(new_vault: Path, place: Path) -> None:
    for seed in (3, 2, 1, 0):
        (place / str(seed)).mkdir()
        a_life(new_vault, place / str(seed), seed)


def test_without_the_check_for_forks_a_copy_is_not_noticed(
    new_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_refuse_fork", lambda *_: None)
    with pytest.raises(AssertionError):
        a_clone(new_vault, tmp_path)
