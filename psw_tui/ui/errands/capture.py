"""Quick notes: one line from any screen, about a client or for later, written up when there is time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App

from psw_tui.domain.words import N_
from psw_tui.records.option import Option
from psw_tui.records.quick_note import NAME
from psw_tui.services import clients, quick_notes
from psw_tui.services.drafts import DraftPlace
from psw_tui.sheets.quick import new_quick_note
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import PickDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.screens.quick_note import QuickNoteScreen

LATER = "later"
KEPT = N_("Kept. It waits among the unfinished notes: {key:caseload.drafts} on the caseload.")


class CaptureErrand:
    """Takes a line down and gives it to a client."""

    def __init__(
        self, app: App[Any], desk: Desk, forming: Forming, write: Callable[[str, DraftPlace], Awaitable[None]]
    ) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._write = write
        """Writes a debrief about this client from this quick note."""
        self._say = desk.language.say

    async def take_down(self, client: str) -> None:
        """One line; then whom it is about: the client on screen comes first."""
        if self._forming.is_open(NAME):
            return
        if (place := await self._fill()) is not None:
            await self._give(place, client)
            self._app.notify(self._say(KEPT), markup=False, timeout=4)

    async def write_up(self, place: DraftPlace) -> None:
        """Make a debrief of it. Without a client it is first asked whom it is about."""
        client = place.client or await self._whom("", later=False)
        if client:
            given: DraftPlace = await self._desk.ask(quick_notes.give_quick_note, place, client)
            await self._write(client, given)

    async def _fill(self) -> DraftPlace | None:
        sheet = await self._desk.ask(new_quick_note, self._desk.language)
        place: DraftPlace | None = await self._forming.fill(sheet, QuickNoteScreen)
        return place

    async def _give(self, place: DraftPlace, client: str) -> None:
        picked = await self._whom(client, later=True)
        if picked and picked != LATER:
            await self._desk.ask(quick_notes.give_quick_note, place, picked)

    async def _whom(self, first: str, *, later: bool) -> str:
        """Which client, or `LATER`; empty when nobody was picked."""
        known = await self._desk.ask(clients.clients_by_recent_contact)
        options = [Option(id_, code) for id_, code in known]
        ahead = [option for option in options if option.value == first]
        put_off = [Option(LATER, self._say("for later"))] if later else []
        rest = [option for option in options if option.value != first]
        question = self._say("About whom? Type part of the code.")
        return await self._app.push_screen_wait(PickDialog(question, [*ahead, *put_off, *rest]))
