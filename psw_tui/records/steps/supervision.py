"""Step 6, Seek Supervision or Consultation: the question, and whether it was answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, notes, several
from psw_tui.records.client import NOT_YET_THERE
from psw_tui.records.form import Problem, today_in
from psw_tui.records.step import Step, StepForm, StepRow


class AskWhom(Choice):
    """Whom a worker can ask."""

    SUPERVISOR = "supervisor", N_("supervisor")
    PEER = "peer_colleague", N_("peer colleague")
    ON_CALL = "on_call", N_("on-call")


class Need(Choice):
    """Which kind of help is asked for."""

    IDEAS = "ideas", N_("ideas")
    ROLE = "role_or_boundary", N_("role or boundary question")
    SAFETY = "safety", N_("safety")
    MY_FEELINGS = "my_feelings", N_("my own feelings")
    ETHICS = "ethics", N_("ethics")
    RESOURCES = "resources", N_("resources")
    SIGN_OFF = "sign_off", N_("sign-off")


class ByWhen(Choice):
    """How soon an answer is needed."""

    TODAY = "today", N_("today")
    THIS_WEEK = "this_week", N_("this week")
    NEXT_MEETING = "next_meeting", N_("next meeting")


class PeerValues(Choice):
    """Whether the advice fits peer support, as the worker sees it."""

    YES = "yes", N_("yes")
    UNSURE = "unsure", N_("unsure")
    TOO_CLINICAL = "no_too_clinical", N_("no, too clinical")


class SupervisionForm(StepForm):
    """Done: an answer, and what I will do. Asked without an answer is *waiting*."""

    STEP: ClassVar = StepNumber.SUPERVISION

    ask_whom: AskWhom | None = choice(N_("Ask whom"), AskWhom, needed=True)
    need: list[Need] = several(N_("What I need"), Need, needed=True)
    question: Plain = notes(N_("My question"), needed=True, hint=N_("Use the code. No name."))
    by_when: ByWhen | None = choice(N_("By when"), ByWhen, needed=True)
    asked_on: date | None = day(N_("Asked on"), hint=N_("Empty = today."))
    answer_on: date | None = day(N_("Answered on"), needed=True)
    advised: Plain = notes(N_("What was advised"), needed=True)
    will_do: Plain = notes(N_("What I will do"), needed=True)
    fits_peer_values: PeerValues | None = choice(N_("Did it fit peer values?"), PeerValues)

    def days_of(self, held_on: date, before: Any = None) -> dict[str, date]:
        """A question was asked on the day of its first entry, and stays that old while it waits."""
        asked_on = self.asked_on or getattr(before, "asked_on", None) or held_on
        return super().days_of(held_on, before) | {"asked_on": asked_on}

    def gaps(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """An answer that has come."""
        found = super().gaps(context)
        if self.answer_on and self.answer_on > today_in(context):
            found["answer_on"] = Problem(NOT_YET_THERE)
        return found

    def natural_state(self, context: Mapping[str, Any]) -> State:
        """Asked and not answered: waiting."""
        asked = self.ask_whom is not None and bool(self.question.strip())
        return State.WAITING if asked and not self.advised.strip() else super().natural_state(context)


class Supervision(SupervisionForm, StepRow, table=True):
    """An entry of step 6 as kept; outside a fresh look it is the supervision request."""

    NAME: ClassVar[str] = "step_supervision"
    __tablename__ = "step_supervision"


STEP = Step(
    StepNumber.SUPERVISION,
    "supervision",
    N_(
        "Ask a more experienced peer worker, a supervisor or another professional. Talk about the challenge, and "
        "look for guidance and new strategies."
    ),
    SupervisionForm,
    Supervision,
)
