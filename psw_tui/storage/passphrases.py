"""The key files of a vault in use: a new passphrase, a costlier derivation, and the same keys in every local backup."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from psw_tui import backups
from psw_tui.storage import kdf, keyfile, keyfiles
from psw_tui.storage.atomic import atomic_write
from psw_tui.storage.errors import DiskFull, FolderUnwritable, KeysOfAnother, KeysOlder, SamePassphrase, WrongPassphrase
from psw_tui.storage.kdf import Profile
from psw_tui.storage.keyfile import KeyFile, Slot
from psw_tui.storage.making import DATABASE

_writing = threading.Lock()
"""Held while key files are read to be replaced: the costlier derivation comes from a thread of its own."""


def unlock(folder: Path, keys: KeyFile, salt: bytes, passphrase: str) -> tuple[bytes, Slot]:
    """What `keyfile.unlock` gives, and raises; where the key files look misplaced, KeysOfAnother or KeysOlder says so."""
    try:
        return keyfile.unlock(keys, passphrase)
    except WrongPassphrase:
        if keys.file_salt != salt:
            raise KeysOfAnother(folder) from None
        if _newest_seq(folder, salt) > keys.seq:
            raise KeysOlder(folder) from None
        raise


def change(folder: Path, salt: bytes, present: str, new: str, profile: Profile) -> list[Path]:
    """Make `new` open the vault, and its local backups, instead of `present`. Returns the backups that refused.

    Raises WrongPassphrase, SamePassphrase, EmptyPassphrase, KeysMissing, KeysDamaged, NotEnoughMemory, DiskFull,
    FolderUnwritable: then nothing has changed.
    """
    with _writing:
        keys = keyfiles.in_force(folder, salt)
        root, slot = keyfile.unlock(keys, present)
        refuse_same(present, new)
        newer = keyfile.with_passphrase(keys, root, slot, new, profile, seq=_newest_seq(folder, salt))
        _save_either_way(folder, newer)
    return carry_to_backups(folder, newer)


def refuse_same(present: str, new: str) -> None:
    """Raise SamePassphrase if both are one, however they were typed."""
    if kdf.normalized(present) == kdf.normalized(new):
        raise SamePassphrase


def raise_cost(folder: Path, passphrase: str, profile: Profile) -> bool:
    """Seal the same keys at a greater cost; whether it was done. It is not where this computer proves too slow for it.

    Raises WrongPassphrase, KeysMissing, KeysDamaged, NotEnoughMemory, DiskFull, FolderUnwritable.
    """
    keys = keyfiles.load(folder)
    root, slot = keyfile.unlock(keys, passphrase)
    if profile.memory_kib <= slot.cost.memory_kib or profile.passes < slot.cost.passes:
        return False
    started = time.perf_counter()
    costlier = keyfile.with_passphrase(keys, root, slot, passphrase, profile)
    if profile != kdf.FLOOR and time.perf_counter() - started > kdf.PATIENCE:
        return False
    with _writing:
        if keyfiles.load(folder) != keys:  # a new passphrase was chosen meanwhile
            return False
        keyfiles.save(folder, costlier)
    return True


def carry_to_backups(folder: Path, keys: KeyFile) -> list[Path]:
    """Give every local backup of this very database these keys, where it has older ones. Returns those that refused.

    Only for keys that were unlocked.
    """
    refused = []
    for backup in _backups_of(folder, keys.file_salt):
        try:
            if _seq_in(backup.folder) < keys.seq:
                atomic_write(backup.folder / keyfiles.NAMES[0], keyfile.pack(keys))
                backups.note_keys(backup)
        except (DiskFull, FolderUnwritable, OSError):
            refused.append(backup.folder)
    return refused


def newest_signed(folder: Path, root: bytes, salt: bytes) -> KeyFile | None:
    """The newest of the key files that this root has signed, beside the database or in its backups; None for none."""
    found = [*keyfiles.readable(folder)]
    for backup in _backups_of(folder, salt):
        found += keyfiles.readable(backup.folder)
    proven = [keys for keys in found if keyfile.is_signed_by(keys, root)]
    return max(proven, key=lambda keys: keys.seq, default=None)


def salt_in(folder: Path) -> bytes:
    """How the database in a backup begins; nothing if it cannot be read."""
    with suppress(OSError), (folder / DATABASE).open("rb") as file:
        return file.read(keyfile.FILE_SALT_BYTES)
    return b""


def _save_either_way(folder: Path, keys: KeyFile) -> None:
    """Save, and refuse only where nothing was: one copy in its place counts, and the next opening mends the other."""
    try:
        keyfiles.save(folder, keys)
    except (DiskFull, FolderUnwritable):
        if keyfiles.load(folder) != keys:
            raise


def _backups_of(folder: Path, salt: bytes) -> Iterator[backups.Backup]:
    """Those of this very database. A folder of backups that cannot be looked into must not keep the vault shut."""
    with suppress(OSError):
        yield from (backup for backup in backups.list_backups(folder) if salt_in(backup.folder) == salt)


def _newest_seq(folder: Path, salt: bytes) -> int:
    """The greatest number on a key file in a backup of this database; it may be planted, so it proves nothing."""
    return max((_seq_in(backup.folder) for backup in _backups_of(folder, salt)), default=0)


def _seq_in(folder: Path) -> int:
    return max((keys.seq for keys in keyfiles.readable(folder)), default=0)
