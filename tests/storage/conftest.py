"""A vault of its own for every test, made with the cheapest keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.domain.clock import Clock
from psw_tui.storage import vault
from psw_tui.storage.kdf import CHEAPEST

PASSPHRASE = "seven quiet rivers"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the vault of the test lies, or will lie."""
    return tmp_path / "vaults" / "maple"


@pytest.fixture
def code(folder: Path, clock: Clock) -> str:
    """Makes the vault, closes it, and gives its recovery code."""
    opened, code = vault.create(folder, PASSPHRASE, clock=clock, profile=CHEAPEST)
    opened.close()
    return code


def reopen(folder: Path, way: str, code: str, clock: Clock, passphrase: str = PASSPHRASE) -> vault.Vault:
    """Open the vault by `passphrase` or by `code`, whichever `way` says."""
    if way == "passphrase":
        return vault.open_with_passphrase(folder, passphrase, clock=clock)
    return vault.open_with_recovery_code(folder, code, clock=clock)
