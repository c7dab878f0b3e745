"""Shows how far a renewal is, stops it while that is possible, and says how it ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.services.passphrases import Progress, Stage
from psw_tui.storage.errors import RenewalStopped, VaultError
from psw_tui.ui.commands import CRISIS, HELP, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import Lock
from psw_tui.ui.show import show

STOP = Command("renewing.stop", "escape", N_("stop"), N_("Stop, while nothing has changed yet."), in_forms=True)
LOCK_NOW = Command("renewing.done", "enter", N_("lock, once it is done"), N_("Lock, to open with the new passphrase."))

STAGES = {
    Stage.COPYING: N_("1 of 4: copying the vault under its new key ... {percent} %"),
    Stage.CHECKING: N_("2 of 4: checking the copy ..."),
    Stage.BACKING_UP: N_("3 of 4: keeping a first backup of it ..."),
    Stage.SWAPPING: N_("4 of 4: putting it in place. From here on it cannot be stopped."),
}

LOOK = 0.1
"""Seconds between two looks at how far it is."""

Work = Callable[[Progress], Awaitable[bool]]
"""The renewal; whether all of it is done."""


class RenewingScreen(PswScreen[VaultError | None]):
    """Its result is what stopped it, with nothing changed. Once it is done, the only way on is to lock."""

    OFFERS: ClassVar[Sequence[Command]] = (STOP, LOCK_NOW, CRISIS, HELP)
    HELP_NAME = "passphrase"
    CSS = "#middle { height: 1fr; padding: 2 4; } #stage { margin-bottom: 1; height: auto; text-style: bold; }"

    def __init__(self, language: Language, work: Work) -> None:
        super().__init__(language)
        self._work = work
        self._stage = Static("", id="stage")
        self._more = Static("")
        self._at = (Stage.COPYING, 0.0)
        self._stopped = False
        self._done = False

    def compose(self) -> ComposeResult:
        yield self.top(self.say("A new passphrase and a new code"))
        with Vertical(id="middle"):
            yield self._stage
            yield self._more
        yield from self.bottom()

    def on_mount(self) -> None:
        self.set_interval(LOOK, self._tell)
        self._more.update(
            show(
                self.say("Esc stops it, and nothing has changed then. Locking waits for it: nothing is left half done.")
            )
        )
        self.run_worker(self._go(), description="renew")

    def hear(self, stage: Stage, share: float) -> None:
        """How far it is, from the thread that does it. Raises RenewalStopped if the worker wants no more of it."""
        if self._stopped and stage is not Stage.SWAPPING:
            raise RenewalStopped
        self._at = (stage, share)

    def action_stop(self) -> None:
        """Stop at the next chance, if there is one."""
        self._stopped = True

    def action_done(self) -> None:
        """Lock, so that it is opened with the new passphrase at once."""
        if self._done:
            self.post_message(Lock())

    async def _go(self) -> None:
        try:
            whole = await self._work(self.hear)
        except VaultError as error:
            self.dismiss(error)
            return
        self._done = True
        self._tell()
        said = [
            self.say("Only the new passphrase and the new recovery code open the vault."),
            self.say(
                "Backups on sticks and other computers still open with the old passphrase and the old code."
                " Make new ones, then erase those."
            ),
            self.say("Tear up the old sheet."),
            "" if whole else self.say("Some old backups could not be taken away yet. The next opening does that."),
            self.say("Press Enter. psw-tui locks, and you open it with the new passphrase."),
        ]
        self._more.update(show("\n\n".join(filter(None, said))))

    def _tell(self) -> None:
        stage, share = self._at
        words = self.say("Done.") if self._done else self.say(STAGES[stage], percent=round(share * 100))
        self._stage.update(show(words))
