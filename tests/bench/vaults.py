"""Large vaults of made-up people, built once and kept in a cache folder: a hundred by the services, then multiplied in SQL.

Ids made while the clock stands still begin alike, so a copy of everybody is every table again with another beginning in
place of that one; inside the change log, too. `psw-tui doctor --rebuild` finds such a vault whole.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from psw_tui.clock import SystemClock
from psw_tui.domain.codes import draw_code
from psw_tui.records.debrief import Debrief
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.services.clients import code_words
from psw_tui.services.practice import fill
from psw_tui.services.practice.filling import WORKER
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.migrations import STEPS
from psw_tui.storage.read import reading
from psw_tui.storage.replay import TABLES
from psw_tui.storage.vault import Vault, create, open_with_passphrase
from psw_tui.storage.write import writing

BUILDER = 1
"""Raise it whenever this file builds something else, and what lies in the cache is left alone."""

PASSPHRASE = "practice"
BASE = 100
"""Clients made by the services; every number of them is a multiple of this."""

MANY, FEW = 12, 3
"""Debriefs of each client: as after some years, and as few as a run that must be quick can do with."""

ALIKE = len("01234567-89ab-7")
"""Letters of an id that tell the millisecond."""

_WORDS = (
    "bus pass food bank landlord letter pharmacy sister garden library shelter kitchen phone charger boots coffee"
    " waiting list bicycle lawyer clinic guitar swimming meeting form deposit laundry glasses dentist choir walk"
    " courage quiet tired hopeful angry proud asked listened called wrote visited waited laughed agreed decided"
)


A_COPY = timedelta(milliseconds=2**16)
"""How much later the ids of a copy seem to be made than those of the copy before: one in the eighth letter of an id."""


class StandingClock(SystemClock):
    """A moment some time ago, for ever."""

    def __init__(self, ago: timedelta) -> None:
        self._now = super().now() - ago

    def now(self) -> datetime:
        return self._now


def vault_of(cache: Path, clients: int, debriefs: int = MANY) -> Path:
    """The folder of a closed vault with so many clients, made now if it is not there yet."""
    folder = cache / f"schema-{len(STEPS)}-builder-{BUILDER}" / f"{clients}x{debriefs}"
    if not folder.exists():
        began = time.monotonic()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as around:  # two may be building at once
            _build(Path(around) / "vault", clients, debriefs)
            if not folder.exists():
                (Path(around) / "vault").rename(folder)
        print(f"made a vault of {clients} clients in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return folder


def opened(folder: Path) -> Vault:
    """One of these vaults, open in this process; close it."""
    vault = open_with_passphrase(folder, PASSPHRASE, clock=SystemClock())
    vault.author = WORKER
    return vault


def _build(folder: Path, clients: int, debriefs: int) -> None:
    vault, _ = create(folder, PASSPHRASE, clock=StandingClock(A_COPY * (clients // BASE)), profile=CHEAPEST)
    with vault:
        fill(vault, clients=min(BASE, clients))
        with writing(vault) as tx:
            tx.change(
                Setting, THE_ONLY_ID, idle_minutes=30
            )  # the most there is: nothing locks itself while it is measured
        _add_debriefs(vault, debriefs)
        if clients > BASE:
            _multiply(vault, clients // BASE)


def _add_debriefs(vault: Vault, debriefs: int) -> None:
    """So many for each client: those of the practice file again, on earlier days and in other words."""
    dice, words = Random(7), _WORDS.split()
    ids = [row[0] for row in vault.connection.execute("SELECT id FROM client ORDER BY id")]
    for client in ids:
        with reading(vault) as session:
            kept = list(session.exec(_debriefs_of(client)))
        with writing(vault) as tx:
            for number in range(len(kept), debriefs if kept else 0):
                tx.add(_earlier(vault, kept[number % len(kept)], timedelta(days=7 * number), dice, words))


def _debriefs_of(client: str) -> Any:
    from sqlmodel import select

    return select(Debrief).where(Debrief.client == client)


def _earlier(vault: Vault, debrief: Debrief, back: timedelta, dice: Random, words: Sequence[str]) -> Debrief:
    columns = debrief.model_dump(exclude={"id", "next_what", "next_due", "goals", "amends"}, warnings=False)
    on: date = columns["held_on"]
    columns |= {"held_on": on - back, "at": columns["at"] - back, "made_at": columns["made_at"] - back}
    if not columns["tried"]:
        columns["how_they_responded"] = "; ".join(" ".join(dice.sample(words, 8)) for _ in range(3))
        columns["their_words"] = " ".join(dice.sample(words, 12))
    return Debrief(**columns, id=vault.new_id())


def _multiply(vault: Vault, times: int) -> None:
    """Everybody again and again until there are `times` of each, under new ids and codes. In one transaction."""
    run = vault.connection.execute
    # A vault that is not finished is thrown away, so nothing here has to survive a power cut.
    for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -400000", "foreign_keys = OFF"):
        run("PRAGMA " + pragma)
    run("BEGIN IMMEDIATE")
    # Made anew at the end: what a trigger would do is copied too, and indexes are built faster in one go.
    taken_down = list(run("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql != ''"))
    for kind, name, _ in taken_down:
        run(f"DROP {kind} {name}")
    codes = [row[0] for row in run("SELECT code FROM client ORDER BY id")]
    lines, entries = run("SELECT (SELECT max(seq) FROM change), (SELECT max(n) FROM search)").fetchone()
    alike = run("SELECT min(id) FROM client").fetchone()[0][:ALIKE]
    run("CREATE TEMP TABLE fresh (old TEXT PRIMARY KEY, new TEXT NOT NULL) STRICT")
    statements = list(_copying(vault))
    for number, fresh in enumerate(_fresh_codes(codes, times - 1), 1):
        run("DELETE FROM fresh")
        vault.connection.executemany("INSERT INTO fresh VALUES (?, ?)", zip(codes, fresh, strict=True))
        values = {
            "old": alike,
            "new": _later(alike, number),
            "lines": lines * number,
            "most": lines,
            "entries": entries,
        }
        for statement in statements:
            run(statement, {name: value for name, value in values.items() if f":{name}" in statement})
    run("INSERT INTO search_words (search_words) VALUES ('rebuild')")
    for *_, statement in taken_down:
        run(statement)
    run("COMMIT")


def _fresh_codes(codes: Sequence[str], times: int) -> Iterator[list[str]]:
    dice, taken, words = Random(8), set(codes), code_words()
    for _ in range(times):
        fresh = []
        for _ in codes:
            code = draw_code(words, taken, dice.choice)
            taken.add(code)
            fresh.append(code)
        yield fresh


def _later(alike: str, number: int) -> str:
    """How the ids of this copy begin. They follow one another, so every tree grows at its end."""
    return f"{int(alike[:8], 16) + number:08x}{alike[8:]}"


def _copying(vault: Vault) -> Iterator[str]:
    """A statement for each table. The originals are told from the copies by how their ids begin."""
    for table in TABLES:
        if table == Setting.NAME:
            continue
        code = {"code": "(SELECT new FROM fresh WHERE old = code)"}
        yield _copy(vault, table, code if table == "client" else {}, "id BETWEEN :old AND :old || 'z'")
    vals = (
        """CASE WHEN entity = 'client' AND op = 'add' THEN replace(replace(vals, :old, :new), '"code": "' ||"""
        """ (vals ->> 'code') || '"', '"code": "' || (SELECT new FROM fresh WHERE old = vals ->> 'code') || '"')"""
        """ ELSE replace(vals, :old, :new) END"""
    )
    log = {"device": "device", "seq": "seq + :lines", "save": "save + :lines", "vals": vals}
    yield _copy(vault, "change", log, "device = (SELECT id FROM device) AND seq <= :most AND client != ''")
    code_of = "substr(body, 1, instr(body || char(10), char(10)) - 1)"
    body = (
        f"CASE WHEN entity = 'client' THEN (SELECT new FROM fresh WHERE old = {code_of})"
        f" || substr(body, length({code_of}) + 1) ELSE body END"
    )
    yield _copy(vault, "search", {"n": "NULL", "body": body}, "n <= :entries AND client != ''")


def _copy(vault: Vault, table: str, special: dict[str, str], where: str) -> str:
    columns = list(vault.connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)))
    moved = [
        special.get(name, f'replace("{name}", :old, :new)' if kind == "TEXT" else f'"{name}"') for name, kind in columns
    ]
    names = ", ".join(f'"{name}"' for name, _ in columns)
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(moved)} FROM {table} WHERE {where}"
