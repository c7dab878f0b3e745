"""A client with a row in every table there is, made from the tables themselves: a table to come is filled too."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, get_args, get_origin

from psw_tui.records.client import Client
from psw_tui.records.row import Row
from psw_tui.services.drafts import DraftPlace, keep_draft
from psw_tui.storage.replay import TABLES
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

CANARY = "quetzalcanary"
"""A word that stands in every field that takes one, and nowhere else."""

OF_CLIENTS = {name: table for name, table in TABLES.items() if "client" in table.model_fields and table is not Client}


def fill_every_table(vault: Vault, client: str, word: str = CANARY) -> None:
    """One row in each table that names a client, and a draft."""
    made: dict[str, str] = {"client": client}
    with writing(vault) as tx:
        tx.change(Client, client, goes_by=word, strengths=[word])
        for name, table in OF_CLIENTS.items():
            row = _row(vault, table, made, word)
            tx.add(row)
            made[name] = row.id
    keep_draft(vault, DraftPlace("debrief", client), {"their_words": word})


def _row(vault: Vault, table: type[Row], made: dict[str, str], word: str) -> Row:
    columns = table.__table__.columns  # type: ignore[attr-defined]  # every table has it
    values: dict[str, Any] = {"id": vault.new_id(), "made_at": vault.clock.now()}
    for name, field in table.model_fields.items():
        link = next((key.column.table.name for key in columns[name].foreign_keys), None)
        if link is not None:
            values[name] = made[link]
        elif name not in values and name not in _LEFT and (value := _value(vault, field.annotation, word)) is not None:
            values[name] = value
    return table(**values)


_LEFT = {"amends", "closed_on"}
"""What would make a record a former one."""


def _value(vault: Vault, kind: Any, word: str) -> Any:
    """An answer of this kind; None for a number, which has limits, and for a list of forms."""
    kinds = [each for each in (get_args(kind) or (kind,)) if each is not type(None)]
    if get_origin(kind) is list:
        return None
    given: dict[Any, Any] = {datetime: vault.clock.now(), date: vault.clock.today(), int: None, bool: True, str: word}
    first = kinds[0]
    return given[first] if first in given else next(iter(first))
