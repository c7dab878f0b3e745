"""Step 8, Respect Client Autonomy: the choices talked about, and what they decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, line, notes, several, tick
from psw_tui.records.choices import YesNo
from psw_tui.records.form import Problem
from psw_tui.records.step import Step, StepForm, StepRow

FEWEST_CHOICES = 2
"""One choice is no choice (DOMAIN 4.6)."""

TWO_CHOICES = N_("Talk about two choices at least. Doing nothing is one of them.")


class Choices(Choice):
    """What can be chosen; doing nothing, another worker and a break are real choices."""

    AS_NOW = "go_on_as_now", N_("go on as now")
    SOMETHING_ELSE = "something_else", N_("something else")
    LESS_OFTEN = "less_often", N_("less often")
    A_BREAK = "a_break", N_("a break")
    ANOTHER_WORKER = "another_worker", N_("another worker")
    NOTHING = "doing_nothing", N_("doing nothing")


class ContactFromNow(Choice):
    """How much contact they want."""

    SAME = "same", N_("same")
    LESS = "less", N_("less")
    ONLY_IF_THEY_ASK = "only_if_they_ask", N_("only if they ask")
    STOP = "stop", N_("stop")


class RespectForm(StepForm):
    """Done: two choices, their decision in their words, the three things said, and contact from now on."""

    STEP: ClassVar = StepNumber.RESPECT

    choices: list[Choices] = several(N_("Choices we talked about"), Choices, needed=True)
    choices_line: Plain = line(N_("Choices we talked about, in a few words"))
    decided: Plain = notes(N_("What they decided, in their words"), needed=True, theirs=True)
    told_no_penalty: bool = tick(N_("I told them: saying no costs them nothing"), needed=True)
    told_door_open: bool = tick(N_("I told them: the door stays open"), needed=True)
    told_how_to_return: bool = tick(N_("I told them: how to come back"), needed=True)
    worry: Plain = notes(
        N_("What I disagree with or worry about"), private=True, hint=N_("Only for you. It never leaves this vault.")
    )
    contact_from_now: ContactFromNow | None = choice(N_("Contact from now on"), ContactFromNow, needed=True)
    limit: YesNo | None = choice(
        N_("Does a law or a safety rule limit their choice?"),
        YesNo,
        needed=True,
        hint=N_("If yes: tell your supervisor now, and use step 6."),
    )

    def gaps(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """A choice among at least two."""
        found = super().gaps(context)
        if len(self.choices) + bool(self.choices_line.strip()) < FEWEST_CHOICES:
            found["choices"] = Problem(TWO_CHOICES)
        return found


class Respect(RespectForm, StepRow, table=True):
    """An entry of step 8 as kept."""

    NAME: ClassVar[str] = "step_respect"
    __tablename__ = "step_respect"


STEP = Step(
    StepNumber.RESPECT,
    "respect",
    N_(
        "The client decides, in line with their own values. Not every approach works for everyone, and the path is "
        "theirs."
    ),
    RespectForm,
    Respect,
)
