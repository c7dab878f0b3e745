"""Bringing a response step on screen: going on with its last entry, or beginning a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from textual.content import Content

from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.answers import Raw, raw_of
from psw_tui.records.client import Client
from psw_tui.records.gates import Gate
from psw_tui.records.step import Step, StepRow
from psw_tui.services import steps, support
from psw_tui.services.drafts import DraftPlace
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming, Sheet, bold_line
from psw_tui.ui.screens.step import GatedStepScreen, GoalsStepScreen, StepScreen
from psw_tui.ui.show import show
from psw_tui.ui.widgets.choosing import Option

STEP_SCREENS: Mapping[StepNumber, type[StepScreen]] = {
    StepNumber.GOALS: GoalsStepScreen,
    StepNumber.SUPPORTERS: GatedStepScreen,
    StepNumber.REFER: GatedStepScreen,
}
"""Steps whose screen does more than the common one."""

ONLY_YOURS = N_("Only for you: this step never leaves your vault. The record shows only that it was done, and when.")
EARLIER_SHOWN = 5
"""How many earlier entries are named above the form."""


class Stepping:
    """Puts response steps on screen."""

    def __init__(self, forming: Forming, desk: Desk) -> None:
        self._forming = forming
        self._desk = desk
        self._say = desk.language.say

    async def take(self, client: Client, look: str | None, step: Step, entry: StepRow | None = None) -> Any:
        """Show a step and wait: its new entry, None when it was left, or what has to be done first.

        Without a fresh look it is a supervision request or a referral; `entry` is then the one to go on with.
        """
        entries = await self._desk.ask(steps.entries_of, step, look) if look else [entry] if entry else []
        going_on = _unfinished(entries)
        lists = await self._forming.lists_of(client.id)
        gate = await self._desk.ask(support.gate_of_client, client.id)
        lists["may_share"] = _may_share(gate)
        sheet = Sheet(
            title=self._say(
                "Step {number} of 9: {name}", number=int(step.number), name=self._say(step.number.full_name)
            ),
            form=step.form,
            place=DraftPlace(step.slug, client.id, look or (going_on.id if going_on else "")),
            start=_answers_of(step, going_on),
            head=[*self._head(client, step, entries), *self._forming.notice(client)],
            lists=lists,
            context={"gate": gate, "some_withdrawn": str(any(terms.withdrawn_on for terms in gate.terms.values()))},
            help_name="steps",
            all_private=step.private,
        )
        save = partial(self._save, step, client.id, look, going_on.id if going_on else None)
        kind = STEP_SCREENS.get(step.number, StepScreen)
        return await self._forming.fill(sheet, save, partial(kind, step=step))

    async def _save(self, step: Step, client: str, look: str | None, amends: str | None, form: Any) -> StepRow:
        return await self._desk.ask(
            steps.save_entry, step, form, client=client, fresh_look=look, amends=amends, say=self._say
        )

    def _head(self, client: Client, step: Step, entries: Sequence[StepRow]) -> list[Content]:
        before = self._told(entries) if entries else self._say("Nothing is written in this step yet.")
        head = [show(self._say(step.purpose)), bold_line(client.code, before)]
        return [*head, show(self._say(ONLY_YOURS))] if step.private else head

    def _told(self, entries: Sequence[Any]) -> str:
        """The earlier entries: their day, and where they left the step."""
        today = self._desk.today
        told = (
            f"{self._desk.language.day(entry.held_on, today)} {self._say(State(entry.state).label)}"
            for entry in entries[:EARLIER_SHOWN]
        )
        return self._say("Before: {entries}", entries="; ".join(told))


def _may_share(gate: Gate) -> list[Option]:
    """Everything any permission of this client lets be shared, once each."""
    every = dict.fromkeys(item for items in gate.may_share.values() for item in items)
    return [Option(item, item) for item in every]


def _unfinished(entries: Sequence[Any]) -> StepRow | None:
    """The entry a worker goes on with; a done one is left as it is."""
    newest: Any = steps.newest_current(entries)
    return newest if newest is not None and newest.state != State.DONE else None


def _answers_of(step: Step, entry: StepRow | None) -> Raw:
    """What the last entry says; its day and its state are asked anew."""
    if entry is None:
        return {}
    return raw_of(step.form.model_validate(entry, from_attributes=True)) | {"state": "", "held_on": ""}
