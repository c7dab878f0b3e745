"""What the nine response steps have in common: when it was, where it stands, and how entries follow each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Ask, Choice, Kind, Plain, choice, day, if_, line
from psw_tui.records.client import NOT_YET_THERE
from psw_tui.records.form import NEEDED, Form, Problem, is_blank, questions, today_in
from psw_tui.records.row import Row, link

NOT_DONE_YET = N_("This is still open, so the step is not done. Answer it, or choose another answer at the end.")
NOT_THIS_STATE = N_("This step does not have that answer. Pick one that is shown.")
NOTHING_WRITTEN = N_("Nothing is written here yet. Write a word, or leave with {key:form.leave}.")


class StepForm(Form):
    """The end of every step's form. A half-filled entry may be saved; only *done* asks for all of it."""

    STEP: ClassVar[StepNumber]

    held_on: date | None = day(N_("Day"), closing=True, hint=N_("Empty = today."))
    state: State | None = choice(
        N_("Where does this step stand?"),
        State,
        needed=True,
        closing=True,
        hint=N_("Done is picked for you once every * has an answer."),
    )
    waiting_for: Plain = line(N_("Waiting for what"), closing=True, when=if_("state", State.WAITING))
    waiting_until: date | None = day(
        N_("Look again on"), closing=True, when=if_("state", State.WAITING), hint=N_("It goes on your to-do list.")
    )
    said_no_words: Plain = line(
        N_("What they said, in their words"), closing=True, theirs=True, when=if_("state", State.SAID_NO)
    )
    reason: Plain = line(N_("Why it does not apply"), closing=True, when=if_("state", State.NOT_APPLY))

    @classmethod
    def states(cls) -> Sequence[State]:
        """The states this step may have, in the order they are offered."""
        return [state for state in State if state in cls.STEP.states]

    def days_of(self, held_on: date, before: Any = None) -> dict[str, date]:  # noqa: ARG002 - for steps that look back
        """The days an entry is kept with when they were left empty; `before` is the entry it goes on from."""
        return {"held_on": held_on}

    def gaps(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """What keeps the step from being done: the form's own required answers. Steps with a rule add to it."""
        closing = {name for name, ask in questions(type(self)) if ask.closing}
        return {name: Problem(NOT_DONE_YET) for name in self.missing(context) if name not in closing}

    def is_complete(self, context: Mapping[str, Any]) -> bool:
        """Whether the step's rule of completeness holds."""
        return not self.gaps(context)

    def natural_state(self, context: Mapping[str, Any]) -> State:
        """The state to preselect: done when the rule holds, else started."""
        return State.DONE if self.is_complete(context) else State.STARTED

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """What stands in the way of saving this entry with the state it was given."""
        found: dict[str, Problem] = {}
        if self.state is None:
            found["state"] = Problem(NEEDED)
        elif self.state not in self.states():
            found["state"] = Problem(NOT_THIS_STATE)
        if self.held_on and self.held_on > today_in(context):
            found["held_on"] = Problem(NOT_YET_THERE)
        return found | self._for_state(context)

    def _for_state(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        match self.state:
            case State.DONE:
                return self.gaps(context)
            case State.WAITING:
                return {
                    name: Problem(NEEDED) for name in ("waiting_for", "waiting_until") if is_blank(getattr(self, name))
                }
            case State.NOT_APPLY if is_blank(self.reason):
                return {"reason": Problem(NEEDED)}
            case State.STARTED if self.is_untouched():
                return {next(name for name, _ in questions(type(self))): Problem(NOTHING_WRITTEN)}
            case _:
                return {}

    def is_untouched(self) -> bool:
        """Whether none of the step's own questions has an answer."""
        own = (name for name, ask in questions(type(self)) if not ask.closing and ask.kind is not Kind.TICK)
        fields = type(self).model_fields
        return all(
            is_blank(getattr(self, name)) or getattr(self, name) == fields[name].get_default(call_default_factory=True)
            for name in own
        )


class StepRow(Row):
    """The part of a step table that no form asks for."""

    client: str = link("client")
    fresh_look: str | None = link("fresh_look", optional=True)
    """Empty only for a supervision request or a referral outside a fresh look."""
    amends: str | None = Field(default=None, sa_type=Text, nullable=True)
    """The entry this one goes on from; an entry is never rewritten."""


@dataclass(frozen=True)
class Step:
    """One response step: its number, its purpose in the mission's words, its form and its table."""

    number: StepNumber
    slug: str
    purpose: str
    form: type[StepForm]
    table: type[StepRow]
    private: bool = False
    """The record side shows only "done, date"."""


def choices_of(form: type[Any], ask: Ask) -> Sequence[Choice | State]:
    """What a question of this form may be answered with: of the states only those that the step may have."""
    if ask.choices is State and issubclass(form, StepForm):
        return form.states()
    return list(ask.choices or ())
