"""What is to be done next, by whom and by when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Integer, Text
from sqlmodel import Field

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, line
from psw_tui.records.choices import Who
from psw_tui.records.form import Form
from psw_tui.records.row import Row, link


class FollowUpState(Choice):
    """What became of it. A moved one is still open."""

    OPEN = "open", N_("not done yet")
    DONE = "done", N_("done")
    DROPPED = "dropped", N_("dropped")
    MOVED = "moved", N_("moved")
    HANDED_OVER = "handed_over", N_("handed over")


class FollowUpForm(Form):
    """What is asked about a follow-up (DOMAIN 4.5)."""

    what: Plain = line(N_("What"), needed=True)
    who: Who = choice(N_("Who"), Who, default=Who.ME, needed=True)
    due: date | None = day(N_("By when"), needed=True, hint=N_("+3, fri, 2w, 2026-03-01."))


class FollowUp(FollowUpForm, Row, table=True):
    """A follow-up as kept."""

    NAME: ClassVar[str] = "follow_up"
    __tablename__ = "follow_up"

    client: str = link("client")
    made_on: date = day(N_("Made on"))
    state: FollowUpState = choice(N_("State"), FollowUpState, default=FollowUpState.OPEN)
    moves: int = Field(default=0, sa_type=Integer)
    closed_on: date | None = day(N_("Closed on"))
    linked_entity: str = Field(default="client", sa_type=Text)
    linked_row: str = Field(default="", sa_type=Text)
