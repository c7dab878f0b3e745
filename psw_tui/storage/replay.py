"""Replaying the change log beside the vault, and saying where the tables do not agree with it. Nothing is replaced.

The replay runs in one transaction of an encrypted database of its own, whose random key exists in memory only. The
transaction is never committed, and the folder goes at the end whatever happens; what a crash leaves of it nobody can
read, and the next replay sweeps it away.

The order: within a device strictly by `seq`; clocks have no say, they go back. Devices follow one another in the order
in which they first wrote into this very file (rowids of the log, whose order VACUUM keeps), each going on from all that
the one before it had written. That holds for one device, and for a vault restored from a backup, whose former device
writes here no more. Where lines of another vault have come in, no order makes the tables: then each record is made of
all its lines together, as `folding` does it. What a newer program of a peer has written is no fault.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

from psw_tui.progress import Doing, Progress
from psw_tui.records.ask import TEXT_KINDS
from psw_tui.records.form import questions
from psw_tui.records.logged import TABLES as TABLES
from psw_tui.records.row import Row
from psw_tui.storage.atomic import make_private_folder, named_failures
from psw_tui.storage.change import NOTHING
from psw_tui.storage.connection import DRIVER, connect, disconnect, named_refusals
from psw_tui.storage.folding import Log, Record, fold
from psw_tui.storage.intake import is_meeting, own_devices
from psw_tui.storage.keyfile import FILE_SALT_BYTES, database_key
from psw_tui.storage.making import DATABASE
from psw_tui.storage.migrate import migrate
from psw_tui.storage.migrations import STEPS
from psw_tui.storage.recovery import ROOT_BYTES
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import ADD, CHANGE, UNDOES, WITHDRAWN, client_of, day_of, searchable

ASIDE = "vault.rebuild"
"""The folder within the vault's own; the vault is open in one process, so there is never a second one."""

LOG = "change"
SEARCH = "search"

Over = Callable[[Iterator[tuple[Any, ...]]], Iterator[tuple[Any, ...]]]
"""Gives the same rows, telling how many there were."""

_PRAGMAS = (
    "foreign_keys = OFF",  # one missing line must not take all that hangs on its record along
    "synchronous = OFF",  # a copy for minutes has nothing to lose
    "secure_delete = OFF",
    "cache_size = -64000",
)


