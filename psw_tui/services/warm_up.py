"""What the first question to a vault would wait for, done before there is one."""

from __future__ import annotations

from sqlalchemy.orm import configure_mappers


def warm_up() -> None:
    """Let the records that are loaded find their tables and each other. Again does nothing."""
    configure_mappers()
