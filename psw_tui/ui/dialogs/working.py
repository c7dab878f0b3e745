"""Something that takes a while, with how far it is, and Esc to leave it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.services.backups import Progress, Stage
from psw_tui.storage.errors import VaultError
from psw_tui.ui.dialogs.asking import DIALOG_CSS
from psw_tui.ui.show import show

STAGES = {Stage.COPYING: N_("Copying"), Stage.LOOKING: N_("Looking it through")}
BAR = 20
"""Cells of the bar."""
OFTEN = 0.2
"""Seconds between two pictures."""


class WorkingDialog(ModalScreen[Any]):
    """Waits for `work`. Its result is what that gave, or the VaultError it ended with."""

    CSS = DIALOG_CSS.format(name="WorkingDialog")
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "stop", "")]

    def __init__(
        self, language: Language, title: str, progress: Progress, work: Callable[[Progress], Awaitable[Any]]
    ) -> None:
        super().__init__()
        self._language = language
        self._title = title
        self._progress = progress
        self._work = work
        self._bar = Static("")

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(show(self._title + "\n"))
            yield self._bar
            yield Static(show("\n" + self._language.say("Esc stops it; nothing half done is left.")))

    def on_mount(self) -> None:
        self._tell()
        self.set_interval(OFTEN, self._tell)
        self.run_worker(self._wait(), description="work")

    def action_stop(self) -> None:
        """Leave it."""
        self._progress.stop.set()
        self._bar.update(show(self._language.say("Stopping.")))

    async def _wait(self) -> None:
        try:
            answer = await self._work(self._progress)
        except VaultError as error:
            answer = error
        self.dismiss(answer)

    def _tell(self) -> None:
        if self._progress.stop.is_set():
            return
        done = round(self._progress.part * BAR)
        stage = self._language.say(STAGES[self._progress.stage])
        bar = "#" * done + "." * (BAR - done)
        self._bar.update(show(f"[{bar}] {self._progress.part * 100:3.0f} %  {stage}"))
