"""Step 4, Collaborative Problem-Solving: their problem, ideas with theirs first, their pick, who does what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, notes, rows
from psw_tui.records.choices import Who, WhoseIdea
from psw_tui.records.form import Problem, RowForm
from psw_tui.records.step import NOT_DONE_YET, Step, StepForm, StepRow

FEWEST_IDEAS = 2
"""One idea is a proposal; two are a choice (DOMAIN 4.6)."""

TWO_IDEAS = N_("Write two ideas at least, theirs first.")
NAME_THE_PICK = N_("Say which idea they want to try.")
WHO_WHAT_WHEN = N_("Say who does what, and by when.")


class Picked(Choice):
    """Whether they want to try one of the ideas."""

    YES = "yes", N_("yes, one of them")
    NONE = "none_for_now", N_("none for now")


class Idea(RowForm):
    """One idea and where it came from."""

    idea: Plain = line(N_("Idea"))
    source: WhoseIdea | None = choice(N_("Whose"), WhoseIdea)


class Plan(RowForm):
    """One thing somebody does, by a day."""

    who: Who | None = choice(N_("Who"), Who)
    what: Plain = line(N_("What"))
    by: date | None = day(N_("By when"), hint=N_("+3, fri, 2w, 2026-03-01."))

    def is_whole(self) -> bool:
        """Whether it says who, what and when."""
        return self.who is not None and self.by is not None and bool(self.what.strip())


class SolveForm(StepForm):
    """Done: the problem, two ideas, their pick and who does what. None for now is *they said no*."""

    STEP: ClassVar = StepNumber.SOLVE

    problem: Plain = notes(N_("The problem as they see it"), needed=True, theirs=True)
    ideas: list[Idea] = rows(
        N_("Ideas, theirs first"),
        Idea,
        needed=True,
        row_name=N_("Idea"),
        least=FEWEST_IDEAS,
        hint=N_("If every idea is yours, ask once more what they would try."),
    )
    picked: Picked | None = choice(N_("Do they want to try one?"), Picked, needed=True)
    pick: Plain = line(N_("Which one"), theirs=True, when=if_("picked", Picked.YES))
    plan: list[Plan] = rows(
        N_("Who does what"),
        Plan,
        row_name=N_("Part"),
        when=if_("picked", Picked.YES),
        hint=N_("It goes on your to-do list."),
    )
    plan_b: Plain = notes(N_("What could get in the way; plan B"), when=if_("picked", Picked.YES))
    ask_again_on: date | None = day(N_("Ask again on"), when=if_("picked", Picked.NONE))

    def gaps(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Two ideas, a pick among them, and a plan somebody carries."""
        found = super().gaps(context)
        if sum(bool(idea.idea.strip()) for idea in self.ideas) < FEWEST_IDEAS:
            found["ideas"] = Problem(TWO_IDEAS)
        if self.picked is Picked.NONE:
            found["picked"] = Problem(NOT_DONE_YET)
        if self.picked is Picked.YES and not self.pick.strip():
            found["pick"] = Problem(NAME_THE_PICK)
        if self.picked is Picked.YES and not any(part.is_whole() for part in self.plan):
            found["plan"] = Problem(WHO_WHAT_WHEN)
        return found

    def natural_state(self, context: Mapping[str, Any]) -> State:
        """None for now is their answer, not a gap."""
        return State.SAID_NO if self.picked is Picked.NONE else super().natural_state(context)


class Solve(SolveForm, StepRow, table=True):
    """An entry of step 4 as kept."""

    NAME: ClassVar[str] = "step_solve"
    __tablename__ = "step_solve"


STEP = Step(
    StepNumber.SOLVE,
    "solve",
    N_(
        "Explore other ways together. The client takes part in finding them, and has your support in putting them "
        "into practice."
    ),
    SolveForm,
    Solve,
)
