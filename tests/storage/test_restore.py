"""Bringing a vault back: everything bad is refused by name with nothing changed, and what was there is kept aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from psw_tui import backups, files
from psw_tui.backups import Backup, list_backups
from psw_tui.closed import back_up
from psw_tui.places import list_vaults
from psw_tui.progress import Cancelled, Doing, Progress
from psw_tui.records.client import ClientForm
from psw_tui.services.clients import add_client
from psw_tui.storage import errors, keyfile, keyfiles, placing, recovery
from psw_tui.storage import restore as restoring
from psw_tui.storage import vault as vaults
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.restore import Restored, Wishes, by_code, by_passphrase, look_at, restore
from psw_tui.storage.vault import open_with_passphrase, open_with_recovery_code
from tests.another_window import open_elsewhere
from tests.conftest import NOON, PASSPHRASE, RECOVERY_CODE, WORKER, StillClock
from tests.working import Heard, StopsAt, contents

REPLACE = Wishes(replace=True)
LATER = NOON + timedelta(days=2)


@pytest.fixture
def folder(new_vault: Path, tmp_path: Path) -> Path:
    shutil.copytree(new_vault, tmp_path / "vaults" / "ash")
    return tmp_path / "vaults" / "ash"


@pytest.fixture
def backup(folder: Path, clock: StillClock) -> Backup:
    """With one client; the vault has two by now."""
    add(folder, clock, "Maple-27")
    back_up(folder, NOON)
    add(folder, clock, "Birch-31")
    return list_backups(folder)[0]


def add(folder: Path, clock: StillClock, code: str, passphrase: str = PASSPHRASE) -> None:
    with open_with_passphrase(folder, passphrase, clock=clock) as vault:
        vault.author = WORKER
        add_client(vault, ClientForm(knows_notes="yes", met_on=clock.today()), code)


def codes(folder: Path, clock: StillClock, passphrase: str = PASSPHRASE) -> list[str]:
    with open_with_passphrase(folder, passphrase, clock=clock) as vault:
        return [code for (code,) in vault.connection.execute("SELECT code FROM client ORDER BY id")]


def brought_back(
    backup: Path, folder: Path, wishes: Wishes = REPLACE, passphrase: str = PASSPHRASE, progress: Progress | None = None
) -> Restored:
    opener = by_passphrase(passphrase)
    return restore(backup, folder, opener, now=LATER, wishes=wishes, progress=progress or Progress())


def test_the_vault_is_as_it_was_and_the_one_before_is_kept(folder: Path, backup: Backup, clock: StillClock) -> None:
    done = brought_back(backup.folder, folder)
    assert codes(folder, clock) == ["Maple-27"]
    assert done.aside == folder / "before-20260315T170000Z"
    assert codes(done.aside, clock) == ["Maple-27", "Birch-31"]
    assert (done.made_at, done.keys_kept) == (NOON, False)
    assert list_backups(folder)[-1].folder == backup.folder
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_what_is_kept_aside_is_offered_to_nobody(
    folder: Path, backup: Backup, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path))
    brought_back(backup.folder, folder)
    assert [place.label for place in list_vaults()] == ["ash"]


def test_twice_in_a_second_keeps_both(folder: Path, backup: Backup) -> None:
    first, second = brought_back(backup.folder, folder), brought_back(backup.folder, folder)
    assert first.aside != second.aside
    assert second.aside is not None
    assert (second.aside / "vault.db").exists()


def test_what_is_written_next_comes_from_a_new_device(folder: Path, backup: Backup, clock: StillClock) -> None:
    brought_back(backup.folder, folder)
    add(folder, clock, "Oak-44")
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        lines = vault.connection.execute("SELECT device, count(*) FROM change GROUP BY device").fetchall()
        (current,) = vault.connection.execute("SELECT id FROM device WHERE current = 1").fetchall()
        newest = vault.connection.execute("SELECT device, seq FROM change ORDER BY rowid DESC").fetchone()
    assert len(lines) == 2
    assert newest == (current[0], 1)


def test_to_a_new_place(folder: Path, backup: Backup, tmp_path: Path, clock: StillClock) -> None:
    new = tmp_path / "other" / "laptop"
    done = brought_back(backup.folder, new, Wishes())
    assert done.aside is None
    assert codes(new, clock) == ["Maple-27"]
    assert sorted(path.name for path in new.iterdir()) == ["vault.db", "vault.keys", "vault.keys2"]


@pytest.mark.parametrize("lost", [["vault.db"], ["vault.db", "vault.keys", "vault.keys2"]])
def test_a_vault_whose_files_are_lost_needs_no_asking(
    folder: Path, backup: Backup, clock: StillClock, lost: list[str]
) -> None:
    for name in lost:
        (folder / name).unlink()
    assert brought_back(backup.folder, folder, Wishes()).aside is None
    assert codes(folder, clock) == ["Maple-27"]


@pytest.mark.parametrize("harm", [b"", b"noise" * 2000])
def test_a_damaged_vault_is_kept_aside_as_it_is(folder: Path, backup: Backup, clock: StillClock, harm: bytes) -> None:
    (folder / "vault.db").write_bytes(harm)
    done = brought_back(backup.folder, folder)
    assert done.aside is not None
    assert (done.aside / "vault.db").read_bytes() == harm
    assert codes(folder, clock) == ["Maple-27"]


def test_a_log_left_by_a_crash_goes_aside_and_not_into_the_restored_one(
    folder: Path, backup: Backup, clock: StillClock
) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        vault.author = WORKER
        add_client(vault, ClientForm(knows_notes="yes", met_on=clock.today()), "Oak-44")
        log = (folder / "vault.db-wal").read_bytes()
        database = (folder / "vault.db").read_bytes()
    (folder / "vault.db").write_bytes(database)
    (folder / "vault.db-wal").write_bytes(log)
    done = brought_back(backup.folder, folder)
    assert codes(folder, clock) == ["Maple-27"]
    assert done.aside is not None
    assert codes(done.aside, clock) == ["Maple-27", "Birch-31", "Oak-44"]


def test_todays_passphrase_opens_what_was_restored_and_the_former_does_not(
    folder: Path, backup: Backup, clock: StillClock, tmp_path: Path
) -> None:
    """From a stick, which a new passphrase does not reach; backups beside the vault change with it."""
    stick = Path(shutil.copytree(backup.folder, tmp_path / "stick" / backup.folder.name))
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        vault.change_passphrase(PASSPHRASE, "nine loud lakes", profile=CHEAPEST)
    done = brought_back(stick, folder, passphrase="nine loud lakes")
    assert done.keys_kept
    assert codes(folder, clock, "nine loud lakes") == ["Maple-27"]
    with pytest.raises(errors.WrongPassphrase):
        codes(folder, clock)


def new_root(folder: Path) -> None:
    """What new keys for a vault leave in the folder, as far as a backup can tell: the same vault, another root."""
    keys = keyfiles.load(folder)
    keyfiles.save(folder, keyfile.fresh(b"r" * 20, "nine loud lakes", CHEAPEST, file_salt=keys.file_salt, after=keys))


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "nine loud lakes"])
def test_keys_that_were_replaced_do_not_come_back_unasked(folder: Path, backup: Backup, passphrase: str) -> None:
    new_root(folder)
    before = contents(folder)
    with pytest.raises(errors.BackupKeysOlder):
        brought_back(backup.folder, folder, passphrase=passphrase)
    assert contents(folder) == before


def test_keys_that_were_replaced_come_back_when_that_is_wanted(folder: Path, backup: Backup, clock: StillClock) -> None:
    new_root(folder)
    wishes = Wishes(replace=True, old_keys=True)
    with pytest.raises(errors.WrongPassphrase):
        brought_back(backup.folder, folder, wishes, "nine loud lakes")
    brought_back(backup.folder, folder, wishes)
    assert codes(folder, clock) == ["Maple-27"]


def test_with_the_sheet_alone(folder: Path, backup: Backup, clock: StillClock, tmp_path: Path) -> None:
    (backup.folder / "vault.keys").unlink()
    new = tmp_path / "new"
    opener = by_code(RECOVERY_CODE)
    restore(backup.folder, new, opener, now=LATER, wishes=Wishes(), progress=Progress())
    with open_with_recovery_code(new, RECOVERY_CODE, clock=clock) as vault:
        assert vault.connection.execute("SELECT code FROM client").fetchall() == [("Maple-27",)]
    wrong = by_code(recovery.encode(b"x" * 20))
    with pytest.raises(errors.WrongRecoveryCode):
        restore(backup.folder, tmp_path / "third", wrong, now=LATER, wishes=Wishes(), progress=Progress())
    assert not (tmp_path / "third").exists()


def test_nothing_is_replaced_without_asking(folder: Path, backup: Backup) -> None:
    before = contents(folder)
    with pytest.raises(errors.VaultInTheWay):
        brought_back(backup.folder, folder, Wishes())
    assert contents(folder) == before


def cut(backup: Path) -> None:
    database = backup / "vault.db"
    database.write_bytes(database.read_bytes()[:-4096])


def flip(backup: Path) -> None:
    content = bytearray((backup / "vault.db").read_bytes())
    content[4096 * 20 + 50] ^= 1
    (backup / "vault.db").write_bytes(content)


def in_clear(backup: Path) -> None:
    (backup / "vault.db").unlink()
    with sqlite3.connect(backup / "vault.db") as file:
        file.execute("CREATE TABLE recipes (name)")
    file.close()
    (backup / "backup.json").unlink()


def somebody_elses(backup: Path) -> None:
    shutil.rmtree(backup)
    vaults.create(backup, PASSPHRASE, clock=StillClock(), profile=CHEAPEST)[0].close()


def somebody_elses_without_keys(backup: Path) -> None:
    somebody_elses(backup)
    for path in keyfiles.paths(backup):
        path.unlink()


def no_database(backup: Path) -> None:
    (backup / "vault.db").unlink()


def keys_noise(backup: Path) -> None:
    (backup / "vault.keys").write_bytes(os.urandom(500))


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (cut, errors.BackupCutShort),
        (flip, errors.BackupDamaged),
        (in_clear, errors.VaultPlaintext),
        (somebody_elses, errors.BackupForeign),
        (somebody_elses_without_keys, errors.BackupForeign),
        (no_database, errors.BackupMissing),
        (shutil.rmtree, errors.BackupMissing),
    ],
)
def test_a_bad_backup_is_named_and_nothing_is_changed(
    folder: Path, backup: Backup, harm: Callable[[Path], None], expected: type[Exception]
) -> None:
    harm(backup.folder)
    before = contents(folder)
    with pytest.raises(expected):
        brought_back(backup.folder, folder)
    assert contents(folder) == before
    assert not [path for path in folder.iterdir() if path.name.startswith((".", "before"))]


def test_damaged_keys_in_a_backup_are_no_matter_while_the_vault_has_them(
    folder: Path, backup: Backup, clock: StillClock
) -> None:
    keys_noise(backup.folder)
    brought_back(backup.folder, folder)
    assert codes(folder, clock) == ["Maple-27"]


def test_a_wrong_passphrase_changes_nothing(folder: Path, backup: Backup) -> None:
    before = contents(folder)
    with pytest.raises(errors.WrongPassphrase):
        brought_back(backup.folder, folder, passphrase="seven quiet")
    assert contents(folder) == before


def test_a_vault_open_in_this_process_is_not_replaced(folder: Path, backup: Backup, clock: StillClock) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        with pytest.raises(errors.VaultBusy):
            brought_back(backup.folder, folder)
        assert vault.connection.execute("SELECT count(*) FROM client").fetchone() == (2,)


@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX locks")
def test_a_vault_open_in_another_window_is_not_replaced(folder: Path, backup: Backup) -> None:
    with open_elsewhere(folder), pytest.raises(errors.VaultBusy):
        brought_back(backup.folder, folder)
    assert not (folder / "before-20260315T170000Z").exists()


@pytest.mark.parametrize("at", range(12))
def test_interrupted_anywhere_one_of_the_two_opens(
    folder: Path, backup: Backup, clock: StillClock, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """At every change of a name, as a kill would: nothing after it happens, tidying up included."""
    left = iter(range(at))

    def bomb(real: Callable[..., None]) -> Callable[..., None]:
        def explode(*given: object) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt
            real(*given)

        return explode

    monkeypatch.setattr(placing, "replace", bomb(placing.replace))
    monkeypatch.setattr(placing.os, "link", bomb(os.link))
    monkeypatch.setattr(placing, "sync_folder", bomb(files.sync_folder))
    try:
        brought_back(backup.folder, folder)
    except KeyboardInterrupt:
        monkeypatch.undo()
        assert codes(folder, clock) in (["Maple-27", "Birch-31"], ["Maple-27"])
        brought_back(backup.folder, folder)
    monkeypatch.undo()
    assert codes(folder, clock) == ["Maple-27"]
    assert ["Maple-27", "Birch-31"] in [
        codes(aside, clock) for aside in folder.glob("before-*") if (aside / "vault.keys").exists()
    ]


def test_no_room_leaves_the_vault_as_it_was(folder: Path, backup: Backup, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(folder)

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(errors.DiskFull):
        brought_back(backup.folder, folder)
    monkeypatch.undo()
    assert contents(folder) == before


def test_a_folder_without_rights(backup: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: int = 0, parents: bool = False, exist_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(errors.FolderUnwritable):
        brought_back(backup.folder, tmp_path / "new", Wishes())


@pytest.mark.parametrize(
    ("doing", "time"),
    [(Doing.HASHING, 1), (Doing.LOOKING, 1), (Doing.COPYING, 1), (Doing.LOOKING, 12), (Doing.PUTTING, 1)],
)
def test_stopping_changes_nothing(folder: Path, backup: Backup, doing: Doing, time: int) -> None:
    """At every stage: while the backup is looked through, while it is copied, while the copy is, and just before it counts."""
    before = contents(folder)
    with pytest.raises(Cancelled):
        brought_back(backup.folder, folder, progress=StopsAt(doing, time))
    assert contents(folder) == before


def test_once_it_is_put_in_place_it_is_done_to_its_end(
    folder: Path, backup: Backup, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress, really = Heard(), restoring.put_aside

    def late(*given: Any) -> Path:
        assert not progress.stop()
        return really(*given)

    monkeypatch.setattr(restoring, "put_aside", late)
    brought_back(backup.folder, folder, progress=progress)
    assert codes(folder, clock) == ["Maple-27"]
    assert progress.stages == [Doing.HASHING, Doing.LOOKING, Doing.COPYING, Doing.LOOKING, Doing.PUTTING]


def test_looking_without_the_vault(folder: Path, backup: Backup, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(backup.folder, stick)
    assert look_at(backups.read(stick), by_passphrase(PASSPHRASE), None, Progress()) == ""
    assert look_at(backups.read(stick), by_code(RECOVERY_CODE), None, Progress()) == ""
    flip(stick)
    assert look_at(backups.read(stick), by_passphrase(PASSPHRASE), folder, Progress()) == backups.CHANGED
