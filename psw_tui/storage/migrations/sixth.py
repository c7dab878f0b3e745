"""Migration 6: what several laptops need to meet: a clock for every change, what a device knew, keys, and who is shared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from psw_tui.domain.instants import read_instant
from psw_tui.storage.migrations.paragraphs import paragraphs_of

if TYPE_CHECKING:
    from sqlite3 import Connection

GUARD = "change_is_never_rewritten"


def sixth(connection: Connection) -> None:
    """Make the tables, and give every line there is the clock it would have had."""
    for statement in paragraphs_of("sixth.sql"):
        connection.execute(statement)
    (guard,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (GUARD,)).fetchone()
    connection.execute(f"DROP TRIGGER {GUARD}")
    _set_clocks(connection)
    connection.execute(guard)
    _note_what_was_known(connection)


def _set_clocks(connection: Connection) -> None:
    """In the order of writing, which is that of the rows: until now nothing came from another laptop."""
    clock = 0
    for row, at in connection.execute("SELECT rowid, at FROM change ORDER BY rowid").fetchall():
        clock = max(int(read_instant(at).timestamp() * 1000) << 16, clock + 1)
        connection.execute("UPDATE change SET clock = ? WHERE rowid = ?", (clock, row))


def _note_what_was_known(connection: Connection) -> None:
    """A vault that was restored goes on under another name, from all that the name before it had written."""
    known: dict[str, int] = {}
    devices = "SELECT device, min(seq), max(seq) FROM change GROUP BY device ORDER BY min(rowid)"
    for device, first, last in connection.execute(devices).fetchall():
        if known:
            connection.execute("INSERT INTO knowledge VALUES (?, ?, ?)", (device, first, json.dumps(known)))
        known[device] = last
