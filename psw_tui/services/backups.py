"""Backups as a worker uses them: how old the last good one is, making one, looking one over, trying and restoring one.

What takes long is given back as work to be done in another thread: it has the key with it and leaves the vault alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psw_tui import backups
from psw_tui.backups import Backup
from psw_tui.domain.clock import Clock
from psw_tui.files import copy_private
from psw_tui.progress import Doing, Progress
from psw_tui.rotation import tidy
from psw_tui.storage import restore as restoring
from psw_tui.storage.atomic import named_failures
from psw_tui.storage.connection import key_of
from psw_tui.storage.copying import back_up_open, copying, fault_inside, fault_of, reading_copy
from psw_tui.storage.errors import BackupMissing, DiskFull, FolderMissing, FolderUnwritable, VaultError
from psw_tui.storage.making import DATABASE
from psw_tui.storage.read import listing
from psw_tui.storage.restore import Restored, Wishes
from psw_tui.storage.vault import Vault

__all__ = ["Restored", "Wishes"]

LOUD_AFTER = 7
"""Days without a good backup after which the worker is told loudly."""

_COUNTED = ("client", "debrief")
DRILL = backups.HALF_MADE + "drill"


@dataclass(frozen=True)
class Standing:
    """How safe the vault is, as its backups tell."""

    days: int | None
    """Days since the last good backup was made; None if there is none."""
    newest: Backup | None
    something_to_lose: bool

    @property
    def waits(self) -> bool:
        """Whether the newest backup is still to be looked at."""
        return self.newest is not None and self.newest.verified_at is None and not self.newest.fault

    @property
    def spoilt(self) -> bool:
        """Whether the newest backup was found to be no good."""
        return self.newest is not None and bool(self.newest.fault)

    @property
    def loud(self) -> bool:
        """Whether the worker must hear of it."""
        if not self.something_to_lose:
            return False
        return self.spoilt or (not self.waits if self.days is None else self.days > LOUD_AFTER)


@dataclass(frozen=True)
class Counts:
    """How much there is."""

    clients: int
    debriefs: int


@dataclass(frozen=True)
class Drilled:
    """A backup that was opened as if it were all that is left, beside the vault of now."""

    backup: Backup
    fault: str
    then: Counts | None
    """What the backup holds; None where it cannot be read."""
    now: Counts


def standing(vault: Vault) -> Standing:
    """How safe the vault is today."""
    there = backups.list_backups(vault.folder)
    good = backups.newest_good(there)
    day = None if good is None else vault.clock.local(good.made_at).date()
    days = None if day is None else max(0, (vault.clock.today() - day).days)
    some = bool(listing(vault, "SELECT 1 FROM client UNION ALL SELECT 1 FROM draft LIMIT 1"))
    return Standing(days, there[0] if there else None, some)


def backups_of(vault: Vault) -> list[Backup]:
    """The backups beside the vault, newest first."""
    return backups.list_backups(vault.folder)


def look(vault: Vault, backup: Backup) -> Callable[[Progress], Backup]:
    """The work of looking a backup through and writing down what was found.

    It raises Cancelled, VaultBusy, BackupMissing, DiskFull, FolderUnwritable.
    """
    key, clock = key_of(vault.connection), vault.clock

    def work(progress: Progress) -> Backup:
        progress.at(Doing.LOOKING)
        try:
            with named_failures(backup.folder):
                return backups.mark_verified(backup, clock.now(), fault_of(backup, key, progress))
        except FolderUnwritable as error:
            if backup.database.exists():
                raise
            raise BackupMissing(backup.folder) from error

    return work


def look_at_newest(vault: Vault) -> Callable[[Progress], Backup] | None:
    """The same for the newest backup nobody has looked at yet, unless a good one is newer; None where there is none."""
    for backup in backups.list_backups(vault.folder):
        if backup.good:
            return None
        if backup.verified_at is None and not backup.fault:
            return look(vault, backup)
    return None


def back_up_here(vault: Vault, progress: Progress) -> Backup:
    """Make a verified backup beside the vault, and let those go that need not be kept. Raises what `back_up_to` does."""
    now, place = vault.clock.now(), backups.free_place(vault.folder, vault.clock.now())
    made = _made(vault, place, backups.CLOSED, progress)
    tidy(vault.folder, now, place)
    return made


def back_up_to(vault: Vault, chosen: Path, progress: Progress) -> Backup:
    """Make a verified backup in a folder, such as a stick.

    Raises FolderMissing, DiskFull, BackupUnwritable, BackupDamaged, VaultDamaged, Cancelled; then nothing is left.
    """
    if not chosen.is_dir():
        raise FolderMissing(chosen)
    place = backups.stick_place(chosen, vault.folder.name, vault.clock.now())
    return _made(vault, place, backups.STICK, progress)


def drill(vault: Vault, backup: Backup) -> Callable[[Progress], Drilled]:
    """The work of opening a private copy of a backup and counting what is in it; the copy goes at the end.

    It raises Cancelled, BackupMissing, DiskFull.
    """
    key, now = key_of(vault.connection), _counted(vault)

    def work(progress: Progress) -> Drilled:
        folder = backup.folder.with_name(DRILL)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            fault, then = _tried(backup, folder, key, progress)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return Drilled(backup, fault, then, now)

    return work


def restore_with_passphrase(
    backup: Path, folder: Path, passphrase: str, *, clock: Clock, wishes: Wishes, progress: Progress
) -> Restored:
    """Bring a vault back. Raises what `storage.restore.restore` does."""
    opener = restoring.by_passphrase(passphrase)
    return restoring.restore(backup, folder, opener, now=clock.now(), wishes=wishes, progress=progress)


def restore_with_code(
    backup: Path, folder: Path, code: str, *, clock: Clock, wishes: Wishes, progress: Progress
) -> Restored:
    """The same with the sheet. Raises BadRecoveryCode too."""
    opener = restoring.by_code(code)
    return restoring.restore(backup, folder, opener, now=clock.now(), wishes=wishes, progress=progress)


def look_without_vault(
    folder: Path, vault_folder: Path | None, passphrase: str, now: datetime, progress: Progress
) -> Backup:
    """Look a backup through by its passphrase, and write down what was found where it can be written.

    Raises BackupMissing, WrongPassphrase, KeysDamaged, BackupKeysOlder, Cancelled.
    """
    if not (folder / DATABASE).is_file():
        raise BackupMissing(folder)
    backup = backups.read(folder)
    fault = restoring.look_at(backup, restoring.by_passphrase(passphrase), vault_folder, progress)
    with suppress(OSError):  # a write-protected stick
        return backups.mark_verified(backup, now, fault)
    return Backup(folder, backup.made_at, backup.kind, backup.size, now, fault)


def _made(vault: Vault, place: Path, kind: str, progress: Progress) -> Backup:
    if shutil.disk_usage(place.parent if place.parent.is_dir() else vault.folder).free < _size(vault):
        raise DiskFull(place)
    return back_up_open(vault.connection, vault.folder, place, kind, vault.clock.now(), progress)


def _size(vault: Vault) -> int:
    return (vault.folder / DATABASE).stat().st_size


def _tried(backup: Backup, folder: Path, key: bytearray, progress: Progress) -> tuple[str, Counts | None]:
    copy = folder / DATABASE
    try:
        _copy(backup, folder, progress)
        fault = fault_inside(copy, key, progress)
        if fault:
            return fault, None
        with reading_copy(copy, key) as connection:
            numbers = (connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED)  # noqa: S608 - names of our own
            return "", Counts(*numbers)
    except (BackupMissing, DiskFull, FolderUnwritable):
        raise
    except VaultError:
        return backups.DAMAGED, None


def _copy(backup: Backup, folder: Path, progress: Progress) -> None:
    with named_failures(folder):
        folder.mkdir(mode=0o700)
        try:
            copy_private(backup.database, folder / DATABASE, copying(progress))
        except FileNotFoundError as error:
            raise BackupMissing(backup.folder) from error


def _counted(vault: Vault) -> Counts:
    return Counts(*(listing(vault, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in _COUNTED))  # noqa: S608 - names of our own
