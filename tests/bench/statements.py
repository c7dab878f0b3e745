"""The SQL a service runs, so that it can be run again without the service."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import event

from psw_tui.storage.vault import Vault

Statement = tuple[str, Any]
"""With its values."""


class _Heard:
    """SQLCipher's own connection, for plain questions; it notes what it is asked."""

    def __init__(self, connection: Any, heard: list[Statement]) -> None:
        self._connection = connection
        self._heard = heard

    def execute(self, statement: str, values: Any = ()) -> Any:
        self._heard.append((statement, values))
        return self._connection.execute(statement, values)


@contextmanager
def overheard(vault: Vault) -> Iterator[list[Statement]]:
    """Every statement the vault runs meanwhile, be it through the engine, without what begins and ends transactions."""
    heard: list[Statement] = []

    def hear(_c: object, _cursor: object, statement: str, values: Any, _context: object, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            heard.append((statement, values))

    event.listen(vault.engine, "before_cursor_execute", hear)
    own: Any = vault.connection
    vault.connection = cast("Any", _Heard(own, heard))
    try:
        yield heard
    finally:
        vault.connection = own
        event.remove(vault.engine, "before_cursor_execute", hear)


def asked_raw(vault: Vault, statements: Sequence[Statement]) -> float:
    """Milliseconds for the same questions on SQLCipher's own connection, every row fetched."""
    began = time.perf_counter()
    for statement, values in statements:
        vault.connection.execute(statement, values).fetchall()
    return (time.perf_counter() - began) * 1000


def written_raw(vault: Vault, statements: Sequence[Statement]) -> float:
    """Milliseconds for what was written, in one transaction with its one fsync."""
    writing = [each for each in statements if not each[0].startswith("SELECT")]
    began = time.perf_counter()
    vault.connection.execute("BEGIN IMMEDIATE")
    for statement, values in writing:
        vault.connection.execute(statement, values)
    vault.connection.execute("COMMIT")
    return (time.perf_counter() - began) * 1000
