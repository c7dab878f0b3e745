"""What the rule of the signal is asked, and what it answers: a client's numbers and contacts, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class GoalKind(StrEnum):
    """What kind of wanting a goal is. One to keep going only watches for slipping (DOMAIN 4.2)."""

    REACH = "reach"
    KEEP = "keep"
    FIND_OUT = "find_out"


class ClientStatus(StrEnum):
    """Where client and worker stand. Only an active client raises anything."""

    ACTIVE = "active"
    PAUSED = "paused_by_them"
    MOVED_ON = "moved_on"
    LOST_TOUCH = "lost_touch"
    CLOSED = "closed"


class Rhythm(StrEnum):
    """How often the two agreed to meet."""

    WEEKLY = "weekly"
    TWO_WEEKS = "two_weeks"
    MONTHLY = "monthly"
    DROP_IN = "drop_in"
    NONE = "none"


class Useful(StrEnum):
    """What the client answered to "was today useful?"."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_ASKED = "not_asked"


class GoalSign(StrEnum):
    """What the numbers of one goal say."""

    SLIPPING = "slipping"
    NOT_MOVING = "not_moving"
    MOVING_UP = "moving_up"
    TOO_SOON = "too_soon"
    MIXED = "mixed"
    UNRATED = "unrated"
    STALE = "stale"


LOW_SIGNS = (GoalSign.SLIPPING, GoalSign.NOT_MOVING)
"""What a fresh look is worth it for."""


class ClientSign(StrEnum):
    """What all of it says of the support a client gets."""

    PAUSED = "paused_by_them"
    NOT_CONNECTED = "not_connected"
    SLIPPING = "slipping"
    NOT_MOVING = "not_moving"
    MOVING_UP = "moving_up"
    TOO_SOON = "too_soon"
    MIXED = "mixed"


class Because(StrEnum):
    """Why a fresh look is worth it (DOMAIN 3.3 a and b)."""

    GOALS = "goals"
    USEFUL = "useful"
    ASKED = "asked"
    NOTHING = ""


@dataclass(frozen=True)
class Number:
    """What was answered for a goal on one day: a number, or none."""

    day: date
    value: int | None
    no_answer: str | None = None
    """Not asked, or prefers not to say: an answer, but no number."""
    from_person: bool = True
    """False for a worker's guess, which is never used."""


@dataclass(frozen=True)
class GoalHistory:
    """A goal and all that was answered for it, oldest first: of one day's numbers the last in the list counts."""

    id: str
    words: str
    kind: GoalKind
    active: bool
    reworded_on: date | None
    """The newest re-wording."""
    numbers: Sequence[Number]


@dataclass(frozen=True)
class Contacted:
    """A contact, or a try that came to none."""

    day: date
    completed: bool


@dataclass(frozen=True)
class UsefulAnswer:
    """What the client said of one meeting."""

    day: date
    answer: Useful


@dataclass(frozen=True)
class ClientHistory:
    """All that the rule looks at for one client; lists are oldest first."""

    status: ClientStatus
    rhythm: Rhythm
    met_on: date
    """Counts as a contact, so that nobody is out of touch on the day they are written in."""
    goals: Sequence[GoalHistory] = ()
    contacts: Sequence[Contacted] = ()
    useful: Sequence[UsefulAnswer] = ()
    asked_on: date | None = None
    """When they last asked for something different; None once it has been answered."""
    snoozed_until: date | None = None
    """The day on which a fresh look may be suggested again."""
    they_reach_out: bool = False
    """Step 8 said "only if they ask" or "stop": silence from them is their choice (DOMAIN 4.6)."""


@dataclass(frozen=True)
class Point:
    """A number that counts: the client's own, the last of its day."""

    day: date
    value: int


@dataclass(frozen=True)
class GoalSignal:
    """What a goal's numbers say, with the numbers: started at `first`, now `newest_two`, `later_count` later ratings."""

    id: str
    words: str
    kind: GoalSign
    active: bool
    reworded: bool
    """The numbers begin at a re-wording ("started at 5 since it was re-worded")."""
    points: tuple[Point, ...]
    """Every number that counts, oldest first."""

    @property
    def first(self) -> Point | None:
        """The first number since the goal was last re-worded: r0 of the rule."""
        return self.points[0] if self.points else None

    @property
    def newest_two(self) -> tuple[Point, ...]:
        """The newest two that came after the first, oldest first; fewer where there are fewer."""
        return self.points[1:][-2:]

    @property
    def later_count(self) -> int:
        """How many numbers came after the first."""
        return max(len(self.points) - 1, 0)

    @property
    def days(self) -> int:
        """From the first number to the newest."""
        return (self.points[-1].day - self.points[0].day).days if self.points else 0

    @property
    def rated(self) -> bool:
        """There are numbers, and they are not too old."""
        return self.kind not in (GoalSign.UNRATED, GoalSign.STALE)


@dataclass(frozen=True)
class Quiet:
    """How long it has been quiet."""

    days: int
    """Since the newest completed contact; the day they met is one."""
    tries: int
    """Tries in a row without contact, up to now."""


@dataclass(frozen=True)
class ClientSignal:
    """What the client's numbers and contacts say, with all that a sentence needs."""

    kind: ClientSign
    worth_a_look: bool
    because: Because
    """Empty unless a fresh look is worth it."""
    snoozed: bool
    """A fresh look would be worth it, had they not asked to wait."""
    not_connected: bool
    """A separate list: it says nothing about whether the support helps."""
    quiet: Quiet
    goals: tuple[GoalSignal, ...]
    """Every goal, the resting ones too; only active ones count."""

    @property
    def low(self) -> tuple[GoalSignal, ...]:
        """The goals behind `Because.GOALS`."""
        return tuple(goal for goal in self.goals if goal.active and goal.kind in LOW_SIGNS)
