"""The SQL a service runs, so that it can be run again without the service."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from psw_tui.storage.vault import Vault

Statement = tuple[str, Any]
"""With its values."""


@contextmanager
def overheard(vault: Vault) -> Iterator[list[Statement]]:
    """Every statement the vault's engine runs meanwhile, without what begins and ends transactions."""
    heard: list[Statement] = []

    def hear(_c: object, _cursor: object, statement: str, values: Any, _context: object, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            heard.append((statement, values))

    event.listen(vault.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
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
