"""Looking at a hand-over before anything of it is kept. Whoever made it, only what this program could have written passes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from psw_tui.domain.codes import is_code
from psw_tui.readable import NAMES
from psw_tui.records.choices import YesNo
from psw_tui.records.client import Client
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Rating
from psw_tui.records.parcel import HandOverPart
from psw_tui.records.row import Row
from psw_tui.records.support import ContactRow, Permission, WhoShares
from psw_tui.services.clients import propose_code
from psw_tui.services.envelope import EARLY, FIRST_DAY, LAST_DAY, HandOver, Id, is_early
from psw_tui.services.errors import ClientHereAlready, ParcelWrong
from psw_tui.services.handing_over.packing import goes_over
from psw_tui.services.handing_over.tables import (
    AMENDS,
    PARTS,
    TABLES,
    empty,
    fields_of,
    goal_lists,
    links_of,
    must_be_empty,
)
from psw_tui.storage.read import column, listing
from psw_tui.storage.vault import Vault

MOST_ROWS = 50_000
MOST_NUMBER = 100_000
"""No number in a record is near it: minutes, how often something was moved."""

_ID: TypeAdapter[str] = TypeAdapter(Id)


@dataclass(frozen=True)
class Incoming:
    """A hand-over that was looked through and can be taken in."""

    document: HandOver
    rows: Sequence[Row]
    """In an order in which they can be written."""
    code: str
    """What the client will be called here: the sender's code, or another one where that is taken."""
    not_for_you: Sequence[Permission]
    """Permissions that hold for the sender only: they come in as ended."""
    counts: Mapping[str, int]
    """How many records of each kind there are."""

    @property
    def renamed(self) -> bool:
        """Whether the client gets another code here."""
        return self.code != self.document.code

    @property
    def left_out(self) -> Sequence[HandOverPart]:
        """The parts that did not come along."""
        return [part for part in HandOverPart if part not in self.document.parts]

    @property
    def contacts(self) -> Mapping[str, str]:
        """Who is meant by the id of a contact."""
        return {row.id: row.label for row in self.rows if isinstance(row, ContactRow)}


def look(vault: Vault, document: HandOver) -> Incoming:
    """What would come in. Raises ParcelWrong, and ClientHereAlready for a client whose record is in this vault."""
    if sum(map(len, document.rows.values())) > MOST_ROWS:
        raise ParcelWrong("rows")
    read = list(_read(vault, document))
    client = next(row for row, _ in read if isinstance(row, Client))
    _check_links([row for row, _ in read], client)
    _refuse_known(vault, [row for row, _ in read], client)
    rows = [row for row, _ in read]
    code = client.code if _is_free(vault, client.code) else propose_code(vault)
    return Incoming(
        document,
        rows,
        code,
        [row for row in rows if isinstance(row, Permission) and _ends(row, vault.clock.today())],
        Counter(row.NAME for row in rows),
    )


def _ends(permission: Permission, today: date) -> bool:
    """Whether only the sender may speak under it, and it is still in force."""
    mine = permission.agreed == YesNo.YES and permission.who_shares == WhoShares.ME
    return mine and permission.withdrawn_on is None and (permission.until_on is None or permission.until_on >= today)


def _read(vault: Vault, document: HandOver) -> Iterator[tuple[Row, str]]:
    """Every record with the place where it stands, in an order in which they can be written."""
    if unknown := sorted(set(document.rows) - set(TABLES)):
        raise ParcelWrong(unknown[0])
    if len(document.rows.get(Client.NAME, ())) != 1:
        raise ParcelWrong(Client.NAME)
    for entity, table in TABLES.items():
        part = PARTS[table]
        if entity in document.rows and part is not None and part not in document.parts:
            raise ParcelWrong(entity)
        for number, given in enumerate(document.rows.get(entity, ()), 1):
            place = f"{entity} {number}"
            row = _row(table, given, place)
            _check_row(vault, row, place, names=document.names)
            yield row, place


