"""The client: pseudonymous, strengths first, and only what they agreed to have written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, lines, notes, tick
from psw_tui.records.choices import ClientLanguage, NoteLanguage
from psw_tui.records.columns import YesNoFlag
from psw_tui.records.form import Form, Problem, today_in
from psw_tui.records.row import Row

NOT_YET_THERE = N_("This day has not come yet. Give today or an earlier day.")

NEVER = "9999-12-31"
"""The `next_due` of a client with nothing due, so that they sort last."""


class KnowsNotes(Choice):
    """Whether the client knows that notes are kept (transparency, N.A.P.S. guidelines)."""

    YES = "yes", N_("yes")
    NOT_YET = "not_yet", N_("not yet")
    SAID_NO = "said_no_notes", N_("they said no notes")


class RecordMode(Choice):
    """How much the client lets us write."""

    FULL = "full", N_("full")
    BRIEF = "brief", N_("brief: facts and plan")
    COUNTS = "counts", N_("counts only")


class WriteTogether(Choice):
    """Whether notes are written with the client."""

    YES = "yes", N_("yes")
    READ_BACK = "read_back", N_("I read it back")
    NO = "no", N_("no")


class Rhythm(Choice):
    """How often the two agreed to meet."""

    WEEKLY = "weekly", N_("weekly")
    TWO_WEEKS = "two_weeks", N_("every 2 weeks")
    MONTHLY = "monthly", N_("monthly")
    DROP_IN = "drop_in", N_("drop-in")
    NONE = "none", N_("no rhythm")


class MessageOk(Choice):
    """Whether a message may be left."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")
    ASK_FIRST = "ask_first", N_("ask first")


class SafetyPlan(Choice):
    """Whether they have a safety plan of their own; its text is never copied here."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")
    UNKNOWN = "unknown", N_("do not know")


class Status(Choice):
    """Where the two of you stand."""

    ACTIVE = "active", N_("active")
    PAUSED = "paused_by_them", N_("paused by them")
    MOVED_ON = "moved_on", N_("moved on")
    LOST_TOUCH = "lost_touch", N_("we lost touch")
    CLOSED = "closed", N_("closed")


class ClientForm(Form):
    """What is asked about a client (DOMAIN 4.1). Birth date, address and diagnosis are absent on purpose."""

    goes_by: Plain = line(
        N_("Name they go by"),
        hint=N_("Only if you need it. A first name or street name. Hidden until you press {key:caseload.names}."),
    )
    pronouns: Plain = line(N_("Pronouns"), hint=N_("As they say."))
    knows_notes: KnowsNotes | None = choice(
        N_("They know I keep notes"), KnowsNotes, needed=True, hint=N_("No notes means: counts only.")
    )
    record_mode: RecordMode = choice(
        N_("How much to write"),
        RecordMode,
        default=RecordMode.FULL,
        needed=True,
        when=if_("knows_notes", KnowsNotes.YES, KnowsNotes.NOT_YET, "", "None"),
        hint=N_("Their call."),
    )
    write_together: WriteTogether | None = choice(N_("Write together?"), WriteTogether)
    met_on: date | None = day(N_("Met on"), needed=True, hint=N_("A rough date is fine: today, -3, 2026-03-01."))
    program: Plain = line(N_("Program"), hint=N_("If your agency has several."))
    language: ClientLanguage = choice(
        N_("Their language"), ClientLanguage, default=ClientLanguage.EN, hint=N_("For the crisis card and papers.")
    )
    note_language: NoteLanguage = choice(N_("I write in"), NoteLanguage, default=NoteLanguage.EN)
    rhythm: Rhythm = choice(
        N_("How often we meet"),
        Rhythm,
        default=Rhythm.NONE,
        needed=True,
        hint=N_("Tells you when you two have not connected for a while."),
    )
    message_ok: MessageOk | None = choice(N_("OK to leave a message?"), MessageOk)
    message_note: Plain = line(N_("About messages"), hint=N_("What is safe to say, on which number."))
    strengths: list[Plain] = lines(N_("Strengths"), theirs=True, hint=N_("One a line. The first thing you will see."))
    helps: list[Plain] = lines(N_("What helps"), theirs=True, hint=N_("One a line."))
    does_not_help: list[Plain] = lines(N_("What does not help"), theirs=True, hint=N_("One a line."))
    do_not_write: list[Plain] = lines(
        N_("Please do not write about"), theirs=True, hint=N_("One a line. Shown above every note.")
    )
    own_words: list[Plain] = lines(
        N_("Words they use for themselves"), theirs=True, hint=N_("One a line. The word check leaves these alone.")
    )
    hard_moment: Plain = notes(
        N_("What helps in a hard moment, who to call"), theirs=True, hint=N_("In their words. Not a clinical plan.")
    )
    safety_plan: SafetyPlan | None = choice(N_("Do they have a safety plan?"), SafetyPlan)
    safety_plan_kept: Plain = line(
        N_("Where it is kept, who may see it"),
        when=if_("safety_plan", SafetyPlan.YES),
        hint=N_("Its text stays theirs."),
    )
    status: Status = choice(N_("Where things stand"), Status, default=Status.ACTIVE, needed=True)
    hold: bool = tick(
        N_("Must be kept, do not erase"), hint=N_("For an access request, a complaint or a legal reason.")
    )
    review_on: date | None = day(N_("Decide again about keeping it on"))

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a first meeting in the future."""
        found = super().problems(context)
        if self.met_on and self.met_on > today_in(context):
            found["met_on"] = Problem(NOT_YET_THERE)
        return found

    def without_hidden(self, context: Mapping[str, Any]) -> ClientForm:
        """A client who said no notes has a record of counts only."""
        form = super().without_hidden(context)
        if form.knows_notes is KnowsNotes.SAID_NO:
            form.record_mode = RecordMode.COUNTS
        return form


class Client(ClientForm, Row, table=True):
    """A client as kept."""

    NAME: ClassVar[str] = "client"
    DERIVED: ClassVar[frozenset[str]] = frozenset({"next_due"})
    __tablename__ = "client"

    code: str = Field(sa_type=Text, unique=True)
    status_since: date = day(N_("Since"))
    next_due: str = Field(default=NEVER, sa_type=Text)
    """The soonest open follow-up or look-again date; kept by triggers, never written by hand."""
    shared_with_team: bool = Field(default=False, sa_type=YesNoFlag)
    """Only when the worker shares them and they agreed. What is written while it is not so never reaches the team."""
    team_agreed_on: date | None = day(N_("They agreed that the team reads this"), when=if_("shared_with_team", "True"))
    """The day they agreed that the team reads their record. It stays when sharing ends, and means nothing then."""
