"""How changes get into the hub: by COPY into a table of the session where the server lets us, else row by row.

COPY is refused on a table with rules for its rows, so it fills a temporary one, and an INSERT takes them over from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from psw_tui.team.address import driver
from psw_tui.team.hub_errors import Crowded, Forked, HubDropped
from psw_tui.team.sealed import Sealed

if TYPE_CHECKING:
    import psycopg

Line = Any
"""An open line to PostgreSQL."""

Last = dict[str, tuple[int, str]]
"""Number and id of the highest change that was sent, by device."""

INBOX = """
CREATE TEMPORARY TABLE psw_inbox (device uuid, seq bigint, id uuid, clock bigint, body bytea) ON COMMIT DROP
"""
COPY = "COPY psw_inbox FROM STDIN (FORMAT BINARY)"
KINDS = ["bytea", "int8", "bytea", "int8", "bytea"]
"""An id travels as its sixteen bytes, which is what it is there."""

ALL = """
INSERT INTO psw.change_log (team, device, seq, id, clock, body)
SELECT %s, device, seq, id, clock, body FROM psw_inbox
"""
"""As it usually is: none of them is there yet. A third quicker than looking at each."""
LACKING = f"{ALL.rstrip()} ORDER BY device, seq ON CONFLICT DO NOTHING"
"""Where some are there, or come from two laptops at once; in one order, or each would wait for the other."""
TRIES = 5

ONE = """
INSERT INTO psw.change_log (team, device, seq, id, clock, body) VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""

DIFFERENT = """
SELECT s.device::text, s.seq, c.id IS NULL FROM {sent} AS s (device, seq, id)
LEFT JOIN psw.change_log c ON c.team = %s AND c.device = s.device AND c.seq = s.seq
WHERE c.id IS NULL OR c.id <> s.id ORDER BY s.device, s.seq LIMIT 1
"""
IN_INBOX = "(SELECT device, seq, id FROM psw_inbox)"
GIVEN = "unnest(%s::uuid[], %s::bigint[], %s::uuid[])"

BATCH = 1_000
"""Rows sent at a time where there is no COPY."""


def stored(line: psycopg.Connection[Any], team: str, rows: Iterable[Sealed]) -> tuple[int, Last]:
    """Put these into the hub in one transaction: how many were new, and the last of each device.

    Raises Forked and HubDropped, and then nothing of it is stored.
    """
    last: Last = {}
    with line.transaction():
        if _has_inbox(line):
            return _by_copy(line, team, _noting(rows, last)), last
        return _one_by_one(line, team, _noting(rows, last)), last


def look_after(line: psycopg.Connection[Any], team: str, last: Last) -> None:
    """Once it is committed: whether the hub has the last of each device. Raises Forked, HubDropped."""
    devices = [*last]
    given = (devices, [last[each][0] for each in devices], [last[each][1] for each in devices])
    _raise_different(line.execute(DIFFERENT.format(sent=GIVEN).encode(), (*given, team)).fetchone())


def _has_inbox(line: Line) -> bool:
    """Whether the server lets this session have a table of its own. What it refuses leaves no mark."""
    errors = driver().errors
    try:
        with line.transaction():
            line.execute(INBOX)
    except (
        errors.InsufficientPrivilege,
        errors.FeatureNotSupported,
        errors.SyntaxError,
        errors.ReadOnlySqlTransaction,
    ):
        return False
    return True


def _by_copy(line: Line, team: str, rows: Iterator[Sealed]) -> int:
    sent = 0
    with line.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(KINDS)
        for row in rows:
            copy.write_row((_bytes(row.device), row.seq, _bytes(row.id), row.clock, row.body))
            sent += 1
    new = _taken_over(line, team)
    if new != sent:  # else every row is ours, and there is nothing to compare
        _raise_different(line.execute(DIFFERENT.format(sent=IN_INBOX), (team,)).fetchone())
    return new


def _taken_over(line: Line, team: str) -> int:
    """Move what came from the inbox into the log; how many were new. What another laptop brings just now is waited for."""
    errors = driver().errors
    for statement in (ALL, *[LACKING] * TRIES):
        try:
            with line.transaction():
                return int(line.execute(statement, (team,)).rowcount)
        except (errors.UniqueViolation, errors.DeadlockDetected):
            pass
    raise Crowded


def _bytes(name: str) -> bytes:
    return bytes.fromhex(name.replace("-", ""))


def _one_by_one(line: Line, team: str, rows: Iterator[Sealed]) -> int:
    new = 0
    with line.cursor() as cursor:
        while batch := sorted(islice(rows, BATCH), key=lambda row: (row.device, row.seq)):
            cursor.executemany(ONE, [(team, row.device, row.seq, row.id, row.clock, row.body) for row in batch])
            new += cursor.rowcount
            given = [list(column) for column in zip(*((row.device, row.seq, row.id) for row in batch), strict=True)]
            _raise_different(cursor.execute(DIFFERENT.format(sent=GIVEN), (*given, team)).fetchone())
    return new


def _noting(rows: Iterable[Sealed], last: Last) -> Iterator[Sealed]:
    """The rows as they go by, noting the highest of each device."""
    for row in rows:
        if row.seq > last.get(row.device, (0, ""))[0]:
            last[row.device] = (row.seq, row.id)
        yield row


def _raise_different(found: tuple[str, int, bool] | None) -> None:
    if found is not None:
        device, seq, missing = found
        raise (HubDropped if missing else Forked)(device, seq)