class Fault(StrEnum):
    """What can be wrong with a row of a table, or with a line of the log."""

    DIFFERS = "differs"
    MISSING = "missing"
    UNLOGGED = "unlogged"
    UNKNOWN_OPERATION = "unknown_operation"
    UNKNOWN_TABLE = "unknown_table"
    UNREADABLE = "unreadable"
    NOTHING_TO_CHANGE = "nothing_to_change"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not what the log says, or one line of the log that cannot be replayed. Holds no content."""

    fault: Fault
    table: str
    row: str
    """The row's id; for a line of the log its device and number."""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Database:
    """A connection, and the file that its refusals are about."""

    connection: Any
    path: Path

    def ask(self, question: str, *values: Any) -> Generator[tuple[Any, ...], None, None]:
        """The rows one by one. Close it if you may stop on the way: a question half answered keeps a file in use."""
        with named_refusals(self.path):
            yield from self.connection.execute(question, values)

    def run(self, statement: str, *values: Any) -> int:
        """How many rows it touched."""
        with named_refusals(self.path):
            return int(self.connection.execute(statement, values).rowcount)

    def run_all(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """The same statement for each of these."""
        with named_refusals(self.path):
            self.connection.executemany(statement, rows)


def differences(vault: Vault, progress: Progress | None = None) -> Generator[Difference, None, None]:
    """Everything on which the tables and the log do not agree: first lines that cannot be replayed, then rows.

    Rows come by table and id, one at a time, so that a large vault needs no more memory than a small one. Raises
    DiskFull, FolderUnwritable, VaultUnwritable, VaultDamaged, Cancelled.
    """
    progress = progress or Progress()
    live = Database(vault.connection, vault.folder / DATABASE)
    with beside(vault.folder / ASIDE) as copy:
        columns = {name: columns_of(copy, name) for name in (*TABLES, SEARCH)}
        yield from replayed(live, copy, columns, progress)
        rows = {name: count_of(copy, name) for name in TABLES}
        done, of = 0, 3 * sum(rows.values())  # each is indexed, compared, and compared as the search knows it
        compared = partial(progress.over, Doing.COMPARING, of=of)
        for name, table in TABLES.items():
            yield from indexed(copy, table, columns[name], partial(compared, before=done))
            yield from _compare(live, copy, name, "id", columns[name], partial(compared, before=done + rows[name]))
            done += 2 * rows[name]
        searched = [name for name in columns[SEARCH] if name != "n"]
        yield from _compare(live, copy, SEARCH, "row", searched, partial(compared, before=done))


@contextmanager
def beside(folder: Path) -> Iterator[Database]:
    """An empty database in this folder, which is new before and gone afterwards."""
    _sweep(folder)
    make_private_folder(folder)
    try:
        with _empty(folder / DATABASE) as copy:
            yield copy
    finally:
        _sweep(folder)


@contextmanager
def _empty(path: Path) -> Iterator[Database]:
    """A database with every table and trigger and nothing in it, within a transaction that will not be committed."""
    key = database_key(secrets.token_bytes(ROOT_BYTES), secrets.token_bytes(FILE_SALT_BYTES))
    try:
        connection = connect(path, key, new=True)
    finally:
        key[:] = bytes(len(key))
    try:
        with named_refusals(path):
            migrate(connection, STEPS)
            for pragma in _PRAGMAS:
                connection.execute("PRAGMA " + pragma)
            connection.execute("BEGIN")
            connection.execute("DROP TRIGGER search_added")  # nobody searches here; doctor checks the index by itself
        yield Database(connection, path)
    finally:
        disconnect(connection)


def _sweep(folder: Path) -> None:
    with named_failures(folder):
        if folder.exists():
            shutil.rmtree(folder)


def columns_of(database: Database, table: str) -> list[str]:
    return [name for (name,) in database.ask("SELECT name FROM pragma_table_info(?)", table)]


def count_of(database: Database, table: str) -> int:
    """How many rows a table has."""
    ((count,),) = database.ask(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of our own
    return int(count)


def replayed(
    live: Database, copy: Database, columns: Mapping[str, Sequence[str]], progress: Progress
) -> Iterator[Difference]:
    """Do again all that was ever saved; gives the lines with which that cannot be done. Raises Cancelled."""
    if is_meeting(live):
        yield from _folded(live, copy, columns)
        return
    before, of = 0, count_of(live, LOG)
    devices = list(live.ask("SELECT device FROM change GROUP BY device ORDER BY min(rowid)"))
    for (device,) in devices:
        lines = live.ask("SELECT seq, entity, row, op, vals FROM change WHERE device = ? ORDER BY seq", device)
        with closing(lines):
            for seq, entity, row, operation, logged in progress.over(Doing.REPLAYING, lines, of, before):
                before += 1
                if fault := _play(copy, columns, entity, row, operation, logged):
                    yield Difference(fault, LOG, f"{device}/{seq}")


def _folded(live: Database, copy: Database, columns: Mapping[str, Sequence[str]]) -> Iterator[Difference]:
    """The same where several vaults have written; gives the lines of this one that nobody can have written."""
    mine = own_devices(live)
    lines = live.ask("SELECT device, seq, entity, op, vals FROM change WHERE op <> ? ORDER BY rowid", NOTHING)
    with closing(lines):
        for device, seq, entity, operation, logged in lines:
            if device in mine and (fault := _unknown(columns, entity, operation, logged)):
                yield Difference(fault, LOG, f"{device}/{seq}")
    every = live.ask('SELECT DISTINCT client, entity, "row" FROM change WHERE op <> ?', NOTHING)
    fold(Log(live), copy, [(client, Record(entity, row)) for client, entity, row in every], TABLES)


def _unknown(columns: Mapping[str, Sequence[str]], entity: str, operation: str, logged: str) -> Fault | None:
    if entity not in TABLES:
        return Fault.UNKNOWN_TABLE
    if operation not in _OPERATIONS:
        return Fault.UNKNOWN_OPERATION
    return Fault.UNREADABLE if _values(logged, [*columns[entity], UNDOES]) is None else None


def _play(
    copy: Database, columns: Mapping[str, Sequence[str]], entity: str, row: str, operation: str, logged: str
) -> Fault | None:
    if operation == NOTHING:
        return None
    if entity not in TABLES:
        return Fault.UNKNOWN_TABLE
    play = _OPERATIONS.get(operation)
    if play is None:
        return Fault.UNKNOWN_OPERATION
    known = [*columns[entity], UNDOES] if operation == WITHDRAWN else columns[entity]
    values = _values(logged, known)
    if values is None:
        return Fault.UNREADABLE
    try:
        return play(copy, TABLES[entity], row, values)
    except (DRIVER.IntegrityError, OverflowError, UnicodeEncodeError):
        return Fault.REFUSED


def _values(logged: str, columns: Sequence[str]) -> dict[str, Any] | None:
    """What a line says of columns that are there; None for what no save can have written."""
    try:
        values = json.loads(logged)
    except ValueError:
        return None
    if not isinstance(values, dict) or not values or "id" in values or not values.keys() <= set(columns):
        return None
    fits = all(value is None or isinstance(value, str | int) for value in values.values())
    return values if fits else None


def _add(copy: Database, table: type[Row], row: str, values: dict[str, Any]) -> Fault | None:
    derived = {name: table.model_fields[name].get_default() for name in table.DERIVED}
    stored = {"id": row} | derived | values
    names, marks = _named(stored), ", ".join("?" * len(stored))
    copy.run(f"INSERT INTO {table.NAME} ({names}) VALUES ({marks})", *stored.values())  # noqa: S608 - names of our own
    return None


def _change(copy: Database, table: type[Row], row: str, values: dict[str, Any]) -> Fault | None:
    places = ", ".join(f'"{name}" = ?' for name in values)
    touched = copy.run(f"UPDATE {table.NAME} SET {places} WHERE id = ?", *values.values(), row)  # noqa: S608 - names of our own, values by mark
    return None if touched else Fault.NOTHING_TO_CHANGE


def _withdraw(copy: Database, table: type[Row], row: str, values: dict[str, Any]) -> Fault | None:
    """Give a record the values it had before, or let it go where it was not there before."""
    former = {name: value for name, value in values.items() if name != UNDOES}
    if not isinstance(values.get(UNDOES), int):
        return Fault.UNREADABLE
    if former:
        return _change(copy, table, row, former)
    touched = copy.run(f"DELETE FROM {table.NAME} WHERE id = ?", row)  # noqa: S608 - names of our own
    return None if touched else Fault.NOTHING_TO_CHANGE


_OPERATIONS = {ADD: _add, CHANGE: _change, WITHDRAWN: _withdraw}


def indexed(copy: Database, table: type[Row], columns: Sequence[str], over: Over) -> Iterator[Difference]:
    """Write down what the search should know of a table; gives the rows whose stored text cannot be understood.

    Raises Cancelled.
    """
    if not _has_words(table):
        return
    stored_as = table.__table__.columns  # type: ignore[attr-defined]  # every table has it; SQLModel tells the type checker of none
    readers = [stored_as[name].type.result_processor(None, None) for name in columns]
    rows = copy.ask(f"SELECT {_named(columns)} FROM {table.NAME}")  # noqa: S608 - names of our own, values by mark
    with closing(rows):
        for stored in over(rows):
            try:
                values = [read(value) if read else value for read, value in zip(readers, stored, strict=True)]
            except (ValueError, TypeError):
                yield Difference(Fault.UNREADABLE, table.NAME, str(stored[columns.index("id")]))
            else:
                _enter(copy, table(**dict(zip(columns, values, strict=True))))


def _enter(copy: Database, row: Row) -> None:
    if body := searchable(row):
        found = (row.NAME, row.id, client_of(row), day_of(row), body)
        copy.run("INSERT INTO search (entity, row, client, day, body) VALUES (?, ?, ?, ?, ?)", *found)


@cache
def _has_words(table: type[Row]) -> bool:
    return "code" in table.model_fields or any(ask.kind in TEXT_KINDS for _, ask in questions(table))


def _compare(
    live: Database, copy: Database, table: str, key: str, columns: Sequence[str], over: Over
) -> Iterator[Difference]:
    names = [key, *(name for name in columns if name != key)]
    question = f'SELECT {_named(names)} FROM {table} ORDER BY "{key}"'  # noqa: S608 - names of our own, values by mark
    with closing(live.ask(question)) as every_kept, closing(copy.ask(question)) as every_logged:
        for kept, logged in over(_side_by_side(every_kept, every_logged)):
            if kept is None:
                yield Difference(Fault.MISSING, table, logged[0])
            elif logged is None:
                yield Difference(Fault.UNLOGGED, table, kept[0])
            elif kept != logged:
                differing = (name for name, one, other in zip(names, kept, logged, strict=True) if one != other)
                yield Difference(Fault.DIFFERS, table, kept[0], tuple(differing))


def _side_by_side(left: Iterator[Any], right: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
    """Rows with the same key together, a row without its like beside None; both sides come sorted by their key."""
    one, other = next(left, None), next(right, None)
    while one or other:
        alone = other is None or (one is not None and one[0] < other[0])
        missing = one is None or (other is not None and other[0] < one[0])
        yield None if missing else one, None if alone else other
        if not missing:
            one = next(left, None)
        if not alone:
            other = next(right, None)


def _named(names: Sequence[str] | Mapping[str, Any]) -> str:
    return ", ".join(f'"{name}"' for name in names)
