"""What goes to the team and what comes from it, where two disagree, and what to do when a copy was written on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from psw_tui.records.logged import TABLES
from psw_tui.storage import intake
from psw_tui.storage.change import Change, Vector, change_id
from psw_tui.storage.engine import engine_refusals
from psw_tui.storage.folding import Log, Record, record, records_of_client, shown_together
from psw_tui.storage.log import read_values
from psw_tui.storage.making import DATABASE
from psw_tui.storage.meeting import PRESENCE, Conflict, Met
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team.clashes import BY_SEVERAL, written_at_once


class _Reading:
    """The vault as what folds and passes on asks it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def ask(self, question: str, *values: Any) -> Sequence[Sequence[Any]]:
        """The rows."""
        found: Sequence[Sequence[Any]] = self._connection.exec_driver_sql(question, values).all()
        return found

    def stream(self, question: str) -> Iterator[Sequence[Any]]:
        """The rows as they are wanted, never all at once."""
        yield from self._connection.exec_driver_sql(question)

    def run(self, statement: str, *values: Any) -> None:
        """Nobody who only reads calls it."""
        raise NotImplementedError(statement, values)

    def run_all(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Nor this."""
        raise NotImplementedError(statement, rows)


@contextmanager
def _asking(vault: Vault) -> Iterator[_Reading]:
    with engine_refusals(vault.folder / DATABASE), vault.engine.connect() as connection:
        yield _Reading(connection)


def this_device(vault: Vault) -> str:
    """This laptop's name in the log; a new one where it has none, as after restoring a backup."""
    with _asking(vault) as log:
        known = log.ask("SELECT id FROM device WHERE current = 1")
    if known:
        return str(known[0][0])
    with writing(vault) as tx:
        return tx.device()


def id_of(vault: Vault, device: str, seq: int) -> str:
    """The id of a line, so that two laptops or a hub can see whether they hold the same; empty for one not here."""
    with _asking(vault) as log:
        found = log.ask("SELECT clock FROM change WHERE device = ? AND seq = ?", device, seq)
        return change_id(device, seq, found[0][0]) if found else ""


def ids_of(vault: Vault, places: Vector) -> dict[str, str]:
    """The ids of these lines, one for each device; of none that is not here."""
    with _asking(vault) as log:
        found = {
            device: log.ask("SELECT clock FROM change WHERE device = ? AND seq = ?", device, seq)
            for device, seq in places.items()
        }
    return {device: change_id(device, places[device], rows[0][0]) for device, rows in found.items() if rows}


def vector(vault: Vault) -> dict[str, int]:
    """Up to which number the lines of each device are here without a gap. Lines that wait for others do not count."""
    with _asking(vault) as log:
        return intake.vector(log)


def missing(vault: Vault) -> dict[str, int]:
    """By device: the first line that came before one it follows, and waits. The next stick may bring what lies between."""
    with _asking(vault) as log:
        found = log.ask("SELECT device, min(seq) FROM held GROUP BY device")
        return {device: seq for device, seq in found}  # noqa: C416 - rows, no pairs to the type checker


def outgoing(vault: Vault, known: Vector) -> list[Change]:
    """What somebody who knows this much has not got: device by device, without a gap.

    Of clients who are not shared, and of what is the worker's own, the lines say nothing; what a line says was settled
    when it was written, so it is the same whoever asks, and when.
    """
    return [line for page in outgoing_pages(vault, known, -1) for line in page]


def outgoing_pages(vault: Vault, known: Vector, most: int) -> Iterator[list[Change]]:
    """The same, at most so many at a time, each page read when it is asked for: a hundred thousand are never in memory."""
    with _asking(vault) as log:
        there = sorted(intake.vector(log).items())
    for device, upto in there:
        after = known.get(device, 0)
        while after < upto:
            with _asking(vault) as log:
                page = intake.lines_from(log, device, after, most)
            if not page:  # erased or renumbered meanwhile
                break
            yield page
            after = page[-1].seq


def take_in(vault: Vault, changes: Iterable[Change]) -> int:
    """Take in what came, in any order, again or not: all of it or nothing. How many records are not as they were.

    Raises Forked, ChangeImpossible, DiskFull and its kin.
    """
    with writing(vault) as tx:
        return tx.take_in(changes)


def share(vault: Vault, client: str, agreed_on: date | None = None) -> None:
    """Let the team read this client's record from now on; they have agreed to it on that day."""
    with writing(vault) as tx:
        tx.share(client, agreed_on)


def conflicts(vault: Vault) -> list[Conflict]:
    """Every field in which values stand that were written without knowing of each other, until somebody picks."""
    with _asking(vault) as database:
        if not intake.is_meeting(database):
            return []
        log = Log(database)
        return [
            conflict
            for which in written_at_once(database.stream(BY_SEVERAL), log.knowledge)
            if which.entity in TABLES
            for conflict in _conflicts_of(log, which)
        ]


def conflicts_of(vault: Vault, entity: str, row: str) -> list[Conflict]:
    """The same of one record."""
    with _asking(vault) as database:
        return _conflicts_of(Log(database), Record(entity, row))


def as_written(vault: Vault, entity: str, row: str) -> list[Met]:
    """One record as its own lines make it, before what hangs on more than one record is looked at; none for none."""
    with _asking(vault) as database:
        return record(Log(database), Record(entity, row), TABLES)


def _conflicts_of(log: Log, which: Record) -> list[Conflict]:
    return [conflict for each in record(log, which, TABLES) for conflict in each.conflicts]


def pick(vault: Vault, conflict: Conflict, value: Any) -> None:
    """Settle it: this value, as it is stored, counts. It is an ordinary change, and its device knew the others.

    Raises KeyError for a record that is not here any more.
    """
    table = TABLES[conflict.entity]
    with writing(vault) as tx:
        if conflict.field != PRESENCE:
            tx.change(table, conflict.row, **read_values(table, {conflict.field: value}))
        elif value:
            tx.change(table, conflict.row, made_at=tx.get(table, conflict.row).made_at)
        else:
            tx.withdraw(table, conflict.row, 0, {})


def start_anew(vault: Vault, since: int) -> str:
    """After Forked: go on under a new name with what this laptop wrote from that number on. Gives the name.

    Whoever learns first that there is a copy does this; the copy keeps the old name. Nothing written is lost.
    """
    with writing(vault) as tx:
        return tx.start_anew(since)


def forget_moved(vault: Vault, device: str, since: int, names: Collection[str]) -> bool:
    """After Forked for another device that went on under a new name: make room for what its copy wrote.

    Whether it could be done: only once all it had told before is here under one of these names, so that nothing is lost.
    """
    with writing(vault) as tx:
        return tx.forget_moved(device, since, names)


def state(vault: Vault, client: str) -> dict[tuple[str, str], dict[str, Any]]:
    """A client's records as the log makes them, by table and id: for whoever wants to compare two laptops."""
    with _asking(vault) as database:
        together = shown_together(records_of_client(Log(database), client, TABLES), TABLES)
    return {(each.entity, each.row): json.loads(json.dumps(each.values)) for each in together if each.there}
