"""A line that narrows a list: the arrows belong to the list, everything else to the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

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

    def action_step(self, steps: int) -> None:
        """Pass an arrow on to the list."""
        self.post_message(self.Move(steps))
