"""A number asked for on top of a screen: one key marks it, Enter takes it."""

from __future__ import annotations

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
from psw_tui.ui.widgets.boxes import Box
from psw_tui.ui.widgets.choosing import ScaleBox


class NumberDialog(ModalScreen[str]):
    """The number somebody gives, or the letter for no number. Nothing on Esc."""

    CSS = DIALOG_CSS.format(name="NumberDialog")
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def __init__(self, language: Language, question: str, hint: str) -> None:
        super().__init__()
        self._question = question
        self._hint = hint
        self._box = ScaleBox(language.say("not asked"), language.say("prefer not to say"))
        self._just_marked = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(show(self._question + "\n"))
            yield self._box
            yield Static(show("\n" + self._hint))

    def on_mount(self) -> None:
        self._box.focus()

    @on(Box.Answered)
    def mark(self) -> None:
        """A key that answers also says to go on; here it only marks, for a hand that trembles hits the one beside it."""
        self._just_marked = True

    @on(Box.GoOn)
    def take(self) -> None:
        """Enter takes the marked number; without one it waits."""
        if self._just_marked:
            self._just_marked = False
        elif self._box.raw:
            self.dismiss(self._box.raw)

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss("")
