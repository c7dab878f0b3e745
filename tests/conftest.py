"""What every test may ask for: a clock that stands still, a vault of its own, and a client in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from psw_tui.records.client import Client, ClientForm
from psw_tui.services.clients import add_client
from psw_tui.services.set_up import set_up
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import Vault, open_with_passphrase

PASSPHRASE = "seven quiet rivers"
RECOVERY_CODE = "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-V8BH"
WORKER = "Ash"

NOON = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)
"""A Friday, noon on the worker's wall clock."""


@dataclass
class StillClock:
    """A clock that moves only when a test moves it; its wall clock is five hours behind UTC."""

    instant: datetime = NOON
    zone: timezone = timezone(timedelta(hours=-5))

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.local(self.instant).date()

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def forward(self, **span: float) -> None:
        self.instant += timedelta(**span)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture(scope="session")
def new_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with settings and nothing else; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("new") / "ash"
    how = {"recovery_code": RECOVERY_CODE, "worker": WORKER, "language": "en"}
    set_up(folder, PASSPHRASE, clock=StillClock(), profile=CHEAPEST, **how).close()
    return folder


@pytest.fixture
def vault(new_vault: Path, tmp_path: Path, clock: StillClock) -> Iterator[Vault]:
    """An open vault of the test's own, signed by its worker."""
    folder = tmp_path / "vaults" / "ash"
    shutil.copytree(new_vault, folder)
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        opened.author = WORKER
        yield opened


@pytest.fixture
def client(vault: Vault, clock: StillClock) -> Client:
    """One client who knows that notes are kept."""
    return add_client(vault, ClientForm(knows_notes="yes", met_on=clock.today(), goes_by="Al"), "Maple-27")
