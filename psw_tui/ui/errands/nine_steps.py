"""Fresh looks and their nine steps: to the look, from the look to a step, and what a step was left for."""

from __future__ import annotations

from typing import Any

from textual.app import App

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.step import Step, StepRow
from psw_tui.services import fresh_looks, steps
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.goals import GoalsErrand
from psw_tui.ui.errands.looks import LooksErrand
from psw_tui.ui.errands.people import PeopleErrand
from psw_tui.ui.errands.stepping import Stepping
from psw_tui.ui.errands.writing import WritingErrand
from psw_tui.ui.screens.step import SomethingFirst


class NineStepsErrand:
    """Shows the fresh looks of a client and takes the worker through their steps."""

    def __init__(
        self, app: App[Any], desk: Desk, forming: Forming, writing: WritingErrand, people: PeopleErrand
    ) -> None:
        self._app = app
        self._desk = desk
        self._writing = writing
        self._people = people
        self.goals = GoalsErrand(app, desk, forming)
        self.looks = LooksErrand(app, desk, forming)
        self._stepping = Stepping(forming, desk)
        self._say = desk.language.say

    async def look(self, client: Client) -> None:
        """The fresh looks of a client; without an open one, the form that opens one."""
        shown = await self._desk.ask(fresh_looks.shown_fresh_look, client.id)
        if shown is None or (shown.closed_on is not None and await self._wants_new_look()):
            await self._writing.open_look(client)
            return
        await self.read(client)

    async def read(self, client: Client, begin_at: str = "") -> None:
        """Fresh looks to read, and the steps the worker goes to from there."""
        while (number := await self.looks.read(client, begin_at)) is not None:
            await self.take_step(client, number)

    async def _wants_new_look(self) -> bool:
        question = self._say("The last fresh look is closed. Open a new one, or read the earlier ones?")
        return await self._confirm(question, self._say("open a new one"), self._say("read"))

    async def take_step(self, client: Client, number: StepNumber) -> None:
        """A step of the open fresh look; without one, ask to open it and go on."""
        look = await self._open_look_for_step(client)
        if look is not None:
            await self._step(client, look.id, STEPS[number], None)

    async def _open_look_for_step(self, client: Client) -> FreshLook | None:
        look = await self._desk.ask(fresh_looks.shown_fresh_look, client.id)
        if look is not None and look.closed_on is None:
            return look
        question = self._say("The nine steps belong to a fresh look, and none is open. Open one now?")
        if not await self._confirm(question, self._say("open one"), self._say("not now")):
            return None
        return await self._writing.open_look(client)

    async def step_anywhere(self, client: Client, step: Step, entry: StepRow | None) -> None:
        """A referral or a supervision request: within its fresh look while that is open, else outside of one."""
        await self._step(client, await self._look_of(client, entry), step, entry)

    async def _look_of(self, client: Client, entry: StepRow | None) -> str | None:
        looks = {look.id: look for look in await self._desk.ask(fresh_looks.fresh_looks_of, client.id)}
        look = looks.get(entry.fresh_look or "") if entry else None
        return look.id if look is not None and look.closed_on is None else None

    async def _step(self, client: Client, look: str | None, step: Step, entry: StepRow | None) -> None:
        while isinstance(await self._stepping.take(client, look, step, entry), SomethingFirst):
            await self._first(client, step.number)

    async def _first(self, client: Client, number: StepNumber) -> None:
        """What a step was left for: a goal, or a contact or permission."""
        if number is StepNumber.GOALS:
            await self.goals.add(client)
            return
        question = self._say("What would you like to write down first?")
        if await self._confirm(question, self._say("a permission"), self._say("a contact")):
            await self._people.add_permission(client)
        else:
            await self._people.add_contact(client)

    async def ask_for_supervision(self, client: Client) -> None:
        """A new supervision request: in the open fresh look where there is one."""
        look = await self._desk.ask(fresh_looks.shown_fresh_look, client.id)
        open_look = look.id if look is not None and look.closed_on is None else None
        await self._step(client, open_look, STEPS[StepNumber.SUPERVISION], None)

    async def go_on(self, client: Client, target: str, step: Step) -> None:
        """Take the draft of a step up: within the fresh look of this id, or the entry of it outside of one."""
        looks = [look.id for look in await self._desk.ask(fresh_looks.fresh_looks_of, client.id)]
        entries = await self._desk.ask(steps.entries_of_client, step, client.id)
        entry = next((each for each in entries if each.id == target), None)
        await self._step(client, target if target in looks else None, step, entry)

    async def _confirm(self, question: str, yes: str, no: str) -> bool:
        return await self._app.push_screen_wait(YesNoDialog(question, yes, no))
