"""Making a vault: asks, shows the recovery code, and makes it once the code was typed back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from textual.app import App

from psw_tui.language import speak
from psw_tui.places import PlaceError, place_for
from psw_tui.sentences import sentence
from psw_tui.storage import recovery
from psw_tui.storage.errors import BadRecoveryCode, VaultError
from psw_tui.storage.vault import Vault, new_recovery_code
from psw_tui.ui.routes import BeginFirstDay
from psw_tui.ui.screens.set_up import RecoveryScreen, SetUpScreen, WelcomeScreen
from psw_tui.ui.screens.unlock import UnlockScreen

if TYPE_CHECKING:
    from psw_tui.ui.gate import Start


class SettingUp:
    """Answers the set-up screens. `move_in` gets the open vault; `thread` is the vault's own."""

    def __init__(
        self, app: App[Any], start: Start, thread: Executor, move_in: Callable[[Any], Awaitable[None]]
    ) -> None:
        self._app = app
        self._start = start
        self._thread = thread
        self._move_in = move_in
        self._language = start.language
        self._asked: SetUpScreen.Answered | None = None
        self._code = ""

    def screen(self) -> WelcomeScreen:
        """The first of the screens that lead to a new vault."""
        return WelcomeScreen(self._language)

    async def begin(self, begun: WelcomeScreen.Begun) -> None:
        """Ask for all that a new vault needs."""
        self._language = speak(begun.language)
        await self._app.push_screen(SetUpScreen(self._language))

    async def leave(self) -> None:
        """Back to the unlock screen, or out where there is none below."""
        if any(isinstance(screen, UnlockScreen) for screen in self._app.screen_stack):
            await self._app.pop_screen()
        else:
            self._app.exit(0)

    async def show_code(self, asked: SetUpScreen.Answered) -> None:
        """Show the recovery code of the vault that is about to be made, once."""
        try:
            place_for(asked.label)
        except PlaceError as error:
            self._tell(sentence(error, self._language))
            return
        self._asked, self._code = asked, new_recovery_code()
        await self._app.push_screen(RecoveryScreen(self._language, self._code))

    async def compare_code(self, typed: RecoveryScreen.TypedBack) -> None:
        """Make the vault once the code was typed back right; point at the slip otherwise."""
        try:
            right = recovery.decode(typed.typed) == recovery.decode(self._code)
        except BadRecoveryCode as error:
            self._tell(sentence(error, self._language))
            return
        if right and self._asked is not None:
            self._tell(self._language.say("Right. Making your vault ..."))
            await self._make(self._asked)
        else:
            self._tell(self._language.say("This is a code, but not the one just shown. Look at your paper again."))

    async def _make(self, asked: SetUpScreen.Answered) -> None:
        try:
            vault = await asyncio.get_running_loop().run_in_executor(self._thread, self._made, asked)
        except (VaultError, PlaceError) as error:
            self._tell(sentence(error, self._language))
            return
        self._asked, self._code = None, ""
        while len(self._app.screen_stack) > 1:
            await self._app.pop_screen()
        await self._move_in(vault)
        self._app.post_message(BeginFirstDay())

    def _made(self, asked: SetUpScreen.Answered) -> Vault:
        from psw_tui.services.set_up import set_up  # loads the records, so not before it is needed

        return set_up(
            place_for(asked.label).path,
            asked.passphrase,
            recovery_code=self._code,
            worker=asked.worker,
            language=asked.language,
            country=self._start.country,
            clock=self._start.clock,
            profile=self._start.profile(),
        )

    def _tell(self, words: str) -> None:
        if isinstance(self._app.screen, SetUpScreen | RecoveryScreen):
            self._app.screen.tell(words)
