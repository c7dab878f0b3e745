"""After a copy of a vault was used too: what one of the two wrote goes on under a new name. Called by the one door only."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from psw_tui.records.logged import TABLES
from psw_tui.storage.change import NOTHING
from psw_tui.storage.folding import UNDOES, WITHDRAWN, Asked, Log, Record, fold

_COLUMNS = 'client, entity, "row", op, clock, vals'


def start_anew(database: Asked, me: str, new: str, since: int) -> None:
    """Give this device's lines from a number on to a new device: a copy of the vault has used these numbers too.

    What they say and when stays; each gets a number of the new device, which knew all the old one did.
    """
    noted = database.ask("SELECT seq, vector FROM knowledge WHERE device = ? ORDER BY seq", me)
    knows: dict[int, str] = {seq: known for seq, known in noted}  # noqa: C416 - rows, no pairs to the type checker
    columns = 'seq, at, client, entity, "row", op, vals, author, save, clock, shown'
    every = f"SELECT {columns} FROM change WHERE device = ? AND seq >= ?"  # noqa: S608 - names of our own
    moved = [tuple(row) for row in database.ask(every, me, since)]
    _take_out(database, me, since, {row[2] for row in moved})
    shift = since - 1
    for seq, *values in sorted(moved):
        fields = dict(zip(columns.replace('"', "").split(", ")[1:], values, strict=True))
        fields["vals"] = _moved_undoes(fields["op"], fields["vals"], shift)
        fields["save"] = max(1, fields["save"] - shift)
        row = {"device": new, "seq": seq - shift} | fields
        names = ", ".join(f'"{name}"' for name in row)
        database.run(f"INSERT INTO change ({names}) VALUES ({', '.join('?' * len(row))})", *row.values())  # noqa: S608 - names of our own
    _note_moved(database, me, new, knows, since)


def adopt(database: Asked, device: str, new: str, since: int) -> list[Record]:
    """The same for another device's lines, where nobody else can tell them any more; gives the records they are about."""
    told = f"SELECT {_COLUMNS} FROM change WHERE device = ? AND seq >= ? AND op <> 'nothing'"  # noqa: S608 - names of our own
    lines = database.ask(told, device, since)
    touched = {(line[0], Record(line[1], line[2])) for line in lines}
    start_anew(database, device, new, since)
    database.run("DELETE FROM held WHERE device = ?", device)
    return fold(Log(database), database, touched, TABLES)


def forget_moved(database: Asked, device: str, since: int, names: Collection[str]) -> list[Record] | None:
    """Take a device's lines from a number on out of the log, for those of its copy; gives the records that changed.

    Only where each of them lies there under one of these names as well: else None, and nothing is done.
    """
    lines = list(database.ask(f"SELECT {_COLUMNS} FROM change WHERE device = ? AND seq >= ?", device, since))  # noqa: S608 - names of our own
    kept = f"SELECT {_COLUMNS} FROM change WHERE device IN (SELECT value FROM json_each(?))"  # noqa: S608 - names of our own
    there = {_said(*line) for line in database.ask(kept, json.dumps(sorted(names)))}
    said = {_said(*line) for line in lines if line[3] != NOTHING}
    if not said <= there:
        return None
    _take_out(database, device, since, {line[0] for line in lines})
    database.run("DELETE FROM held WHERE device = ?", device)
    return fold(Log(database), database, {(line[0], Record(line[1], line[2])) for line in said}, TABLES)


def _said(client: str, entity: str, row: str, op: str, clock: int, vals: str) -> tuple[str, str, str, str, int, str]:
    """What a line says under whatever name it lies there: only the line it takes back has another number then."""
    values = json.loads(vals)
    if op == WITHDRAWN:
        values.pop(UNDOES, None)
    return client, entity, row, op, clock, json.dumps(values, sort_keys=True)


def _take_out(database: Asked, device: str, since: int, clients: Iterable[str]) -> None:
    for client in clients:
        database.run("INSERT INTO erasing (client) VALUES (?)", client)
    database.run("DELETE FROM change WHERE device = ? AND seq >= ?", device, since)
    database.run("DELETE FROM erasing")
    database.run("DELETE FROM knowledge WHERE device = ? AND seq >= ?", device, since)


def _moved_undoes(op: str, vals: str, shift: int) -> str:
    """A line that takes back one of those that moved names its new number; one that stayed has no name there any more."""
    values: dict[str, Any] = json.loads(vals)
    if op == WITHDRAWN:
        values[UNDOES] = max(0, values.get(UNDOES, 0) - shift)
    return json.dumps(values, ensure_ascii=False)


def _note_moved(database: Asked, me: str, new: str, knows: Mapping[int, str], since: int) -> None:
    """The new device began where the old one parted from its copy."""
    own = {me: since - 1} if since > 1 else {}
    earlier = [seq for seq in knows if seq <= since]
    first = knows[max(earlier)] if earlier else "{}"
    later = {seq: text for seq, text in knows.items() if seq > since}
    for seq, known in [(since, json.loads(first)), *((seq, json.loads(text)) for seq, text in later.items())]:
        database.run("INSERT INTO knowledge VALUES (?, ?, ?)", new, seq - since + 1, json.dumps(known | own))
