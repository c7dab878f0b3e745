"""Bringing the tables in line with a log that several devices write: each record as `meeting` says it is.

Three things hang on more than one record. A record that others hang on stays while one of them stays. A record waits
until what it hangs on is here. And where two devices gave two clients one code, or opened two fresh looks of one client,
the older keeps it; the younger shows another code, or shows as opened by mistake, until somebody says otherwise.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook, Outcome
from psw_tui.records.row import Row
from psw_tui.storage.change import Vector
from psw_tui.storage.connection import DRIVER
from psw_tui.storage.meeting import Met, Told, met

ADD, CHANGE, WITHDRAWN, UNDOES = "add", "change", "withdrawn", "undoes"

_DIALECT = sqlite_dialect()

LINKS = ("client", "goal", "fresh_look")
"""Columns that name a record of the table of the same name, which has to be there."""

TAIL = 4
"""So many characters of a client's id tell two with one code apart."""


class Asked(Protocol):
    """A database, whoever holds the connection."""

    def ask(self, question: str, *values: Any) -> Iterable[Sequence[Any]]:
        """The rows."""

    def run(self, statement: str, *values: Any) -> object:
        """Do it."""

    def run_all(self, statement: str, rows: Sequence[Sequence[Any]]) -> object:
        """Do it once for each of these."""


class Unfit(Exception):
    """A table does not take this row: another program wrote it, or a broken one. It stays in the log."""


@dataclass(frozen=True)
class Record:
    """A record by its table and id."""

    entity: str
    row: str


class Knowledge:
    """What each device had taken in by each of its lines."""

    def __init__(self, log: Asked) -> None:
        self._of: dict[str, tuple[list[int], list[Vector]]] = {}
        for device, seq, vector in log.ask("SELECT device, seq, vector FROM knowledge ORDER BY device, seq"):
            numbers, vectors = self._of.setdefault(device, ([], []))
            numbers.append(seq)
            vectors.append(json.loads(vector))

    def at(self, device: str, seq: int) -> Vector:
        """What this line was written with knowledge of."""
        numbers, vectors = self._of.get(device, ([], []))
        place = bisect_right(numbers, seq)
        return vectors[place - 1] if place else {}


class Log:
    """The log to fold from, with what each of its lines knew."""

    def __init__(self, database: Asked) -> None:
        self.ask = database.ask
        self.knowledge = Knowledge(database)


_LINES = "SELECT device, seq, clock, op, vals, author, at, entity, \"row\" FROM change WHERE op <> 'nothing' AND "


def records_of_client(log: Log, client: str, tables: Mapping[str, type[Row]]) -> list[Met]:
    """Every record of a client, as all their lines together make it."""
    return _met(log.ask(_LINES + "client = ?", client), tables, log.knowledge)


def record(log: Log, which: Record, tables: Mapping[str, type[Row]]) -> list[Met]:
    """One record, the same way; none where nothing is known of it that this program understands."""
    found = log.ask(_LINES + '"row" = ? AND entity = ?', which.row, which.entity)
    return _met(found, tables, log.knowledge)


def _met(lines: Iterable[Sequence[Any]], tables: Mapping[str, type[Row]], knowledge: Knowledge) -> list[Met]:
    told: dict[Record, list[Told]] = {}
    for device, seq, clock, op, vals, author, at, entity, row in lines:
        values = _values(vals)
        if entity not in tables or values is None or op not in {ADD, CHANGE, WITHDRAWN}:
            continue
        if op == WITHDRAWN:
            values.pop(UNDOES, None)
        removes = op == WITHDRAWN and not values
        line = Told(device, seq, clock, values, removes, knowledge.at(device, seq), author, at)
        told.setdefault(Record(entity, row), []).append(line)
    return [met(which.entity, which.row, every) for which, every in told.items()]


def _values(vals: str) -> dict[str, Any] | None:
    try:
        values = json.loads(vals)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def fold(log: Log, to: Asked, touched: Iterable[tuple[str, Record]], tables: Mapping[str, type[Row]]) -> list[Record]:
    """Bring these records, each with its client, in line with the log, and all that hangs on them; gives what changed."""
    of_client: dict[str, set[Record]] = {}
    for client, which in touched:
        if which.entity in tables:
            of_client.setdefault(client, set()).add(which)
    named = {client for client, some in of_client.items() if Record(Client.NAME, client) in some}
    shown = _free_codes(log, to, named, tables)
    for client in shown:
        of_client.setdefault(client, set()).add(Record("client", client))
    changed: list[Record] = []
    for client, some in of_client.items():
        done = _fold_some(log, to, some, tables) if client else _fold_apart(log, to, some, tables)
        changed += fold_client(log, to, client, tables, shown.get(client)) if done is None else done
    return changed


