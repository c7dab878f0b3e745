"""The program a worker sees: lets the gate open a vault, hands over to the house, locks and ends."""

from __future__ import annotations

import asyncio
import importlib
import signal
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from textual import events, on
from textual.app import App, SystemCommand
from textual.screen import Screen

from psw_tui.language import speak
from psw_tui.lifeline import NotAnId, leave_note
from psw_tui.ui import routes
from psw_tui.ui.commands import CRISIS, HIDE, STEP_KEYS
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.gate import Gate, Start
from psw_tui.ui.idle import IdleWatch
from psw_tui.ui.screens.blank import BlankScreen
from psw_tui.ui.screens.set_up import RecoveryScreen, SetUpScreen
from psw_tui.ui.screens.too_small import TooSmallScreen, is_too_small
from psw_tui.ui.screens.unlock import UnlockScreen

LOCKED = 75
"""Tells the launcher to start the program again at the unlock screen."""

IDLE_LOOK = 5.0
"""Seconds between two looks at how long nobody has been here."""


class PswApp(App[int], inherit_bindings=False):
    """psw-tui on a terminal."""

    TITLE = "Notes"

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.clock = start.clock
        self.language = start.language
        self._start = start
        self._database = ThreadPoolExecutor(1, thread_name_prefix="vault")
        self._gate = Gate(self, start, self._database, self._move_in)
        self._desk: Any = None
        self._house: Any = None
        self._idle = IdleWatch()
        self._idle_limit = 0.0
        self._leaving = False

    async def on_mount(self) -> None:
        self._listen_for_the_end()
        await self.push_screen(self._gate.first_screen())
        # The records take half a second to load; nobody has typed a passphrase by then.
        self.run_worker(self._load_house(), description="load")
        if self._start.passphrase is not None and len(self._start.vaults) == 1:
            self.post_message(UnlockScreen.Passphrase(self._start.vaults[0].path, self._start.passphrase))

    @on(UnlockScreen.Passphrase)
    def open_by_passphrase(self, asked: UnlockScreen.Passphrase) -> None:
        """Open a vault with what the worker remembers."""
        self.run_worker(self._gate.by_passphrase(asked), description="unlock", exclusive=True, group="gate")

    @on(UnlockScreen.RecoveryCode)
    def open_by_code(self, asked: UnlockScreen.RecoveryCode) -> None:
        """Open a vault with its sheet."""
        self.run_worker(self._gate.by_code(asked), description="unlock", exclusive=True, group="gate")

    @on(UnlockScreen.NewVault)
    async def ask_for_new_vault(self) -> None:
        """Make another vault."""
        await self._gate.ask_for_new_vault()

    @on(SetUpScreen.Left)
    async def leave_set_up(self) -> None:
        """Back to the unlock screen, or out where there is nothing to unlock."""
        await self._gate.leave_set_up()

    @on(SetUpScreen.Answered)
    async def show_code(self, asked: SetUpScreen.Answered) -> None:
        """Show the recovery code, once."""
        await self._gate.show_code(asked)

    @on(RecoveryScreen.TypedBack)
    def compare_code(self, typed: RecoveryScreen.TypedBack) -> None:
        """Make the vault once the code was typed back."""
        self.run_worker(self._gate.compare_code(typed), description="make", exclusive=True, group="gate")

    @on(routes.Route)
    def follow(self, route: routes.Route) -> None:
        """Let the house find the way."""
        if self._house is not None:
            self.run_worker(self._follow(route), description="route")

    @on(routes.ShowHelp)
    async def explain(self) -> None:
        """Explain the screen on top."""
        from psw_tui.ui.screens.help import HelpScreen  # Markdown is slow to load and seldom needed

        top = self.screen
        if isinstance(top, PswScreen):
            await self.push_screen(HelpScreen(self.language, top.help_name, top.offers))

    @on(routes.ShowCrisis)
    async def show_card(self) -> None:
        """Whom to call, over whatever is on screen."""
        from psw_tui.ui.screens.crisis import CrisisScreen

        if self._leaving or isinstance(self.screen, CrisisScreen | BlankScreen):
            return
        if self._house is None:
            await self.push_screen(CrisisScreen(self.language, self._start.country))
        elif not self._desk.is_open:  # the vault is being put under a new key
            await self.push_screen(CrisisScreen(self.language, self._desk.country))
        else:
            self.follow(routes.ShowCard(self._client_on_screen()))

    @on(routes.CameToTop)
    def remind(self) -> None:
        """What nobody was told about yet stands on the screen that is on top now."""
        if self._house is not None and self._desk.is_open and not self._leaving:
            self.run_worker(self._house.remind, description="remind", exclusive=True, group="remind")

    @on(routes.Lock)
    async def lock(self, asked: routes.Lock) -> None:
        """Keep what was typed, close the vault and end this process: that is what empties memory."""
        if asked.hidden:
            await self.push_screen(BlankScreen())
        if self._desk is not None:
            self._leave_note()
            await self._leave(LOCKED)

    @on(routes.End)
    async def end(self) -> None:
        """Keep what was typed, close the vault and end the program."""
        await self._leave(0)

    def hang_up(self) -> None:
        """The terminal, the launcher or the system wants the end. Safe to call from any thread."""
        self.call_later(self._leave, 0)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._idle.touch()
        if isinstance(event, events.Key) and event.key == HIDE.key:
            # Here and not as a binding: no dialog and no palette may be in its way.
            event.stop()
            self.post_message(routes.Lock(hidden=True))
            return
        if isinstance(event, events.Key) and event.key == CRISIS.key:
            event.stop()
            self.post_message(routes.ShowCrisis())
            return
        await super().on_event(event)

    async def on_resize(self, event: events.Resize) -> None:
        """Ask for a larger window rather than show half a screen; what was typed waits below."""
        shown = isinstance(self.screen, TooSmallScreen)
        if is_too_small(event.size) and not shown:
            await self.push_screen(TooSmallScreen(self.language))
        elif shown and not is_too_small(event.size):
            await self.pop_screen()

    async def _follow(self, route: routes.Route) -> None:
        """Let the house find the way; what was set there counts from now on."""
        await self._house.follow(route)
        self._idle_limit = self._desk.idle_minutes * 60.0

    async def _load_house(self) -> Any:
        return await asyncio.get_running_loop().run_in_executor(None, importlib.import_module, "psw_tui.ui.house")

    async def _move_in(self, vault: Any) -> None:
        """Show the caseload, then where the worker was, then what was begun and not saved."""
        house = await self._load_house()
        self._desk = await house.make_desk(vault, self._database, self.clock, practice=self._start.practice)
        self.language = speak(self._desk.language.code)
        self._idle_limit = self._desk.idle_minutes * 60.0
        self._house = house.House(self, self._desk)
        await self.switch_screen(self._house.home())
        self._idle.touch()
        self.set_interval(IDLE_LOOK, self._lock_when_idle)
        if self._start.return_to:
            self.follow(routes.ShowClient(self._start.return_to))
        self.follow(routes.ShowDrafts())

    async def _leave(self, code: int) -> None:
        if self._leaving:
            return
        self._leaving = True
        for screen in self.screen_stack:
            if isinstance(screen, PswScreen):
                await screen.keep_now()
        if self._desk is not None:
            await self._desk.close()
        self.exit(code)

    def _client_on_screen(self) -> str:
        """The client the topmost screen that is about one is about."""
        screens = (screen for screen in reversed(self.screen_stack) if isinstance(screen, PswScreen))
        return next((screen.client for screen in screens if screen.client), "")

    def _leave_note(self) -> None:
        """Remember which client was open; nothing else passes on."""
        client = next(
            (screen.client for screen in self.screen_stack if isinstance(screen, PswScreen) and screen.client), ""
        )
        if self._start.notes is not None and client:
            with suppress(NotAnId, OSError):
                leave_note(self._start.notes, client)

    def _lock_when_idle(self) -> None:
        if self._idle_limit and self._idle.seconds > self._idle_limit:
            self.post_message(routes.Lock())

    def _listen_for_the_end(self) -> None:
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.hang_up)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Only our own commands: the usual ones would write the screen to a file in clear."""
        if isinstance(screen, PswScreen):
            for command in screen.offers:
                if command.key == STEP_KEYS:
                    continue
                title = f"{screen.say(command.label)} ({screen.say(command.first_key)})"
                action = partial(self.run_action, command.action, screen)
                yield SystemCommand(title, screen.say(command.sentence), action)

    def _fatal_error(self) -> None:
        """Textual's own report prints every local variable: names, notes, passphrases. Ours prints none."""
        from rich.traceback import Traceback

        self.bell()
        self._exit_renderables.append(Traceback(show_locals=False, width=None))
        self._close_messages_no_wait()

    def action_suspend_process(self) -> None:
        """Nothing: a suspended process would keep the key in memory and the terminal raw."""

    async def action_quit(self) -> None:
        """Nothing: Textual's ctrl+q would end the program past the drafts, and sits beside ctrl+a."""

    def action_help_quit(self) -> None:
        """Nothing: it would tell people to press ctrl+q."""

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing leaves by the clipboard."""
