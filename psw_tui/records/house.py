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
    clock: int = Field(default=0, sa_type=Integer)
    """Milliseconds << 16 | counter: greater than that of every line its device had when it wrote this one."""
    shown: bool = Field(default=False, sa_type=Integer)
    """Whether the team may read it; settled for good when it is written. The others travel as empty lines."""
    sig: str = Field(default="", sa_type=Text)
    """What its device signed it with, for a line that came from another one."""


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


class Knowledge(SQLModel, table=True):
    """From this line of this device on, it had taken in these other devices' lines, up to these numbers."""

    __tablename__ = "knowledge"

    device: str = Field(sa_type=Text, primary_key=True)
    seq: int = Field(sa_type=Integer, primary_key=True)
    vector: str = Field(sa_type=Text)
    """JSON: numbers by device. A device's own lines are known to it without saying."""


class Held(SQLModel, table=True):
    """A line that came before one that it follows: it waits here, and is neither shown nor passed on."""

    __tablename__ = "held"

    device: str = Field(sa_type=Text, primary_key=True)
    seq: int = Field(sa_type=Integer, primary_key=True)
    body: str = Field(sa_type=Text)


class Peer(SQLModel, table=True):
    """Another device of the team."""

    __tablename__ = "peer"

    device: str = Field(sa_type=Text, primary_key=True)
    name: str = Field(default="", sa_type=Text)
    sign_key: str = Field(default="", sa_type=Text)
    """Its public Ed25519 key, in hexadecimal; empty until it was enrolled."""
    recipient: str = Field(default="", sa_type=Text)
    """What is locked for it with age."""
    revoked: int = Field(default=0, sa_type=Integer)
    """The epoch of the team's key from which on it is no member any more; 0 while it is one."""
    met: bool = Field(default=False, sa_type=Integer)
    """Whether lines of it are in this vault's log."""
    known: str = Field(default="{}", sa_type=Text)
    """JSON of a vector: what it had when it last made a stick for this laptop, so that the next stick need not repeat it.

    Of one that was taken out only its own number: up to where its lines are believed."""


class Team(SQLModel, table=True):
    """The team this vault is in, with its keys and this laptop's own: one row, or none."""

    __tablename__ = "team"

    id: str = key()
    name: str = Field(default="", sa_type=Text)
    epoch: int = Field(default=1, sa_type=Integer)
    keys: str = Field(sa_type=Text)
    """JSON: the team's key of each epoch, in hexadecimal."""
    seeds: str = Field(sa_type=Text)
    """JSON: what each device of this vault signs with, in hexadecimal; a restored vault is another device."""
    identity: str = Field(sa_type=Text)
    """The age key that opens what is locked for this laptop."""
    hub: str = Field(default="", sa_type=Text)
    """The address of the team's hub, without a password; empty where the team has none."""
    hub_password: str = Field(default="", sa_type=Text)
    synced_at: datetime | None = moment(optional=True)
    """When this laptop was last at the hub."""
    letters_due: bool = Field(default=False, sa_type=Integer)
    """Whether the others have to be told of keys or members that changed."""
