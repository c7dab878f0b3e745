"""A vault in a data folder of the test's own, closed, for the app to open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from psw_tui.places import HOME_VARIABLE
from psw_tui.records.client import Client
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief, give_goal, give_look
from tests.ui.driving import inside


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, and a terminal with all colours whatever the tests themselves run on."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(home: Path, new_vault: Path) -> Path:
    """A closed vault in it, with settings and nobody on the caseload."""
    shutil.copytree(new_vault, home / "vaults" / "ash")
    return home / "vaults" / "ash"


@pytest.fixture
def maple(folder: Path, clock: StillClock) -> Client:
    """One client in that vault."""
    with inside(folder, clock) as vault:
        return give_client(vault, "Maple-27", goes_by="Al")


@pytest.fixture
def busy(folder: Path, clock: StillClock, maple: Client) -> Client:
    """A client with something of everything."""
    with inside(folder, clock) as vault:
        goal = give_goal(vault, maple.id, "sleep through every night of the week without waking up at four")
        rated = [{"goal": goal.id, "rating": "4"}]
        give_debrief(vault, maple.id, their_words="words " * 60, goals=rated, next_what="call " * 30, next_due="+3")
        give_look(vault, maple.id)
    return maple
