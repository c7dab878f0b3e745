"""Migration 2: indexes, so that what is asked of the whole caseload does not read every record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psw_tui.storage.migrations.paragraphs import paragraphs_of

if TYPE_CHECKING:
    from sqlite3 import Connection


def second(connection: Connection) -> None:
    """Make the indexes for counting, ordering, and searching among all clients."""
    for statement in paragraphs_of("second.sql"):
        connection.execute(statement)
