"""The program a worker sees: opens or makes a vault, hands over to the house, locks and ends."""

from __future__ import annotations

import asyncio
import importlib
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.app import App, SystemCommand
from textual.screen import Screen

from psw_tui.domain.clock import Clock
from psw_tui.language import Language, speak
from psw_tui.lifeline import NotAnId, leave_note
from psw_tui.places import PlaceError, VaultPlace, place_for
from psw_tui.sentences import sentence
from psw_tui.storage import recovery
from psw_tui.storage.errors import BadRecoveryCode, VaultError
from psw_tui.storage.kdf import Profile
from psw_tui.ui import routes
from psw_tui.ui.idle import IdleWatch
from psw_tui.ui.screens.base import PswScreen
from psw_tui.ui.screens.set_up import RecoveryScreen, SetUpScreen
from psw_tui.ui.screens.too_small import TooSmallScreen, is_too_small
from psw_tui.ui.screens.unlock import UnlockScreen

LOCKED = 75
"""Tells the launcher to start the program again at the unlock screen."""

IDLE_LOOK = 5.0
"""Seconds between two looks at how long nobody has been here."""


@dataclass(frozen=True)
class Start:
    """What the program is started with."""

    vaults: Sequence[VaultPlace]
    clock: Clock
    language: Language
    profile: Callable[[], Profile]
    """Picks the cost of the key derivation for a new vault."""
    practice: bool = False
    return_to: str = ""
    """The client that was open when the program locked."""
    passphrase: str | None = None
    """Opens the only vault without asking, once."""
    notes: int | None = None
    """Where the launcher takes the id to come back to."""


