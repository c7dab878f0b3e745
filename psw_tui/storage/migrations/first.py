"""Migration 1: every table of the first release, its indexes, the search index, and the triggers that guard them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psw_tui.storage.migrations.paragraphs import paragraphs_of

if TYPE_CHECKING:
    from sqlite3 import Connection


def first(connection: Connection) -> None:
    """Make every table, index and trigger of the first release."""
    for statement in paragraphs_of("first.sql"):
        connection.execute(statement)
