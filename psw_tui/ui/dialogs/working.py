"""Something that takes a while, with how far it is, and Esc to leave it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from psw_tui.language import Language
from psw_tui.progress import Cancelled, Progress
from psw_tui.storage.errors import VaultError
from psw_tui.ui.dialogs.asking import DIALOG_CSS
from psw_tui.ui.show import show
from psw_tui.ui.widgets.how_far import HowFar


class WorkingDialog(ModalScreen[Any]):
    """Waits for `work`. Its result is what that gave, or the VaultError or Cancelled it ended with.

    The work is stopped when the dialog goes for whatever reason, so the end of the program does not wait for it.
    """

    CSS = DIALOG_CSS.format(name="WorkingDialog")
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "stop", "")]

    def __init__(self, language: Language, title: str, work: Callable[[Progress], Awaitable[Any]]) -> None:
        super().__init__()
        self._language = language
        self._title = title
        self._progress = Progress()
        self._work = work
        way_out = language.say("{key:screen.back} stops it; nothing half done is left. Locking stops it too.")
        self._how_far = HowFar(language, self._progress, way_out)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(show(self._title + "\n"))
            yield self._how_far

    def on_mount(self) -> None:
        self.run_worker(self._wait(), description="work")

    def on_unmount(self) -> None:
        self._progress.stop()

    def action_stop(self) -> None:
        """Leave it, unless its last step has begun."""
        self._progress.stop()
        self._how_far.tell()

    async def _wait(self) -> None:
        try:
            answer = await self._work(self._progress)
        except (VaultError, Cancelled) as error:
            answer = error
        self.dismiss(answer)