def _row(table: type[Row], given: Mapping[str, Any], place: str) -> Row:
    """One record, as its own form allows it and no other way."""
    if unknown := sorted(set(given) - set(fields_of(table))):
        raise ParcelWrong(f"{place}, {unknown[0]}")
    checked: Any = object.__new__(table)
    try:
        table.__pydantic_validator__.validate_json(json.dumps(given), strict=True, self_instance=checked)
    except (ValidationError, RecursionError) as error:
        where = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ()
        raise ParcelWrong(", ".join([place, *(str(part) for part in where[:1])])) from None
    return table(**checked.__dict__)


def _check_row(vault: Vault, row: Row, place: str, *, names: bool) -> None:
    """What a form does not look at: ids, days that no calendar needs, and what never leaves."""
    table = type(row)
    latest = vault.clock.now() + EARLY
    silent = must_be_empty(table) | (frozenset() if names else NAMES)
    for name in fields_of(table):
        value = getattr(row, name)
        bad = (
            (
                isinstance(value, datetime)
                and (value.tzinfo is None or not FIRST_DAY.year < value.year or value > latest)
            )
            or (isinstance(value, date) and not isinstance(value, datetime) and not FIRST_DAY <= value <= LAST_DAY)
            or (type(value) is int and not 0 <= value <= MOST_NUMBER)
            or (name in silent and value != empty(table, name))
        )
        if bad:
            raise ParcelWrong(f"{place}, {name}")
    number_wrong = isinstance(row, Rating) and row.value is not None and row.value > 10
    if (
        number_wrong
        or (isinstance(row, FollowUp) and not goes_over(row))
        or not _is_id(row.id)
        or is_early(vault, row.id)
    ):
        raise ParcelWrong(place)


def _is_id(text: str) -> bool:
    try:
        _ID.validate_python(text)
    except ValidationError:
        return False
    return True


def _check_links(rows: Sequence[Row], client: Client) -> None:
    """Every id is there once, every record is this client's, and none names what did not come along."""
    kinds = {row.id: row.NAME for row in rows}
    if len(kinds) != len(rows):
        raise ParcelWrong("id")
    for row in rows:
        values = {name: getattr(row, name) for name in fields_of(type(row))}
        if row is not client and values["client"] != client.id:
            raise ParcelWrong(f"{row.NAME}, client")
        for name, id_, allowed in links_of(type(row), values):
            if kinds.get(id_) not in allowed:
                raise ParcelWrong(f"{row.NAME}, {name}")
        for name, within in goal_lists(type(row)):
            for item in values[name]:
                if kinds.get(getattr(item, within) if within else item) != "goal":
                    raise ParcelWrong(f"{row.NAME}, {name}")
    if sum(isinstance(row, FreshLook) and row.closed_on is None for row in rows) > 1:
        raise ParcelWrong(FreshLook.NAME)
    _refuse_circles(rows)


def _refuse_circles(rows: Sequence[Row]) -> None:
    """What amends another record is amended by none of those that this one goes back to."""
    before = {row.id: amends for row in rows if (amends := getattr(row, AMENDS, None))}
    fine: set[str] = set()
    for start in before:
        seen: list[str] = []
        at: str | None = start
        while at is not None and at not in fine:
            if at in seen:
                raise ParcelWrong(AMENDS)
            seen.append(at)
            at = before.get(at)
        fine.update(seen)


def _refuse_known(vault: Vault, rows: Sequence[Row], client: Client) -> None:
    for known in column(vault, "SELECT code FROM client WHERE id = :id", id=client.id):
        raise ClientHereAlready(str(known))
    ids = json.dumps([row.id for row in rows])
    if column(vault, 'SELECT 1 FROM change WHERE "row" IN (SELECT value FROM json_each(:ids)) LIMIT 1', ids=ids):
        raise ParcelWrong("id")


def _is_free(vault: Vault, code: str) -> bool:
    return is_code(code) and not listing(vault, "SELECT 1 FROM client WHERE code = :code", code=code)
