"""Whether a vault is whole: what doctor asks of the file, the keys beside it and the folder around both.

The order matters: while a log is hot, the check of the pages reads an old file and cries wolf, so it is folded first.
"""

from __future__ import annotations

import os
import shutil
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from psw_tui.backups import list_backups
from psw_tui.domain.instants import read_instant
from psw_tui.progress import Doing, Progress
from psw_tui.storage.engine import engine_refusals
from psw_tui.storage.keyfile import pack
from psw_tui.storage.keyfiles import load, paths
from psw_tui.storage.making import DATABASE
from psw_tui.storage.vault import Vault
from psw_tui.storage.watching import LINKS, SEALS, SEARCH, TABLES, Check, checked

OTHERS = 0o077
"""What nobody but the worker may have on a file or folder."""

DRIFT = timedelta(minutes=5)
"""A clock that was a little fast is set right all the time."""

LONGEST_SILENCE = timedelta(days=330)

LEAST_ROOM = 64 * 1024 * 1024
"""Below this a day's notes and their backup may not fit."""


def unfolded_log(vault: Vault) -> list[str]:
    """Empty once the write-ahead log is folded into the file."""
    busy, *_ = _rows(vault, "PRAGMA wal_checkpoint(TRUNCATE)")[0]
    return ["wal"] if busy else []


def damaged_pages(vault: Vault, progress: Progress) -> list[str]:
    """The pages whose seal does not fit, in SQLCipher's words; names no content. Raises Cancelled."""
    return [str(row[0]) for row in _checked(vault, SEALS, progress)]


def broken_tables(vault: Vault, progress: Progress) -> list[str]:
    """What is wrong with the trees of tables and indexes, in SQLite's words; names no content. Raises Cancelled."""
    found = [str(row[0]) for row in _checked(vault, TABLES, progress)]
    return [] if found == ["ok"] else found


def dangling_links(vault: Vault, progress: Progress) -> list[str]:
    """Tables with a row that points nowhere. Raises Cancelled."""
    return sorted({str(row[0]) for row in _checked(vault, LINKS, progress)})


def wrong_search(vault: Vault, progress: Progress) -> list[str]:
    """Empty when the search index says what the records say. Raises VaultDamaged when it does not, Cancelled."""
    return [str(row[0]) for row in _checked(vault, SEARCH, progress)]


def differing_keys(folder: Path) -> list[str]:
    """The copies of the key file that are missing or do not say what the newest says. Raises KeysMissing, KeysDamaged."""
    newest = pack(load(folder))
    return [path.name for path in paths(folder) if not path.is_file() or path.read_bytes() != newest]


def open_to_others(folder: Path) -> list[str]:
    """Files and folders of the vault that somebody else on this computer may touch; Windows has other ways."""
    if os.name == "nt":
        return []
    every = (folder, *sorted(folder.rglob("*")))
    return [path.name for path in every if stat.S_IMODE(path.lstat().st_mode) & OTHERS]


def room_missing(folder: Path) -> list[str]:
    """How many megabytes are free, if a copy of the vault and a day's work would not fit; else empty."""
    free = shutil.disk_usage(folder).free
    needed = (folder / DATABASE).stat().st_size + LEAST_ROOM
    return [f"{free // 2**20} MB"] if free < needed else []


def wrong_clock(vault: Vault) -> list[str]:
    """The newest day in the log and the day of the clock, if it is over: the clock was set back, or had run ahead."""
    newest, now = _newest_change(vault), vault.clock.now()
    return [_day(vault, newest), _day(vault, now)] if newest is not None and newest - now > DRIFT else []


def long_silence(vault: Vault) -> list[str]:
    """The same, if nothing was written for most of a year: a holiday, or a clock that is a year ahead."""
    newest, now = _newest_change(vault), vault.clock.now()
    return [_day(vault, newest), _day(vault, now)] if newest is not None and now - newest > LONGEST_SILENCE else []


def faulty_backup(folder: Path) -> list[str]:
    """What is wrong with the newest backup, by its own word."""
    newest = next(iter(list_backups(folder)), None)
    return [newest.fault] if newest is not None and newest.fault else []


def days_without_backup(vault: Vault) -> int | None:
    """How old the last backup is that was found good; None if there is none."""
    good = (each for each in list_backups(vault.folder) if each.verified_at is not None and not each.fault)
    newest = next(good, None)
    return None if newest is None else (vault.clock.now() - newest.made_at).days


def _newest_change(vault: Vault) -> datetime | None:
    found = _rows(vault, "SELECT max(at) FROM change")[0][0]
    return None if found is None else read_instant(found)


def _day(vault: Vault, instant: datetime) -> str:
    return vault.clock.local(instant).date().isoformat()


def _rows(vault: Vault, statement: str) -> list[tuple[Any, ...]]:
    with engine_refusals(vault.folder / DATABASE):
        return list(vault.connection.execute(statement))


def _checked(vault: Vault, check: Check, progress: Progress) -> list[tuple[Any, ...]]:
    with engine_refusals(vault.folder / DATABASE):
        return checked(vault.connection, check, progress, Doing.LOOKING)
