"""The one door through which everything is written: row, change and search entry in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlmodel import Session, SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from psw_tui.progress import Doing, Progress
from psw_tui.records.ask import TEXT_KINDS
from psw_tui.records.columns import write_instant
from psw_tui.records.form import questions
from psw_tui.records.row import Row
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

_DAY_FIELDS = ("held_on", "at", "opened_on", "made_on", "set_on", "given_on", "day", "met_on", "made_at")
"""Where to look for the day a record is about, for the search index."""


class Writer:
    """One open transaction. What it is given is written whole, or not at all."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._at = write_instant(vault.clock.now())
        self._logged: tuple[str, int] | None = None
        """This device and the newest number it has given in the log, once either was needed."""
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
        return row

    def withdraw(self, table: type[Row], row_id: str, undoes: int, former: Mapping[str, Any]) -> None:
        """Take back what line `undoes` of this device's log did: give a record its `former` stored values again.

        Without any it is as if the record had never been added: it goes from its table and from the search. The log
        keeps both lines. Raises KeyError for no such record.
        """
        row = self.get(table, row_id)
        self._log(WITHDRAWN, row, {UNDOES: undoes, **former})
        if former:
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
        """Take a client away: every row about them in every table, drafts, search entries and lines of the log.

        The tables are those that name a client, so that none to come is forgotten. Raises Cancelled.
        """
        naming = "SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'client'"
        found = self._connection.exec_driver_sql(f"{naming} WHERE m.type = 'table' AND m.name <> 'erasing'")
        tables = [name for (name,) in found]
        self._run("PRAGMA defer_foreign_keys = ON")  # the client first: their next due day is then not worked out anew
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
        device, newest = self._logged or self._newest_logged()
        self._logged = device, newest + 1
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
        }
        self._insert("change", change)

    def _newest_logged(self) -> tuple[str, int]:
        device = self._device()
        newest = self._connection.exec_driver_sql("SELECT max(seq) FROM change WHERE device = ?", (device,)).scalar()
        return device, newest or 0

    def _device(self) -> str:
        """This laptop's id in the log, minted at the first write."""
        known = self._connection.exec_driver_sql("SELECT id FROM device WHERE current = 1").scalar()
        if known is not None:
            return str(known)
        minted = self._vault.new_id()
        self._insert("device", {"id": minted, "made_at": self._at, "current": 1})
        return minted

    def _index(self, row: Row) -> None:
        body = searchable(row)
        if not body:
            self._run("DELETE FROM search WHERE row = ?", row.id)  # its last words may just have been taken out
            return
        self._run(
            "INSERT INTO search (entity, row, client, day, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (row) DO UPDATE SET day = excluded.day, body = excluded.body",
            row.NAME,
            row.id,
            client_of(row),
            day_of(row),
            body,
        )

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


def searchable(row: Row) -> str:
    """The words of a record that can be found again; empty for one without words."""
    found = [code] if isinstance(code := getattr(row, "code", None), str) else []
    return "\n".join(filter(None, [*found, *_words_of(type(row), row)]))


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
