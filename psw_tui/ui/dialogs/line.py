"""One line asked for on top of a screen: a folder, or a secret, which shows as dots and is kept nowhere."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from psw_tui.ui.dialogs.asking import DIALOG_CSS
from psw_tui.ui.show import show
from psw_tui.ui.widgets.boxes import Box, LineBox, SecretBox


class LineDialog(ModalScreen[str]):
    """A question and a line. Its result is what was typed, or nothing on Esc."""

    CSS = DIALOG_CSS.format(name="LineDialog")
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def __init__(self, question: str, start: str = "", *, secret: bool = False) -> None:
        super().__init__()
        self._question = question
        self.is_left = False
        """Whether it ended by Esc: nothing typed can be an answer too."""
        self._box = SecretBox() if secret else LineBox()
        self._box.put(start)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(show(self._question + "\n"))
            yield self._box

    def on_mount(self) -> None:
        self._box.focus()
        self._box.action_end()

    @on(Box.GoOn)
    def take(self) -> None:
        """Enter takes what was typed."""
        self.dismiss(self._box.raw)

    def action_leave(self) -> None:
        """Nothing."""
        self.is_left = True
        self.dismiss("")
