"""Step 1, Reflect on Approach: what I have been doing, and what I might be missing. The worker's own."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, notes, several
from psw_tui.records.choices import YesNo
from psw_tui.records.step import Step, StepForm, StepRow


class Fits(Choice):
    """How far what was offered fits the client."""

    YES = "yes", N_("yes")
    PARTLY = "partly", N_("partly")
    NO = "no", N_("no")
    UNSURE = "unsure", N_("unsure")


class Missing(Choice):
    """What a worker may have overlooked in their own way of helping."""

    TIMING = "timing", N_("timing")
    PLACE = "place", N_("place")
    PACE = "pace", N_("pace")
    LANGUAGE = "language_or_culture", N_("language or culture")
    QUESTIONS = "too_many_questions", N_("too many questions")
    LEADING = "i_was_leading", N_("I was leading")
    WHOSE_GOAL = "whose_goal", N_("their goal or mine?")
    TRUST = "trust", N_("trust")
    PAST_HARM = "past_harm", N_("past harm by services")
    BASICS = "basics_first", N_("basics first: food, sleep, safety")
    MY_STORY = "my_story_in_the_way", N_("my own story in the way")
    POWER = "power", N_("power")
    OTHER = "other", N_("other")


class ReflectForm(StepForm):
    """Done: what I did, how it fits, what I might be missing, what I will do differently."""

    STEP: ClassVar = StepNumber.REFLECT

    doing: Plain = notes(N_("What have I been doing?"), needed=True, private=True, hint=N_("One line is enough."))
    fits_needs: Fits | None = choice(N_("Does it fit their needs?"), Fits, needed=True, private=True)
    fits_preferences: Fits | None = choice(N_("Does it fit what they prefer?"), Fits, needed=True, private=True)
    fits_goals: Fits | None = choice(N_("Does it fit their goals?"), Fits, needed=True, private=True)
    missing_things: list[Missing] = several(N_("What might I be missing?"), Missing, needed=True, private=True)
    assumed: Plain = notes(N_("Did I assume something? What else could explain it?"), private=True)
    differently: Plain = notes(
        N_("What will I do differently next time?"), needed=True, private=True, hint=N_("One line is enough.")
    )
    remind_on: date | None = day(
        N_("Remind me of it on"), private=True, hint=N_("It goes on your to-do list. +3, fri, 2w.")
    )
    own_recovery: YesNo | None = choice(
        N_("Anything touching my own recovery?"),
        YesNo,
        private=True,
        hint=N_("If yes: you deserve support too. Step 6 is there for that."),
    )


class Reflect(ReflectForm, StepRow, table=True):
    """An entry of step 1 as kept."""

    NAME: ClassVar[str] = "step_reflect"
    __tablename__ = "step_reflect"


STEP = Step(
    StepNumber.REFLECT,
    "reflect",
    N_(
        "Look at the strategies you have used so far: do they fit this client's needs, preferences and goals? "
        "Are there barriers in your own approach?"
    ),
    ReflectForm,
    Reflect,
    private=True,
)
