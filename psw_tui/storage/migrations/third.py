"""Migration 3: the worker's colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection


def third(connection: Connection) -> None:
    """Everybody begins with the colours there were until now."""
    connection.execute("ALTER TABLE setting ADD COLUMN colours TEXT NOT NULL DEFAULT 'dark'")
