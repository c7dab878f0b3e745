"""Packing a client's record for another worker: only the parts that were agreed on, and nothing that is the worker's own.

Never along: the words of steps 1 and 9 (that they were taken, and when, goes along with the fresh look), every question
that is private, reminders that those steps made, drafts, *not now*, settings. All versions of a debrief go along: both
stand. Names go along only where that was said.

Permissions go along as a record, also those that only the first worker was given: what was shared rests on them. They
end with the hand-over: see `taking`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from psw_tui.domain.instants import write_instant
from psw_tui.readable import NAMES
from psw_tui.records.client import Client, Status
from psw_tui.records.follow_up import FollowUp, FollowUpState
from psw_tui.records.leaving import Paper
from psw_tui.records.parcel import HandOverPart, PartsForm
from psw_tui.records.row import Row
from psw_tui.services.envelope import HandOver, head, written
from psw_tui.services.follow_ups import STILL_OPEN
from psw_tui.services.handing_over.tables import (
    LINKED_ROW,
    NO_LINK,
    PARTS,
    empty,
    fields_of,
    goal_lists,
    links_of,
    must_be_empty,
)
from psw_tui.services.leaving import Parcel
from psw_tui.services.record import own_step_of
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault


def pack(vault: Vault, client: Client, form: PartsForm, for_whom: str) -> Parcel:
    """The record of a client, ready to leave."""
    document = packed(vault, client, form, for_whom)
    return Parcel(
        paper=Paper.HAND_OVER,
        stem=f"{client.code}-hand-over",
        ending=".json",
        content=written(document),
        client=client.id,
        id=document.id,
    )


def packed(vault: Vault, client: Client, form: PartsForm, for_whom: str) -> HandOver:
    """The document itself."""
    rows = travelling(vault, client, form.parts)
    ids = {row.id for row in rows}
    told: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        told.setdefault(row.NAME, []).append(_told(row, ids, names=form.names))
    return HandOver.model_validate(
        head(vault, for_whom, client.code) | {"parts": list(form.parts), "names": form.names, "rows": told}
    )


def travelling(vault: Vault, client: Client, parts: Collection[HandOverPart]) -> Sequence[Row]:
    """The records that go along, in an order in which they can be written."""
    found: list[Row] = [client]
    for table, part in PARTS.items():
        if part is not None and part in parts:
            found += _rows(vault, table, client.id)
    return [row for row in found if not isinstance(row, FollowUp) or goes_over(row) or _went_over(row, client)]


def goes_over(follow_up: FollowUp) -> bool:
    """Whether it is still to be done, and no reminder that the worker gave themselves in a step of their own."""
    return follow_up.state in STILL_OPEN and own_step_of(follow_up) is None


def _went_over(follow_up: FollowUp, client: Client) -> bool:
    """Whether it left with an earlier file, whose words were lost perhaps: as long as the client is away, it goes again."""
    away = client.status == Status.MOVED_ON and follow_up.state == FollowUpState.HANDED_OVER
    return away and own_step_of(follow_up) is None


def _rows(vault: Vault, table: type[Row], client: str) -> Sequence[Row]:
    of_client: Any = table
    with reading(vault) as session:
        return list(session.exec(select(table).where(of_client.client == client).order_by(col(of_client.id))))


def _told(row: Row, ids: Collection[str], *, names: bool) -> dict[str, Any]:
    """A record as it travels: without what never leaves, and naming no record that stays behind."""
    table = type(row)
    blank = must_be_empty(table) | (frozenset() if names else NAMES)
    values = {name: empty(table, name) if name in blank else getattr(row, name) for name in fields_of(table)}
    if values.get("state") == FollowUpState.HANDED_OVER:
        values |= {"state": FollowUpState.OPEN, "closed_on": None}
    for name, id_, _kinds in list(links_of(table, values)):
        if id_ not in ids:
            values |= NO_LINK if name == LINKED_ROW else {name: empty(table, name)}
    for name, within in goal_lists(table):
        values[name] = [item for item in values[name] if (item[within] if within else item) in ids]
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return write_instant(value)
    return value.isoformat() if isinstance(value, date) else value
