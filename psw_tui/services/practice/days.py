"""The days of the practice file: whole numbers counted from today, turned into dates and instants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from psw_tui.domain.clock import Clock

NOON = time(12)
"""The time of day of everything the file gives only a day."""

_NAMES = {"day": "held_on", "waiting_until_day": "waiting_until", "by_day": "by", "due_day": "due"}
"""Days whose field is not simply called `…_on`."""


@dataclass(frozen=True)
class Days:
    """Counts from the worker's today."""

    clock: Clock
    today: date

    def on(self, away: int) -> date:
        """The calendar date `away` days from today."""
        return self.today + timedelta(days=away)

    def at(self, away: int, wall: time = NOON) -> datetime:
        """The instant at which the worker's own clock showed `wall` on that day."""
        shown = datetime.combine(self.on(away), wall)
        zone = self.clock.local(self.clock.now()).tzinfo
        near = shown.replace(tzinfo=zone)
        # The zone of today may be an hour off on a day in the other half of the year.
        off = shown - self.clock.local(near).replace(tzinfo=None)
        return (near + off).astimezone(UTC)

    def dated(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The same answers, each `…_day` as a date and under the name that forms give it."""
        return {_named(key): self.on(value) if _is_day(key) else value for key, value in answers.items()}


def _is_day(key: str) -> bool:
    return key == "day" or key.endswith("_day")


def _named(key: str) -> str:
    if not _is_day(key):
        return key
    return _NAMES.get(key, key.removesuffix("_day") + "_on")
