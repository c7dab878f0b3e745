"""Migration 4: how often a worker usually meets their clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection


def fourth(connection: Connection) -> None:
    """Nobody has said so until now."""
    connection.execute("ALTER TABLE setting ADD COLUMN rhythm TEXT NOT NULL DEFAULT 'none'")