def _fold_some(log: Log, to: Asked, some: Iterable[Record], tables: Mapping[str, type[Row]]) -> list[Record] | None:
    """Only these, where nothing else hangs on them; None where the whole client has to be looked at."""
    if any(which.entity in LINKS for which in some):
        return None
    found = [each for which in some for each in record(log, which, tables)]
    for each in found:
        parents = [(name, each.values[name]) for name in LINKS if each.values.get(name)]
        if not each.there or not all(_is_in(to, name, row) for name, row in parents):
            return None
    whole = [each for each in found if is_whole(each, tables[each.entity])]
    return [one for each in whole for one in _put(to, tables[each.entity], [each])]


def _fold_apart(log: Log, to: Asked, some: Iterable[Record], tables: Mapping[str, type[Row]]) -> list[Record]:
    """Records that are about no client."""
    found = [each for which in some for each in record(log, which, tables)]
    changed = [
        _put(to, tables[each.entity], [each])
        if each.there and is_whole(each, tables[each.entity])
        else _take_away(to, each)
        for each in found
    ]
    return [one for some_changed in changed for one in some_changed]


def _is_in(to: Asked, table: str, row: str) -> bool:
    return bool(list(to.ask(f"SELECT 1 FROM {table} WHERE id = ?", row)))  # noqa: S608 - names of our own


def fold_client(
    log: Log, to: Asked, client: str, tables: Mapping[str, type[Row]], code: str | None = None
) -> list[Record]:
    """Bring every record of a client in line with the log; gives those that are not as they were."""
    records = shown_together(records_of_client(log, client, tables), tables)
    if code is not None:
        records = [
            replace(each, values=dict(each.values) | {"code": code}) if each.row == client else each for each in records
        ]
    changed: list[Record] = []
    for each in sorted((one for one in records if not one.there), key=_last_first):
        changed += _take_away(to, each)
    there = sorted((one for one in records if one.there), key=_first_first)
    for entity, some in groupby(there, key=lambda each: each.entity):
        changed += _put(to, tables[entity], list(some))
    return changed


def _last_first(each: Met) -> int:
    return -_depth(each.entity)


def _first_first(each: Met) -> tuple[int, str, bool]:
    """Parents first; and a look that closes before the one that is open, for there is room for one."""
    return _depth(each.entity), each.entity, each.values.get("closed_on") is None


def _free_codes(log: Log, to: Asked, clients: Collection[str], tables: Mapping[str, type[Row]]) -> dict[str, str]:
    """The codes these clients and those they meet in them are shown under; the places of those that move are free then."""
    shown = codes(log, clients, tables) if clients else {}
    here = to.ask("SELECT id, code FROM client WHERE id IN (SELECT value FROM json_each(?))", json.dumps([*shown]))
    kept = {str(client): str(code) for client, code in here}
    for client, code in shown.items():
        to.run("UPDATE client SET code = id WHERE code = ? AND id <> ?", code, client)
    return {client: code for client, code in shown.items() if client in clients or kept.get(client, code) != code}


def shown_together(records: Sequence[Met], tables: Mapping[str, type[Row]]) -> list[Met]:
    """The records of one client with what hangs on more than one of them: which are there, and which look is open."""
    whole = {each.row for each in records if is_whole(each, tables[each.entity])}
    needed = _needed([each for each in records if each.row in whole])
    there = [_there(each, each.row in whole and each.row in needed) for each in records]
    return _one_open_look(_with_their_parents(there))


def _there(each: Met, is_there: bool) -> Met:
    return each if each.there == is_there else replace(each, there=is_there)


def is_whole(each: Met, table: type[Row]) -> bool:
    """Whether all is known that its table asks for: a change of a record that was never shared is not."""
    return each.values.keys() >= _asked_for(table)


@cache
def _asked_for(table: type[Row]) -> frozenset[str]:
    return frozenset(name for name, about in table.model_fields.items() if about.is_required() and name != "id")


def _needed(records: Sequence[Met]) -> set[str]:
    """Those that are there by themselves, and those that one of these hangs on."""
    by_row = {each.row: each for each in records}
    needed: set[str] = set()
    to_see = [each.row for each in records if each.there]
    while to_see:
        row = to_see.pop()
        if row in needed or row not in by_row:
            continue
        needed.add(row)
        to_see += _parents(by_row[row])
    return needed


def _with_their_parents(records: Sequence[Met]) -> list[Met]:
    """Those whose parents are there; the others wait."""
    there = {each.row for each in records if each.there}
    while waiting := {each.row for each in records if each.row in there and not there.issuperset(_parents(each))}:
        there -= waiting
    return [_there(each, each.row in there) for each in records]


def _parents(each: Met) -> list[str]:
    return [str(each.values[name]) for name in LINKS if name != each.entity and each.values.get(name)]


def _one_open_look(records: Sequence[Met]) -> list[Met]:
    open_looks = sorted(
        each.row
        for each in records
        if each.entity == FreshLook.NAME and each.there and each.values.get("closed_on") is None
    )
    return [_mistaken(each) if each.row in open_looks[1:] else each for each in records]


def _mistaken(look: Met) -> Met:
    values = dict(look.values)
    return replace(look, values=values | {"closed_on": values.get("opened_on"), "outcome": Outcome.MISTAKE.value})


