"""The copy the keyless launcher makes of a closed vault: whole, only when needed, and never of an open one."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from psw_tui import backups, closed, files
from psw_tui.backups import list_backups
from psw_tui.closed import Copier, Outcome, back_up
from psw_tui.lifeline import vault_mark
from psw_tui.storage.vault import open_with_passphrase
from tests.another_window import open_elsewhere
from tests.conftest import NOON, PASSPHRASE, StillClock

PATIENCE = 20.0


@pytest.fixture
def folder(new_vault: Path, tmp_path: Path) -> Path:
    shutil.copytree(new_vault, tmp_path / "vaults" / "ash")
    return tmp_path / "vaults" / "ash"


def write_something(folder: Path, clock: StillClock) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        vault.connection.execute("UPDATE setting SET team = ?", (str(time.monotonic_ns()),))


def test_a_backup_is_a_vault_of_its_own(folder: Path, clock: StillClock) -> None:
    assert back_up(folder, NOON) is Outcome.MADE
    (backup,) = list_backups(folder)
    with open_with_passphrase(backup.folder, PASSPHRASE, clock=clock) as vault:
        assert vault.connection.execute("SELECT worker FROM setting").fetchone() == ("Ash",)


def test_only_a_vault_that_has_changed_is_copied_again(folder: Path, clock: StillClock) -> None:
    assert back_up(folder, NOON) is Outcome.MADE
    open_with_passphrase(folder, PASSPHRASE, clock=clock).close()
    assert back_up(folder, NOON) is Outcome.UNCHANGED
    write_something(folder, clock)
    assert back_up(folder, NOON + timedelta(hours=1)) is Outcome.MADE
    assert len(list_backups(folder)) == 2


def test_after_a_damaged_one_the_same_is_copied_again(folder: Path) -> None:
    back_up(folder, NOON)
    backups.mark_verified(list_backups(folder)[0], NOON, backups.DAMAGED)
    assert back_up(folder, NOON) is Outcome.MADE


@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX locks")
def test_an_open_vault_is_not_copied(folder: Path) -> None:
    with open_elsewhere(folder):
        assert back_up(folder, NOON) is Outcome.IN_USE
        assert list_backups(folder) == []
    assert back_up(folder, NOON) is Outcome.MADE


def test_a_vault_that_was_not_closed_is_not_copied(folder: Path) -> None:
    (folder / "vault.db-wal").write_bytes(b"x" * 4000)
    assert back_up(folder, NOON) is Outcome.IN_USE
    assert list_backups(folder) == []


def test_a_vault_that_is_opened_and_written_meanwhile_leaves_no_copy(folder: Path, clock: StillClock) -> None:
    def go_on() -> bool:
        write_something(folder, clock)
        return True

    assert back_up(folder, NOON, go_on) is Outcome.IN_USE
    assert list((folder / "backups").iterdir()) == []


def test_whoever_opens_it_meanwhile_does_not_wait(folder: Path, clock: StillClock) -> None:
    opened: list[float] = []

    def go_on() -> bool:
        began = time.monotonic()
        open_with_passphrase(folder, PASSPHRASE, clock=clock).close()
        opened.append(time.monotonic() - began)
        return True

    assert back_up(folder, NOON, go_on) is Outcome.MADE
    assert max(opened) < 1.5


def test_where_times_are_whole_seconds_it_waits_until_a_write_would_show(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 1_700_000_000 * closed.SECOND
    os.utime(folder / "vault.db", ns=(written, written))
    now = [written + closed.SECOND]
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += int(seconds * closed.SECOND)

    monkeypatch.setattr(closed.time, "time_ns", lambda: now[0])
    monkeypatch.setattr(closed.time, "sleep", pause)
    assert back_up(folder, NOON) is Outcome.MADE
    assert len(pauses) == 10


def test_stopping_leaves_nothing(folder: Path) -> None:
    assert back_up(folder, NOON, lambda: False) is Outcome.STOPPED
    assert list((folder / "backups").iterdir()) == []


@pytest.mark.parametrize("number", ["ENOSPC", "EIO"])
def test_a_disk_that_refuses_leaves_the_old_ones_and_no_half_one(
    folder: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    back_up(folder, NOON)
    before = list_backups(folder)
    write_something(folder, clock)

    def refuse(_descriptor: int) -> None:
        raise OSError(getattr(errno, number), "no")

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(OSError, match="no"):
        back_up(folder, NOON)
    monkeypatch.undo()
    assert list_backups(folder) == before
    assert len(list((folder / "backups").iterdir())) == 1


def test_no_room_is_noticed_before_anything_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closed.shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    said: list[str] = []
    copier = Copier()
    copier.begin(vault_mark(folder), [f"--vault={folder}"])
    copier.finish(said.append, hurry=False)
    assert said == [closed.NO_ROOM_LEFT]
    assert not (folder / "backups").exists()


SLOW = """
import sys; from pathlib import Path; from datetime import datetime, UTC; import time
from psw_tui.closed import back_up
print("copying", flush=True)
back_up(Path(sys.argv[1]), datetime.now(UTC), lambda: print("half", flush=True) or time.sleep(60) or True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_kill_9_in_mid_copy_leaves_the_old_backups_and_no_half_one(folder: Path, clock: StillClock) -> None:
    back_up(folder, NOON)
    before = list_backups(folder)
    write_something(folder, clock)
    with subprocess.Popen([sys.executable, "-c", SLOW, str(folder)], stdout=subprocess.PIPE) as launcher:
        assert launcher.stdout
        assert [launcher.stdout.readline(), launcher.stdout.readline()] == [b"copying\n", b"half\n"]
        assert back_up(folder, NOON) is Outcome.MADE, "the other one is alive, and no matter"
        assert any(path.name.startswith(".new-") for path in (folder / "backups").iterdir())
        launcher.send_signal(signal.SIGKILL)
        launcher.wait(PATIENCE)
    assert list_backups(folder)[1:] == before
    write_something(folder, clock)
    assert back_up(folder, NOON) is Outcome.MADE
    assert not any(path.name.startswith(".") for path in (folder / "backups").iterdir())


def test_a_mark_means_a_vault_only_to_who_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path))
    for label in ("ash", "maple"):
        (tmp_path / "vaults" / label).mkdir(parents=True)
        (tmp_path / "vaults" / label / "vault.db").touch()
    ash = tmp_path / "vaults" / "ash"
    assert "ash" not in vault_mark(ash)
    assert closed.noted_vaults(vault_mark(ash), []) == [ash]
    assert closed.noted_vaults(vault_mark(tmp_path / "elsewhere"), []) == []
    monkeypatch.chdir(ash.parent)
    assert closed.noted_vaults(vault_mark(ash), ["--vault=ash"]) == [Path("ash")]
    assert closed.noted_vaults(vault_mark(ash), [f"--vault={ash.parent / 'maple'}"]) == []
    assert os.listdir(ash) == ["vault.db"]
