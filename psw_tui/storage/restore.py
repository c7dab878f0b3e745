"""Bringing a vault back from a backup: looked through before, put in place by one rename, looked at again after.

The vault that was there is kept aside within its own folder, in `before-<stamp>/`, a vault folder like any other that
is offered to nobody. The former file is linked there before the new one takes its name, so whatever interrupts, one of
the two opens. A log that a crash left beside the former file is moved along with it.

If the keys changed since the backup, but not the root beneath them, the newer keys stay: today's passphrase opens what
was restored, and a former one does not come back. With another root the backup needs its own keys; that is asked for.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psw_tui.backups import (
    CUT_SHORT,
    DAMAGED,
    DATABASE,
    FOREIGN,
    KEYS_LOST,
    PLAINTEXT,
    STAMP,
    Backup,
    read,
)
from psw_tui.closed import is_free
from psw_tui.files import copy_private, sweep, write_private
from psw_tui.progress import Doing, Progress
from psw_tui.storage import keyfile, keyfiles, recovery
from psw_tui.storage.atomic import make_private_folder, named_failures
from psw_tui.storage.connection import connect, disconnect, named_refusals, read_salt
from psw_tui.storage.copying import copying, fault_inside, fault_of
from psw_tui.storage.errors import (
    BackupCutShort,
    BackupDamaged,
    BackupForeign,
    BackupKeysOlder,
    BackupMissing,
    KeysDamaged,
    KeysMissing,
    VaultBusy,
    VaultInTheWay,
    VaultNewer,
    VaultPlaintext,
    WrongPassphrase,
    WrongRecoveryCode,
)
from psw_tui.storage.keyfile import KeyFile, database_key, is_signed_by
from psw_tui.storage.migrate import version_of
from psw_tui.storage.migrations import STEPS
from psw_tui.storage.placing import put_aside, put_in_place

HALF_MADE = ".restoring-"

Opener = Callable[[KeyFile | None], bytes]
"""Gives the root beneath a key file, from what the worker remembers, or from what is on paper."""


@dataclass(frozen=True)
class Wishes:
    """What the worker has agreed to."""

    replace: bool = False
    """The vault that is there may be put aside."""
    old_keys: bool = False
    """Keys that were replaced since the backup may count again."""


@dataclass(frozen=True)
class Restored:
    """A vault brought back."""

    folder: Path
    made_at: datetime
    """When the backup was made."""
    aside: Path | None
    """Where the vault lies that was there before; None where there was none."""
    keys_kept: bool
    """Whether newer keys than the backup's stayed, so that today's passphrase opens it."""


def by_passphrase(passphrase: str) -> Opener:
    """Opens with what the worker remembers: the passphrase of today, or that of the day of the backup."""

    def opener(keys: KeyFile | None) -> bytes:
        if keys is None:
            raise KeysDamaged("missing")
        return keyfile.unlock(keys, passphrase)[0]

    return opener


def by_code(code: str) -> Opener:
    """Opens with the sheet, which needs no key file. Raises BadRecoveryCode."""
    root = recovery.decode(code)
    return lambda _keys: root


def look_at(backup: Backup, opener: Opener, vault_folder: Path | None, progress: Progress) -> str:
    """Look a backup through without its vault open; `vault_folder` has keys to try too. Empty if it is good.

    Raises what `opener` raises, BackupKeysOlder, VaultBusy, Cancelled.
    """
    present = None if vault_folder is None else _keys_in(vault_folder)
    root = _root_of(backup.folder, opener, present, Wishes())
    with named_failures(backup.folder):
        return fault_of(backup, _key_for(backup, root), progress)


def restore(
    backup_folder: Path, vault_folder: Path, opener: Opener, *, now: datetime, wishes: Wishes, progress: Progress
) -> Restored:
    """Make the vault at `vault_folder` what it was when the backup was made.

    Raises BackupMissing, BackupCutShort, BackupDamaged, BackupForeign, BackupKeysOlder, VaultPlaintext for the backup;
    VaultInTheWay, VaultBusy for the vault; WrongPassphrase, WrongRecoveryCode, KeysDamaged; DiskFull, FolderUnwritable,
    Cancelled. Then nothing has changed.
    """
    backup = _backup_in(backup_folder)
    there = (vault_folder / DATABASE).exists()
    if there and not wishes.replace:
        raise VaultInTheWay(vault_folder)
    _refuse_open(vault_folder / DATABASE)
    _refuse_another_workers(backup_folder, vault_folder)
    present, kept = _keys_in(vault_folder), _keys_in(backup_folder)
    root = _root_of(backup_folder, opener, present, wishes)
    _refuse_faulty(backup, root, progress)
    _refuse_old_keys(backup_folder, present, root, wishes)
    newer = present if present is not None and is_signed_by(present, root) else None
    keys = _newest([each for each in (newer, kept) if each is not None])
    make_private_folder(vault_folder)
    with named_failures(vault_folder):
        sweep(vault_folder, HALF_MADE)
        fresh = vault_folder / f"{HALF_MADE}{now.astimezone(UTC):{STAMP}}"
        fresh.mkdir(mode=0o700)
        try:
            _build(fresh, backup, root, keys, progress)
            _refuse_open(vault_folder / DATABASE)
            progress.past_stopping(Doing.PUTTING)
            aside = put_aside(vault_folder, now) if there else None
            put_in_place(fresh, vault_folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return Restored(vault_folder, backup.made_at, aside, keys is not None and keys == newer and keys != kept)


def _backup_in(folder: Path) -> Backup:
    if not (folder / DATABASE).is_file():
        raise BackupMissing(folder)
    return read(folder)


def _refuse_faulty(backup: Backup, root: bytes, progress: Progress) -> None:
    with named_failures(backup.folder):
        fault = fault_of(backup, _key_for(backup, root), progress)
    if fault == PLAINTEXT:
        raise VaultPlaintext(backup.database)
    if fault == CUT_SHORT:
        raise BackupCutShort(backup.folder)
    if fault in (DAMAGED, FOREIGN) and _keys_in(backup.folder) is None:  # nothing tells damage from a wrong code
        raise WrongRecoveryCode
    if fault and fault != KEYS_LOST:
        raise BackupDamaged(backup.folder)


def _refuse_another_workers(backup_folder: Path, vault_folder: Path) -> None:
    """Two vaults are the same by the name in their keys; where keys are lost, by the salt of the file."""
    present, kept = _keys_in(vault_folder), _keys_in(backup_folder)
    database = vault_folder / DATABASE
    if present is not None and kept is not None:
        if present.vault != kept.vault:
            raise BackupForeign(backup_folder)
    elif database.is_file() and database.stat().st_size and read_salt(database) != read_salt(backup_folder / DATABASE):
        raise BackupForeign(backup_folder)


def _root_of(backup_folder: Path, opener: Opener, present: KeyFile | None, wishes: Wishes) -> bytes:
    """The root beneath a backup. Today's passphrase will do for an old one, as long as the root is still the same."""
    kept = _keys_in(backup_folder)
    if kept is None:
        return opener(present)
    try:
        root = opener(kept)
    except WrongPassphrase:
        if present is None:
            raise
        root = opener(present)
        if not is_signed_by(kept, root) and wishes.old_keys:
            raise
    if is_signed_by(kept, root):
        return root
    if present is not None and is_signed_by(present, root):
        raise BackupKeysOlder(backup_folder)
    raise WrongRecoveryCode


