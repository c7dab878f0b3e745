"""The kept vault of every released schema still opens, is whole, and shows its caseload."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.clients import client_by_id
from psw_tui.services.doctor import Check, examine
from psw_tui.services.record import record_of
from psw_tui.storage.connection import connect, disconnect
from psw_tui.storage.keyfile import database_key
from psw_tui.storage.migrate import migrate
from psw_tui.storage.migrations import STEPS
from psw_tui.storage.vault import open_with_passphrase
from tests.conftest import StillClock
from tests.tools.sample import CLIENTS, PASSPHRASE, SAMPLES

KEPT = sorted(SAMPLES.glob("schema-*"))


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_a_kept_vault_opens_is_whole_and_shows_its_people(kept: Path, tmp_path: Path) -> None:
    """Brought up to date where it is older than the program."""
    folder = shutil.copytree(kept, tmp_path / "vault")
    folder.chmod(0o700)
    for path in folder.iterdir():
        path.chmod(0o600)
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock(datetime.now(UTC))) as vault:
        wrong = [(each.check, each.wrong) for each in examine(vault, rebuild=True) if not each.fine]
        assert [each for each in wrong if each[0] is not Check.ROOM] == []
        rows = caseload_rows(vault, caseload_order(vault))
        assert len(rows) == CLIENTS
        records = [record_of(vault, client_by_id(vault, id_)) for id_ in caseload_order(vault)]
        assert any(record.debriefs for record in records)


def test_todays_schema_has_a_kept_vault_that_is_like_a_new_one(tmp_path: Path) -> None:
    """Whoever changes the first migration before a release, or adds a step, runs `python -m tests.tools.sample`."""
    kept = SAMPLES / f"schema-{len(STEPS)}"
    assert kept in KEPT, "run python -m tests.tools.sample"
    folder = shutil.copytree(kept, tmp_path / "vault")
    fresh = connect(tmp_path / "new.db", database_key(bytes(20), bytes(16)), new=True)
    try:
        migrate(fresh, STEPS)
        wanted = fresh.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    finally:
        disconnect(fresh)
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock(datetime.now(UTC))) as vault:
        found = vault.connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    assert found == wanted, "run python -m tests.tools.sample"
