"""The screen of a response step: its purpose, what was written before, the form, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.records.answers import Raw, suggested_state
from psw_tui.records.option import Option
from psw_tui.records.step import Step
from psw_tui.ui.commands import CAPTURE, CRISIS, HELP, LEAVE, SAVE, WORDS, Command
from psw_tui.ui.frames.form import FormPlan, FormScreen
from psw_tui.ui.widgets.choosing import ChoiceBox

ADD_GOAL = Command(
    "step.first",
    KEYS["step.first"],
    N_("new goal"),
    N_("Make a new goal together, then come back here."),
    in_forms=True,
)
RECORD = Command(
    "step.first",
    KEYS["step.first"],
    N_("contact or permission"),
    N_("Add a contact or record a permission now, then come back here."),
    in_forms=True,
)


@dataclass(frozen=True)
class SomethingFirst:
    """The result of a step that was left to do something else first; it is taken up again afterwards."""


class StepScreen(FormScreen):
    """One response step. Its last question preselects the state its answers add up to, until the worker picks one."""

    def __init__(self, plan: FormPlan, step: Step) -> None:
        super().__init__(plan)
        self.step = step
        self._picked_by_hand = bool(plan.raw.get("state"))

    def on_mount(self) -> None:
        self._state_box().offer(self._states())
        self._suggest()

    def after_answer(self, field: str) -> None:
        if field == "state":
            self._picked_by_hand = True
        else:
            self._suggest()

    def draft_raw(self) -> Raw:
        """A state that was only suggested is suggested again, not remembered."""
        return self.view.raw | ({} if self._picked_by_hand else {"state": ""})

    async def action_first(self) -> None:
        """Leave for what has to be there first; the draft brings everything back."""
        await self.keep_now()
        self._end(SomethingFirst())

    def _suggest(self) -> None:
        if self._picked_by_hand:
            return
        state = suggested_state(self.step.form, self.view.raw, self.surroundings())
        if state in self.step.form.states():
            self._state_box().put(state.value)
            self.view.show_what_applies()

    def _states(self) -> Sequence[Option]:
        return [Option(state.value, f"{self.say(state.label)} {state.mark}") for state in self.step.form.states()]

    def _state_box(self) -> ChoiceBox:
        return self.query_one("#field-state ChoiceBox", ChoiceBox)


class GoalsStepScreen(StepScreen):
    """Step 2, which may need a goal that is not there yet."""

    OFFERS: ClassVar[Sequence[Command]] = (SAVE, ADD_GOAL, WORDS, LEAVE, CRISIS, CAPTURE, HELP)


class GatedStepScreen(StepScreen):
    """Steps 5 and 7, which may need a contact or a permission that is not there yet."""

    OFFERS: ClassVar[Sequence[Command]] = (SAVE, RECORD, WORDS, LEAVE, CRISIS, CAPTURE, HELP)
