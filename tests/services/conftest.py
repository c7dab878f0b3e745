"""The practice caseload, filled once; every test that asks works on a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from psw_tui.services.practice import fill
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import Vault, create, open_with_passphrase
from tests.conftest import PASSPHRASE, StillClock


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed practice vault."""
    folder = tmp_path_factory.mktemp("practice") / "vault"
    made, _code = create(folder, PASSPHRASE, clock=StillClock(), profile=CHEAPEST)
    with made:
        fill(made)
    return folder


@pytest.fixture
def practice(filled: Path, tmp_path: Path, clock: StillClock) -> Iterator[Vault]:
    """An open copy of it."""
    shutil.copytree(filled, tmp_path / "practice")
    with open_with_passphrase(tmp_path / "practice", PASSPHRASE, clock=clock) as opened:
        yield opened
