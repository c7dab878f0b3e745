"""What every kept record has besides the answers of its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from psw_tui.records.columns import Instant
from psw_tui.records.late import LATE


def key() -> Any:
    """A UUIDv7 as text, made by the vault."""
    return Field(sa_type=Text, primary_key=True)


def link(table: str, *, optional: bool = False) -> Any:
    """The id of a row of another table."""
    if optional:
        return Field(default=None, sa_type=Text, foreign_key=f"{table}.id", nullable=True, index=True)
    return Field(sa_type=Text, foreign_key=f"{table}.id", index=True)


def moment(*, optional: bool = False) -> Any:
    """An instant, in UTC."""
    return Field(default=None, sa_type=Instant, nullable=True) if optional else Field(sa_type=Instant)


class Row(SQLModel):
    """The part of a table that no form asks for."""

    model_config = LATE

    NAME: ClassVar[str] = ""
    """What the change log and the search index call this kind of record."""

    DERIVED: ClassVar[frozenset[str]] = frozenset()
    """Columns that triggers keep; they are neither logged nor replayed."""

    id: str = key()
    made_at: datetime = moment()
