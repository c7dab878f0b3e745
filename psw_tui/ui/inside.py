"""What there is once the gate has opened a vault: its desk, its house, and what is asked of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from textual.app import App

from psw_tui.ui import routes
from psw_tui.ui.frames.base import client_on
from psw_tui.ui.gate import Start
from psw_tui.ui.keys_in_order import KeysInOrder
from psw_tui.ui.loading import load_house
from psw_tui.ui.screens.blank import BlankScreen
from psw_tui.ui.widgets.line_box import LineBox

if TYPE_CHECKING:
    from psw_tui.storage.vault import Vault
    from psw_tui.ui.desk import Desk

LOOK_AT_BACKUP_AFTER = 3.0
"""Seconds after unlocking: the caseload comes first."""


class Inside:
    """Nothing until a vault is open. `thread` is the vault's own, and `keys` wait while a screen is on its way.

    `heed` gets the desk as soon as there is one, and whenever something may have been set there. Once `is_leaving`, it is
    too late to begin anything.
    """

    def __init__(
        self,
        app: App[Any],
        start: Start,
        thread: Executor,
        keys: KeysInOrder,
        *,
        heed: Callable[[Desk], None],
        is_leaving: Callable[[], bool],
    ) -> None:
        self._app = app
        self._start = start
        self._thread = thread
        self._keys = keys
        self._heed = heed
        self._is_leaving = is_leaving
        self.desk: Any = None
        self._house: Any = None

    @property
    def may_be_asked(self) -> bool:
        """Whether a vault is open and stays so for now."""
        return self._house is not None and self.desk.is_open and not self._is_leaving()

    async def load(self) -> Any:
        """All that is needed in here, in a thread of its own. Whoever comes second waits for the first."""
        return await asyncio.get_running_loop().run_in_executor(None, load_house)

    async def move_in(self, vault: Vault) -> None:
        """Show the caseload, then where the worker was, then what was begun and not saved."""
        house = await self.load()
        self.desk = await house.make_desk(
            vault, self._thread, self._start.clock, practice=self._start.practice, lesson=self._start.lesson
        )
        self._heed(self.desk)
        self._house = house.House(self._app, self.desk)
        await self._app.push_screen(self._house.home())
        await self._forget_what_was_typed()
        self._app.set_timer(LOOK_AT_BACKUP_AFTER, self._look_at_backup)
        if self._start.return_to:
            self.follow(routes.ShowClient(self._start.return_to))
        self.follow(routes.ShowDrafts())

    def follow(self, route: routes.Route) -> None:
        """Let the house find the way, if there is one."""
        if self._house is not None:
            self._app.run_worker(self._follow(route), description="route")

    def take_down(self) -> None:
        """Put down one line, about the client on screen."""
        if not self._is_leaving():
            self.follow(routes.QuickNote(self._client_on_screen()))

    async def show_card(self) -> None:
        """Whom to call; while no vault can be asked, without what the client on screen has on it."""
        from psw_tui.ui.screens.crisis import CrisisScreen

        if self._is_leaving() or isinstance(self._app.screen, CrisisScreen | BlankScreen):
            return
        if self._house is None:
            await self._app.push_screen(CrisisScreen(self._start.language, self._start.country))
        elif not self.desk.is_open:  # the vault is being put under a new key
            await self._app.push_screen(CrisisScreen(self.desk.language, self.desk.country))
        else:
            self.follow(routes.ShowCard(self._client_on_screen()))

    def remind(self) -> None:
        """Let the screen on top say what nobody was told about yet."""
        if self.may_be_asked:
            self._app.run_worker(self._house.remind, description="remind", exclusive=True, group="remind")

    def stop_looking(self) -> None:
        """Nobody waits for a look at a backup when the program locks."""
        if self._house is not None:
            self._house.backups.stop_looking()

    async def _follow(self, route: routes.Route) -> None:
        with self._keys.opening():
            await self._house.follow(route)
        self._heed(self.desk)  # what was set there counts from now on

    async def _forget_what_was_typed(self) -> None:
        """The screen at the bottom stays; what was typed there to open the vault does not."""
        first = self._app.screen_stack[0]
        for box in first.query(LineBox):
            box.put("")
        await first.remove_children()

    def _look_at_backup(self) -> None:
        """Whether the copy the launcher made is good shows only now that there is a key."""
        if not (self._is_leaving() or self._start.practice):
            self._app.run_worker(self._house.backups.look_at_newest(), description="look at backup")

    def _client_on_screen(self) -> str:
        """The client the topmost screen that is about one is about."""
        return client_on(reversed(self._app.screen_stack))
