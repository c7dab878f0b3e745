"""The way out: what was typed is kept, the vault closed, the launcher told, and the process ended, also after a fault."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from textual.app import App
from textual.worker import WorkerFailed

from psw_tui.exit_codes import OWN, PRACTISE
from psw_tui.language import Language
from psw_tui.lifeline import NotAnId, leave_note, vault_mark
from psw_tui.storage.errors import VaultClosed, VaultError
from psw_tui.ui.ending import GRACE, LONGEST_END, RESCUE_SECONDS, settle
from psw_tui.ui.frames.base import PswScreen, client_on
from psw_tui.ui.inside import Inside
from psw_tui.ui.screens.blank import BlankScreen


class WayOut:
    """Taken once, by whoever asks first. `notes` is where the launcher takes its notes."""

    def __init__(self, app: App[int], inside: Inside, notes: int | None, language: Callable[[], Language]) -> None:
        self._app = app
        self._inside = inside
        self._notes = notes
        self._language = language
        self.is_taken = False
        self._removes = False
        """Whether the vault of the lessons goes once it is closed."""
        self._closed_at: float | None = None
        self._wanted_at: float | None = None
        self._rescue: asyncio.Task[None] | None = None
        self._last_words = ""

    @property
    def is_overdue(self) -> bool:
        """Whether this process should be gone by now: all is closed, or nobody is there any more, and it is still here."""
        times = ((self._closed_at, GRACE), (self._wanted_at, LONGEST_END))
        return any(since is not None and time.monotonic() - since > most for since, most in times)

    def end(self) -> None:
        """Nobody is there any more: leave, as soon as the app can. Safe to call from any thread."""
        self._wanted_at = self._wanted_at or time.monotonic()
        self._app.call_later(self.leave, 0)

    def leave(self, code: int, *, hidden: bool = False) -> None:
        """Keep what was typed, close the vault and end with this exit code; `hidden` blanks the screen first."""
        if not self.is_taken:
            self.is_taken = True
            self._leave_note(code)
            # Beside the queue of keys, not in it: those pressed before still have to find their box.
            self._app.run_worker(self._keep_and_close(code, hidden=hidden), description="leave")

    def leave_lessons(self, code: int, *, remove: bool) -> None:
        """The same from the practice; its vault goes too where the worker wants it away, or anew."""
        self._removes = remove
        self.leave(code)

    def leave_if_vault_fails(self, error: Exception) -> bool:
        """End with a sentence if a vault cannot be read any more, and say whether it is that: no fault of the program."""
        trouble = error.error if isinstance(error, WorkerFailed) else error
        if self._last_words or isinstance(trouble, VaultClosed):
            return True  # it is ending; what fails now fails for the same reason
        if not isinstance(trouble, VaultError):
            return False
        from psw_tui.sentences import sentence

        self._last_words = sentence(trouble, self._language())
        self.leave(1)
        return True

    def rescue(self, then: Callable[[], None]) -> None:
        """Something is broken: put every draft down all the same, close the vault, and end by `then`."""
        if self._rescue is None:
            self._rescue = asyncio.ensure_future(self._keep_what_can_be_kept(then))

    async def rescued(self) -> None:
        """Wait for the rescue, if there is one."""
        if self._rescue is not None:
            await asyncio.wait({self._rescue})

    async def _keep_and_close(self, code: int, *, hidden: bool) -> None:
        from rich.text import Text  # a bare string would be read as markup

        await settle(self._app.screen_stack)
        if hidden:
            await self._app.push_screen(BlankScreen())
        for screen in self._app.screen_stack:
            if isinstance(screen, PswScreen):
                await screen.keep_now()
        desk = self._inside.desk
        if desk is not None:
            self._inside.stop_looking()
            await desk.close()
            self._note(vault_mark(desk.folder))
            if self._removes and desk.lesson:
                await _take_lesson_away(desk.folder)
        self._closed_at = time.monotonic()
        self._app.exit(code, message=Text(self._last_words) if self._last_words else None)

    async def _keep_what_can_be_kept(self, then: Callable[[], None]) -> None:
        self.is_taken = True
        try:
            async with asyncio.timeout(RESCUE_SECONDS):
                await settle(self._app.screen_stack)
                forms = [screen for screen in self._app.screen_stack if isinstance(screen, PswScreen)]
                # One of them may be what is broken, and the next is not.
                await asyncio.gather(*(form.keep_now() for form in forms), return_exceptions=True)
                if self._inside.desk is not None:
                    await self._inside.desk.close()
        finally:
            self._closed_at = time.monotonic()
            then()

    def _leave_note(self, code: int) -> None:
        """Remember which client was open, for the practice in which language; nothing else passes on."""
        if code == PRACTISE:
            self._note(self._language().code)
        elif code != OWN and (client := client_on(self._app.screen_stack)):
            self._note(client)

    def _note(self, note: str) -> None:
        if self._notes is not None:
            with suppress(NotAnId, OSError):
                leave_note(self._notes, note)


async def _take_lesson_away(folder: Path) -> None:
    from psw_tui.services.practice import take_lesson_away

    with suppress(VaultError):  # what is left is about nobody, and goes before the next practice
        await asyncio.get_running_loop().run_in_executor(None, take_lesson_away, folder)
