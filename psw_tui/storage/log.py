"""Reading the change log: its lines, and what a record was before each of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psw_tui.domain.instants import read_instant
from psw_tui.records.row import Row
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import UNDOES, WITHDRAWN

Stored = Mapping[str, Any]
"""Columns as they lie in their table."""


@dataclass(frozen=True)
class LogLine:
    """One line of the log, in the order of writing."""

    seq: int
    at: datetime
    client: str
    entity: str
    row: str
    operation: str
    values: Stored
    """What the columns became."""
    author: str
    save: int
    undoes: int = 0
    """For a withdrawal: the line it takes back."""

    @property
    def removes(self) -> bool:
        """Whether the record went from its table with this line."""
        return self.operation == WITHDRAWN and not self.values


def newest_lines(vault: Vault, most: int) -> list[LogLine]:
    """The newest lines of this laptop, the newest first."""
    rows = listing(
        vault,
        "SELECT * FROM change WHERE device = (SELECT id FROM device WHERE current = 1) ORDER BY seq DESC LIMIT :most",
        most=most,
    )
    return [_line(row) for row in rows]


def lines_of_save(vault: Vault, save: int) -> list[LogLine]:
    """Every line that one transaction of this laptop wrote, in the order of writing."""
    found = listing(
        vault,
        "SELECT * FROM change WHERE device = (SELECT id FROM device WHERE current = 1) AND seq >= :save AND save = :save"
        " ORDER BY seq",
        save=save,
    )
    return [_line(row) for row in found]


def lines_of(vault: Vault, rows: Sequence[str]) -> list[LogLine]:
    """Every line about these records, the oldest first."""
    found = listing(
        vault,
        'SELECT * FROM change WHERE "row" IN (SELECT value FROM json_each(:rows)) ORDER BY clock, device, seq',
        rows=json.dumps(list(rows)),
    )
    return [_line(row) for row in found]


def rows_of_client(vault: Vault, client: str, most: int) -> list[str]:
    """The ids of the records of a client that were written to last; `most` lines are looked at."""
    newest = 'SELECT "row" FROM change WHERE client = :client ORDER BY rowid DESC LIMIT :most'
    return list(dict.fromkeys(row["row"] for row in listing(vault, newest, client=client, most=most)))


def rows_naming(vault: Vault, client: str, column: str, value: str) -> list[str]:
    """The ids of a client's records that were added with this value, those that are gone again too."""
    found = listing(
        vault,
        "SELECT \"row\" FROM change WHERE client = :client AND op = 'add' AND vals ->> :column = :value ORDER BY rowid",
        client=client,
        column=f"$.{column}",
        value=value,
    )
    return [row["row"] for row in found]


def with_former(lines: Iterable[LogLine]) -> Iterator[tuple[LogLine, Stored]]:
    """Each line with all that its record was just before; nothing for a record that was not there."""
    records: dict[str, dict[str, Any]] = {}
    for line in lines:
        before = records.get(line.row, {})
        yield line, before
        records[line.row] = {} if line.removes else before | dict(line.values)


def read_values(table: type[Row], stored: Stored) -> dict[str, Any]:
    """Stored columns as a program holds them. Raises ValueError for text no program of ours has stored."""
    columns = table.__table__.columns  # type: ignore[attr-defined]  # every table has it; SQLModel tells the type checker of none
    found = {}
    for name, value in stored.items():
        read = columns[name].type.result_processor(None, None) if name in columns else None
        found[name] = read(value) if read else value
    return found


def _line(row: Mapping[str, Any]) -> LogLine:
    values = dict(json.loads(row["vals"]))
    undoes = values.pop(UNDOES, 0) if row["op"] == WITHDRAWN else 0
    about = {name: row[name] for name in ("seq", "client", "entity", "row", "author", "save")}
    return LogLine(at=read_instant(row["at"]), operation=row["op"], values=values, undoes=undoes, **about)
