"""Step 7, Refer to Other Professionals: connected to somebody better placed, and followed to the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from psw_tui.domain.permission import Talk
from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, notes, pick, several, tick
from psw_tui.records.choices import YesNo
from psw_tui.records.client import NOT_YET_THERE
from psw_tui.records.form import Problem, today_in
from psw_tui.records.gates import gate_in, problem_of
from psw_tui.records.step import NOT_DONE_YET, Step, StepForm, StepRow

ASKED_IS_NOT_DONE = N_(
    "Asking is a start. The step is done when the first visit happened, or they decided not to go on."
)


THEY_SAID_NO = N_("They said no to this, so it is not begun. Choose: they said no.")


class HelpWith(Choice):
    """What a referral may be about."""

    HEALTH = "health", N_("health")
    MENTAL_HEALTH = "mental_health", N_("mental health")
    SUBSTANCE_USE = "substance_use_health", N_("substance use health")
    HOUSING = "housing", N_("housing")
    INCOME = "income", N_("income")
    LEGAL = "legal", N_("legal")
    FOOD = "food", N_("food")
    ID = "id", N_("ID")
    CULTURAL = "cultural_or_spiritual", N_("cultural or spiritual")
    FAMILY = "family", N_("family")
    WORK_OR_SCHOOL = "work_or_school", N_("work or school")
    OTHER = "other", N_("other")


class DidTheyAgree(Choice):
    """The client's own answer."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")
    THINKING = "thinking", N_("thinking about it")


class HowConnected(Choice):
    """Who makes the contact."""

    THEY_CALL = "they_call", N_("they call")
    TOGETHER = "call_together", N_("we call together")
    GO_ALONG = "go_along", N_("I go along")
    SEND = "send_information", N_("I send information")


class ReferralStatus(Choice):
    """How far it has come."""

    ASKED = "asked", N_("asked")
    ACCEPTED = "accepted", N_("accepted")
    WAITING_LIST = "waiting_list", N_("waiting list")
    TURNED_AWAY = "turned_away", N_("turned away")
    FIRST_VISIT = "first_visit_happened", N_("first visit happened")


class DidItHelp(Choice):
    """Whether it helped, by their account."""

    YES = "yes", N_("yes")
    PARTLY = "partly", N_("partly")
    NO = "no", N_("no")
    UNKNOWN = "unknown", N_("do not know")


_AGREED = if_("agreed", DidTheyAgree.YES)


class ReferForm(StepForm):
    """Done: the first visit happened, or they decided not to go on after connecting."""

    STEP: ClassVar = StepNumber.REFER

    help_with: list[HelpWith] = several(N_("What they need help with"), HelpWith, needed=True)
    to_contact: str = pick(N_("To whom"), "contacts")
    to_line: Plain = line(N_("To whom, in a few words"), hint=N_("If they are not among the contacts yet."))
    agreed: DidTheyAgree | None = choice(N_("Did they agree?"), DidTheyAgree, needed=True)
    agreed_words: Plain = notes(N_("What they said to it, in their words"), theirs=True)
    how: HowConnected | None = choice(N_("How"), HowConnected, needed=True, when=_AGREED)
    speaks_alone: bool = tick(N_("I speak with them without the client"), when=_AGREED)
    permission: str = pick(N_("Permission, if I share anything"), "permissions", when=_AGREED)
    sent_on: date | None = day(N_("Sent on"), needed=True, when=_AGREED)
    check_back_on: date | None = day(N_("Check back on"), when=_AGREED, hint=N_("A week after it was sent, if empty."))
    before_withdrawal: YesNo | None = choice(
        N_("Was it before they took the permission back?"),
        YesNo,
        when=(_AGREED, if_("some_withdrawn", "True")),
        hint=N_("They took it back that very day. Only yes lets this count."),
    )
    status: ReferralStatus | None = choice(N_("How far it is"), ReferralStatus, needed=True, when=_AGREED)
    turned_away_why: Plain = line(N_("Why they were turned away"), when=if_("status", ReferralStatus.TURNED_AWAY))
    did_it_help: DidItHelp | None = choice(
        N_("Did it help?"), DidItHelp, when=if_("status", ReferralStatus.FIRST_VISIT)
    )
    changed_their_mind_on: date | None = day(N_("They changed their mind on"), when=_AGREED)
    gap_reason: Plain = line(
        N_("What is missing here"),
        closing=True,
        when=if_("state", State.NOT_APPLY),
        hint=N_("Helps to show what is missing around here."),
    )

    def gaps(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """An agreed referral that came to a visit, or to their own decision."""
        found = super().gaps(context)
        if self.agreed is not None and self.agreed is not DidTheyAgree.YES:
            found["agreed"] = Problem(NOT_DONE_YET)
        visited = self.status is ReferralStatus.FIRST_VISIT
        if self.agreed is DidTheyAgree.YES and not visited and self.changed_their_mind_on is None:
            found["status"] = Problem(ASKED_IS_NOT_DONE)
        if self.changed_their_mind_on and self.changed_their_mind_on > today_in(context):
            found["changed_their_mind_on"] = Problem(NOT_YET_THERE)
        return found

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Nothing is sent without their yes, and nothing is shared without their permission."""
        found = super().problems(context)
        if self.agreed is DidTheyAgree.NO and self.state in (State.STARTED, State.WAITING, State.DONE):
            found["state"] = Problem(THEY_SAID_NO)
        if self.agreed is DidTheyAgree.YES and self.state in (State.STARTED, State.WAITING, State.DONE):
            found |= self._gate_problems(context)
        return found

    def shares_something(self) -> bool:
        """Whether the worker tells them about the client without the client being there."""
        return self.how is HowConnected.SEND or self.speaks_alone

    def _gate_problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        if self.sent_on is None or not self.shares_something():
            return {}
        if self.sent_on > today_in(context):
            return {"sent_on": Problem(NOT_YET_THERE)}
        before = None if self.before_withdrawal is None else self.before_withdrawal is YesNo.YES
        talk = Talk(self.sent_on, self.to_contact, shares=True, hears=False, before_withdrawal=before)
        return problem_of(gate_in(context).verdict(self.permission, talk))

    def natural_state(self, context: Mapping[str, Any]) -> State:
        """No agreement is their answer; a waiting list is waiting."""
        if self.agreed is DidTheyAgree.NO:
            return State.SAID_NO
        if self.status is ReferralStatus.WAITING_LIST:
            return State.WAITING
        return super().natural_state(context)


class Refer(ReferForm, StepRow, table=True):
    """An entry of step 7 as kept; outside a fresh look it is the referral."""

    NAME: ClassVar[str] = "step_refer"
    __tablename__ = "step_refer"


STEP = Step(
    StepNumber.REFER,
    "refer",
    N_(
        "Some needs are better met by others: mental health workers, counsellors, therapists, specialists. Explore "
        "it together and help them get there."
    ),
    ReferForm,
    Refer,
)
