"""What the rest of the program may ask about time; the real clock lives outside the pure rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """The only source of time. Tests bring one that stands still."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The calendar date where the worker is."""
        ...

    def local(self, instant: datetime) -> datetime:
        """The same instant on the worker's own wall clock."""
        ...
