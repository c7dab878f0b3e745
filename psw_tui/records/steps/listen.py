"""Step 3, Active Listening and Validation: what I heard, and whether I said it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, notes
from psw_tui.records.choices import YesPartlyNo
from psw_tui.records.form import Problem
from psw_tui.records.step import Step, StepForm, StepRow

SAY_IT_BACK = N_("The step is done once you said it back and checked, at least in part.")


class SupportWas(Choice):
    """How the support has been for them, by their own account."""

    HELPFUL = "helpful", N_("helpful")
    MIXED = "mixed", N_("mixed")
    NOT_HELPFUL = "not_helpful", N_("not helpful")
    PREFER_NOT = "prefer_not", N_("prefer not to say")


class ListenForm(StepForm):
    """Done: their words, said back and checked."""

    STEP: ClassVar = StepNumber.LISTEN

    heard: Plain = notes(N_("What I heard, in their words"), needed=True, theirs=True)
    said_back: YesPartlyNo | None = choice(N_("Did I say it back and check?"), YesPartlyNo, needed=True)
    support_so_far: Plain = notes(N_("What they said about the support so far"), theirs=True)
    support_was: SupportWas | None = choice(N_("The support so far was, for them"), SupportWas)
    feeling_or_need: Plain = notes(N_("Feeling or need named by them"), theirs=True)
    did_not_fix: Plain = notes(N_("What I did not fix or argue with"))

    def gaps(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Listening counts once it was checked with them."""
        found = super().gaps(context)
        if self.said_back is YesPartlyNo.NO:
            found["said_back"] = Problem(SAY_IT_BACK)
        return found


class Listen(ListenForm, StepRow, table=True):
    """An entry of step 3 as kept."""

    NAME: ClassVar[str] = "step_listen"
    __tablename__ = "step_listen"


STEP = Step(
    StepNumber.LISTEN,
    "listen",
    N_(
        "Listen to understand. Validate what they have lived through, with empathy, patience and no judgement. "
        "Make it safe to voice concerns, frustrations and doubts."
    ),
    ListenForm,
    Listen,
)
