"""The laptop's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime


class SystemClock:
    """Reads the computer's own clock and time zone."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar date where the worker is."""
        return self.local(self.now()).date()

    def local(self, instant: datetime) -> datetime:
        """The same instant on the laptop's own wall clock."""
        return instant.astimezone()
