"""100,000 real changes through the whole of a meeting, from one vault over a real hub into another, and a day's 100.

Beside it, in the same run: the same sealed rows by plain COPY and SELECT, and the same records put into an encrypted vault
by plain INSERT. What the hub's part alone takes is measured by `python -m tests.bench team`.
"""

from __future__ import annotations

import resource
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from psw_tui.clock import SystemClock
from psw_tui.progress import Progress
from psw_tui.records.logged import TABLES
from psw_tui.services.practice import fill
from psw_tui.services.teamwork.joining import keep_hub
from psw_tui.services.teamwork.syncing import sync
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.read import column, listing
from psw_tui.storage.vault import Vault, create
from psw_tui.team.fold import outgoing, share, this_device, vector
from psw_tui.team.hub_admin import add_member
from psw_tui.team.keys import seal
from psw_tui.team.membership import enrol, found, keys_of, letter, prepare, take_letter
from psw_tui.team.sealed import Sealed
from tests.bench.rows.team import RAW, RAW_SELECT, _copied
from tests.services.giving import give_debrief
from tests.team.postgres import NoServerHere, Server, started
from tests.team.together import hub_of_all, login_of

CHANGES, DAY, A_DAY = 100_000, 100, 0.5
LINES_OF_A_CLIENT = 38
"""About so many has a client of the practice caseload, once shared."""
PASSPHRASE = "practice"

Took = dict[str, float]


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--changes", type=int, default=CHANGES)
    parser.add_argument("--seed", type=int, default=1)


def run(args: Namespace) -> int:
    """0 where a day takes no longer than it may."""
    try:
        with tempfile.TemporaryDirectory() as home, started() as server, hub_of_all(server) as database:
            return measured(Path(home), server, database, args.changes)
    except NoServerHere as reason:
        print(f"whole: {reason}")
        return 1


def measured(home: Path, server: Server, database: str, changes: int) -> int:
    ash, bo = (new(home / name) for name in ("ash", "bo"))
    join(ash, bo)
    for vault in (ash, bo):
        lead(vault, server, database)
    fill(ash, clients=changes // LINES_OF_A_CLIENT)
    clients = column(ash, "SELECT id FROM client ORDER BY id")
    for client in clients:
        share(ash, client)
    lines = sum(vector(ash).values())
    rows = [seal(keys_of(ash), change) for change in outgoing(ash, {})]
    took: Took = {}
    timed(took, "push", lambda: sync(ash, Progress()))
    timed(took, "pull", lambda: sync(bo, Progress()))
    assert vector(bo) == vector(ash)
    raw(took, server, rows, bo, home)
    before = sum(vector(ash).values())
    while sum(vector(ash).values()) < before + DAY:
        give_debrief(ash, clients[0], their_words="words of a day", next_what="call", next_due="+2")
    timed(took, "day out", lambda: sync(ash, Progress()))
    timed(took, "day in", lambda: sync(bo, Progress()))
    timed(took, "nothing", lambda: sync(bo, Progress()))
    for vault in (ash, bo):
        vault.close()
    tell(took, lines, sum(len(row.body) for row in rows))
    return 0 if max(took["day out"], took["day in"]) < A_DAY else 1


def tell(took: Took, lines: int, size: int) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"whole: {lines:,} changes ({size / 1e6:.0f} MB sealed) read, signed, sealed and pushed in {took['push']:.1f} s"
        f" ({took['push'] / took['copy']:.1f} times COPY of the same rows, {took['copy']:.2f} s); pulled, opened, checked and"
        f" folded into an empty vault in {took['pull']:.1f} s ({took['pull'] / (took['select'] + took['insert']):.1f} times"
        f" SELECT of the same rows and INSERT of the same records and lines, {took['select']:.2f} + {took['insert']:.2f} s);"
        f" a day's {DAY} of them out in {took['day out'] * 1000:.0f} ms, in in {took['day in'] * 1000:.0f} ms, a meeting with"
        f" nothing new {took['nothing'] * 1000:.0f} ms; at most {most:.0f} MB"
    )


def new(folder: Path) -> Vault:
    vault, _code = create(folder, PASSPHRASE, clock=SystemClock(), profile=CHEAPEST, author=folder.name)
    return vault


def join(ash: Vault, bo: Vault) -> None:
    found(ash, "East side")
    card = prepare(bo)
    enrol(ash, card)
    take_letter(bo, letter(ash, card.device))


def lead(vault: Vault, server: Server, database: str) -> None:
    login = login_of(vault.author, database)
    add_member(server.dsn(database), login, keys_of(vault).team, this_device(vault))
    keep_hub(vault, server.dsn(database, login), "")


def timed(took: Took, name: str, do: Callable[[], object]) -> None:
    began = time.perf_counter()
    do()
    took[name] = time.perf_counter() - began


def raw(took: Took, server: Server, rows: list[Sealed], vault: Vault, home: Path) -> None:
    """The same without anything of ours: rows by COPY and SELECT, and what came of them by INSERT into a vault."""
    plain, team = server.new_database(), UUID(keys_of(vault).team)
    with psycopg.connect(server.dsn(plain), autocommit=True) as line:
        line.execute(RAW)
        timed(took, "copy", lambda: _copied(line, team, rows))
        timed(took, "select", lambda: line.execute(RAW_SELECT, (team,), binary=True).fetchall())
    tables = {name: listing(vault, f"SELECT * FROM {name}") for name in ("change", *TABLES, "search")}
    other = new(home / "raw")
    timed(took, "insert", lambda: inserted(other, tables))
    other.close()


def inserted(vault: Vault, tables: dict[str, list[Any]]) -> None:
    line = vault.connection
    line.execute("BEGIN")
    line.execute("PRAGMA defer_foreign_keys = ON")
    for name, rows in tables.items():
        if rows:
            names, marks = ", ".join(f'"{each}"' for each in rows[0]), ", ".join("?" * len(rows[0]))
            line.executemany(
                f"INSERT OR REPLACE INTO {name} ({names}) VALUES ({marks})", [tuple(row.values()) for row in rows]
            )
    line.execute("COMMIT")
