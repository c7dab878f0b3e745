"""What every test may ask for: a clock that stands still and its own empty data folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

NOON = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)
"""A Friday, noon on the worker's wall clock."""


@dataclass
class StillClock:
    """A clock that moves only when a test moves it; its wall clock is five hours behind UTC."""

    instant: datetime = NOON
    zone: timezone = timezone(timedelta(hours=-5))

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.local(self.instant).date()

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def forward(self, **span: float) -> None:
        self.instant += timedelta(**span)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()
