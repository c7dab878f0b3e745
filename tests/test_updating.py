"""What is copied before another psw-tui takes over: every closed vault, whole; an open one stops the update."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from psw_tui.backups import list_backups
from psw_tui.storage.vault import open_with_passphrase
from psw_tui.updating import copies_before_update
from tests.another_window import open_elsewhere
from tests.conftest import NOON, PASSPHRASE, WORKER, StillClock

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def home(new_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two vaults, and a folder that only has keys."""
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path / "data"))
    for label in ("Ash", "Birch"):
        shutil.copytree(new_vault, tmp_path / "data" / "vaults" / label)
    half = tmp_path / "data" / "vaults" / "Cedar"
    half.mkdir()
    shutil.copyfile(new_vault / "vault.keys", half / "vault.keys")
    return tmp_path / "data"


def told(home: Path) -> tuple[int, list[list[str]]]:
    """As the installer asks."""
    command = [sys.executable, "-m", "psw_tui.updating"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_every_vault_is_copied_and_not_touched(home: Path, clock: StillClock) -> None:
    vaults = [home / "vaults" / label for label in ("Ash", "Birch")]
    before = [(folder / "vault.db").read_bytes() for folder in vaults]
    assert told(home) == (0, [["Ash", "copied", ""], ["Birch", "copied", ""]])
    assert [(folder / "vault.db").read_bytes() for folder in vaults] == before
    for folder in vaults:
        (backup,) = list_backups(folder)
        with open_with_passphrase(backup.folder, PASSPHRASE, clock=clock) as vault:
            assert vault.connection.execute("SELECT worker FROM setting").fetchone() == (WORKER,)
    assert told(home)[0] == 0
    assert len(list_backups(vaults[0])) == 1


def test_an_open_one_is_named(home: Path) -> None:
    with open_elsewhere(home / "vaults" / "Birch"):
        assert told(home) == (1, [["Ash", "copied", ""], ["Birch", "in use", ""]])


def test_a_copy_that_differs_counts_as_none(home: Path) -> None:
    """A disk that gave other bytes when the copy was made: the copy is as it says, but not what is in the vault."""
    list(copies_before_update(NOON))
    (backup,) = list_backups(home / "vaults" / "Ash")
    status, content = backup.database.stat(), bytearray(backup.database.read_bytes())
    content[-1] ^= 1
    backup.database.write_bytes(content)
    os.utime(backup.database, ns=(status.st_atime_ns, status.st_mtime_ns))
    about = json.loads((backup.folder / "backup.json").read_text())
    about["sha256"]["vault.db"] = hashlib.sha256(content).hexdigest()
    (backup.folder / "backup.json").write_text(json.dumps(about))
    assert [(each.label, each.outcome) for each in copies_before_update(NOON)] == [
        ("Ash", "failed"),
        ("Birch", "copied"),
    ]
