"""The way in: opens a vault by passphrase or recovery code, or makes a new one. Holds nothing once it is open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App

from psw_tui.crisis import COUNTRIES
from psw_tui.domain.clock import Clock
from psw_tui.language import Language, speak
from psw_tui.places import PlaceError, VaultPlace, place_for
from psw_tui.progress import Cancelled, Progress
from psw_tui.sentences import sentence
from psw_tui.storage import recovery
from psw_tui.storage.errors import (
    BadRecoveryCode,
    VaultDamaged,
    VaultEmpty,
    VaultError,
    VaultForeign,
    VaultMissing,
    VaultPlaintext,
    VaultTruncated,
    WrongRecoveryCode,
)
from psw_tui.storage.kdf import Profile
from psw_tui.storage.vault import new_recovery_code, open_with_passphrase, open_with_recovery_code
from psw_tui.ui.screens.set_up import RecoveryScreen, SetUpScreen
from psw_tui.ui.screens.unlock import UnlockScreen

if TYPE_CHECKING:
    from psw_tui.storage.vault import Vault

T = TypeVar("T")

LOST = (VaultMissing, VaultEmpty, VaultPlaintext, VaultTruncated, VaultForeign, VaultDamaged)
"""What a backup is the remedy for."""

MoveIn = Callable[[Any], Awaitable[None]]


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
    country: str = COUNTRIES[0]
    """Whose crisis card is shown while no vault is open."""
    raises_cost: bool = False
    """Whether a passphrase is sealed anew where this laptop can bear a costlier derivation."""
    notes: int | None = None
    """Where the launcher takes the id to come back to."""


class Gate:
    """Answers the unlock and set-up screens. `move_in` gets the open vault; `thread` is the vault's own."""

    def __init__(self, app: App[Any], start: Start, thread: Executor, move_in: MoveIn) -> None:
        self._app = app
        self._start = start
        self._thread = thread
        self._move_in = move_in
        self._language = start.language
        self._asked: SetUpScreen.Answered | None = None
        self._code = ""

    def first_screen(self) -> UnlockScreen | SetUpScreen:
        """Unlock where there is a vault, set-up where there is none."""
        if not self._start.vaults:
            return SetUpScreen(self._language)
        return UnlockScreen(self._language, self._start.vaults, practice=self._start.practice)

    async def by_passphrase(self, asked: UnlockScreen.Passphrase) -> None:
        """Open a vault with what the worker remembers; if guessing may cost more on this laptop, see to it afterwards."""
        if asked.rescue:
            await self._rescue(
                lambda progress: _rescue_service().rescue(
                    asked.vault, asked.passphrase, clock=self._start.clock, progress=progress
                )
            )
            return
        vault = await self._open(lambda: open_with_passphrase(asked.vault, asked.passphrase, clock=self._start.clock))
        if vault is not None and vault.costlier is not None and self._start.raises_cost:
            from psw_tui.services.passphrases import raise_cost_quietly

            raise_cost_quietly(asked.vault, asked.passphrase, vault.costlier)

    async def by_code(self, asked: UnlockScreen.RecoveryCode) -> None:
        """Open a vault with its sheet; the new passphrase opens it from now on."""
        if asked.rescue:
            await self._rescue(
                lambda progress: _rescue_service().rescue_by_code(
                    asked.vault,
                    asked.code,
                    asked.passphrase,
                    clock=self._start.clock,
                    profile=self._start.profile(),
                    progress=progress,
                )
            )
            return
        await self._open(
            lambda: open_with_recovery_code(
                asked.vault,
                asked.code,
                clock=self._start.clock,
                new_passphrase=asked.passphrase,
                profile=self._start.profile(),
            )
        )

    async def bring_back(self, vault: Path | None) -> None:
        """Bring a vault back from a backup; nothing is open meanwhile."""
        from psw_tui.ui.bringing_back import BringingBack  # seldom needed, and loads the records

        await BringingBack(self._app, self._start, self._thread).run(vault)

    async def ask_for_new_vault(self) -> None:
        """Ask what a new vault needs."""
        await self._app.push_screen(SetUpScreen(self._language))

    async def leave_set_up(self) -> None:
        """Back to the unlock screen, or out where there is none below."""
        if any(isinstance(screen, UnlockScreen) for screen in self._app.screen_stack):
            await self._app.pop_screen()
        else:
            self._app.exit(0)

    async def show_code(self, asked: SetUpScreen.Answered) -> None:
        """Show the recovery code of the vault that is about to be made, once."""
        self._language = speak(asked.language)
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
            vault = await self._in_thread(lambda: self._made(asked))
        except (VaultError, PlaceError) as error:
            self._tell(sentence(error, self._language))
            return
        self._asked, self._code = None, ""
        while len(self._app.screen_stack) > 2:
            await self._app.pop_screen()
        await self._move_in(vault)

    def _made(self, asked: SetUpScreen.Answered) -> Vault:
        from psw_tui.services.set_up import set_up  # loads the records, so not before it is needed

        return set_up(
            place_for(asked.label).path,
            asked.passphrase,
            recovery_code=self._code,
            worker=asked.worker,
            language=asked.language,
            clock=self._start.clock,
            profile=self._start.profile(),
        )

    async def _open(self, opener: Callable[[], Vault]) -> Vault | None:
        """The vault, once the worker has moved in; None where the screen says why not."""
        screen = self._app.screen
        if not isinstance(screen, UnlockScreen):
            return None
        screen.tell(self._language.say("Opening. The wait is there to slow down guessing."))
        try:
            vault = await self._in_thread(opener)
        except (BadRecoveryCode, WrongRecoveryCode) as error:
            screen.tell_code(sentence(error, self._language))
        except VaultError as error:
            way_out = self._language.say("Ctrl+R brings it back from a backup.") if isinstance(error, LOST) else ""
            screen.tell(f"{sentence(error, self._language)} {way_out}", wrong=True)
        else:
            await self._move_in(vault)
            return vault
        return None

    async def _rescue(self, work: Callable[[Progress], Any]) -> None:
        """Save what can be read of a damaged vault, and say what became of it."""
        from psw_tui.rescue_words import told
        from psw_tui.ui.dialogs.working import WorkingDialog

        screen = self._app.screen
        if not isinstance(screen, UnlockScreen):
            return
        title = self._language.say("Saving what can be read. This may take a while.")
        dialog = WorkingDialog(self._language, title, lambda progress: self._in_thread(lambda: work(progress)))
        rescued = await self._app.push_screen_wait(dialog)
        if isinstance(rescued, VaultError | Cancelled):
            screen.tell(sentence(rescued, self._language), wrong=True)
        else:
            again = self._language.say("To open it, quit and start psw-tui again.")
            where, *rest = told(rescued, self._language)
            screen.tell_rescued("\n".join([where, again, *rest]))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _tell(self, words: str) -> None:
        if isinstance(self._app.screen, SetUpScreen | RecoveryScreen):
            self._app.screen.tell(words)


def _rescue_service() -> Any:
    """Loads the records, so not before it is needed."""
    from psw_tui.services import rescue

    return rescue
