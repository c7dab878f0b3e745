"""What a vault is asked, however it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psw_tui.storage.vault import Vault


@contextmanager
def questions_heard(vault: Vault) -> Iterator[list[str]]:
    """Every question that is put to the vault meanwhile."""
    asked: list[str] = []

    def hear(statement: str) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            asked.append(statement)

    connection: Any = vault.connection
    connection.set_trace_callback(hear)
    try:
        yield asked
    finally:
        connection.set_trace_callback(None)
