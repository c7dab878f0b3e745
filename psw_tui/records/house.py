"""The tables nobody fills by hand: drafts, the change log, the search index, this device."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from psw_tui.records.columns import Instant
from psw_tui.records.row import key, moment


class Draft(SQLModel, table=True):
    """What was typed and not yet saved: one per client, form and record. Never logged, never exchanged."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("client", "form", "target"),)

    id: str = key()
    client: str = Field(default="", sa_type=Text)
    """Empty for a form that belongs to no client yet."""
    form: str = Field(sa_type=Text)
    target: str = Field(default="", sa_type=Text)
    """The record it is about, such as the fresh look of a step."""
    at: datetime = moment()
    body: str = Field(sa_type=Text)
    """The raw answers as JSON, just as they stood on the screen."""


class Change(SQLModel, table=True):
    """One saved record in the append-only log: the history, the undo and the audit."""

    __tablename__ = "change"

    device: str = Field(sa_type=Text, primary_key=True)
    seq: int = Field(sa_type=Integer, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    client: str = Field(default="", sa_type=Text, index=True)
    entity: str = Field(sa_type=Text)
    row: str = Field(sa_type=Text, index=True)
    op: str = Field(sa_type=Text)
    vals: str = Field(sa_type=Text)
    """JSON of the columns that changed and what they became; of a withdrawal also the line it undoes."""
    author: str = Field(default="", sa_type=Text)
    save: int = Field(sa_type=Integer)
    """The number of the first line written in the same transaction: what was saved together is undone together."""


class Search(SQLModel, table=True):
    """The words of one record, indexed by FTS5 through the triggers of the first migration."""

    __tablename__ = "search"

    n: int | None = Field(default=None, sa_type=Integer, primary_key=True)
    entity: str = Field(sa_type=Text)
    row: str = Field(sa_type=Text, unique=True)
    client: str = Field(default="", sa_type=Text, index=True)
    day: str = Field(default="", sa_type=Text)
    body: str = Field(sa_type=Text)


class Device(SQLModel, table=True):
    """This laptop's name in the change log; restoring a backup mints a new one."""

    __tablename__ = "device"

    id: str = key()
    made_at: datetime = moment()
    current: bool = Field(default=True, sa_type=Integer)


class Erasing(SQLModel, table=True):
    """The client whose rows this very transaction may take out of the log; empty at every other moment."""

    __tablename__ = "erasing"

    client: str = Field(sa_type=Text, primary_key=True)
