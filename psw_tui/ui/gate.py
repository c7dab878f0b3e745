"""The way in: opens a vault by passphrase or recovery code. Holds nothing once it is open.

What a vault is opened with is loaded where it is opened, in the vault's own thread: the first screen is there before.
"""

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
from psw_tui.language import Language
from psw_tui.places import VaultPlace
from psw_tui.progress import Cancelled, Progress
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
from psw_tui.ui.screens.unlock import UnlockScreen

if TYPE_CHECKING:
    from psw_tui.services.errors import NotPossible
    from psw_tui.storage.kdf import Profile
    from psw_tui.storage.vault import Vault
    from psw_tui.ui.screens.set_up import WelcomeScreen
    from psw_tui.ui.setting_up import SettingUp

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
    lesson: bool = False
    """Whether the vault is that of the lessons, made where there is none."""
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
    """Answers the unlock screen. `move_in` gets the open vault; `thread` is the vault's own."""

    def __init__(self, app: App[Any], start: Start, thread: Executor, move_in: MoveIn) -> None:
        self._app = app
        self._start = start
        self._thread = thread
        self._move_in = move_in
        self._language = start.language
        self._setting_up: SettingUp | None = None

    def first_screen(self) -> UnlockScreen | WelcomeScreen:
        """Unlock where there is a vault, set-up where there is none."""
        if not self._start.vaults:
            return self.setting_up().screen()
        return UnlockScreen(
            self._language, self._start.vaults, practice=self._start.practice, lesson=self._start.lesson
        )

    async def by_passphrase(self, asked: UnlockScreen.Passphrase) -> None:
        """Open a vault with what the worker remembers; if guessing may cost more on this laptop, see to it afterwards."""
        if asked.rescue:
            await self._rescue(
                lambda progress: _rescue_service().rescue(
                    asked.vault, asked.passphrase, clock=self._start.clock, progress=progress
                )
            )
            return

        def opened() -> Vault:
            if self._start.lesson:
                return self._opened_lesson(asked)
            from psw_tui.storage.vault import open_with_passphrase

            return open_with_passphrase(asked.vault, asked.passphrase, clock=self._start.clock)

        vault = await self._open(opened)
        if vault is not None and vault.costlier is not None and self._start.raises_cost:
            from psw_tui.services.passphrases import raise_cost_quietly

            raise_cost_quietly(asked.vault, asked.passphrase, vault.costlier)

    def _opened_lesson(self, asked: UnlockScreen.Passphrase) -> Vault:
        from psw_tui.records.choices import NoteLanguage
        from psw_tui.services.practice import open_lesson

        language = NoteLanguage(self._language.code)
        return open_lesson(
            asked.vault, asked.passphrase, clock=self._start.clock, language=language, say=self._language.say
        )

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

        def opened() -> Vault:
            from psw_tui.storage.vault import open_with_recovery_code

            return open_with_recovery_code(
                asked.vault,
                asked.code,
                clock=self._start.clock,
                new_passphrase=asked.passphrase,
                profile=self._start.profile(),
            )

        await self._open(opened)

    async def bring_back(self, vault: Path | None) -> None:
        """Bring a vault back from a backup; nothing is open meanwhile."""
        from psw_tui.ui.bringing_back import BringingBack  # seldom needed, and loads the records

        await BringingBack(self._app, self._start, self._thread).run(vault)

    def setting_up(self) -> SettingUp:
        """What makes another vault. The same one until the program ends."""
        if self._setting_up is None:
            from psw_tui.ui.setting_up import SettingUp  # where there is a vault, nobody needs it

            self._setting_up = SettingUp(self._app, self._start, self._thread, self._move_in)
        return self._setting_up

    async def _open(self, opener: Callable[[], Vault]) -> Vault | None:
        """The vault, once the worker has moved in; None where the screen says why not."""
        screen = self._app.screen
        if not isinstance(screen, UnlockScreen):
            return None
        from psw_tui.services.errors import NotPossible  # loads the records, and nobody opens anything before them

        screen.tell(self._language.say("Opening. The wait is there to slow down guessing."))
        try:
            vault = await self._in_thread(opener)
        except (BadRecoveryCode, WrongRecoveryCode) as error:
            screen.tell_code(self._sentence(error))
        except NotPossible as error:  # a practice file that somebody changed
            screen.tell(self._sentence(error), wrong=True)
        except VaultError as error:
            way_out = (
                self._language.say("To bring it back from a backup, press {key:unlock.restore}.")
                if isinstance(error, LOST)
                else ""
            )
            screen.tell(f"{self._sentence(error)} {way_out}", wrong=True)
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
            screen.tell(self._sentence(rescued), wrong=True)
        else:
            again = self._language.say("To open it, quit and start psw-tui again.")
            where, *rest = told(rescued, self._language)
            screen.tell_rescued("\n".join([where, again, *rest]))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _sentence(self, error: VaultError | Cancelled | NotPossible) -> str:
        from psw_tui.sentences import sentence

        return sentence(error, self._language)


def _rescue_service() -> Any:
    """Loads the records, so not before it is needed."""
    from psw_tui.services import rescue

    return rescue
