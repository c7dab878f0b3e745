"""Asks for the passphrase before the laptop is the worker's again. It stays until that is right, or Esc."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from psw_tui.language import Language
from psw_tui.ui.dialogs.asking import DIALOG_CSS
from psw_tui.ui.show import show
from psw_tui.ui.widgets.boxes import Box, SecretBox
from psw_tui.ui.widgets.capitals import CapitalsHint


class PassphraseDialog(ModalScreen[bool]):
    """Whether the passphrase was typed. `judge` says what is wrong with one, or nothing."""

    CSS = (
        DIALOG_CSS.format(name="PassphraseDialog")
        + "PassphraseDialog #told { height: auto; } PassphraseDialog #told.-wrong { color: $text-error; text-style: bold; }"
    )
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]
    once_keys: ClassVar[frozenset[str]] = frozenset({"enter", "escape"})

    def __init__(self, language: Language, judge: Callable[[str], Awaitable[str]]) -> None:
        super().__init__()
        self._say = language.say
        self._judge = judge
        self._box = SecretBox()
        self._caps = CapitalsHint(language)
        self._told = Static("", id="told")
        self._busy = False
        self._is_right = False

    def compose(self) -> ComposeResult:
        with Vertical():
            question = "For your worker: type your passphrase to go on. {key:screen.back} goes back to the record."
            yield Static(show(self._say(question) + "\n"))
            yield self._box
            yield self._caps
            yield self._told

    def on_mount(self) -> None:
        self._box.focus()

    def on_screen_resume(self) -> None:
        if self._is_right:
            self.dismiss(True)

    @on(Box.Answered)
    def look(self) -> None:
        """Say what can be said while it is typed."""
        self._caps.tell_about(self._box.raw)

    @on(Box.GoOn)
    def take(self) -> None:
        """Enter hands over what was typed."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._look_at(self._box.raw), description="passphrase")

    def action_leave(self) -> None:
        """Back to the record, unless the passphrase is being looked at."""
        if not self._busy:
            self.dismiss(False)

    async def _look_at(self, typed: str) -> None:
        self._told.set_class(False, "-wrong")
        self._told.update(show(self._say("One moment. The wait is there to slow down guessing.")))
        problem = await self._judge(typed)
        if problem:
            self._busy = False
            self._box.put("")
            self._told.set_class(True, "-wrong")
            self._told.update(show(problem))
            return
        self._is_right = True
        if self.app.screen is self:  # else what came up meanwhile would go in its place
            self.dismiss(True)
