"""From a hit to the place it stands in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import App

from psw_tui.domain.steps import StepNumber
from psw_tui.history_words import STEP_KINDS
from psw_tui.records.client import Client
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.step import Step
from psw_tui.services import clients, steps
from psw_tui.services.follow_ups import is_open
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

    by_kind: Mapping[str, Place]
    """By what the log calls a record; what is not among them is read on the client's page."""
    requests: Callable[[Client, StepNumber, str], Awaitable[object]]
    of_nobody: Mapping[str, Callable[[], Awaitable[object]]]
    """Where records about no client are read, by what the log calls them."""


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
            await self._places.of_nobody[hit.entity]()
            return
        client = await self._desk.ask(clients.client_by_id, hit.client)
        places = self._places
        if hit.entity in STEP_KINDS:
            await self._step(client, STEP_KINDS[hit.entity], hit.row)
            return
        if (place := places.by_kind.get(hit.entity)) is not None:
            await place(client, hit.row)
        elif hit.entity == FollowUp.NAME and await self._desk.ask(is_open, hit.row):
            await self._app.push_screen_wait(ToDoScreen(self._desk, client.id))
        else:
            await self._app.push_screen_wait(ClientScreen(self._desk, client.id))

    async def _step(self, client: Client, step: Step, row: str) -> None:
        """Within its fresh look, or among the requests and referrals that stand outside of one."""
        look = await self._desk.ask(steps.fresh_look_of, step, row)
        if look:
            await self._places.by_kind[FreshLook.NAME](client, look)
        else:
            await self._places.requests(client, step.number, row)
