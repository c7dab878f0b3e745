"""When something happened, as short as it can be said."""

from __future__ import annotations

from datetime import datetime

from psw_tui.domain.clock import Clock
from psw_tui.language import Language

DAYS_OF_A_WEEK = 7


def noted_at(language: Language, clock: Clock, instant: datetime) -> str:
    """When something was noted: the time for today, the weekday with it within a week, the day before that."""
    local, today = clock.local(instant), clock.today()
    return f"{local:%H:%M}" if local.date() == today else begun_at(language, clock, instant)


def begun_at(language: Language, clock: Clock, instant: datetime) -> str:
    """When something was begun: the weekday and the time within a week, the day before that."""
    local, today = clock.local(instant), clock.today()
    near = (today - local.date()).days < DAYS_OF_A_WEEK
    return language.instant(local) if near else language.day(local.date(), today)
