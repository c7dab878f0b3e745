"""What the launcher does once a child has closed a vault: it copies the closed files. It holds no key and needs none.

The copy runs beside the next child and holds no lock, so neither the unlock screen nor the next unlocking waits for it.
That is safe because nothing is written to a vault.db before its log is folded in: if the file is the same at the end as
it was at the beginning, so is every page of the copy. If it is not, the copy is dropped.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from threading import Event, Thread

from psw_tui.backups import (
    CLOSED,
    DATABASE,
    being_made,
    copy_files,
    free_place,
    list_backups,
    newest_sound,
    unchanged_since,
)
from psw_tui.domain.words import N_
from psw_tui.files import NO_ROOM
from psw_tui.lifeline import vault_mark
from psw_tui.places import PlaceError, list_vaults
from psw_tui.progress import Cancelled
from psw_tui.rotation import tidy

WAITS_QUIETLY = 1.0
"""Seconds the end of the program may take without a word about it."""
WAITS_AT_SHUTDOWN = 5.0
"""Seconds the system may wait for us when it wants the end."""

TAKES_A_MOMENT = N_("Making a backup of your vault. Ctrl+C leaves it out this time.")
NO_ROOM_LEFT = N_(
    "There was no room on the disk for a backup of your vault. Make room; the next lock or quit tries again."
)
NOT_MADE = N_("No backup of your vault could be made ({reason}). The next lock or quit tries again.")

SECOND = 10**9
COARSE = 3
"""Seconds within which such a stick may give two writes the same time."""
PAUSE = 0.2

_LOG_HEADER = 32
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510
"""The bytes of a database file that SQLite locks as long as somebody reads it."""


class Outcome(Enum):
    """How a copy ended."""

    MADE = "made"
    UNCHANGED = "unchanged"
    """The newest backup holds the very same."""
    IN_USE = "in use"
    """The vault is open, or was opened while it was copied, or was not closed properly."""
    STOPPED = "stopped"


def back_up(vault_folder: Path, now: datetime, go_on: Callable[[], bool] = lambda: True) -> Outcome:
    """Copy a closed vault into its backups, if it has changed, and tidy them up. Raises OSError."""
    database = vault_folder / DATABASE
    _let_time_pass(database, go_on)
    before = _closed_state(database)
    if before is None:
        return Outcome.IN_USE
    newest = newest_sound(list_backups(vault_folder))
    if newest is not None and unchanged_since(vault_folder, newest):
        return Outcome.UNCHANGED
    if shutil.disk_usage(vault_folder).free < database.stat().st_size * 2:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(database))
    place = free_place(vault_folder, now)

    def hear(_done: int, _of: int) -> None:
        if not go_on():
            raise Cancelled

    try:
        with being_made(place, CLOSED, now) as fresh:
            copy_files(vault_folder, fresh, hear)
            _refuse_changed(database, before)
    except (_Opened, Cancelled) as why:
        return Outcome.STOPPED if isinstance(why, Cancelled) else Outcome.IN_USE
    tidy(vault_folder, now, place)
    return Outcome.MADE


def is_free(database: Path) -> bool:
    """Whether no other process has the vault open.

    Asked the way SQLite asks, and let go at once: whoever opens the vault now must not be refused. Never ask about a
    file this very process has open: its own locks would go.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    with database.open("rb") as file:
        for attempt in range(3):
            try:
                fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
            except OSError:
                if attempt < 2:
                    time.sleep(0.05)
                continue
            fcntl.lockf(file, fcntl.LOCK_UN, _SHARED_SIZE, _SHARED_FIRST)
            return True
    return False


class Copier:
    """Copies closed vaults, one at a time, in a thread of its own."""

    def __init__(self) -> None:
        self._thread: Thread | None = None
        self._stop = Event()
        self._trouble: OSError | None = None

    def begin(self, mark: str, arguments: Sequence[str]) -> None:
        """Start copying what `noted_vaults` finds; what is still being copied from before is older, and left."""
        self.stop()
        self._join(None)
        self._stop = Event()
        self._trouble = None
        self._thread = Thread(target=self._copy, args=(mark, arguments, self._stop), name="backup", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave this copy out."""
        self._stop.set()

    def finish(self, tell: Callable[[str], None], *, hurry: bool) -> None:
        """Wait for the copy, with a word if it takes long or failed; in a hurry, only for so long."""
        if not self._join(WAITS_QUIETLY):
            tell(TAKES_A_MOMENT)
            if not self._join(WAITS_AT_SHUTDOWN if hurry else None):
                self.stop()
                self._join(WAITS_QUIETLY)
        if self._trouble is not None:
            tell(NO_ROOM_LEFT if self._trouble.errno in NO_ROOM else NOT_MADE)

    @property
    def reason(self) -> str:
        """The system's own word for what failed."""
        return "" if self._trouble is None else self._trouble.strerror or type(self._trouble).__name__

    def _copy(self, mark: str, arguments: Sequence[str], stop: Event) -> None:
        for folder in noted_vaults(mark, arguments):
            try:
                back_up(folder, datetime.now(UTC), lambda: not stop.is_set())
            except OSError as trouble:
                self._trouble = trouble

    def _join(self, patience: float | None) -> bool:
        """Whether nothing is being copied any more."""
        if self._thread is not None:
            self._thread.join(patience)
            if self._thread.is_alive():
                return False
            self._thread = None
        return True


def noted_vaults(mark: str, arguments: Sequence[str]) -> list[Path]:
    """The vault a child meant by `mark`, among those it could have opened; without marks, all that it could have."""
    given = [Path(argument.partition("=")[2]) for argument in arguments if argument.startswith("--vault=")]
    if not given:
        with suppress(PlaceError):
            given = [place.path for place in list_vaults()]
    there = [folder for folder in given if (folder / DATABASE).is_file()]
    # No pipe passes to a child on Windows, so every vault that has changed is copied there.
    return there if sys.platform == "win32" else [folder for folder in there if vault_mark(folder) == mark]


class _Opened(Exception):
    """Somebody opened the vault while it was copied."""


def _closed_state(database: Path) -> tuple[int, ...] | None:
    """What the file is now; None while anybody has it open, or something of it is still in its log."""
    if not database.is_file() or _log_is_hot(database) or not is_free(database):
        return None
    return _state(database)


def _state(database: Path) -> tuple[int, ...]:
    status = database.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _let_time_pass(database: Path, go_on: Callable[[], bool]) -> None:
    """On a stick that knows whole seconds only, wait until a write from now on would show in the file's time."""
    if not database.is_file():
        return
    written = database.stat().st_mtime_ns
    while written % SECOND == 0 and 0 <= time.time_ns() - written < COARSE * SECOND and go_on():
        time.sleep(PAUSE)


def _refuse_changed(database: Path, before: tuple[int, ...]) -> None:
    if _state(database) != before:
        raise _Opened


def _log_is_hot(database: Path) -> bool:
    log = database.with_name(database.name + "-wal")
    return log.exists() and log.stat().st_size > _LOG_HEADER
