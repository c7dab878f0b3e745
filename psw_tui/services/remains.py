"""What is left of an erased record in the backups beside the vault. Sticks and papers nobody can look into from here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from psw_tui import backups
from psw_tui.backups import Backup
from psw_tui.records.leaving import Erasure
from psw_tui.services.errors import NoBackupWithout
from psw_tui.storage.connection import key_of
from psw_tui.storage.copying import reading_copy
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault


@dataclass(frozen=True)
class Remains:
    """What the local backups know of an erased record."""

    holding: tuple[Backup, ...] = ()
    """Those that still hold it, the newest first."""
    unread: tuple[Backup, ...] = ()
    """Those that cannot be read, so nobody knows."""
    without: tuple[Backup, ...] = ()
    """Those that do not hold it."""

    @property
    def has_good(self) -> bool:
        """Whether there is a good backup without it: then the others may go."""
        return any(backup.good for backup in self.without)


def remains(vault: Vault, erasure: Erasure) -> Remains:
    """Look into each local backup, one question each."""
    found: dict[bool | None, list[Backup]] = {True: [], None: [], False: []}
    key = key_of(vault.connection)
    try:
        for backup in backups.list_backups(vault.folder):
            found[_holds(backup, key, erasure.erases)].append(backup)
    finally:
        key[:] = bytes(len(key))
    return Remains(tuple(found[True]), tuple(found[None]), tuple(found[False]))


def remove_holding(vault: Vault, erasure: Erasure) -> Remains:
    """Take the local backups away that still hold the record; what is left then. Raises NoBackupWithout.

    One that cannot be taken away stays in what is left.
    """
    there = remains(vault, erasure)
    refuse_to_remove(there, erasure)
    for backup in there.holding:
        with suppress(OSError):
            backups.remove(backup)
    return remains(vault, erasure)


def refuse_to_remove(there: Remains, erasure: Erasure) -> None:
    """Raises NoBackupWithout, before anybody is asked whether they are sure."""
    if not there.has_good:
        raise NoBackupWithout(erasure.code)


def _holds(backup: Backup, key: bytearray, client: str) -> bool | None:
    """Whether it holds anything of the client; None where it cannot be read."""
    try:
        with reading_copy(backup.database, key) as connection:
            question = "SELECT 1 FROM client WHERE id = :id UNION ALL SELECT 1 FROM change WHERE client = :id LIMIT 1"
            return connection.execute(question, {"id": client}).fetchone() is not None
    except VaultError:
        return None
