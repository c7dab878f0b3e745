"""A safety note: facts, who was told, the next check. No level, no score."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, notes, rows, several
from psw_tui.records.choices import Told, YesNo
from psw_tui.records.form import Form, RowForm
from psw_tui.records.row import Row, link, moment


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

    who: Plain = line(N_("Who I told"))
    told_on: date | None = day(N_("Day"))
    at: Plain = line(N_("Time"), hint=N_("Such as 16:40."))


class SafetyNoteForm(Form):
    """What is asked about a worry (DOMAIN 4.8)."""

    what_i_did: list[WhatIDid] = several(N_("What I did"), WhatIDid, needed=True)
    saw_or_heard: Plain = notes(N_("What I saw or heard"), theirs=True, hint=N_("Facts and their words."))
    what_i_did_line: Plain = line(N_("What I did, in a few words"))
    told: list[ToldWhom] = rows(N_("Who I told and when"), ToldWhom, row_name=N_("Told"))
    they_wanted: Plain = notes(N_("What they wanted"), theirs=True)
    next_check_on: date | None = day(N_("Next check-in: day"), needed=True)
    next_check_at: Plain = line(N_("Next check-in: time"), needed=True)
    shared_without_permission: YesNo | None = choice(N_("Did I share without permission?"), YesNo)
    mandated_report: Told | None = choice(N_("Mandated report made?"), Told)
    mandated_on: date | None = day(N_("Report: day"), when=if_("mandated_report", Told.YES))
    mandated_to: Plain = line(N_("Report: to whom"), when=if_("mandated_report", Told.YES))
    mandated_reference: Plain = line(N_("Report: reference"), when=if_("mandated_report", Told.YES))


class SafetyNote(SafetyNoteForm, Row, table=True):
    """A safety note as kept."""

    NAME: ClassVar[str] = "safety_note"
    __tablename__ = "safety_note"

    client: str = link("client")
    debrief: str = Field(default="", sa_type=Text)
    at: datetime = moment()
    next_check_done_on: date | None = day(N_("Check-in done on"))
