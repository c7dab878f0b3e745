"""Migration 7: the way to the team's hub, who has to hear of its keys, and since when a client agreed to the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psw_tui.storage.migrations.paragraphs import paragraphs_of

if TYPE_CHECKING:
    from sqlite3 import Connection


def seventh(connection: Connection) -> None:
    """Nothing of it is filled in: no vault has been at a hub yet."""
    for statement in paragraphs_of("seventh.sql"):
        connection.execute(statement)
