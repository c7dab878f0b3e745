"""A safety note: facts, who was told, the next check. No level, no score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from psw_tui.domain.dates import NotATime, parse_time_of_day
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, notes, rows, several
from psw_tui.records.choices import Told, YesNo
from psw_tui.records.client import NOT_YET_THERE, RecordMode
from psw_tui.records.form import Form, Problem, RowForm, today_in
from psw_tui.records.row import Row, link, moment

A_TIME = N_("Such as 16:40.")
NOT_A_TIME = N_("This is not a time I know. Type it like 16:40, 9pm or 9 h 30.")
TOLD_WHOM = N_("Say who was told, such as supervisor. A first name or a role is enough.")


_WRITTEN = if_("record_mode", RecordMode.FULL, RecordMode.BRIEF)


class WhatIDid(Choice):
    """What a peer worker can do at once."""

    STAYED = "stayed_with_them", N_("stayed with them")
    ON_CALL = "called_on_call", N_("called on-call")
    TOGETHER_988 = "called_988_together", N_("988 together")
    CALLED_911 = "called_911", N_("911")
    WENT_WITH_THEM = "went_with_them", N_("went with them")
    TOLD_SUPERVISOR = "told_supervisor", N_("told supervisor")
    OTHER = "other", N_("other")


class ToldWhom(RowForm):
    """One person who was told, and when."""

    who: Plain = line(N_("Who I told"), hint=N_("Nobody yet? Leave it empty. It is asked for until somebody was told."))
    told_on: date | None = day(N_("Day"), hint=N_("Empty = today."))
    at: Plain = line(N_("Time"), hint=A_TIME)


class SafetyNoteForm(Form):
    """What is asked about a worry (DOMAIN 4.8): what cannot wait first, the rest when there is time.

    Context: `record_mode` of the client, and `today`. Counts only means: no words about them here either.
    """

    what_i_did: list[WhatIDid] = several(N_("What I did"), WhatIDid, needed=True)
    next_check_on: date | None = day(N_("Next check-in: day"), needed=True, hint=N_("It goes on your to-do list."))
    next_check_at: Plain = line(N_("Next check-in: time"), needed=True, hint=A_TIME)
    told: list[ToldWhom] = rows(N_("Who I told and when"), ToldWhom, row_name=N_("Told"))
    saw_or_heard: Plain = notes(
        N_("What I saw or heard"), theirs=True, when=_WRITTEN, hint=N_("Facts and their words.")
    )
    what_i_did_line: Plain = line(N_("What I did, in a few words"), when=_WRITTEN)
    they_wanted: Plain = notes(N_("What they wanted"), theirs=True, when=_WRITTEN)
    shared_without_permission: YesNo | None = choice(N_("Did I share without permission?"), YesNo)
    mandated_report: Told | None = choice(N_("Mandated report made?"), Told)
    mandated_on: date | None = day(N_("Report: day"), when=if_("mandated_report", Told.YES))
    mandated_to: Plain = line(N_("Report: to whom"), when=if_("mandated_report", Told.YES))
    mandated_reference: Plain = line(N_("Report: reference"), when=if_("mandated_report", Told.YES))

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a time that is none, somebody told tomorrow, and a time at which nobody was told."""
        found = super().problems(context)
        today = today_in(context)
        if self.next_check_at and not is_time(self.next_check_at):
            found["next_check_at"] = Problem(NOT_A_TIME)
        if any(told.at and not is_time(told.at) for told in self.told):
            found["told"] = Problem(NOT_A_TIME)
        elif any(told.at and not told.who for told in self.told):
            found["told"] = Problem(TOLD_WHOM)
        elif any(told.told_on and told.told_on > today for told in self.told):
            found["told"] = Problem(NOT_YET_THERE)
        if self.mandated_on and self.mandated_on > today:
            found["mandated_on"] = Problem(NOT_YET_THERE)
        return found


class SafetyNote(SafetyNoteForm, Row, table=True):
    """A safety note as kept."""

    NAME: ClassVar[str] = "safety_note"
    __tablename__ = "safety_note"

    client: str = link("client")
    debrief: str = Field(default="", sa_type=Text)
    at: datetime = moment()
    next_check_done_on: date | None = day(N_("Check-in done on"))


def is_time(text: str) -> bool:
    """Whether this reads as a time of day."""
    try:
        parse_time_of_day(text)
    except NotATime:
        return False
    return True
