"""A new root for a vault: somebody may know the passphrase, or the sheet is lost. Safe through a kill at any point.

    1  vault.db.rekey       a copy under the new key, made and checked beside the vault, which stays as it is
    2  backups/<stamp>/     the same copy again, with its keys: the first backup of the renewed vault
    3  vault.keys.rekey     the new keys
    4  vault.db             the copy takes its place by one rename: before it the old words open, after it the new
    5  vault.keys, .keys2   the new keys take theirs; the backups under the old root go; then vault.keys.rekey

The salt at the head of vault.db says which keys belong to it, without any key. So the next opening knows what a kill
left: keys that are pending for this very salt are finished (5), all else under these names is taken away (1 to 3).
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from psw_tui import backups
from psw_tui.progress import Doing, Progress
from psw_tui.storage import keyfile, keyfiles, passphrases
from psw_tui.storage.atomic import atomic_write, make_private_file, named_failures, replace, sync_folder
from psw_tui.storage.connection import DRIVER, connect, disconnect, named_refusals
from psw_tui.storage.errors import DiskFull, FolderUnwritable, KeyRefused, RenewalUnsound, VaultBusy
from psw_tui.storage.keyfile import KeyFile
from psw_tui.storage.making import DATABASE
from psw_tui.storage.renewed_copy import BUILDING, keep_copy
from psw_tui.storage.watching import CHECKS, checked

if TYPE_CHECKING:
    from sqlite3 import Connection

STAGED = "vault.db.rekey"
PAGES = 2000
"""Pages copied between two reports: a tenth of a second."""

ROOM = 16 * 1024 * 1024
"""Bytes that must be left beside the two copies."""

_BESIDE = ("", "-wal", "-journal")
_HALF_WRITTEN = tuple(name + ".new" for name in (*keyfiles.NAMES, keyfiles.PENDING))
"""Key files a kill left before they had their place."""


def renew(folder: Path, connection: Connection, root: bytes, keys: KeyFile, at: datetime, progress: Progress) -> bool:
    """Put the vault under a new root, whose signed keys are `keys`; whether all of it is done. Then close the vault.

    It can be stopped up to the swap, and not from there on: what would be left has two keys.

    False means that the new words count and the next opening does the rest. Raises, with nothing changed: DiskFull,
    FolderUnwritable, VaultDamaged, VaultUnwritable, VaultBusy, RenewalUnsound, Cancelled.
    """
    if (folder / keyfiles.PENDING).exists():  # perhaps the only keys of this very database
        raise FolderUnwritable(folder / keyfiles.PENDING, "unfinished")
    try:
        with named_refusals(folder / DATABASE):
            _refuse_without_room(folder)
            _stage(folder, connection, root, keys.file_salt, progress)
            keep_copy(folder, folder / STAGED, keyfile.pack(keys), at, progress)
            progress.past_stopping(Doing.SWAPPING)
            atomic_write(folder / keyfiles.PENDING, keyfile.pack(keys))
            _swap(folder, connection)
    except BaseException as error:
        if _is_swapped(folder, keys):
            if isinstance(error, DiskFull | FolderUnwritable):  # the rename is there, the folder did not confirm it
                return False
            raise
        take_back(folder)
        with suppress(DRIVER.Error):
            connection.execute("PRAGMA journal_mode = WAL")
        raise
    with suppress(OSError, DiskFull, FolderUnwritable):
        sync_folder(folder)
        finish(folder, keys)
    return not (folder / keyfiles.PENDING).exists()


def tidy(folder: Path, root: bytes, salt: bytes) -> None:
    """After an opening by this root and salt: end what a renewal began, one way or the other. Never refuses."""
    if not any((folder / name).exists() for name in (STAGED, keyfiles.PENDING, *_HALF_WRITTEN)):
        return
    with suppress(OSError, DiskFull, FolderUnwritable):
        for keys in keyfiles.pending(folder):
            if keys.file_salt == salt and keyfile.is_signed_by(keys, root):
                finish(folder, keys)
                return
        take_back(folder, spare=salt)


def finish(folder: Path, keys: KeyFile) -> None:
    """Behind the swap: the new keys in their place, the old backups gone. Raises DiskFull, FolderUnwritable, OSError."""
    keyfiles.save(folder, keys)
    every = backups.list_backups(folder)
    old = [backup for backup in every if passphrases.salt_in(backup.folder) != keys.file_salt]
    if len(old) < len(every):
        for backup in old:
            backups.remove(backup)
        for half in (folder / backups.FOLDER).glob(".*"):  # what a kill left of making or removing one
            shutil.rmtree(half)
    _sweep(folder)


def take_back(folder: Path, *, spare: bytes = b"") -> None:
    """Before the swap: nothing of the attempt stays, so that nothing opens with words nobody has confirmed.

    Backups of the database that begins with `spare` stay, whatever lies beside them. What cannot be taken away now is
    at the next opening: the names that tell of it go last.
    """
    salts = ({keys.file_salt for keys in keyfiles.pending(folder)} | {_staged_salt(folder)}) - {b"", spare}
    with suppress(OSError):
        for backup in backups.list_backups(folder):
            if backup.kind == "rekey" and passphrases.salt_in(backup.folder) in salts:
                backups.remove(backup)
        for half in (folder / backups.FOLDER).glob(BUILDING + "*"):
            shutil.rmtree(half)
        _sweep(folder)


def _stage(folder: Path, connection: Connection, root: bytes, salt: bytes, progress: Progress) -> None:
    """The whole vault under the new key, beside it, checked and on the disk."""
    _unlink(folder, STAGED)
    staged = folder / STAGED
    with named_failures(staged):
        make_private_file(staged)
    _copy(connection, staged, keyfile.database_key(root, salt), progress)
    progress.at(Doing.CHECKING_ANEW)
    try:
        copy = connect(staged, keyfile.database_key(root, salt))
    except KeyRefused as refusal:
        raise RenewalUnsound("key") from refusal
    try:
        _compare(connection, copy, progress)
    finally:
        disconnect(copy)
    if (folder / (STAGED + "-wal")).exists():  # it could not be folded in, and would not come along
        raise RenewalUnsound("log")
    with named_failures(staged), staged.open("rb+") as file:
        os.fsync(file.fileno())


def _copy(connection: Connection, staged: Path, key: bytearray, progress: Progress) -> None:
    """Page by page: what the driver seals anew is the page itself, so rows, indexes and counters stay what they are."""
    target = DRIVER.connect(staged.absolute().as_uri() + "?mode=rw", uri=True, isolation_level=None)
    try:
        target.set_key(key)
        target.execute("PRAGMA cipher_log_level = NONE")
        target.execute("PRAGMA temp_store = MEMORY")
        connection.backup(
            target,
            pages=PAGES,
            progress=lambda _status, left, whole: progress.at(Doing.COPYING_ANEW, whole - left, whole),
        )
    finally:
        key[:] = bytes(len(key))
        target.close()


def _compare(original: Connection, copy: Connection, progress: Progress) -> None:
    """Every page sealed, every tree whole, and as many rows everywhere as in the original. Raises RenewalUnsound, Cancelled."""
    before, of = 0, sum(check.parts for check in CHECKS)
    for check in CHECKS:
        if checked(copy, check, progress, Doing.CHECKING_ANEW, before, of) not in ([], [("ok",)]):
            raise RenewalUnsound(check.name)
        before += check.parts
    for question in ("PRAGMA user_version", "PRAGMA application_id", *_counts(original)):
        if copy.execute(question).fetchall() != original.execute(question).fetchall():
            raise RenewalUnsound("rows")


def _counts(connection: Connection) -> list[str]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    quoted = [str(name).replace('"', '""') for (name,) in tables]
    return [f'SELECT count(*) FROM "{name}"' for name in quoted]  # noqa: S608 - names from the schema itself


def _swap(folder: Path, connection: Connection) -> None:
    """One rename. The vault is locked against other windows; nothing beside it may be taken for a log of the new one."""
    if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
        raise VaultBusy(folder / DATABASE)
    if os.name == "nt":  # an open file cannot be replaced there
        connection.close()
    with named_failures(folder / DATABASE):
        # Locked as it is, the driver only blanks its journal; after a power cut it might not be blank.
        (folder / (DATABASE + "-journal")).unlink(missing_ok=True)
        sync_folder(folder)
        replace(folder / STAGED, folder / DATABASE)


def _is_swapped(folder: Path, keys: KeyFile) -> bool:
    return not (folder / STAGED).exists() and any(found == keys for found in keyfiles.pending(folder))


def _staged_salt(folder: Path) -> bytes:
    with suppress(OSError), (folder / STAGED).open("rb") as file:
        return file.read(keyfile.FILE_SALT_BYTES)
    return b""


def _refuse_without_room(folder: Path) -> None:
    if shutil.disk_usage(folder).free < 2 * (folder / DATABASE).stat().st_size + ROOM:
        raise DiskFull(folder / STAGED)


def _sweep(folder: Path) -> None:
    """Take away every name of ours; the pending keys last, because they say what is unfinished."""
    _unlink(folder, STAGED)
    for name in (*_HALF_WRITTEN, keyfiles.PENDING):
        (folder / name).unlink(missing_ok=True)


def _unlink(folder: Path, name: str) -> None:
    for ending in _BESIDE:
        (folder / (name + ending)).unlink(missing_ok=True)
