"""Step 5, Seek Input from the Client's Support Network: only with the client's permission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from psw_tui.domain.permission import Talk
from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, notes, pick, picks
from psw_tui.records.choices import HowTalked, YesNo
from psw_tui.records.client import NOT_YET_THERE
from psw_tui.records.form import Problem, today_in
from psw_tui.records.gates import NOT_AGREED, gate_in, problem_of
from psw_tui.records.step import NOT_DONE_YET, Step, StepForm, StepRow

WITH_THEM_OR_TOLD = N_(
    "They were not there and have not heard of it yet. Tell them what was said; then the step is done."
)


class WithWhom(Choice):
    """Whether there is somebody the client wants us to talk with."""

    SOMEONE = "someone", N_("yes, someone")
    NO_ONE = "no_one", N_("no one")
    HAS_NO_ONE = "has_no_one", N_("they have no one")


class SupporterTalk(Choice):
    """What kind of talk this entry is about."""

    TALK = "talk", N_("I talked with them")
    LISTEN_ONLY = "listen_only", N_("they called: I only listened")


_SOMEONE = if_("with_whom", WithWhom.SOMEONE)


class SupportersForm(StepForm):
    """Done: a permitted talk, what was shared, what they said, and the client there or told."""

    STEP: ClassVar = StepNumber.SUPPORTERS

    with_whom: WithWhom | None = choice(N_("Would they like me to talk with someone?"), WithWhom, needed=True)
    with_contact: str = pick(N_("Who"), "contacts", needed=True, when=_SOMEONE)
    talk: SupporterTalk = choice(
        N_("What this was"),
        SupporterTalk,
        default=SupporterTalk.TALK,
        when=_SOMEONE,
        hint=N_("If you only listened, you did not say whether you know the client. It does not complete the step."),
    )
    permission: str = pick(
        N_("Permission"), "permissions", needed=True, when=(_SOMEONE, if_("talk", SupporterTalk.TALK))
    )
    talk_on: date | None = day(N_("Day of the talk"), needed=True, when=_SOMEONE)
    before_withdrawal: YesNo | None = choice(
        N_("Was it before they took the permission back?"),
        YesNo,
        when=(_SOMEONE, if_("some_withdrawn", "True")),
        hint=N_("They took it back that very day. Only yes lets this talk count."),
    )
    how: HowTalked | None = choice(N_("How"), HowTalked, needed=True, when=_SOMEONE)
    shared: list[Plain] = picks(N_("What I shared"), "may_share", when=_SOMEONE, hint=N_("Only what was agreed."))
    shared_line: Plain = line(N_("What I shared, in a few words more"), when=_SOMEONE)
    they_said: Plain = notes(N_("What they offered or said"), needed=True, when=_SOMEONE)
    person_there: YesNo | None = choice(N_("Was the client there?"), YesNo, needed=True, when=_SOMEONE)
    told_afterwards: YesNo | None = choice(N_("Told the client afterwards?"), YesNo, when=_SOMEONE)

    def gaps(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """A talk that has taken place, with the client there or told."""
        found = super().gaps(context)
        if self.with_whom is not WithWhom.SOMEONE:
            found["with_whom"] = Problem(NOT_DONE_YET)
        elif self.talk is SupporterTalk.LISTEN_ONLY:
            found["talk"] = Problem(NOT_DONE_YET)
        elif YesNo.YES not in (self.person_there, self.told_afterwards):
            found["told_afterwards"] = Problem(WITH_THEM_OR_TOLD)
        return found | self._gate_problems(context)

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """A talk the client did not allow is not written down as begun either; it waits for a permission."""
        found = super().problems(context)
        return found | self._gate_problems(context) if self.state is State.STARTED else found

    def _gate_problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """What the permission says to this talk, judged on the day of the talk."""
        if self.talk is SupporterTalk.LISTEN_ONLY or self.with_whom is not WithWhom.SOMEONE or self.talk_on is None:
            return {}
        if self.talk_on > today_in(context):
            return {"talk_on": Problem(NOT_YET_THERE)}
        gate = gate_in(context)
        found = problem_of(gate.verdict(self.permission, self._as_talk(self.talk_on)))
        if not found and not gate.allows(self.permission, self.shared):
            found["shared"] = Problem(NOT_AGREED)
        if not found and not self._said_what_was_shared() and not gate.hears_only(self.permission):
            found["shared"] = Problem(NOT_DONE_YET)
        return found

    def _as_talk(self, talk_on: date) -> Talk:
        before = None if self.before_withdrawal is None else self.before_withdrawal is YesNo.YES
        return Talk(talk_on, self.with_contact, self._said_what_was_shared(), bool(self.they_said.strip()), before)

    def _said_what_was_shared(self) -> bool:
        return bool(self.shared or self.shared_line.strip())

    def natural_state(self, context: Mapping[str, Any]) -> State:
        """No one is their answer; having no one means the step does not apply."""
        match self.with_whom:
            case WithWhom.NO_ONE:
                return State.SAID_NO
            case WithWhom.HAS_NO_ONE:
                return State.NOT_APPLY
            case WithWhom.SOMEONE if self.talk is SupporterTalk.TALK and not self.permission:
                return State.WAITING
            case _:
                return super().natural_state(context)


class Supporters(SupportersForm, StepRow, table=True):
    """An entry of step 5 as kept."""

    NAME: ClassVar[str] = "step_supporters"
    __tablename__ = "step_supporters"


STEP = Step(
    StepNumber.SUPPORTERS,
    "supporters",
    N_(
        "Only with the client's permission: ask family, friends or other professionals for their insight and for "
        "other ideas."
    ),
    SupportersForm,
    Supporters,
)
