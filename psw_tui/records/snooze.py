"""A worker's decision not to be asked about a client's signal for a while, with the reason."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, choice, day
from psw_tui.records.form import Form
from psw_tui.records.row import Row, link


class SnoozeDays(Choice):
    """How long (DOMAIN 3.3)."""

    WEEK = "7", N_("a week")
    TWO_WEEKS = "14", N_("two weeks")
    FOUR_WEEKS = "28", N_("four weeks")


class SnoozeReason(Choice):
    """Why not now, in one key."""

    TALKED = "talked", N_("we talked about it")
    NOT_THE_MOMENT = "not_the_moment", N_("not the moment for them")
    KNOWN = "known", N_("we know why")
    SUPERVISOR = "supervisor", N_("agreed with supervisor")
    OTHER = "other", N_("other")


class SnoozeForm(Form):
    """What is asked when a worker says: not now."""

    days: SnoozeDays | None = choice(N_("Ask me again in"), SnoozeDays, needed=True)
    reason: SnoozeReason | None = choice(N_("Why not now"), SnoozeReason, needed=True)


class Snooze(Row, table=True):
    """A snooze as kept."""

    NAME: ClassVar[str] = "snooze"
    __tablename__ = "snooze"

    client: str = link("client")
    set_on: date = day(N_("Day"))
    until_on: date = day(N_("Until"))
    reason: SnoozeReason | None = choice(N_("Why not now"), SnoozeReason)
