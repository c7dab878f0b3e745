"""Shows how far a renewal is, stops it while that is possible, and says how it ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.progress import Cancelled, Progress
from psw_tui.storage.errors import VaultError
from psw_tui.ui.commands import CRISIS, HELP, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import Lock
from psw_tui.ui.show import show
from psw_tui.ui.widgets.how_far import HowFar

STOP = Command(
    "renewing.stop",
    KEYS["renewing.stop"],
    N_("stop"),
    N_("Stop, while nothing has changed yet."),
    in_forms=True,
    once=True,
)
LOCK_NOW = Command(
    "renewing.done", "enter", N_("lock, once it is done"), N_("Lock, to open with the new passphrase."), once=True
)

Work = Callable[[Progress], Awaitable[bool]]
"""The renewal; whether all of it is done. It is stopped through its progress."""


class RenewingScreen(PswScreen[VaultError | Cancelled | None]):
    """Its result is what stopped it, with nothing changed. Once it is done, the only way on is to lock."""

    OFFERS: ClassVar[Sequence[Command]] = (STOP, LOCK_NOW, CRISIS, HELP)
    HELP_NAME = "passphrase"
    CSS = "#middle { height: 1fr; padding: 2 4; } #stage { height: auto; text-style: bold; } HowFar { margin: 1 0; }"

    def __init__(self, language: Language, work: Work) -> None:
        super().__init__(language)
        self._work = work
        self._progress = Progress()
        self._stage = Static("", id="stage")
        way_out = self.say(
            "{key:renewing.stop} stops it, and so does locking. Nothing has changed then, and nothing is left half done."
        )
        self._how_far = HowFar(language, self._progress, way_out)
        self._more = Static("")
        self._done = False

    def compose(self) -> ComposeResult:
        yield self.top(self.say("A new passphrase and a new code"))
        with Vertical(id="middle"):
            yield self._stage
            yield self._how_far
            yield self._more
        yield from self.bottom()

    def on_mount(self) -> None:
        self._stage.update(show(self.say("Everything is encrypted again.")))
        self.run_worker(self._go(), description="renew")

    def action_stop(self) -> None:
        """Stop at the next chance, if there is one."""
        self._progress.stop()
        if not self._done:
            self._how_far.tell()

    def action_done(self) -> None:
        """Lock, so that it is opened with the new passphrase at once."""
        if self._done:
            self.post_message(Lock())

    async def _go(self) -> None:
        try:
            whole = await self._work(self._progress)
        except (VaultError, Cancelled) as error:
            self.dismiss(error)
            return
        self._done = True
        self._stage.update(show(self.say("Done.")))
        await self._how_far.remove()
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
