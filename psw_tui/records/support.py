"""People around a client and what the client allows: contacts, permissions, and the log of what was shared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, lines, notes, pick, tick
from psw_tui.records.choices import ClientLanguage, HowTalked, Told, YesNo
from psw_tui.records.client import NOT_YET_THERE
from psw_tui.records.form import NEEDED_TICK, Form, Problem, today_in
from psw_tui.records.row import Row, link

LONGEST_PERMISSION_DAYS = 365
DEFAULT_PERMISSION_DAYS = 90
"""Three months, unless the two agreed on something else (DOMAIN 4.5)."""

TOO_LONG_A_PERMISSION = N_("Your program allows {days} days at most. Give an earlier end; it can be renewed.")
ENDS_BEFORE_IT_BEGINS = N_("It would end before it begins. Give an end on or after the day it was given.")


class ContactKind(Choice):
    """Who somebody is to the client."""

    SUPPORTER = "supporter", N_("supporter: family, friend")
    PROFESSIONAL = "professional", N_("professional")


class Direction(Choice):
    """Which way words may go."""

    SHARE = "share", N_("I may tell them")
    HEAR = "hear", N_("I may hear from them")
    BOTH = "both", N_("both ways")


class WhoShares(Choice):
    """Who may speak."""

    ME_AND_PROGRAM = "me_and_program", N_("me and my program")
    ME = "me", N_("only me")


class HowGiven(Choice):
    """How a permission was given (42 CFR 2.31, PHIPA s.18)."""

    SPOKEN = "spoken", N_("spoken")
    SIGNED = "signed_paper", N_("signed paper")
    E_SIGNED = "e_signed", N_("e-signed")


class GivenByWhom(Choice):
    """Who gave it."""

    PERSON = "person", N_("the client")
    SUBSTITUTE = "substitute", N_("a substitute decision-maker")


class Part(Choice):
    """How much of a permission was withdrawn."""

    ALL = "all", N_("all of it")
    PART = "part", N_("part of it")


class ContactForm(Form):
    """Somebody around the client (DOMAIN 4.5)."""

    label: Plain = line(N_("Who this is"), needed=True, hint=N_("Such as: sister, worker at the drop-in."))
    kind: ContactKind | None = choice(N_("Kind"), ContactKind, needed=True)
    name: Plain = line(N_("Name"), hint=N_("Only if you need it. Hidden until you press {key:contacts.names}."))
    how_to_reach: Plain = line(N_("How to reach them"))
    language: ClientLanguage | None = choice(N_("Language"), ClientLanguage)
    knows: YesNo | None = choice(N_("They know this client sees me?"), YesNo)


class ContactRow(ContactForm, Row, table=True):
    """A contact as kept."""

    NAME: ClassVar[str] = "contact"
    __tablename__ = "contact"

    client: str = link("client")


_AGREED = if_("agreed", YesNo.YES)


class PermissionForm(Form):
    """A permission as data: purpose, what, with whom, until when, how it ends (DOMAIN 2.6, 4.5)."""

    with_contact: str = pick(N_("With whom"), "contacts", needed=True)
    purpose: Plain = line(N_("What for"), needed=True)
    agreed: YesNo = choice(
        N_("Did they agree?"), YesNo, default=YesNo.YES, needed=True, hint=N_("No is an answer too, and it is kept.")
    )
    direction: Direction | None = choice(N_("Which way"), Direction, needed=True, when=_AGREED)
    may_share: list[Plain] = lines(N_("What may be shared"), needed=True, when=_AGREED, hint=N_("One a line."))
    may_share_line: Plain = line(N_("What may be shared, in a few words more"), when=_AGREED)
    may_not_share: Plain = line(N_("What may not be shared"), when=_AGREED)
    who_shares: WhoShares = choice(
        N_("Who may speak"), WhoShares, default=WhoShares.ME_AND_PROGRAM, needed=True, when=_AGREED
    )
    how_given: HowGiven | None = choice(N_("How it was given"), HowGiven, needed=True, when=_AGREED)
    given_on: date | None = day(N_("Day"), needed=True, hint=N_("The day they said yes or no."))
    given_by: GivenByWhom = choice(N_("Given by"), GivenByWhom, default=GivenByWhom.PERSON, needed=True, when=_AGREED)
    substitute: Plain = line(
        N_("Substitute: name and authority"), needed=True, when=(_AGREED, if_("given_by", GivenByWhom.SUBSTITUTE))
    )
    until_on: date | None = day(N_("Until"), needed=True, when=_AGREED, hint=N_("90 days unless you agreed otherwise."))
    until_event: Plain = line(
        N_("Or until this happens"), when=_AGREED, hint=N_("Such as: when the application is in.")
    )
    told_can_withdraw: bool = tick(N_("I told them they can take it back"), needed=True, when=_AGREED)
    told_no_penalty: bool = tick(N_("I told them no is fine and costs nothing"), needed=True)
    told_may_be_reshared: Told | None = choice(N_("I told them it may be passed on"), Told, needed=True, when=_AGREED)
    paper_at: Plain = line(N_("Where the paper is"), when=_AGREED)

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a permission that ends before it begins."""
        found = super().problems(context)
        if self.given_on and self.given_on > today_in(context):
            found["given_on"] = Problem(NOT_YET_THERE)
        if self.given_on and self.until_on:
            longest = int(context.get("longest_permission_days", LONGEST_PERMISSION_DAYS))
            if self.until_on < self.given_on:
                found["until_on"] = Problem(ENDS_BEFORE_IT_BEGINS)
            elif (self.until_on - self.given_on).days > longest:
                found["until_on"] = Problem(TOO_LONG_A_PERMISSION, {"days": longest})
        return found


