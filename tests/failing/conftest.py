"""A data folder with one worker's vault and one client in it, for the real program to open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import StillClock
from tests.services.giving import give_client
from tests.ui.driving import inside


@pytest.fixture
def home(new_vault: Path, tmp_path: Path, clock: StillClock) -> Path:
    """The data folder of a worker who knows one client."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    folder = home / "vaults" / "ash"
    shutil.copytree(new_vault, folder)
    with inside(folder, clock) as vault:
        give_client(vault, "Thistle-88")
    return home
