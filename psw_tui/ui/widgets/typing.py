"""A line that narrows a list: the arrows belong to the list, everything else to the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList

from psw_tui.ui.widgets.boxes import LineBox


class TypeAhead(LineBox):
    """What is typed narrows; up and down move the mark in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]

    @dataclass
    class Move(Message):
        """Move the mark."""

        steps: int

        def follow(self, options: OptionList) -> None:
            """Move the mark of a list whose cursor is in this line."""
            if self.steps > 0:
                options.action_cursor_down()
            else:
                options.action_cursor_up()

    def action_step(self, steps: int) -> None:
        """Pass an arrow on to the list."""
        self.post_message(self.Move(steps))


class NarrowBox(TypeAhead):
    """A line above a list that is there only while it narrows it."""

    DEFAULT_CSS = "NarrowBox { display: none; margin: 0 1; } NarrowBox.-narrowing { display: block; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Left(Message):
        """Esc: nothing is narrowed any more."""

    def begin(self) -> None:
        """Appear and take the cursor."""
        self.add_class("-narrowing")
        self.focus()

    def action_leave(self) -> None:
        """Go, with what was typed."""
        self.remove_class("-narrowing")
        self.put("")
        self.post_message(self.Left())
