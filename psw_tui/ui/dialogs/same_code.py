"""A code in large spacing on top of a screen, to be read aloud by two people, and whether it is the same."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from psw_tui.records.option import Option
from psw_tui.ui.dialogs.asking import DIALOG_CSS
from psw_tui.ui.show import show
from psw_tui.ui.widgets.boxes import Box
from psw_tui.ui.widgets.choosing import ChoiceBox


class SameCodeDialog(ModalScreen[bool | None]):
    """Whether the two codes are the same; None on Esc. Enter alone is no yes."""

    CSS = (
        DIALOG_CSS.format(name="SameCodeDialog")
        + "SameCodeDialog .code { text-align: center; text-style: bold; margin: 1 0; height: auto; }"
    )
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]
    once_keys: ClassVar[frozenset[str]] = frozenset({"enter"})

    def __init__(self, question: str, code: str, same: str, other: str) -> None:
        super().__init__()
        self._question = question
        self._code = code
        self._choice = ChoiceBox([Option("same", same), Option("other", other)])

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(show(self._question))
            yield Static(show(spaced(self._code)), classes="code")
            yield self._choice

    def on_mount(self) -> None:
        self._choice.at = len(self._choice.options) - 1
        self._choice.focus()

    @on(Box.GoOn)
    def answer(self) -> None:
        """A digit answers; Enter takes the answer under the cursor."""
        picked = self._choice.raw or self._choice.options[self._choice.at].value
        self.dismiss(picked == "same")

    def action_leave(self) -> None:
        """Neither."""
        self.dismiss(None)


def spaced(code: str) -> str:
    """The letters apart from each other, and the groups more so."""
    return "     ".join(" ".join(group) for group in code.split("-"))
