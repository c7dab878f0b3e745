"""The hub: changes pushed and pulled, beside the same rows by plain COPY and SELECT. A real server on this computer."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from itertools import count

import psycopg

from psw_tui.team.hub import Hub
from psw_tui.team.sealed import Sealed
from tests.bench.row import Bench, Measure, NotHere, Pair, Round, Row, in_turn
from tests.team.postgres import NoServerHere, Server, started
from tests.team.sealed import Team, made, rows

CHANGES = 100_000
DAY = 100
A_DAY = 500.0
"""Milliseconds that the changes of one day may take, there and back, with the greeting."""

RAW = """
CREATE TABLE raw (
    team uuid, device uuid, seq bigint, id uuid, clock bigint, body bytea,
    got timestamptz DEFAULT now(), pushed_by text DEFAULT session_user, PRIMARY KEY (team, device, seq)
)
"""
RAW_COPY = "COPY raw (team, device, seq, id, clock, body) FROM STDIN (FORMAT BINARY)"
RAW_KINDS = ["uuid", "uuid", "int8", "uuid", "int8", "bytea"]
RAW_SELECT = "SELECT device, seq, id, clock, body FROM raw WHERE team = %s ORDER BY device, seq"


def rounds(_bench: Bench) -> Iterator[Round]:
    """Each side into a fresh database, with everything the server does to be safe turned on."""
    try:
        with started() as server:
            changes = list(rows(str(uuid.uuid4()), CHANGES))
            for number in count():
                sides: dict[str, Callable[[], tuple[float, float, float]]] = {
                    "ours": lambda: _ours(server, changes),
                    "raw": lambda: _raw(server, changes),
                }
                taken = in_turn(number, sides)
                (push, pull, day), (copy, select, _) = taken["ours"], taken["raw"]
                yield {"push": Pair(push, copy), "pull": Pair(pull, select), "day": Pair(day, A_DAY)}
    except NoServerHere as reason:
        raise NotHere(str(reason)) from None


def _ours(server: Server, changes: Sequence[Sealed]) -> tuple[float, float, float]:
    team = made(server)
    with Hub(team.dsn()) as hub:
        push = _timed(lambda: hub.push(team.id, changes))
        pull = _timed(lambda: list(hub.pull(team.id, {})))
    day = _timed(lambda: _one_day(team))
    server.ask(f"DROP DATABASE {team.database}")
    return push, pull, day


def _one_day(team: Team) -> None:
    """What a laptop does in the evening, with what is there already."""
    with Hub(team.dsn()) as hub:
        known = hub.vector(team.id)
        hub.push(team.id, rows(team.devices[0], DAY))
        assert sum(1 for _ in hub.pull(team.id, known)) == DAY


def _raw(server: Server, changes: Sequence[Sealed]) -> tuple[float, float, float]:
    database, team = server.new_database(), uuid.uuid4()
    with psycopg.connect(server.dsn(database), autocommit=True) as line:
        line.execute(RAW)
        push = _timed(lambda: _copied(line, team, changes))
        pull = _timed(lambda: line.execute(RAW_SELECT, (team,), binary=True).fetchall())
    server.ask(f"DROP DATABASE {database}")
    return push, pull, 0.0


def _copied(line: psycopg.Connection, team: uuid.UUID, changes: Sequence[Sealed]) -> None:
    with line.cursor().copy(RAW_COPY) as copy:
        copy.set_types(RAW_KINDS)
        for row in changes:
            copy.write_row((team, uuid.UUID(row.device), row.seq, uuid.UUID(row.id), row.clock, row.body))


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


MEASURE = Measure(
    "team",
    (
        Row("push", f"push {CHANGES:,} changes to the hub", "COPY of the same rows", 2.0),
        Row("pull", f"pull {CHANGES:,} changes from the hub", "SELECT of the same rows", 2.0),
        Row("day", f"a day's {DAY} changes there and back, greeting included", "half a second", 1.0),
    ),
    rounds,
)
