"""Tells a key that is held down, by a cold hand or one that trembles, from the same key pressed again.

Most terminals do not say which it is: a held key arrives like many presses, the second after a pause that the computer
sets, then one every few hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events

FIRST = 0.7
"""Seconds a key is held before it comes again, at the most; half a second is usual."""

NEXT = 0.4
"""Seconds between two of those that follow, with room for a hand that trembles."""


def arrival(key: events.Key) -> float:
    """When a key came from the terminal, on a clock that only goes forward. How busy the app was does not count."""
    return key.time


class HeldKeys:
    """Remembers the last key. `pressed_at` says when each came, in seconds."""

    def __init__(self, pressed_at: Callable[[events.Key], float] = arrival) -> None:
        self._pressed_at = pressed_at
        self._last = ""
        self._at = 0.0
        self._is_held = False

    def is_held(self, key: events.Key) -> bool:
        """Whether this is the last key once more and not a press of its own. Each key is shown here once, in order."""
        at = self._pressed_at(key)
        soon = at - self._at < (NEXT if self._is_held else FIRST)
        self._is_held = soon and key.key == self._last
        self._last, self._at = key.key, at
        return self._is_held

    def let_go(self) -> None:
        """Something else came in between."""
        self._last = ""
