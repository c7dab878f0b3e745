"""Room put by beside the vault, so that a disk that fills up does not cost what is being typed."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from psw_tui.storage.connection import DRIVER
from psw_tui.storage.vault import Vault

RESERVE = "reserve"
RESERVE_BYTES = 1024 * 1024
"""Room for the drafts of an evening."""

ENOUGH_BYTES = 8 * RESERVE_BYTES
"""With less room than this on the disk nothing is put by: others need it more."""


def lay_by(folder: Path) -> bool:
    """Whether room is put by, now or since before."""
    reserve = folder / RESERVE
    if reserve.exists():
        return True
    if shutil.disk_usage(folder).free < ENOUGH_BYTES:
        return False
    try:
        descriptor = os.open(reserve, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(bytes(RESERVE_BYTES))
    except OSError:
        spend(folder)
        return False
    return True


def spend(folder: Path) -> None:
    """Give the room back to the disk."""
    with suppress(OSError):
        (folder / RESERVE).unlink(missing_ok=True)


def make_room(vault: Vault) -> None:
    """Give back what was put by, and what the log beside the vault takes up. Not within a transaction."""
    spend(vault.folder)
    with suppress(DRIVER.Error):
        vault.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
