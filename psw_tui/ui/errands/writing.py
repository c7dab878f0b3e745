"""What is written about a client besides debriefs: the client's own page, and the opening of a fresh look."""

from __future__ import annotations

from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.setting import Setting
from psw_tui.sheets import looks
from psw_tui.sheets import writing as sheets
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming


class WritingErrand:
    """Puts the everyday forms on screen."""

    def __init__(self, desk: Desk, forming: Forming) -> None:
        self._desk = desk
        self._forming = forming
        self._say = desk.language.say

    async def add_client(self) -> Client | None:
        """A new client, with a code made for them."""
        sheet = await self._desk.ask(sheets.new_client, self._desk.language)
        added: Client | None = await self._forming.fill(sheet)
        return added

    async def change_client(self, client: Client) -> None:
        """What is kept about a client; what was there before stays in the log."""
        await self._forming.fill(await self._desk.ask(sheets.change_client, client))

    async def open_look(self, client: Client) -> FreshLook | None:
        """A fresh look. What the client's numbers say stands above it and is kept with it."""
        sheet = await self._desk.ask(looks.open_look, client, self._desk.language)
        opened: FreshLook | None = await self._forming.fill(sheet)
        return opened

    async def snooze(self, client: Client) -> None:
        """Not now, with a reason."""
        await self._forming.fill(await self._desk.ask(looks.snooze, client, self._desk.language))

    async def options(self) -> None:
        """The program's settings."""
        sheet = await self._desk.ask(sheets.options, self._desk.language)
        self.apply(await self._forming.fill(sheet))

    def apply(self, changed: Setting | None) -> None:
        """Let what was set count from now on; None is for nothing."""
        if changed is not None:
            self._desk.team, self._desk.idle_minutes = changed.team, changed.idle_minutes
            self._desk.country, self._desk.on_call = str(changed.country), changed.on_call_phone
            self._desk.colours = str(changed.colours)
