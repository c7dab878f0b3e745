"""Forward steps under `user_version`: all that are missing, in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from psw_tui.storage.errors import MigrationRefused, VaultForeign, VaultNewer

if TYPE_CHECKING:
    from sqlite3 import Connection

Step = Callable[["Connection"], None]
"""Changes the schema or the rows, by `execute` only; it neither begins nor commits."""

APPLICATION_ID = 0x50535756
"""`PSWV`, in the header of every vault."""


def migrate(
    connection: Connection,
    steps: Sequence[Step],
    before: Callable[[int], None] = lambda _version: None,
    after: Step = lambda _connection: None,
) -> int:
    """Take the vault to the newest version and return it, a plain count of steps.

    `before(version)` runs first where an existing vault will change: the place for a backup; what it raises stops
    everything. `after` runs last, in the same transaction, and is as if it had not been where it fails. Raises
    VaultForeign, VaultNewer, MigrationRefused, and whatever a step raises; then nothing changed.
    """
    version = _checked_version(connection, len(steps))
    if version == len(steps):
        return version
    if version:
        before(version)
    with _references_unchecked(connection), _all_or_nothing(connection):
        for number, step in enumerate(steps[version:], version + 1):
            _take(connection, step, number)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        _refuse_broken_references(connection)
        if version:
            _try(connection, after)
    return len(steps)


def version_of(connection: Connection) -> int:
    """How many steps this file has gone through; 0 for a new one."""
    return _number(connection, "PRAGMA user_version")


def _checked_version(connection: Connection, known: int) -> int:
    version, application = version_of(connection), _number(connection, "PRAGMA application_id")
    started = version or application or _number(connection, "SELECT count(*) FROM sqlite_schema")
    ours = application == APPLICATION_ID and version > 0
    if started and not ours:
        raise VaultForeign(_path_of(connection), application)
    if version > known:
        raise VaultNewer(version, known)
    return version


def _take(connection: Connection, step: Step, number: int) -> None:
    step(connection)
    if not connection.in_transaction:  # executescript and COMMIT end it, and half a migration would stay
        raise RuntimeError(f"step {number} ended the transaction")
    connection.execute(f"PRAGMA user_version = {number}")


def _try(connection: Connection, after: Step) -> None:
    """What comes from others and does not fit must not keep a worker out of their vault."""
    connection.execute("SAVEPOINT after")
    try:
        after(connection)
        _refuse_broken_references(connection)
    except (MigrationRefused, ArithmeticError, LookupError, TypeError, ValueError):
        connection.execute("ROLLBACK TO after")
    connection.execute("RELEASE after")


@contextmanager
def _references_unchecked(connection: Connection) -> Iterator[None]:
    """Rebuilding a parent table would delete its children. Within a transaction the pragma does nothing at all."""
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _all_or_nothing(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # after a full disk SQLite has already rolled back
            connection.execute("ROLLBACK")
        raise


def _refuse_broken_references(connection: Connection) -> None:
    broken = {str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")}
    if broken:
        raise MigrationRefused(tuple(sorted(broken)))


def _number(connection: Connection, question: str) -> int:
    return int(connection.execute(question).fetchone()[0])


def _path_of(connection: Connection) -> Path:
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])
