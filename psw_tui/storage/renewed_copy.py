"""The first backup of a renewed vault, made from the checked copy while the vault itself is still open."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from psw_tui.backups import ABOUT, FOLDER
from psw_tui.progress import Doing, Progress
from psw_tui.storage.atomic import atomic_write, make_private_file, make_private_folder, named_failures, sync_folder
from psw_tui.storage.errors import RenewalUnsound
from psw_tui.storage.keyfiles import NAMES
from psw_tui.storage.making import DATABASE

BUILDING = ".new-"
BLOCK = 1024 * 1024


def keep_copy(folder: Path, checked: Path, keys: bytes, at: datetime, progress: Progress) -> None:
    """A backup of kind `rekey` from a database that was just checked.

    Raises DiskFull, FolderUnwritable, RenewalUnsound, Cancelled.

    It counts as verified: what lies on the disk afterwards is, byte for byte, what was checked.
    """
    place = _free_place(folder / FOLDER, f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    half = place.with_name(BUILDING + place.name)
    make_private_folder(half)
    whole = 2 * checked.stat().st_size
    written = _copied(checked, half / DATABASE, lambda done: progress.at(Doing.KEEPING_ANEW, done, whole))
    progress.at(Doing.KEEPING_ANEW, whole // 2, whole)
    if _hash_of(half / DATABASE) != written:
        raise RenewalUnsound("backup")
    atomic_write(half / NAMES[0], keys)
    moment = at.astimezone(UTC).isoformat()
    about = {
        "format": 1,
        "made_at": moment,
        "kind": "rekey",
        "sha256": {DATABASE: written, NAMES[0]: hashlib.sha256(keys).hexdigest()},
        "size": checked.stat().st_size,
        "verified_at": moment,
        "fault": "",
    }
    atomic_write(half / ABOUT, json.dumps(about).encode())
    with named_failures(place):
        half.rename(place)
        sync_folder(place.parent)


def _free_place(inside: Path, stamp: str) -> Path:
    names = (stamp, *(f"{stamp}-{number}" for number in range(2, 1000)))
    return next(inside / name for name in names if not (inside / name).exists())


def _copied(source: Path, target: Path, tell: Callable[[int], None]) -> str:
    """Copy block by block, on the disk when this returns; the hash of what was read."""
    digest = hashlib.sha256()
    with named_failures(target):
        make_private_file(target)
        with source.open("rb") as reading, target.open("wb") as writing:
            while block := reading.read(BLOCK):
                tell(reading.tell())
                digest.update(block)
                writing.write(block)
            writing.flush()
            os.fsync(writing.fileno())
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    with named_failures(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
