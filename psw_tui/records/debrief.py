"""One contact written up: four needed answers, the rest when there is time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, If, Plain, choice, day, if_, line, notes, number, rows, several, tick
from psw_tui.records.choices import WhatWeDid, Who
from psw_tui.records.client import NOT_YET_THERE, RecordMode, WriteTogether
from psw_tui.records.form import NEEDED, Form, Problem, today_in
from psw_tui.records.goal import RatedGoal
from psw_tui.records.row import Row, link, moment


class Contact(Choice):
    """How the two of you were in touch."""

    MET = "met", N_("met")
    PHONE_OR_TEXT = "phone_or_text", N_("phone or text")
    GROUP = "group", N_("group")
    TRIED = "tried", N_("tried, no contact")
    THEY_CANCELLED = "they_cancelled", N_("they cancelled")
    DROP_IN = "drop_in", N_("drop-in")


class Safety(Choice):
    """A worry, as a fact. It has no default and no level."""

    NOTHING = "nothing", N_("nothing noticed")
    WORRIED = "worried", N_("worried")
    EMERGENCY = "emergency", N_("emergency now")


class HowLong(Choice):
    """About how long it took."""

    FIVE = "5", N_("5 min")
    QUARTER = "15", N_("15 min")
    HALF = "30", N_("30 min")
    HOUR = "60", N_("60 min")
    MORE = "more", N_("more")


class Place(Choice):
    """Where it was."""

    OUTSIDE = "outside", N_("outside")
    SHELTER = "shelter", N_("shelter")
    THEIR_PLACE = "their_place", N_("their place")
    DROP_IN = "drop_in", N_("drop-in")
    CLINIC = "clinic", N_("clinic")
    PHONE = "phone", N_("phone")
    OTHER = "other", N_("other")


class Useful(Choice):
    """What they answered to: was today useful?"""

    YES = "yes", N_("yes")
    PARTLY = "partly", N_("partly")
    NO = "no", N_("no")
    NOT_ASKED = "not_asked", N_("not asked")


class HowAmI(Choice):
    """How the worker is; the worker's own."""

    FINE = "fine", N_("fine")
    TIRED = "tired", N_("tired")
    SHAKEN = "shaken", N_("shaken")
    WANT_TO_TALK = "want_to_talk", N_("want to talk")


NO_CONTACT = (Contact.TRIED, Contact.THEY_CANCELLED)
NEXT_TRY = N_("Try again")
"""What is next after a try, where the worker gives only its day."""

WITH_CONTACT = tuple(kind for kind in Contact if kind not in NO_CONTACT)

_CONTACT = if_("contact", *WITH_CONTACT)
_NO_CONTACT = if_("contact", *NO_CONTACT)
_FULL: tuple[If, ...] = (_CONTACT, if_("record_mode", RecordMode.FULL))
_WRITTEN = if_("record_mode", RecordMode.FULL, RecordMode.BRIEF)


class DebriefForm(Form):
    """What is asked after a contact (DOMAIN 4.3). Context: `record_mode` of the client, and `today`."""

    contact: Contact | None = choice(N_("Contact"), Contact, needed=True)
    safety: Safety | None = choice(
        N_("Worry about safety?"),
        Safety,
        needed=True,
        hint=N_("No answer is filled in for you. A worry is not a score."),
    )
    held_on: date | None = day(N_("When"), hint=N_("Empty = today. Or yesterday, -2, 2026-03-01."))
    tried: Plain = line(N_("What I tried"), when=(_NO_CONTACT, _WRITTEN))
    how_long: HowLong | None = choice(N_("How long"), HowLong, when=_CONTACT)
    minutes: int | None = number(
        N_("How many minutes"), least=61, most=1440, when=(_CONTACT, if_("how_long", HowLong.MORE))
    )
    place: Place | None = choice(N_("Where"), Place, when=_CONTACT)
    their_words: Plain = notes(
        N_("In their words"), theirs=True, when=_FULL, hint=N_("One to three lines. The word check skips this box.")
    )
    what_we_did: list[WhatWeDid] = several(N_("What we did"), WhatWeDid, when=(_CONTACT, _WRITTEN))
    what_line: Plain = line(N_("What we did, in a few words"), when=(_CONTACT, _WRITTEN))
    how_they_responded: Plain = notes(N_("How they responded, strengths I saw"), when=_FULL)
    goals: list[RatedGoal] = rows(
        N_("Goals"), RatedGoal, when=_FULL, source="goals", carries="goal", hint=N_("Their number today.")
    )
    useful_today: Useful | None = choice(N_("Was today useful? (ask them)"), Useful, when=_FULL)
    asked_different: bool = tick(
        N_("They asked for something different"),
        when=_FULL,
        hint=N_("Then a fresh look is worth it, whatever the numbers say."),
    )
    next_what: Plain = line(N_("Next: what"), when=_WRITTEN, hint=N_("What happens now. It goes on your to-do list."))
    next_who: Who = choice(N_("Next: who"), Who, default=Who.ME, when=(_CONTACT, _WRITTEN))
    next_due: date | None = day(
        N_("Next: when"), when=_WRITTEN, hint=N_("+3, fri, 2w, 2026-03-01. After a try, the day alone is enough.")
    )
    written_together: WriteTogether | None = choice(N_("Written together?"), WriteTogether, when=_FULL)
    how_am_i: HowAmI | None = choice(
        N_("How am I?"), HowAmI, private=True, when=_FULL, hint=N_("Only for you. It never leaves this vault.")
    )

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a contact in the future, and a next step without its day or its words.

        After a try the day alone will do: the next step is another try.
        """
        found = super().problems(context)
        if self.held_on and self.held_on > today_in(context):
            found["held_on"] = Problem(NOT_YET_THERE)
        if self.next_what and self.next_due is None:
            found["next_due"] = Problem(NEEDED)
        if self.next_due and not self.next_what and self.contact not in NO_CONTACT:
            found["next_what"] = Problem(NEEDED)
        return found


class Debrief(DebriefForm, Row, table=True):
    """A debrief as kept: never edited, only amended by a later one."""

    NAME: ClassVar[str] = "debrief"
    __tablename__ = "debrief"

    client: str = link("client")
    at: datetime = moment()
    """When the contact was: the instant of writing for today, local noon for another day."""
    amends: str | None = Field(default=None, sa_type=Text, nullable=True)
