"""Bringing a response step on screen: going on with its last entry, or beginning a new one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.records.step import Step, StepRow
from psw_tui.sheets.steps import take_step
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.screens.step import GatedStepScreen, GoalsStepScreen, StepScreen

STEP_SCREENS: Mapping[StepNumber, type[StepScreen]] = {
    StepNumber.GOALS: GoalsStepScreen,
    StepNumber.SUPPORTERS: GatedStepScreen,
    StepNumber.REFER: GatedStepScreen,
}
"""Steps whose screen does more than the common one."""


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
        sheet = await self._desk.ask(take_step, client, look, step, self._desk.language, entry)
        kind = STEP_SCREENS.get(step.number, StepScreen)
        return await self._forming.fill(sheet, partial(kind, step=step))
