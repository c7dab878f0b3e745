"""Shown while the window is too small to work in; everything stays as it was below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Static

from psw_tui.ui.commands import Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import show

LEAST = Size(60, 20)
"""Columns and lines every screen is usable in."""


def is_too_small(size: Size) -> bool:
    """Whether a screen of this size would be cut off."""
    return size.width < LEAST.width or size.height < LEAST.height


class TooSmallScreen(PswScreen[None]):
    """A friendly wall."""

    OFFERS: ClassVar[Sequence[Command]] = ()
    CSS = "TooSmallScreen { align: center middle; } Static { width: auto; max-width: 100%; padding: 0 1; }"

    def compose(self) -> ComposeResult:
        words = "Please make the window larger: {width} columns and {height} lines at least. Nothing is lost."
        yield Static(show(self.say(words, width=LEAST.width, height=LEAST.height)))
