"""Migration 1: every table of the first release, its indexes, the search index, and the triggers that guard them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection


def first(connection: Connection) -> None:
    """Make every table, index and trigger of the first release."""
    paragraphs = (files(__package__) / "first.sql").read_text(encoding="utf-8").split("\n\n")
    for statement in paragraphs[1:]:  # the first paragraph is a remark
        connection.execute(statement)
