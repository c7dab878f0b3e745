"""From a hit to the place it stands in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual.app import App

from psw_tui.domain.steps import StepNumber
from psw_tui.history_words import STEP_KINDS
from psw_tui.records.client import Client
from psw_tui.records.step import Step
from psw_tui.services import clients, steps
from psw_tui.ui.desk import Desk
from psw_tui.ui.routes import ShowHit
from psw_tui.ui.screens.client import ClientScreen
from psw_tui.ui.screens.find import FindScreen
from psw_tui.ui.screens.to_do import ToDoScreen

Place = Callable[[Client, str], Awaitable[object]]
"""Shows a client's records of one kind, with the one of this id marked or open."""


@dataclass(frozen=True)
class Places:
    """Where records are read."""

    goals: Place
    debriefs: Place
    contacts: Place
    permissions: Place
    shared: Place
    safety: Place
    looks: Place
    """By the id of the fresh look."""
    requests: Callable[[Client, StepNumber, str], Awaitable[object]]
    options: Callable[[], Awaitable[object]]


class FindErrand:
    """Shows the box to find things, and goes where a hit is."""

    def __init__(self, app: App[Any], desk: Desk, places: Places) -> None:
        self._app = app
        self._desk = desk
        self._places = places

    async def show(self) -> None:
        """The box, over whatever is on screen."""
        await self._app.push_screen_wait(FindScreen(self._desk))

    async def go(self, hit: ShowHit) -> None:
        """Go to the place of a hit; the box is there again afterwards."""
        if not hit.client:
            await self._places.options()
            return
        client = await self._desk.ask(clients.client_by_id, hit.client)
        places = self._places
        if hit.entity in STEP_KINDS:
            await self._step(client, STEP_KINDS[hit.entity], hit.row)
            return
        match hit.entity:
            case "goal":
                await places.goals(client, hit.row)
            case "debrief":
                await places.debriefs(client, hit.row)
            case "contact":
                await places.contacts(client, hit.row)
            case "permission":
                await places.permissions(client, hit.row)
            case "shared":
                await places.shared(client, hit.row)
            case "safety_note":
                await places.safety(client, hit.row)
            case "fresh_look":
                await places.looks(client, hit.row)
            case "follow_up":
                await self._app.push_screen_wait(ToDoScreen(self._desk, client.id))
            case _:
                await self._app.push_screen_wait(ClientScreen(self._desk, client.id))

    async def _step(self, client: Client, step: Step, row: str) -> None:
        """Within its fresh look, or among the requests and referrals that stand outside of one."""
        look = await self._desk.ask(steps.fresh_look_of, step, row)
        if look:
            await self._places.looks(client, look)
        else:
            await self._places.requests(client, step.number, row)