def _depth(entity: str) -> int:
    """Parents first."""
    return LINKS.index(entity) if entity in LINKS else len(LINKS)


def _take_away(to: Asked, each: Met) -> list[Record]:
    if not list(to.ask(f"SELECT 1 FROM {each.entity} WHERE id = ?", each.row)):  # noqa: S608 - names of our own
        return []
    to.run(f"DELETE FROM {each.entity} WHERE id = ?", each.row)  # noqa: S608 - names of our own
    return [Record(each.entity, each.row)]


def _put(to: Asked, table: type[Row], some: Sequence[Met]) -> list[Record]:
    """Write records of a table where they are not like that already; gives those that were not."""
    names = [name for name in table.model_fields if name not in table.DERIVED]
    rows = json.dumps([each.row for each in some])
    question = f"SELECT id, {_columns(names)} FROM {table.NAME} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - names of our own
    kept = {row: values for row, *values in to.ask(question, rows)}
    return [one for each in some for one in _put_one(to, each, table, names, kept.get(each.row))]


def _put_one(
    to: Asked, each: Met, table: type[Row], names: Sequence[str], kept: Sequence[Any] | None
) -> Iterable[Record]:
    new = _complete(each, table)
    values = [new[name] for name in names]
    if kept == values:
        return
    try:
        if kept:
            places = ", ".join(f'"{name}" = ?' for name in names)
            to.run(f"UPDATE {table.NAME} SET {places} WHERE id = ?", *values, each.row)  # noqa: S608 - names of our own
        else:
            marks = ", ".join("?" * len(new))
            to.run(f"INSERT INTO {table.NAME} ({_columns(new)}) VALUES ({marks})", *new.values())  # noqa: S608 - names of our own
    except (Unfit, DRIVER.IntegrityError):
        return
    yield Record(each.entity, each.row)


def _columns(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _complete(each: Met, table: type[Row]) -> dict[str, Any]:
    """What its device did not tell is as if nobody had answered it."""
    told = {name: value for name, value in each.values.items() if _fits(table, name, value)}
    return {"id": each.row} | _unanswered(table) | told


def _fits(table: type[Row], name: str, value: Any) -> bool:
    """Whether a column can hold it; what a newer program made of a column we know otherwise is as if not answered."""
    sort = _sorts(table).get(name)
    if sort is None:
        return False
    is_number, may_be_empty = sort
    return may_be_empty if value is None else isinstance(value, int) == is_number


@cache
def _sorts(table: type[Row]) -> Mapping[str, tuple[bool, bool]]:
    """By column: whether it holds numbers, and whether it may be empty."""
    columns = table.__table__.columns  # type: ignore[attr-defined]  # every table has it; SQLModel tells the type checker of none
    return {each.name: (str(each.type.compile(dialect=_DIALECT)) == "INTEGER", bool(each.nullable)) for each in columns}


@cache
def _unanswered(table: type[Row]) -> dict[str, Any]:
    columns = table.__table__.columns  # type: ignore[attr-defined]  # every table has it; SQLModel tells the type checker of none
    found: dict[str, Any] = {}
    for name, about in table.model_fields.items():
        if not about.is_required():
            value = about.get_default(call_default_factory=True)
            process = columns[name].type.bind_processor(_DIALECT)
            found[name] = process(value) if process else value
    return found


def codes(log: Log, clients: Iterable[str], tables: Mapping[str, type[Row]]) -> dict[str, str]:
    """The code that each client is shown under, for these and for all who ever had a code that one of these ever had."""
    ever = _codes_of(log, '"row"', clients)
    wanting = {row for row, _code in _codes_of(log, "vals ->> '$.code'", {code for _row, code in ever})}
    wanted: dict[str, list[str]] = {}
    for row in wanting | {row for row, _code in ever}:
        for each in _client(log, row, tables):
            wanted.setdefault(each.values["code"], []).append(row)
    return {row: code if row == min(rows) else f"{code}-{row[-TAIL:]}" for code, rows in wanted.items() for row in rows}


def _client(log: Log, row: str, tables: Mapping[str, type[Row]]) -> list[Met]:
    """A client's own record if it is there: by itself, or because something hangs on it."""
    own = record(log, Record(Client.NAME, row), tables)
    if all(each.there and is_whole(each, tables[each.entity]) for each in own):
        return own
    together = shown_together(records_of_client(log, row, tables), tables)
    return [each for each in together if each.entity == Client.NAME and each.there]


def _codes_of(log: Log, column: str, among: Iterable[str]) -> set[tuple[str, str]]:
    question = (
        "SELECT DISTINCT \"row\", vals ->> '$.code' FROM change WHERE entity = 'client' AND op <> 'nothing'"  # noqa: S608 - names of our own
        f" AND vals ->> '$.code' IS NOT NULL AND {column} IN (SELECT value FROM json_each(?))"
    )
    return {(row, code) for row, code in log.ask(question, json.dumps(sorted(among)))}
