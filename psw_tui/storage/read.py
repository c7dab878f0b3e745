"""Reading from an open vault: sessions that only look, and plain SQL for lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session

from psw_tui.storage.engine import engine_refusals
from psw_tui.storage.making import DATABASE
from psw_tui.storage.vault import Vault


@contextmanager
def reading(vault: Vault) -> Iterator[Session]:
    """A session for looking at records; they stay usable after it ends. Raises VaultDamaged."""
    with engine_refusals(vault.folder / DATABASE), Session(vault.engine, expire_on_commit=False) as session:
        yield session


def listing(vault: Vault, statement: str, **values: Any) -> list[Mapping[str, Any]]:
    """The rows of a plain SQL question, in columns as they are stored. Raises VaultDamaged."""
    with engine_refusals(vault.folder / DATABASE), vault.engine.connect() as connection:
        found = connection.exec_driver_sql(statement, values)
        names = tuple(found.keys())
        return [dict(zip(names, row, strict=True)) for row in found.all()]


def column(vault: Vault, statement: str, **values: Any) -> list[Any]:
    """The one column of a plain SQL question, as it is stored. Raises VaultDamaged."""
    with engine_refusals(vault.folder / DATABASE), vault.engine.connect() as connection:
        return [value for (value,) in connection.exec_driver_sql(statement, values).all()]
