"""Laying down a new vault: everything is made beside its place, and one rename makes it a vault.

A crash on the way leaves `vault.db.new` behind and no `vault.db`; that is how the next attempt knows what to sweep.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from psw_tui.storage import keyfiles
from psw_tui.storage.atomic import make_private_folder, named_failures, replace
from psw_tui.storage.connection import connect, disconnect, named_refusals
from psw_tui.storage.errors import VaultBusy, VaultExists
from psw_tui.storage.keyfile import KeyFile, database_key
from psw_tui.storage.migrate import Step, migrate

if TYPE_CHECKING:
    from sqlite3 import Connection

Fill = Callable[["Connection"], None]
"""Gets the new database while it is still aside, to put in it what must be there when it becomes a vault."""

DATABASE = "vault.db"
ASIDE = "vault.db.new"

STALE = 60
"""Seconds after which a half-made vault is a dead one: making one takes less than five."""

_BESIDE = ("", "-wal", "-journal")


def _empty(_connection: Connection) -> None:
    """For a vault with nothing in it."""


def lay_down(folder: Path, root: bytes, keys: KeyFile, steps: Sequence[Step], fill: Fill = _empty) -> None:
    """Make a closed vault in `folder`, all of it or nothing.

    Raises VaultExists if any part of one is there, VaultBusy if another window is making it, DiskFull,
    FolderUnwritable, VaultUnwritable, and what a step raises.
    """
    _refuse_what_is_there(folder)
    made = make_private_folder(folder)
    try:
        _build(folder, root, keys, steps, fill)
    except BaseException:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise


def take_away(folder: Path) -> None:
    """Remove a vault that was made a moment ago and that nobody has seen."""
    for name in (DATABASE, ASIDE):
        for ending in _BESIDE:
            (folder / (name + ending)).unlink(missing_ok=True)
    for path in keyfiles.paths(folder):
        path.unlink(missing_ok=True)


def _build(folder: Path, root: bytes, keys: KeyFile, steps: Sequence[Step], fill: Fill) -> None:
    aside = folder / ASIDE
    connection = connect(aside, database_key(root, keys.file_salt), new=True)  # refuses if another is being made
    try:
        try:
            with named_refusals(aside):
                migrate(connection, steps)
            fill(connection)
        finally:
            disconnect(connection)
        keyfiles.save(folder, keys)
        with named_failures(folder / DATABASE):
            replace(aside, folder / DATABASE)
    except BaseException:
        take_away(folder)
        raise


def _refuse_what_is_there(folder: Path) -> None:
    if (folder / DATABASE).exists():
        raise VaultExists(folder / DATABASE)
    aside = folder / ASIDE
    if aside.exists():
        if abs(time.time() - aside.stat().st_mtime) < STALE:
            raise VaultBusy(aside)
        with named_failures(folder):
            take_away(folder)
    for path in keyfiles.paths(folder):
        if path.exists():  # the keys of a vault whose file got lost are what a backup of it will need
            raise VaultExists(path)
