"""Letting the team read one client's record, and stopping that."""

from __future__ import annotations

from typing import Any

from textual.app import App

from psw_tui import sharing_words as words
from psw_tui.domain.words import N_
from psw_tui.records.client import Client
from psw_tui.services.teamwork.sharing import stop_sharing
from psw_tui.sheets.sharing import share
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.team import STOP
from psw_tui.ui.screens.client import ClientScreen
from psw_tui.ui.team.telling import Telling

STANDS = N_("The team reads the record of {code}. They agreed to it on {day}.")
STANDS_UNDATED = N_("The team reads the record of {code}.")
WHAT_STOPS = N_(
    "If you stop: nothing that is written from then on goes to the team. What the others have already, they keep. Ask them"
    " to erase it if {code} wants that."
)


class Sharing:
    """One client and the team."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._tell = Telling(app, desk)
        self._say = desk.language.say

    async def run(self, client: Client) -> None:
        """The form, or for somebody who is shared what stopping means."""
        if client.shared_with_team:
            await self._stop(client)
        else:
            await self.share(client)

    async def share(self, client: Client) -> None:
        """Ask whether they agreed. Only a yes shares them."""
        agreed: bool | None = await self._forming.fill(await self._desk.ask(share, client, self._desk.language))
        if agreed is not None:
            self._notify(self._say(words.SHARED if agreed else words.ASK_THEM, code=client.code))

    async def _stop(self, client: Client) -> None:
        title = self._say("Shared with the team: {code}", code=client.code)
        day = self._desk.language.whole_day(client.team_agreed_on) if client.team_agreed_on else ""
        stands = self._say(STANDS if day else STANDS_UNDATED, code=client.code, day=day)
        chosen = await self._tell.read(title, [stands, self._say(WHAT_STOPS, code=client.code)], (STOP,), client.id)
        if chosen is None:
            return
        question = self._say(words.STOP, code=client.code)
        if not await self._tell.confirm(question, self._say(words.STOP_YES), self._say(words.STOP_NO)):
            return
        if await self._tell.done(title, stop_sharing, client.id) is None:
            if isinstance(self._app.screen, ClientScreen):
                await self._app.screen.read_again()
            self._notify(self._say(words.STOPPED, code=client.code))

    def _notify(self, told: str) -> None:
        self._app.notify(told, markup=False, timeout=10)
