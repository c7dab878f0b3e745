"""Migration 5: what leaves and comes in, a client's own statements, and erasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psw_tui.storage.migrations.paragraphs import paragraphs_of

if TYPE_CHECKING:
    from sqlite3 import Connection


def fifth(connection: Connection) -> None:
    """Make their tables; nothing of it was there before."""
    for statement in paragraphs_of("fifth.sql"):
        connection.execute(statement)
