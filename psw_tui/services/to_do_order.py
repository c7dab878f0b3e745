"""The to-do list by its ids alone: quick to put in order, for the few rows on screen are read by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from psw_tui.domain.permission import ENDS_SOON_DAYS
from psw_tui.services.due_sql import FIRST_DAYS, ORDER, ORDER_OF_FEW
from psw_tui.services.to_do import ToDo, gathering, to_do, to_do_rows
from psw_tui.storage.read import column, listing
from psw_tui.storage.vault import Vault

ID = 36
"""Letters of an id."""

FOR_EVER = date.max.isoformat()


@dataclass(frozen=True)
class ToDoOrder:
    """What is due, the overdue first, in the order of `to_do`."""

    ids: str
    """End to end, for there may be a hundred thousand."""
    due: int
    """How many of them are due today."""
    over: int
    """How many are overdue."""
    resting: int
    """Clients with something due who asked for no contact; nothing of theirs is in the list."""
    is_whole: bool = True
    """False while there may be more after these; nothing is counted then."""


@dataclass(frozen=True)
class ToDoBeginning:
    """What is shown first."""

    order: ToDoOrder
    rows: Sequence[ToDo]


def to_do_order(vault: Vault, client: str = "") -> ToDoOrder:
    """Everything due, for one client or for all."""
    if client:
        return _beginning_of(vault, client, 0).order
    today = vault.clock.today().isoformat()
    found = _gathered(vault, ORDER, FOR_EVER)
    resting = {client for day, clients in found if not day for client in _apart(clients)}
    days = {day: ids for day, ids in found if day}
    over = "".join(ids for day, ids in days.items() if day < today)
    return ToDoOrder("".join(days.values()), len(days.get(today, "")) // ID, len(over) // ID, len(resting))


def to_do_beginning(vault: Vault, client: str, rows: int) -> ToDoBeginning:
    """So many rows at least, if there are as many, and their place in the order. Of one client, the order of all."""
    if client:
        return _beginning_of(vault, client, rows)
    days = column(vault, FIRST_DAYS, rows=rows)
    if len(days) == rows:
        first = _gathered(vault, ORDER_OF_FEW, until=days[-1])
        order = ToDoOrder("".join(ids for day, ids in first if day), 0, 0, 0, is_whole=False)
    else:
        order = to_do_order(vault)
    return ToDoBeginning(order, to_do_rows(vault, _apart(order.ids[: rows * ID])))


def _beginning_of(vault: Vault, client: str, rows: int) -> ToDoBeginning:
    found, today = to_do(vault, client), vault.clock.today()
    due = sum(item.day == today for item in found.items)
    over = sum(item.day < today for item in found.items)
    return ToDoBeginning(
        ToDoOrder("".join(item.id for item in found.items), due, over, found.resting), found.items[:rows]
    )


def _gathered(vault: Vault, statement: str, until: str) -> list[tuple[str, str]]:
    """Days and the ids of each."""
    today = vault.clock.today()
    values = gathering(today, soon=today + timedelta(ENDS_SOON_DAYS))
    return [(row["day"], row["ids"]) for row in listing(vault, statement, until=until, **values)]


def _apart(ids: str) -> list[str]:
    return [ids[start : start + ID] for start in range(0, len(ids), ID)]