class PswApp(App[int]):
    """psw-tui on a terminal."""

    TITLE = "Notes"
    ENABLE_COMMAND_PALETTE = True
    CSS = """
    Screen { background: $background; }
    """
    BINDINGS: ClassVar = []

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.start = start
        self.clock = start.clock
        self.language = start.language
        self._database = ThreadPoolExecutor(1, thread_name_prefix="vault")
        self._desk: Any = None
        self._house: Any = None
        self._idle = IdleWatch()
        self._idle_limit = 0.0
        self._leaving = False
        self._new_vault: SetUpScreen.Answered | None = None
        self._new_code = ""

    async def on_mount(self) -> None:
        self._listen_for_the_end()
        if not self.start.vaults:
            await self.push_screen(SetUpScreen(self.language))
        else:
            await self.push_screen(self._unlock_screen())
        # The records take half a second to load; nobody has typed a passphrase by then.
        self.run_worker(self._load_house(), description="load", exit_on_error=True)
        if self.start.passphrase is not None and len(self.start.vaults) == 1:
            self.post_message(UnlockScreen.Passphrase(self.start.vaults[0].path, self.start.passphrase))

    def _unlock_screen(self) -> UnlockScreen:
        return UnlockScreen(self.language, self.start.vaults, practice=self.start.practice)

    async def _load_house(self) -> Any:
        return await asyncio.get_running_loop().run_in_executor(None, importlib.import_module, "psw_tui.ui.house")

    @on(UnlockScreen.Passphrase)
    def open_by_passphrase(self, event: UnlockScreen.Passphrase) -> None:
        """Open a vault with what the worker remembers."""
        from psw_tui.storage.vault import open_with_passphrase

        def opener() -> Any:
            return open_with_passphrase(event.vault, event.passphrase, clock=self.clock)

        self.run_worker(self._unlock(opener), description="unlock", exclusive=True)

    @on(UnlockScreen.RecoveryCode)
    def open_by_code(self, event: UnlockScreen.RecoveryCode) -> None:
        """Open a vault with its sheet and set a new passphrase."""
        from psw_tui.storage.vault import open_with_recovery_code

        def opener() -> Any:
            return open_with_recovery_code(
                event.vault,
                event.code,
                clock=self.clock,
                new_passphrase=event.passphrase,
                profile=self.start.profile(),
            )

        self.run_worker(self._unlock(opener), description="unlock", exclusive=True)

    async def _unlock(self, opener: Callable[[], Any]) -> None:
        screen = self.screen
        if isinstance(screen, UnlockScreen):
            screen.tell(self.language.say("Opening. This takes a moment on purpose ..."))
        try:
            vault = await asyncio.get_running_loop().run_in_executor(self._database, opener)
        except VaultError as error:
            if isinstance(screen, UnlockScreen):
                screen.tell(sentence(error, self.language), wrong=True)
            return
        await self._move_in(vault)

    async def _move_in(self, vault: Any) -> None:
        """Show the caseload, then what was begun and not saved."""
        await self._load_house()
        from psw_tui.services.settings import sign_as_worker
        from psw_tui.ui.desk import Desk
        from psw_tui.ui.house import House

        found = await asyncio.get_running_loop().run_in_executor(self._database, sign_as_worker, vault)
        self.language = speak(str(found.language))
        self._idle_limit = found.idle_minutes * 60.0
        self._desk = Desk(
            vault, self._database, self.language, self.clock, team=found.team, practice=self.start.practice
        )
        self._house = House(self, self._desk)
        await self.switch_screen(self._house.home())
        self._idle.touch()
        self.set_interval(IDLE_LOOK, self._lock_when_idle)
        if self.start.return_to:
            self._follow(routes.ShowClient(self.start.return_to))
        self._follow(routes.ShowDrafts())

    @on(UnlockScreen.NewVault)
    async def ask_for_new_vault(self) -> None:
        """Make another vault."""
        await self.push_screen(SetUpScreen(self.language))

    @on(SetUpScreen.Answered)
    async def show_code(self, event: SetUpScreen.Answered) -> None:
        """Show the recovery code of the vault to be made, once."""
        from psw_tui.storage.vault import new_recovery_code

        self.language = speak(event.language)
        try:
            place_for(event.label)
        except PlaceError as error:
            self._tell_set_up(sentence(error, self.language))
            return
        self._new_vault, self._new_code = event, new_recovery_code()
        await self.push_screen(RecoveryScreen(self.language, self._new_code))

    @on(RecoveryScreen.TypedBack)
    def compare_code(self, event: RecoveryScreen.TypedBack) -> None:
        """Make the vault once the code was typed back right; point at the slip otherwise."""
        screen = self.screen
        if not isinstance(screen, RecoveryScreen):
            return
        try:
            right = recovery.decode(event.typed) == recovery.decode(self._new_code)
        except BadRecoveryCode as error:
            screen.tell(sentence(error, self.language))
            return
        if right:
            screen.tell(self.language.say("Right. Making your vault ..."))
            self.run_worker(self._make_vault(), description="make", exclusive=True)
        else:
            screen.tell(self.language.say("This is a code, but not the one just shown. Look at your paper again."))

    async def _make_vault(self) -> None:
        await self._load_house()
        from psw_tui.services.set_up import set_up

        answered = self._new_vault
        if answered is None:
            return

        def make() -> Any:
            return set_up(
                place_for(answered.label).path,
                answered.passphrase,
                recovery_code=self._new_code,
                worker=answered.worker,
                language=answered.language,
                clock=self.clock,
                profile=self.start.profile(),
            )

        try:
            vault = await asyncio.get_running_loop().run_in_executor(self._database, make)
        except (VaultError, PlaceError) as error:
            self._tell_set_up(sentence(error, self.language))
            return
        self._new_vault, self._new_code = None, ""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        await self._move_in(vault)

    def _tell_set_up(self, words: str) -> None:
        if isinstance(self.screen, SetUpScreen | RecoveryScreen):
            self.screen.tell(words)

    @on(routes.ShowClient)
    @on(routes.AddClient)
    @on(routes.ChangeClient)
    @on(routes.WriteDebrief)
    @on(routes.OpenFreshLook)
    @on(routes.TakeStep)
    @on(routes.AddGoal)
    @on(routes.ShowDrafts)
    def _follow(self, route: Any) -> None:
        """Let the house find the way."""
        if self._house is not None:
            self.run_worker(self._house.follow(route), description="route")

    @on(routes.ShowHelp)
    async def explain(self) -> None:
        """Explain the screen on top."""
        from psw_tui.ui.screens.help import HelpScreen

        top = self.screen
        if isinstance(top, PswScreen):
            await self.push_screen(HelpScreen(self.language, top.HELP_NAME, top.OFFERS))

    @on(routes.Lock)
    async def lock(self, route: routes.Lock) -> None:
        """Keep what was typed, close the vault and end this process: that is what empties memory."""
        if route.hidden:
            self.screen.styles.visibility = "hidden"
        if self._desk is None:
            return
        self._leave_note()
        await self._leave(LOCKED)

    @on(routes.End)
    async def end(self) -> None:
        """Keep what was typed, close the vault and end the program."""
        await self._leave(0)

    async def _leave(self, code: int) -> None:
        if self._leaving:
            return
        self._leaving = True
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_now", None)
            if keep is not None:
                await keep()
        if self._desk is not None:
            await self._desk.close()
        self.exit(code)

    def _leave_note(self) -> None:
        """Remember which client was open; nothing else passes on."""
        client = next((screen.client for screen in self.screen_stack if hasattr(screen, "client")), "")
        if self.start.notes is not None and client:
            with suppress(NotAnId, OSError):
                leave_note(self.start.notes, client)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._idle.touch()
        await super().on_event(event)

    def _lock_when_idle(self) -> None:
        if self._idle_limit and self._idle.seconds > self._idle_limit:
            self.post_message(routes.Lock())

    async def on_resize(self, event: events.Resize) -> None:
        """Ask for a larger window rather than show half a screen; what was typed waits below."""
        shown = isinstance(self.screen, TooSmallScreen)
        if is_too_small(event.size) and not shown:
            await self.push_screen(TooSmallScreen(self.language))
        elif shown and not is_too_small(event.size):
            await self.pop_screen()

    def hang_up(self) -> None:
        """The terminal, the launcher or the system wants the end. Safe to call from any thread."""
        self.call_later(self._leave, 0)

    def _listen_for_the_end(self) -> None:
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.hang_up)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Only our own commands: the usual ones would write the screen to a file in clear."""
        if isinstance(screen, PswScreen):
            for command in screen.OFFERS:
                title = f"{screen.say(command.label)} ({screen.say(command.first_key)})"
                action = getattr(screen, f"action_{command.action}", None)
                if action is not None:
                    yield SystemCommand(title, screen.say(command.sentence), action)

    def _fatal_error(self) -> None:
        """Textual's own report prints every local variable: names, notes, passphrases. Ours prints none."""
        from rich.traceback import Traceback

        self.bell()
        self._exit_renderables.append(Traceback(show_locals=False, width=None))
        self._close_messages_no_wait()

    def action_suspend_process(self) -> None:
        """Nothing: a suspended process would keep the key in memory and the terminal raw."""

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing leaves by the clipboard."""
