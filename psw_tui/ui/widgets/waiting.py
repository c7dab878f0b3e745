"""A line that says what is going on, and shows that it goes on: without a picture, and without colour."""

from __future__ import annotations

from typing import Any

from textual.timer import Timer
from textual.widgets import Static

from psw_tui.ui.show import show

EVERY = 0.4
"""Seconds from one dot to the next: seen, and no flicker. What is done sooner shows none."""

MOST = 8
"""Dots; then they begin again."""


class WaitingLine(Static):
    """Words, and behind them a dot more every moment while something is waited for.

    Whoever wants nothing to move (TEXTUAL_ANIMATIONS=none) is left with the words.
    """

    def __init__(self, **about: Any) -> None:
        super().__init__("", **about)
        self._words = ""
        self._dots = 0
        self._moving: Timer | None = None

    def tell(self, words: str, *, waits: bool = False) -> None:
        """Show these words; with `waits`, until the next ones are told, that it is not over yet."""
        self._words, self._dots = words, 0
        self.update(show(words))
        if self._moving is not None:
            self._moving.stop()
            self._moving = None
        if waits and self.app.animation_level != "none":
            self._moving = self.set_interval(EVERY, self._move)

    def _move(self) -> None:
        self._dots = self._dots % MOST + 1
        self.update(show(f"{self._words} {'.' * self._dots}"))
