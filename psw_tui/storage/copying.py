"""Backups made and looked through with the key: copied out of the open vault, and read from end to end.

A look uses a connection of its own, so it may run in any thread while the vault is written to. The key is the one the
open vault's connection keeps: backups of a vault have its key and its salt. Deriving it anew would need the passphrase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Event
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
from psw_tui.files import NO_ROOM, Stopped, make_private_file, sync_file, write_private
from psw_tui.rotation import tidy
from psw_tui.storage import keyfiles
from psw_tui.storage.connection import (
    DRIVER,
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
    BackupStopped,
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

STEPS_BETWEEN = 20_000
"""Instructions of the database between two looks at whether to go on: some milliseconds."""

CHECKS = ("PRAGMA cipher_integrity_check", "PRAGMA quick_check", "PRAGMA foreign_key_check")
SEARCH_CHECK = "INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)"
"""Compares the index with what it is an index of; it writes nothing, but asks for a file that could be written."""


class Stage(StrEnum):
    """What is being done."""

    COPYING = "copying"
    LOOKING = "looking"


@dataclass
class Progress:
    """What a long piece of work tells while it goes on, and how it hears that it should stop. Safe across threads."""

    stage: Stage = Stage.COPYING
    part: float = 0.0
    """How much of this stage is done, from 0 to 1; a guess."""
    stop: Event = field(default_factory=Event)

    def go_on(self) -> bool:
        """Whether it is still wanted."""
        return not self.stop.is_set()


def back_up_open(
    connection: Any, vault_folder: Path, place: Path, kind: str, now: datetime, progress: Progress
) -> Backup:
    """Make a verified backup of an open vault at `place`; on any failure nothing of it is left.

    Runs in the vault's own thread. Raises DiskFull, BackupUnwritable, BackupDamaged, BackupStopped, VaultDamaged.
    """
    with _named_failures(place), _stoppable():
        with being_made(place, kind, now, verified=True) as fresh:
            _copy_out(connection, vault_folder, fresh, progress)
            progress.stage, progress.part = Stage.LOOKING, 0.0
            if fault_inside(fresh / DATABASE, key_of(connection), progress):
                raise BackupDamaged(place)
        return read(place)


def back_up_before_migration(connection: Any, vault_folder: Path, now: datetime) -> None:
    """A verified backup beside the vault. Raises what `back_up_open` does; then nothing must be migrated."""
    place = free_place(vault_folder, now)
    back_up_open(connection, vault_folder, place, MIGRATION, now, Progress())
    tidy(vault_folder, now, place)


def fault_of(backup: Backup, key: bytearray, progress: Progress) -> str:
    """Look a backup through, its hash first, then inside; empty if it is good. Raises BackupStopped, VaultBusy, OSError."""
    with _stoppable():
        fault = fault_without_key(backup, progress.go_on)
        if fault not in ("", UNREADABLE):  # without its description the pages still tell
            return fault
        return fault_inside(backup.database, key, progress) or _fault_of_keys(backup.folder)


def fault_inside(database: Path, key: bytearray, progress: Progress) -> str:
    """What is wrong with an encrypted copy; empty if nothing is. Raises BackupStopped, VaultBusy."""
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
    checks = (*CHECKS, SEARCH_CHECK) if writable else CHECKS
    try:
        for number, check in enumerate(checks):
            progress.part = number / len(checks)
            if not progress.go_on():
                raise BackupStopped
            with named_refusals(database), _watched(connection, progress, lambda: None):
                if connection.execute(check).fetchall() not in ([], [("ok",)]):
                    return DAMAGED
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

    def tell() -> None:
        progress.part = min(database.stat().st_size / whole, 1.0)

    make_private_file(database)
    with named_refusals(fresh), _watched(connection, progress, tell):
        connection.execute("VACUUM INTO ?", (str(database),))
    sync_file(database)  # SQLite does not
    with suppress(KeysMissing, KeysDamaged, VaultNewer):  # the sheet opens it
        write_private(fresh / KEYS, pack(keyfiles.load(vault_folder)))


@contextmanager
def _watched(connection: Any, progress: Progress, tell: Callable[[], None]) -> Iterator[None]:
    """Let a long statement tell how far it is, and end when it is not wanted any more."""

    def look() -> int:
        with suppress(OSError):
            tell()
        return 0 if progress.go_on() else 1

    connection.set_progress_handler(look, STEPS_BETWEEN)
    try:
        yield
    except DRIVER.OperationalError:
        if not progress.go_on():
            raise BackupStopped from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def _stoppable() -> Iterator[None]:
    try:
        yield
    except Stopped:
        raise BackupStopped from None


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
