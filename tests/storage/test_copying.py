"""Backups made with the key: whole, verified by a connection of their own, and nothing left when they fail."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from psw_tui import backups, closed, files
from psw_tui.backups import Backup, list_backups
from psw_tui.progress import Cancelled, Doing, Progress
from psw_tui.records.client import Client
from psw_tui.storage import copying, errors, migrations, watching
from psw_tui.storage import vault as vaults
from psw_tui.storage.connection import connect_to_read, key_of
from psw_tui.storage.copying import back_up_open, fault_of
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import NOON, PASSPHRASE, StillClock
from tests.working import Heard, StopsAt


def copied(vault: Vault, place: Path | None = None, progress: Progress | None = None) -> Backup:
    where = place or backups.free_place(vault.folder, NOON)
    return back_up_open(vault.connection, vault.folder, where, backups.STICK, NOON, progress or Progress())


def looked(backup: Backup, vault: Vault) -> str:
    return fault_of(backup, key_of(vault.connection), Progress())


def test_a_copy_of_an_open_vault_is_good_at_once_and_opens(vault: Vault, client: Client, clock: StillClock) -> None:
    backup = copied(vault)
    assert backup.good
    assert looked(backup, vault) == ""
    with open_with_passphrase(backup.folder, PASSPHRASE, clock=clock) as other:
        assert other.connection.execute("SELECT code FROM client").fetchall() == [("Maple-27",)]
    assert sorted(path.name for path in backup.folder.iterdir()) == [
        "backup.json",
        "vault.db",
        "vault.keys",
        "vault.keys2",  # opening it as a vault mends its keys
    ]


def test_the_key_of_a_closed_vault_is_gone(vault: Vault) -> None:
    connection: Any = vault.connection
    assert len(key_of(connection)) == 99
    assert any(connection.key)
    vault.close()
    assert not any(connection.key)


def flip(backup: Backup) -> None:
    content = bytearray(backup.database.read_bytes())
    content[4096 * 20 + 50] ^= 1
    backup.database.write_bytes(content)
    rehash(backup)


def rehash(backup: Backup) -> None:
    """As if it had always been so: what only a look inside can find."""
    (backup.folder / "backup.json").unlink()
    backups.mark_verified(replace(backup, size=backup.database.stat().st_size), NOON)


def cut(backup: Backup) -> None:
    backup.database.write_bytes(backup.database.read_bytes()[:-4096])


def cut_and_described(backup: Backup) -> None:
    cut(backup)
    rehash(backup)


def in_clear(backup: Backup) -> None:
    backup.database.unlink()
    with sqlite3.connect(backup.database) as file:
        file.execute("CREATE TABLE recipes (name)")
    file.close()
    rehash(backup)


def first_page(backup: Backup) -> None:
    content = bytearray(backup.database.read_bytes())
    content[2000] ^= 1
    backup.database.write_bytes(content)
    rehash(backup)


def somebody_elses(backup: Backup) -> None:
    other = backup.folder.parent / "other"
    vaults.create(other, "another passphrase", clock=StillClock(), profile=CHEAPEST)[0].close()
    shutil.copy(other / "vault.db", backup.database)
    rehash(backup)


def keys_gone(backup: Backup) -> None:
    (backup.folder / "vault.keys").unlink()


def keys_noise(backup: Backup) -> None:
    (backup.folder / "vault.keys").write_bytes(os.urandom(500))


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (flip, backups.DAMAGED),
        (first_page, backups.DAMAGED),
        (cut, backups.CUT_SHORT),
        (cut_and_described, backups.DAMAGED),
        (in_clear, backups.PLAINTEXT),
        (somebody_elses, backups.FOREIGN),
        (keys_gone, backups.KEYS_LOST),
        (keys_noise, backups.KEYS_LOST),
    ],
)
def test_every_fault_has_a_name(vault: Vault, client: Client, harm: Callable[[Backup], None], fault: str) -> None:
    backup = copied(vault)
    harm(backup)
    assert looked(backups.read(backup.folder), vault) == fault


def test_a_search_that_says_something_else_is_a_fault(vault: Vault, client: Client) -> None:
    vault.connection.execute("DELETE FROM search_words WHERE rowid = 1")
    with pytest.raises(errors.BackupDamaged):
        copied(vault)
    assert list_backups(vault.folder) == []


def test_a_look_changes_nothing_and_leaves_nothing(vault: Vault, client: Client) -> None:
    vault.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    place = backups.free_place(vault.folder, NOON)
    with backups.being_made(place, backups.CLOSED, NOON) as fresh:
        backups.copy_files(vault.folder, fresh)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in place.iterdir()}
    assert looked(backups.read(place), vault) == ""
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in place.iterdir()} == before


def test_on_a_stick_that_may_not_be_written_it_is_still_looked_through(
    vault: Vault, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = copied(vault)

    def refuse(path: Path, _key: bytearray) -> None:
        raise errors.VaultUnwritable(path, "SQLITE_READONLY")

    monkeypatch.setattr(copying, "connect", refuse)
    assert looked(backup, vault) == ""
    flip(backup)
    assert looked(backup, vault) == backups.DAMAGED


def test_a_look_goes_on_in_another_thread_while_the_vault_is_written(vault: Vault, client: Client) -> None:
    backup, found = copied(vault), []
    key = key_of(vault.connection)
    thread = Thread(target=lambda: found.append(fault_of(backup, key, Progress())))
    thread.start()
    written = 0
    while thread.is_alive():
        vault.connection.execute("UPDATE setting SET team = ?", (str(written),))
        written += 1
    assert found == [""]
    assert written > 0


@pytest.mark.parametrize(("doing", "time"), [(Doing.HASHING, 1), (Doing.LOOKING, 1), (Doing.LOOKING, 4)])
def test_a_look_ends_when_it_is_not_wanted_any_more(vault: Vault, client: Client, doing: Doing, time: int) -> None:
    backup = copied(vault)
    with pytest.raises(Cancelled):
        fault_of(backup, key_of(vault.connection), StopsAt(doing, time))


@pytest.mark.parametrize("doing", [Doing.COPYING, Doing.LOOKING, Doing.HASHING])
def test_a_copy_that_is_stopped_leaves_nothing_half_done(
    vault: Vault, client: Client, monkeypatch: pytest.MonkeyPatch, doing: Doing
) -> None:
    """In the middle of a statement too, and the vault goes on."""
    monkeypatch.setattr(watching, "INSTRUCTIONS_BETWEEN", 10)
    with pytest.raises(Cancelled):
        copied(vault, progress=StopsAt(doing, 3 if doing is not Doing.HASHING else 1))
    assert list((vault.folder / "backups").iterdir()) == []
    assert not vault.connection.in_transaction
    assert copied(vault).good


def test_a_copy_tells_how_far_it_is(vault: Vault, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "INSTRUCTIONS_BETWEEN", 100)
    progress = Heard()
    copied(vault, progress=progress)
    assert progress.stages == [Doing.COPYING, Doing.LOOKING, Doing.HASHING]
    for doing in progress.stages:
        shares = progress.shares(doing)
        assert shares == sorted(shares)
    assert len(set(progress.shares(Doing.LOOKING))) > 5
    assert progress.shares(Doing.LOOKING)[-1] == 1


@pytest.mark.parametrize(
    ("number", "expected"),
    [("ENOSPC", errors.DiskFull), ("EIO", errors.BackupUnwritable), ("EROFS", errors.BackupUnwritable)],
)
def test_a_stick_that_fails_is_named_and_left_clean(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str, expected: type[Exception]
) -> None:
    def refuse(_path: Path) -> None:
        raise OSError(getattr(errno, number), os.strerror(getattr(errno, number)))

    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(copying, "sync_file", refuse)
    with pytest.raises(expected):
        copied(vault, backups.stick_place(stick, "ash", NOON))
    assert list(stick.iterdir()) == []


def tiny_disk(folder: Path) -> bool:
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    return made.returncode == 0


def test_a_stick_that_is_full_in_mid_write(vault: Vault, client: Client, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    if not tiny_disk(stick):
        pytest.skip("a small disk needs the right to mount one")
    try:
        with pytest.raises(errors.DiskFull) as full:
            copied(vault, backups.stick_place(stick, "ash", NOON))
        assert full.value.path.parent == stick
        assert list(stick.iterdir()) == []
        assert vault.connection.execute("SELECT count(*) FROM client").fetchone() == (1,)
    finally:
        subprocess.run(["umount", str(stick)], check=False)


def test_a_folder_in_the_way_of_the_backups(vault: Vault) -> None:
    (vault.folder / "backups").write_bytes(b"")
    with pytest.raises(errors.BackupUnwritable):
        copied(vault)


def older(folder: Path, monkeypatch: pytest.MonkeyPatch, step: Callable[[Any], None]) -> None:
    """The program has learnt a step more than this vault has gone through."""
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))


def test_before_a_migration_there_is_a_verified_backup(
    vault: Vault, client: Client, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    older(vault.folder, monkeypatch, lambda connection: connection.execute("CREATE TABLE extra (a TEXT) STRICT"))
    with open_with_passphrase(vault.folder, PASSPHRASE, clock=clock) as opened:
        (backup,) = list_backups(vault.folder)
        assert (backup.kind, backup.good) == (backups.MIGRATION, True)
        with copying.reading_copy(backup.database, key_of(opened.connection)) as before:
            assert before.execute("PRAGMA user_version").fetchone() == (len(migrations.STEPS) - 1,)
            assert before.execute("SELECT code FROM client").fetchall() == [("Maple-27",)]
    open_with_passphrase(vault.folder, PASSPHRASE, clock=clock).close()
    assert len(list_backups(vault.folder)) == 1, "only before a step"


def test_without_a_backup_nothing_is_migrated(vault: Vault, clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.close()
    older(vault.folder, monkeypatch, lambda connection: connection.execute("CREATE TABLE extra (a TEXT) STRICT"))
    (vault.folder / "backups").write_bytes(b"in the way")
    with pytest.raises(errors.BackupUnwritable):
        open_with_passphrase(vault.folder, PASSPHRASE, clock=clock)
    monkeypatch.undo()
    with open_with_passphrase(vault.folder, PASSPHRASE, clock=clock) as opened:
        assert opened.connection.execute("PRAGMA user_version").fetchone() == (len(migrations.STEPS),)


def test_reading_a_copy_takes_no_lock_and_writes_nothing(vault: Vault) -> None:
    backup = copied(vault)
    with copying.reading_copy(backup.database, key_of(vault.connection)) as one:
        other = connect_to_read(backup.database, key_of(vault.connection))
        assert (
            one.execute("SELECT worker FROM setting").fetchone()
            == other.execute("SELECT worker FROM setting").fetchone()
        )
        with pytest.raises(Exception, match="readonly"):
            one.execute("UPDATE setting SET team = 'x'")
        other.close()
    assert len(list(backup.folder.iterdir())) == 3


def test_the_keyless_copy_is_found_good_by_the_key(vault: Vault, client: Client, clock: StillClock) -> None:
    vault.close()
    assert closed.back_up(vault.folder, NOON) is closed.Outcome.MADE
    with open_with_passphrase(vault.folder, PASSPHRASE, clock=clock) as opened:
        assert looked(list_backups(vault.folder)[0], opened) == ""
    assert files.hash_of(vault.folder / "vault.db") == files.hash_of(list_backups(vault.folder)[0].database)
