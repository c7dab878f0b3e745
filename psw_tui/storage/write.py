"""The one door through which everything is written: row, change and search entry in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlmodel import Session, SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

from psw_tui.domain.instants import write_instant
from psw_tui.progress import Doing, Progress
from psw_tui.records.ask import TEXT_KINDS
from psw_tui.records.form import questions
from psw_tui.records.row import Row
from psw_tui.storage.change import Change, clock_after
from psw_tui.storage.connection import DRIVER
from psw_tui.storage.engine import engine_refusals
from psw_tui.storage.making import DATABASE
from psw_tui.storage.vault import Vault

ADD, CHANGE, WITHDRAWN = "add", "change", "withdrawn"
"""What a line of the log can say happened to a record."""

UNDOES = "undoes"
"""Where a withdrawal names the line it takes back; what stands beside it are the values the record has again."""

AnyRow = TypeVar("AnyRow", bound=Row)
AnyTable = TypeVar("AnyTable", bound=SQLModel)

_DIALECT = sqlite_dialect()
_LOGGED = json.JSONEncoder(ensure_ascii=False)

_AT_ONCE = 500
"""Records that are read together to be indexed."""

_DAY_FIELDS = ("held_on", "at", "opened_on", "made_on", "set_on", "given_on", "day", "met_on", "made_at")
"""Where to look for the day a record is about, for the search index."""


class Writer:
    """One open transaction. What it is given is written whole, or not at all."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        """The driver's own, in the same transaction: for what folds, which asks tens of thousands of times."""
        self._vault = vault
        self._at = write_instant(vault.clock.now())
        self._milliseconds = int(vault.clock.now().timestamp() * 1000)
        self._logged: tuple[str, int, int] | None = None
        """This device, the newest number it has given in the log and the newest clock in it, once any was needed."""
        self._save = 0
        """The number of the first line this transaction has written; 0 before there is one."""

    def add(self, row: Row) -> None:
        """Write a new record. Raises pydantic.ValidationError for one that its own form would refuse."""
        answers = _answers(row)
        _validate(type(row), answers)
        stored = _stored(type(row), answers)
        self._insert(_table(type(row)), stored)
        logged = {name: value for name, value in stored.items() if name not in row.DERIVED and name != "id"}
        self._log(ADD, row, logged)
        self._index(row)
        self._meet(row)

    def change(self, table: type[AnyRow], row_id: str, **values: Any) -> AnyRow:
        """Give some columns of a record new values and return it as it now is. Raises KeyError for no such record."""
        row = self.get(table, row_id)
        for name, value in values.items():
            setattr(row, name, value)
        _validate(type(row), _answers(row))
        stored = _stored(table, values)
        places = ", ".join(f'"{name}" = ?' for name in stored)
        self._run(f"UPDATE {_table(table)} SET {places} WHERE id = ?", *stored.values(), row_id)  # noqa: S608 - names of our own, values by mark
        self._log(CHANGE, row, stored)
        self._index(row)
        return self.get(table, row_id) if self._meet(row) else row

    def withdraw(self, table: type[Row], row_id: str, undoes: int, former: Mapping[str, Any]) -> None:
        """Take back what line `undoes` of this device's log did: give a record its `former` stored values again.

        Without any it is as if the record had never been added: it goes from its table and from the search. The log
        keeps both lines. Raises KeyError for no such record.
        """
        row = self.get(table, row_id)
        self._log(WITHDRAWN, row, {UNDOES: undoes, **former})
        if self._is_meeting():
            self._fold([row])
        elif former:
            places = ", ".join(f'"{name}" = ?' for name in former)
            self._run(f"UPDATE {_table(table)} SET {places} WHERE id = ?", *former.values(), row_id)  # noqa: S608 - names of our own, values by mark
            self._index(self.get(table, row_id))
        else:
            self._run("DELETE FROM search WHERE row = ?", row_id)
            self._run(f"DELETE FROM {_table(table)} WHERE id = ?", row_id)  # noqa: S608 - names of our own, values by mark

    def get(self, table: type[AnyRow], row_id: str) -> AnyRow:
        """A record as it is inside this transaction. Raises KeyError for no such record."""
        with Session(self._connection) as session:
            row = session.get(table, row_id)
            if row is None:
                raise KeyError(row_id)
            session.expunge(row)
            return row

    def all(self, statement: SelectOfScalar[AnyTable]) -> list[AnyTable]:
        """Records as they are inside this transaction."""
        with Session(self._connection) as session:
            found = list(session.exec(statement))
            session.expunge_all()
            return found

    def keep_draft(self, client: str, form: str, target: str, body: str) -> None:
        """Put down what stands on the screen in place of the draft before it. Drafts are not logged."""
        self._run(
            "INSERT INTO draft (id, client, form, target, at, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (client, form, target) DO UPDATE SET at = excluded.at, body = excluded.body",
            self._vault.new_id(),
            client,
            form,
            target,
            self._at,
            body,
        )

    def move_draft(self, place: tuple[str, str, str], client: str) -> None:
        """Let the draft at this (client, form, target) belong to another client; when it was written stays."""
        self._run("UPDATE draft SET client = ? WHERE client = ? AND form = ? AND target = ?", client, *place)

    def drop_draft(self, client: str, form: str, target: str) -> None:
        """Take a draft away: it was saved, or its worker confirmed that it may go."""
        self._run("DELETE FROM draft WHERE client = ? AND form = ? AND target = ?", client, form, target)

    def erase(self, client: str, progress: Progress) -> None:
        """Take a client away: every row about them in every table, drafts, search entries and what the log said.

        The log keeps as many lines, which say nothing: their numbers are never given again, and a team counts on them.

        The tables are those that name a client, so that none to come is forgotten. Raises Cancelled.
        """
        naming = "SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'client'"
        found = self._connection.exec_driver_sql(f"{naming} WHERE m.type = 'table' AND m.name <> 'erasing'")
        tables = [name for (name,) in found]
        self._run("PRAGMA defer_foreign_keys = ON")  # the client first: their next due day is then not worked out anew
        self.empty_lines(client)
        self._run("INSERT INTO erasing (client) VALUES (?)", client)
        self._run("DELETE FROM client WHERE id = ?", client)
        for table in tables:
            progress.at(Doing.ERASING)
            self._run(f'DELETE FROM "{table}" WHERE client = ?', client)  # noqa: S608 - names of our own, values by mark
        self._run("DELETE FROM erasing WHERE client = ?", client)

    def _insert(self, table: str, stored: dict[str, Any]) -> None:
        names = ", ".join(f'"{name}"' for name in stored)
        marks = ", ".join("?" * len(stored))
        self._run(f"INSERT INTO {table} ({names}) VALUES ({marks})", *stored.values())  # noqa: S608 - names of our tables

    def _log(self, operation: str, row: Row, logged: dict[str, Any]) -> None:
        device, newest, clock = self._logged or self._newest_logged()
        clock = clock_after(clock, self._milliseconds)
        self._logged = device, newest + 1, clock
        self._save = self._save or newest + 1
        change = {
            "device": device,
            "seq": newest + 1,
            "at": self._at,
            "client": client_of(row),
            "entity": row.NAME,
            "row": row.id,
            "op": operation,
            "vals": _LOGGED.encode(logged),
            "author": self._vault.author,
            "save": self._save,
            "clock": clock,
            "shown": int(self._is_shown(operation, row, logged)),
        }
        self._insert("change", change)

    def _newest_logged(self) -> tuple[str, int, int]:
        device = self.device()
        ask = self._connection.exec_driver_sql
        newest = ask("SELECT max(seq) FROM change WHERE device = ?", (device,)).scalar()
        return device, newest or 0, ask("SELECT max(clock) FROM change").scalar() or 0

    def device(self) -> str:
        """This laptop's id in the log, minted at the first write."""
        known = self._connection.exec_driver_sql("SELECT id FROM device WHERE current = 1").scalar()
        return self._mint() if known is None else str(known)

    def _mint(self) -> str:
        """A new name in the log, for one who knows all that is in it."""
        minted = self._vault.new_id()
        self._insert("device", {"id": minted, "made_at": self._at, "current": 1})
        if known := dict(map(tuple, self.ask("SELECT device, max(seq) FROM change GROUP BY device ORDER BY device"))):
            self._insert("knowledge", {"device": minted, "seq": 1, "vector": json.dumps(known)})
        return minted

    def _is_shown(self, operation: str, row: Row, logged: Mapping[str, Any]) -> bool:
        """Whether the team may read a line: settled when it is written, so that it never says two things."""
        client = getattr(row, "erases", None) or client_of(row)
        found = self._connection.exec_driver_sql("SELECT shared_with_team FROM client WHERE id = ?", (client,)).scalar()
        ends = operation != ADD and logged.keys() - {UNDOES} == {"shared_with_team"}
        if not (found or ends or self._was_shown(row)):
            return False
        from psw_tui.records.logged import is_own  # only the shared need it

        return not is_own(row)

    def _was_shown(self, row: Row) -> bool:
        """Whether the team knows of an erasing that was asked for: when it is done, there is no client to ask any more."""
        told = "SELECT 1 FROM change WHERE \"row\" = ? AND shown = 1 AND entity = 'erasure'"
        return row.NAME == "erasure" and self._connection.exec_driver_sql(told, (row.id,)).scalar() is not None

    def share(self, client: str, agreed_on: date | None = None) -> None:
        """Let the team read a client's record, from the beginning, and all that will be written; they agreed that day.

        What was written so far travels as lines that say nothing. So every record is told once more, as it is now.
        """
        from psw_tui.records.client import Client
        from psw_tui.records.logged import TABLES, is_own

        row = self.change(Client, client, shared_with_team=True, team_agreed_on=agreed_on)
        self._tell(row)
        for table in TABLES.values():
            if "client" in table.model_fields:
                for each in self._all_of(table, client):
                    if not is_own(each):
                        self._tell(each)

    def _all_of(self, table: type[AnyRow], client: str) -> list[AnyRow]:
        return self.all(select(table).where(table.client == client).order_by(table.id))  # type: ignore[attr-defined]  # every table that is asked for has a client

    def _tell(self, row: Row) -> None:
        stored = _stored(type(row), _answers(row))
        self._log(
            CHANGE, row, {name: value for name, value in stored.items() if name not in row.DERIVED and name != "id"}
        )

    def take_in(self, changes: Iterable[Change]) -> int:
        """Take in lines of other devices; gives how many records are not as they were. Raises Forked, ChangeImpossible."""
        from psw_tui.storage.intake import take_in

        device = self.device()
        found = take_in(self, changes, device)
        self._logged = None
        self._indexed_again(found)
        return len(found)

    def start_anew(self, since: int) -> str:
        """Go on under a new name, with the own lines from this number on; gives the name. For after a fork."""
        from psw_tui.storage.renaming import start_anew

        former = self.device()
        new = self._vault.new_id()
        self._run("UPDATE device SET current = 0")
        self._insert("device", {"id": new, "made_at": self._at, "current": 1})
        start_anew(self, former, new, since)
        self._logged = None
        return new

    def adopt(self, device: str, since: int) -> str:
        """Tell another device's lines from this number on under a new name of this vault; gives the name."""
        from psw_tui.storage.renaming import adopt

        new = self._vault.new_id()
        self._insert("device", {"id": new, "made_at": self._at, "current": 0})
        self._indexed_again(adopt(self, device, new, since))
        self._logged = None
        return new

    def forget_moved(self, device: str, since: int, names: Collection[str]) -> bool:
        """Forget another device's lines that lie here under one of these names too; whether all of them did."""
        from psw_tui.storage.renaming import forget_moved

        found = forget_moved(self, device, since, names)
        self._logged = None
        self._indexed_again(found or ())
        return found is not None

    def empty_lines(self, client: str) -> None:
        """Let what the log said of a client be nothing, and keep its numbers: others count on them."""
        from psw_tui.storage.intake import empty_lines

        empty_lines(self, client)

    def keep(self, row: SQLModel) -> None:
        """Write a row of the house's own, such as the team's keys, in place of the one with its key. Not logged."""
        values = {name: getattr(row, name) for name in type(row).model_fields}
        stored = {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}
        names, marks = ", ".join(f'"{name}"' for name in stored), ", ".join("?" * len(stored))
        self._run(f"INSERT OR REPLACE INTO {row.__tablename__} ({names}) VALUES ({marks})", *stored.values())  # noqa: S608 - names of our own

    def ask(self, question: str, *values: Any) -> Sequence[Sequence[Any]]:
        """Rows as they are stored, inside this transaction."""
        found: Sequence[Sequence[Any]] = self._driver.execute(question, values).fetchall()
        return found

    def run(self, statement: str, *values: Any) -> None:
        """For what folds other devices' lines in. Raises Unfit for a row its table does not take."""
        from psw_tui.storage.folding import Unfit

        try:
            self._driver.execute(statement, values)
        except (DRIVER.IntegrityError, OverflowError, UnicodeEncodeError) as error:
            raise Unfit from error

    def run_all(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """The same statement for each of these; what the log takes of other devices was looked at before."""
        self._driver.executemany(statement, rows)

    def _is_meeting(self) -> bool:
        """Whether another vault's lines are in this log: then what hangs on them is worked out anew."""
        return self._connection.exec_driver_sql("SELECT 1 FROM peer WHERE met = 1 LIMIT 1").scalar() is not None

    def _meet(self, row: Row) -> bool:
        """Work out anew what hangs on more than one record, where it may hang on another vault's."""
        shared_fate = row.NAME in {"client", "goal", "fresh_look"} and self._is_meeting()
        if shared_fate:
            self._fold([row])
        return shared_fate

    def _fold(self, rows: Iterable[Row]) -> None:
        from psw_tui.records.logged import TABLES
        from psw_tui.storage.folding import Log, Record, fold

        touched = {(client_of(row), Record(row.NAME, row.id)) for row in rows}
        self._indexed_again(fold(Log(self), self, touched, TABLES))

    def _indexed_again(self, found: Iterable[Any]) -> None:
        """Let the search know records as they are now; what no program of ours has stored is not searched."""
        from psw_tui.records.logged import TABLES

        of_table: dict[str, list[str]] = {}
        for each in found:
            of_table.setdefault(each.entity, []).append(each.row)
        for entity, rows in of_table.items():
            self.run_all("DELETE FROM search WHERE row = ?", [(row,) for row in rows])
            if _has_words(TABLES[entity]):
                for start in range(0, len(rows), _AT_ONCE):
                    self._index_some(TABLES[entity], rows[start : start + _AT_ONCE])

    def _index_some(self, table: type[Row], rows: Sequence[str]) -> None:
        """One by one where one of them cannot be read."""
        try:
            some = self.all(select(table).where(table.id.in_(rows)))  # type: ignore[attr-defined]  # every table that is asked for has an id
        except (ValueError, TypeError):
            some = []
            for row in rows:
                with suppress(KeyError, ValueError, TypeError):
                    some.append(self.get(table, row))
        for each in some:
            self._index(each)

    def _index(self, row: Row) -> None:
        for statement, values in indexing(row):
            self._run(statement, *values)

    def _run(self, statement: str, *values: Any) -> None:
        self._connection.exec_driver_sql(statement, values)


@contextmanager
def writing(vault: Vault) -> Iterator[Writer]:
    """A transaction that ends in exactly one commit, or in nothing. Raises DiskFull, VaultUnwritable, VaultDamaged."""
    with (
        engine_refusals(vault.folder / DATABASE),
        vault.engine.connect().execution_options(begin="IMMEDIATE") as connection,
        connection.begin(),
    ):
        yield Writer(connection, vault)


def indexing(row: Row) -> Iterator[tuple[str, Sequence[Any]]]:
    """What lets the search know a record as it is: its last words may just have been taken out."""
    if body := searchable(row):
        yield (
            "INSERT INTO search (entity, row, client, day, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (row) DO UPDATE SET day = excluded.day, body = excluded.body",
            (row.NAME, row.id, client_of(row), day_of(row), body),
        )
    else:
        yield "DELETE FROM search WHERE row = ?", (row.id,)


def searchable(row: Row) -> str:
    """The words of a record that can be found again; empty for one without words."""
    found = [code] if isinstance(code := getattr(row, "code", None), str) else []
    return "\n".join(filter(None, [*found, *_words_of(type(row), row)]))


@cache
def _has_words(table: type[Row]) -> bool:
    return "code" in table.model_fields or bool(_text_fields(table))


def _words_of(form: type[SQLModel], answers: Any) -> Iterator[str]:
    """The words among answers: the same ones whether a service gave them a moment ago or they come from the vault."""
    for name, rows in _text_fields(form):
        answer = answers.get(name) if isinstance(answers, Mapping) else getattr(answers, name)
        for item in answer if isinstance(answer, list) else [answer]:
            if rows is not None:
                yield from _words_of(rows, item)
            elif isinstance(item, str):
                yield item


@cache
def _text_fields(form: type[SQLModel]) -> tuple[tuple[str, type[SQLModel] | None], ...]:
    """The questions of a form whose answers hold words, and of what form a row of them is; asked of every row."""
    return tuple((name, ask.rows) for name, ask in questions(form) if ask.kind in TEXT_KINDS)


def _answers(row: Row) -> dict[str, Any]:
    """Every column of a record. They are read once: each read goes through SQLAlchemy."""
    return {name: getattr(row, name) for name in type(row).model_fields}


def _validate(table: type[Row], answers: dict[str, Any]) -> None:
    """Let its own form look at it. What comes out of that is thrown away, so it need not be a row: that costs far more."""
    table.__pydantic_validator__.validate_python(answers, self_instance=object.__new__(table))


def _stored(table: type[Row], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values just as they will lie in their columns, so that row and log hold the very same."""
    processors = _processors(table)
    return {name: process(value) if (process := processors[name]) else value for name, value in values.items()}


@cache
def _processors(table: type[Row]) -> dict[str, Callable[[Any], Any] | None]:
    """What turns a value into what its column holds, by column; None where it stays as it is."""
    columns = table.__table__.columns  # type: ignore[attr-defined]  # every table has it; SQLModel tells the type checker of none
    return {name: columns[name].type.bind_processor(_DIALECT) for name in table.model_fields}


def _table(table: type[Row]) -> str:
    return str(table.__tablename__)


def client_of(row: Row) -> str:
    """The client a record is about: itself for a client, nobody for the settings and for what is about no client."""
    return row.id if row.NAME == "client" else str(getattr(row, "client", None) or "")


@cache
def _day_fields(table: type[Row]) -> tuple[str, ...]:
    """Those a table has: to ask a record for one it has not costs as much as all it has."""
    return tuple(name for name in _DAY_FIELDS if name in table.model_fields)


def day_of(row: Row) -> str:
    """The day a record is about, as text, so that hits can be shown newest first."""
    for name in _day_fields(type(row)):
        value = getattr(row, name)
        if value is not None:
            return value.date().isoformat() if isinstance(value, datetime) else str(value)
    return ""
