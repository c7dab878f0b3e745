"""Whether somebody is at the keys: the program locks when nobody is, and tidies up between two keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from psw_tui.idle import IdleWatch
from psw_tui.ui.ending import GRACE
from psw_tui.ui.loading import tidy

IDLE_LOOK = 5.0
"""Seconds between two looks at how long nobody has been here."""

TIDY_EVERY, BETWEEN_KEYS = 1.0, 0.1
"""Seconds between two looks at whether there is garbage, and without a key so that it holds nobody up."""


class Presence:
    """Looks at how long ago the last key was, once a vault is open. `lock` is what it does when that is too long."""

    def __init__(self, lock: Callable[[], object]) -> None:
        self._lock = lock
        self._idle = IdleWatch()
        self.limit = 0.0
        """Seconds without a key after which the program locks; 0 for never."""

    def touch(self) -> None:
        """Somebody is here."""
        self._idle.touch()

    def watch(self, app: App[Any]) -> None:
        """Look from now on, now and then."""
        self.touch()
        app.set_interval(IDLE_LOOK, self.lock_when_idle)
        app.set_interval(TIDY_EVERY, self._tidy_between_keys)

    def lock_when_idle(self) -> None:
        """Lock if nobody was here for too long, or if the computer slept."""
        if self.limit and (self._idle.slept or self._idle.seconds > self.limit):
            self._lock()

    @property
    def is_overdue(self) -> bool:
        """Whether it should have locked long ago."""
        return bool(self.limit) and self._idle.seconds > self.limit + 6 * GRACE

    def _tidy_between_keys(self) -> None:
        if self._idle.seconds > BETWEEN_KEYS:
            tidy()
