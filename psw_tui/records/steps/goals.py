"""Step 2, Reassess Goals: each goal looked at again together, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, Rated, choice, if_, line, notes, rows, scale, several
from psw_tui.records.choices import InTheWay, WhoseIdea, YesNoUnsure
from psw_tui.records.form import Problem, RowForm
from psw_tui.records.goal import HOW_TO_RATE
from psw_tui.records.step import NOT_DONE_YET, Step, StepForm, StepRow

REVIEW_ONE = N_("Look at one goal at least: the three questions, and what you agreed.")
SAY_WHOSE_IDEA = N_("A goal changed. Say whose idea it was, and their new words if it was re-worded or new.")


class LookedAtTogether(Choice):
    """Whether the goals were looked at with the client."""

    YES = "yes", N_("yes")
    NOT_YET = "not_yet", N_("not yet")
    NO_GOALS = "prefer_no_goals", N_("they prefer no goals")


class Agreed(Choice):
    """What the two agreed to do with a goal."""

    KEEP = "keep", N_("keep")
    SMALLER = "smaller", N_("smaller")
    REWORD = "reword", N_("re-word")
    REST = "rest", N_("rest")
    DROP = "drop", N_("drop")
    NEW = "new", N_("new one")


NEEDS_WORDS = frozenset({Agreed.SMALLER, Agreed.REWORD, Agreed.NEW})


class GoalReview(RowForm):
    """One goal, looked at again."""

    goal: str = Field(default="", sa_type=Text)
    still_matters: YesNoUnsure | None = choice(N_("Does it still matter?"), YesNoUnsure)
    small_enough: YesNoUnsure | None = choice(N_("Is it small enough?"), YesNoUnsure)
    possible_now: YesNoUnsure | None = choice(N_("Is it possible now?"), YesNoUnsure)
    in_the_way: list[InTheWay] = several(N_("What gets in the way"), InTheWay)
    in_the_way_line: Plain = line(N_("What gets in the way, in a few words"))
    change: Agreed | None = choice(N_("Change agreed"), Agreed)
    new_words: Plain = line(N_("Their words for the goal"), theirs=True, when=if_("change", *NEEDS_WORDS))
    whose_idea: WhoseIdea | None = choice(
        N_("Whose idea"), WhoseIdea, when=if_("change", *(kind for kind in Agreed if kind is not Agreed.KEEP))
    )
    rating: Rated = scale(
        N_("Their number today"),
        hint=HOW_TO_RATE,
    )

    def is_reviewed(self) -> bool:
        """Whether the three questions and the decision are answered."""
        return None not in (self.still_matters, self.small_enough, self.possible_now, self.change)

    def says_whose_idea(self) -> bool:
        """Whether a change names where it came from, and its words where it has new ones."""
        if self.change is None or self.change is Agreed.KEEP:
            return True
        return self.whose_idea is not None and (self.change not in NEEDS_WORDS or bool(self.new_words.strip()))


class GoalsForm(StepForm):
    """Done: at least one goal reviewed with the client, and a decision. No goals wanted is *they said no*."""

    STEP: ClassVar = StepNumber.GOALS

    with_them: LookedAtTogether | None = choice(N_("Looked at with the client?"), LookedAtTogether, needed=True)
    hope_for: Plain = notes(N_("What they hope for from our time together"), theirs=True, hint=N_("In their words."))
    reviews: list[GoalReview] = rows(
        N_("Goals"), GoalReview, source="goals", carries="goal", when=if_("with_them", LookedAtTogether.YES)
    )

    def gaps(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """A review with a decision, done together."""
        found = super().gaps(context)
        if self.with_them is not LookedAtTogether.YES:
            return found or {"with_them": Problem(NOT_DONE_YET)}
        if not any(review.is_reviewed() for review in self.reviews):
            found["reviews"] = Problem(REVIEW_ONE)
        elif not all(review.says_whose_idea() for review in self.reviews):
            found["reviews"] = Problem(SAY_WHOSE_IDEA)
        return found

    def natural_state(self, context: Mapping[str, Any]) -> State:
        """Preferring no goals is their answer, not a gap."""
        if self.with_them is LookedAtTogether.NO_GOALS:
            return State.SAID_NO
        if self.with_them is LookedAtTogether.NOT_YET:
            return State.WAITING
        return super().natural_state(context)


class Goals(GoalsForm, StepRow, table=True):
    """An entry of step 2 as kept."""

    NAME: ClassVar[str] = "step_goals"
    __tablename__ = "step_goals"


STEP = Step(
    StepNumber.GOALS,
    "goals",
    N_(
        "Talk openly about goals and expectations. Is each goal realistic, achievable and meaningful to them? "
        "Find the barriers and adjust the goals together."
    ),
    GoalsForm,
    Goals,
)
