"""Backups made and looked through with the key: copied out of the open vault, and read from end to end.

A look uses a connection of its own, so it may run in any thread while the vault is written to. The key is the one the
open vault's connection keeps: backups of a vault have its key and its salt. Deriving it anew would need the passphrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from psw_tui.backups import (
    CUT_SHORT,
    DAMAGED,
    DATABASE,
    FOREIGN,
    KEYS,
    KEYS_LOST,
    MIGRATION,
    PLAINTEXT,
    UNREADABLE,
    Backup,
    being_made,
    fault_without_key,
    free_place,
    has_keys,
    read,
)
from psw_tui.files import NO_ROOM, Hear, make_private_file, sync_file, write_private
from psw_tui.progress import Doing, Progress
from psw_tui.rotation import tidy
from psw_tui.storage import keyfiles
from psw_tui.storage.connection import (
    check_file,
    connect,
    connect_to_read,
    disconnect,
    key_of,
    named_refusals,
    read_salt,
)
from psw_tui.storage.errors import (
    BackupDamaged,
    BackupUnwritable,
    DiskFull,
    KeyRefused,
    KeysDamaged,
    KeysMissing,
    VaultBusy,
    VaultDamaged,
    VaultEmpty,
    VaultForeign,
    VaultMissing,
    VaultNewer,
    VaultPlaintext,
    VaultTruncated,
    VaultUnwritable,
)
from psw_tui.storage.keyfile import pack
from psw_tui.storage.watching import CHECKS, SEARCH, checked, watched


def back_up_open(
    connection: Any, vault_folder: Path, place: Path, kind: str, now: datetime, progress: Progress
) -> Backup:
    """Make a verified backup of an open vault at `place`; on any failure nothing of it is left.

    Runs in the vault's own thread. Raises DiskFull, BackupUnwritable, BackupDamaged, VaultDamaged, Cancelled.
    """
    with _named_failures(place):
        with being_made(place, kind, now, verified=True, hear=hashing(progress)) as fresh:
            _copy_out(connection, vault_folder, fresh, progress)
            if fault_inside(fresh / DATABASE, key_of(connection), progress):
                raise BackupDamaged(place)
        return read(place)


def back_up_before_migration(connection: Any, vault_folder: Path, now: datetime) -> None:
    """A verified backup beside the vault. Raises what `back_up_open` does; then nothing must be migrated."""
    place = free_place(vault_folder, now)
    back_up_open(connection, vault_folder, place, MIGRATION, now, Progress())
    tidy(vault_folder, now, place)


def fault_of(backup: Backup, key: bytearray, progress: Progress) -> str:
    """Look a backup through, its hash first, then inside; empty if it is good. Raises Cancelled, VaultBusy, OSError."""
    fault = fault_without_key(backup, hashing(progress))
    if fault not in ("", UNREADABLE):  # without its description the pages still tell
        return fault
    return fault_inside(backup.database, key, progress) or _fault_of_keys(backup.folder)


def hashing(progress: Progress) -> Hear:
    """How the reading of a whole file tells how far it is."""
    return lambda done, of: progress.at(Doing.HASHING, done, of)


def copying(progress: Progress) -> Hear:
    """The same for the copying of a whole file."""
    return lambda done, of: progress.at(Doing.COPYING, done, of)


def fault_inside(database: Path, key: bytearray, progress: Progress) -> str:
    """What is wrong with an encrypted copy; empty if nothing is. Raises Cancelled, VaultBusy."""
    try:
        check_file(database)
        connection, writable = _opened(database, key)
    except VaultPlaintext:
        return PLAINTEXT
    except (VaultMissing, VaultEmpty, VaultTruncated):
        return CUT_SHORT
    except KeyRefused:
        return DAMAGED if read_salt(database) == salt_of(key) else FOREIGN
    except (VaultForeign, VaultDamaged, VaultUnwritable):
        return DAMAGED
    try:
        return _looked_through(connection, database, progress, writable=writable)
    finally:
        disconnect(connection)


def _fault_of_keys(folder: Path) -> str:
    """A backup made while the keys were lost has none, and that is no fault of it."""
    try:
        keyfiles.load(folder)
    except KeysMissing:
        return KEYS_LOST if has_keys(folder) else ""
    except (KeysDamaged, VaultNewer):
        return KEYS_LOST
    return ""


def salt_of(key: bytearray) -> bytes:
    """The salt within a keyspec."""
    return bytes.fromhex(key[66:98].decode())


@contextmanager
def reading_copy(database: Path, key: bytearray) -> Iterator[Any]:
    """An encrypted copy, to be read only. Raises KeyRefused, VaultDamaged, VaultUnwritable."""
    connection = connect_to_read(database, key)
    try:
        with named_refusals(database):
            yield connection
    finally:
        connection.close()


def _looked_through(connection: Any, database: Path, progress: Progress, *, writable: bool) -> str:
    checks = (*CHECKS, SEARCH) if writable else CHECKS
    before, of = 0, sum(check.parts for check in checks)
    try:
        for check in checks:
            with named_refusals(database):
                if checked(connection, check, progress, Doing.LOOKING, before, of) not in ([], [("ok",)]):
                    return DAMAGED
            before += check.parts
    except (VaultDamaged, KeyRefused, VaultUnwritable):
        return DAMAGED
    return ""


def _opened(database: Path, key: bytearray) -> tuple[Any, bool]:
    """A connection of its own, and whether the file could be written."""
    try:
        return connect(database, key), True
    except VaultUnwritable:
        return connect_to_read(database, key), False


def _copy_out(connection: Any, vault_folder: Path, fresh: Path, progress: Progress) -> None:
    database, whole = fresh / DATABASE, (vault_folder / DATABASE).stat().st_size

    def tell(_calls: int) -> None:
        progress.at(Doing.COPYING, min(database.stat().st_size, whole), whole)

    progress.at(Doing.COPYING, 0, whole)
    make_private_file(database)
    with named_refusals(fresh), watched(connection, progress, tell):
        connection.execute("VACUUM INTO ?", (str(database),))
    sync_file(database)  # SQLite does not
    with suppress(KeysMissing, KeysDamaged, VaultNewer):  # the sheet opens it
        write_private(fresh / KEYS, pack(keyfiles.load(vault_folder)))


@contextmanager
def _named_failures(place: Path) -> Iterator[None]:
    """What fails while a backup is written is about the place it is written to."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(place) from error
        raise BackupUnwritable(place, error.strerror or type(error).__name__) from error
    except DiskFull:
        raise DiskFull(place) from None
    except VaultUnwritable as error:
        raise BackupUnwritable(place, error.reason) from error
    except VaultBusy as error:
        raise BackupUnwritable(place, "SQLITE_BUSY") from error
