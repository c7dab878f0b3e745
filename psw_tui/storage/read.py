"""Reading from an open vault: sessions that only look, and plain SQL for lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psw_tui.storage.connection import page_refusals
from psw_tui.storage.making import DATABASE
from psw_tui.storage.vault import Vault

if TYPE_CHECKING:
    from sqlmodel import Session


@contextmanager
def reading(vault: Vault) -> Iterator[Session]:
    """A session for looking at records; they stay usable after it ends. Raises VaultDamaged."""
    from sqlmodel import Session  # slow to load, and a plain question does without

    from psw_tui.storage.engine import engine_refusals

    with engine_refusals(vault.folder / DATABASE), Session(vault.engine, expire_on_commit=False) as session:
        yield session


def listing(vault: Vault, statement: str, **values: Any) -> list[Mapping[str, Any]]:
    """The rows of a plain SQL question, in columns as they are stored. Raises VaultDamaged."""
    with page_refusals(vault.folder / DATABASE):
        found = vault.connection.execute(statement, values)
        names = tuple(name for name, *_ in found.description)
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def listing_at_once(vault: Vault, columns: Sequence[str], statement: str, **values: Any) -> list[Mapping[str, Any]]:
    """As `listing`, for texts and whole numbers only: every row of a few hundred in one step of the database.

    After each step its thread has to be let in again by one that draws, which can take five milliseconds: a page of
    clients, of some three hundred steps, came only once the screen had been built. Raises VaultDamaged.
    """
    names = ", ".join(columns)
    at_once = (
        f"WITH found({names}) AS MATERIALIZED ({statement}) SELECT json_group_array(json_array({names})) FROM found"  # noqa: S608 - names and question are our own, values are bound
    )
    with page_refusals(vault.folder / DATABASE):
        ((rows,),) = vault.connection.execute(at_once, values).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in json.loads(rows)]


def column(vault: Vault, statement: str, **values: Any) -> list[Any]:
    """The one column of a plain SQL question, as it is stored. Raises VaultDamaged."""
    with page_refusals(vault.folder / DATABASE):
        return [value for (value,) in vault.connection.execute(statement, values).fetchall()]