class Permission(PermissionForm, Row, table=True):
    """A permission as kept; its status is always computed, never stored."""

    NAME: ClassVar[str] = "permission"
    __tablename__ = "permission"

    client: str = link("client")
    withdrawn_on: date | None = day(N_("Taken back on"))
    withdrawn_how: Plain = line(N_("How they said it"), theirs=True)
    withdrawn_part: Part | None = choice(N_("How much"), Part)
    withdrawn_note: Plain = notes(N_("Note"))


class WithdrawForm(Form):
    """What is asked when a client takes a permission back. It counts at once, spoken or not."""

    withdrawn_on: date | None = day(N_("Taken back on"), needed=True)
    withdrawn_how: Plain = line(N_("How they said it"), theirs=True)
    withdrawn_part: Part = choice(N_("How much"), Part, default=Part.ALL, needed=True)
    withdrawn_note: Plain = notes(N_("Note"))

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a day that has not come."""
        found = super().problems(context)
        if self.withdrawn_on and self.withdrawn_on > today_in(context):
            found["withdrawn_on"] = Problem(NOT_YET_THERE)
        return found


class SharedForm(Form):
    """One thing said to somebody about the client."""

    held_on: date | None = day(N_("Day"), needed=True)
    permission: str = pick(N_("Permission"), "permissions")
    to_contact: str = pick(N_("To whom"), "contacts", needed=True)
    what: Plain = line(N_("What was shared"), needed=True)
    how: HowTalked | None = choice(N_("How"), HowTalked, needed=True)
    emergency: bool = tick(N_("It was an emergency"))
    reason: Plain = line(N_("Why it could not wait"), needed=True, when=if_("emergency", "True"))
    who_was_told: Plain = line(N_("Who was told that it was shared"), needed=True, when=if_("emergency", "True"))

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a day that has not come: the log is of what was shared."""
        found = super().problems(context)
        if self.held_on and self.held_on > today_in(context):
            found["held_on"] = Problem(NOT_YET_THERE)
        return found


class EmergencyForm(SharedForm):
    """What is asked when something was shared without a permission: only an emergency is a reason (DOMAIN 4.5)."""

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Without the tick there is a gate to go through, which is in steps 5 and 7."""
        found = super().problems(context)
        return found if self.emergency else found | {"emergency": Problem(NEEDED_TICK)}


class Shared(SharedForm, Row, table=True):
    """One line of the shared log."""

    NAME: ClassVar[str] = "shared"
    __tablename__ = "shared"

    client: str = link("client")
