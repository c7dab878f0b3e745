"""Whether an open fresh look looks better, by the client's own numbers since it was opened (DOMAIN 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from psw_tui.domain.signal import more_than_half, own_points
from psw_tui.domain.signal_constants import Constants
from psw_tui.domain.signs import GoalHistory, Point


@dataclass(frozen=True)
class OpenLook:
    """What "looks better" needs of a fresh look."""

    opened_on: date
    goals: Sequence[str]
    """Ids; may be empty."""
    they_say_better: bool = False


@dataclass(frozen=True)
class GoalSince:
    """A goal of a fresh look: was `level`, now `newest_two`."""

    id: str
    words: str
    level: int | None
    """The higher of its first number and its number at the opening; None before there is a number."""
    newest_two: tuple[Point, ...]
    """The newest two after the opening, oldest first; fewer where there are fewer."""
    better: bool


@dataclass(frozen=True)
class Better:
    """Whether an open fresh look looks better, and by what. Client and worker decide to close it."""

    holds: bool
    they_say: bool
    goals: tuple[GoalSince, ...]


def looks_better(look: OpenLook, goals: Iterable[GoalHistory], today: date, constants: Constants) -> Better:
    """For more than half of its goals both newest ratings after opening are well above where they were; or they say so.

    A rating of the opening day is the level at opening. A goal named but not given counts as not better.
    """
    wanted = frozenset(look.goals)
    since = tuple(_since(goal, look.opened_on, today, constants) for goal in goals if goal.id in wanted)
    by_goals = more_than_half(sum(goal.better for goal in since), len(wanted))
    return Better(by_goals or look.they_say_better, look.they_say_better, since)


def _since(goal: GoalHistory, opened_on: date, today: date, constants: Constants) -> GoalSince:
    points = own_points(goal, today)
    before = [point for point in points if point.day <= opened_on]
    newest_two = tuple(point for point in points[1:] if point.day > opened_on)[-2:]
    level = max(point.value for point in (points[0], *before[-1:])) if points else None
    better = (
        level is not None
        and len(newest_two) == 2
        and min(point.value for point in newest_two) >= level + constants.better_by
        and (today - newest_two[-1].day).days <= constants.stale_after_days
    )
    return GoalSince(goal.id, goal.words, level, newest_two, better)