def _refuse_old_keys(backup_folder: Path, present: KeyFile | None, root: bytes, wishes: Wishes) -> None:
    if present is not None and not is_signed_by(present, root) and not wishes.old_keys:
        raise BackupKeysOlder(backup_folder)


def _refuse_open(database: Path) -> None:
    """Replaced under an open window, what is saved there would be lost."""
    if database.is_file() and database.stat().st_size:
        read_salt(database)  # refuses what this very process has open, which must not be asked for locks
        if not is_free(database):
            raise VaultBusy(database)


def _build(fresh: Path, backup: Backup, root: bytes, keys: KeyFile | None, progress: Progress) -> None:
    """The vault as it will be, beside its place, and looked at again."""
    database = fresh / DATABASE
    copy_private(backup.database, database, copying(progress))
    key = database_key(root, read_salt(database))
    _forget_device(database, key)
    if fault_inside(database, key, progress):
        raise BackupDamaged(backup.folder)
    if keys is not None:
        for path in keyfiles.paths(fresh):
            write_private(path, keyfile.pack(keys))


def _forget_device(database: Path, key: bytearray) -> None:
    """The next write mints a new device: numbers the former one gave after this backup must not be given again."""
    connection = connect(database, key)
    try:
        with named_refusals(database):
            if version_of(connection) > len(STEPS):
                raise VaultNewer(version_of(connection), len(STEPS))
            connection.execute("UPDATE device SET current = 0")
    finally:
        disconnect(connection)


def _key_for(backup: Backup, root: bytes) -> bytearray:
    """By the salt in the key file, where there is one: then a damaged first page is damage and not another vault."""
    keys = _keys_in(backup.folder)
    if keys is not None and is_signed_by(keys, root):
        return database_key(root, keys.file_salt)
    salt = backup.database.read_bytes()[:16] if backup.database.is_file() else b""
    return database_key(root, salt.ljust(16, b"\0"))


def _newest(keys: Sequence[KeyFile]) -> KeyFile | None:
    return max(keys, key=lambda each: each.seq, default=None)


def _keys_in(folder: Path) -> KeyFile | None:
    with suppress(KeysMissing, KeysDamaged, VaultNewer):
        return keyfiles.load(folder)
    return None
