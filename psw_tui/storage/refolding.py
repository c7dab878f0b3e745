"""After an update: what others wrote with a newer program than this one was, and what waited in the log since.

It runs inside the transaction of a migration, on the bare connection, so that it is done whenever the vault is newer.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from psw_tui.records.logged import TABLES
from psw_tui.storage.connection import DRIVER
from psw_tui.storage.folding import Log, Record, Unfit, fold
from psw_tui.storage.intake import is_meeting
from psw_tui.storage.log import read_values
from psw_tui.storage.write import indexing

if TYPE_CHECKING:
    from sqlite3 import Connection

_OF_OTHERS = (
    'SELECT DISTINCT client, entity, "row" FROM change'
    " WHERE op <> 'nothing' AND device NOT IN (SELECT id FROM device)"
)


def fold_again(connection: Connection) -> None:
    """Bring every record that another device wrote in line with the log, and the search with it.

    Raises ValueError for what does not fit into the tables.
    """
    database = _Bare(connection)
    if not is_meeting(database):
        return
    touched = {(client, Record(entity, row)) for client, entity, row in database.ask(_OF_OTHERS)}
    try:
        found = fold(Log(database), database, touched, TABLES)
    except Unfit as error:
        raise ValueError(*error.args) from error
    for each in found:
        _index(connection, each)


class _Bare:
    """A bare connection as what folds asks it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, question: str, *values: Any) -> Sequence[Sequence[Any]]:
        """The rows."""
        return self._connection.execute(question, values).fetchall()

    def run(self, statement: str, *values: Any) -> None:
        """Do it. Raises Unfit for a row its table does not take."""
        try:
            self._connection.execute(statement, values)
        except (DRIVER.IntegrityError, OverflowError, UnicodeEncodeError) as error:
            raise Unfit from error

    def run_all(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Do it once for each of these."""
        self._connection.executemany(statement, rows)


def _index(connection: Connection, which: Record) -> None:
    """What no program of ours has stored is not searched."""
    connection.execute("DELETE FROM search WHERE row = ?", (which.row,))
    table = TABLES[which.entity]
    found = connection.execute(f"SELECT * FROM {which.entity} WHERE id = ?", (which.row,))  # noqa: S608 - names of our own
    names = [about[0] for about in found.description]
    for values in found.fetchall():
        with suppress(KeyError, ValueError, TypeError):
            row = table(**read_values(table, dict(zip(names, values, strict=True))))
            for statement, told in indexing(row):
                connection.execute(statement, tuple(told))
