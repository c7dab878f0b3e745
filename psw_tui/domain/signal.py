"""Is the support helping? Asked of the client's own numbers, by a rule that can be said aloud.

The rule is DOMAIN 3.3 with the lines "Settled" above it; the order for a client is that of the header of
assets/demo/practice_caseload.toml. Everything is a function of the day asked about: what lies after it is not known yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from itertools import takewhile
from types import MappingProxyType

HIGHEST = 10
"""The top of the scale (DOMAIN 4.2)."""


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


class BadConstant(ValueError):
    """A line of signals.toml that cannot be used."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
        """The name of the line."""


class MissingConstant(BadConstant):
    """It is not there."""


class UnknownConstant(BadConstant):
    """Nothing has this name."""


class ImpossibleConstant(BadConstant):
    """It is not the kind of number that it must be."""


@dataclass(frozen=True)
class Constants:
    """The numbers of the rule. Their values, and why, are in assets/signals.toml."""

    slipping_by: int
    moving_up_by: int
    not_moving_ratings: int
    not_moving_days: int
    high_enough: int
    stale_after_days: int
    useful_no_running: int
    tries_in_a_row: int
    rhythm_times: int
    snooze_days: tuple[int, ...]
    better_by: int
    rhythm_days: Mapping[Rhythm, int]


_POINTS = frozenset({"slipping_by", "moving_up_by", "high_enough", "better_by"})
"""Points of the scale, so ten at most."""
_WITH_DAYS = (Rhythm.WEEKLY, Rhythm.TWO_WEEKS, Rhythm.MONTHLY)


def constants_from(mapping: Mapping[str, object]) -> Constants:
    """The constants as parsed from TOML. Raises MissingConstant, UnknownConstant or ImpossibleConstant, naming the line."""
    names = {field.name for field in fields(Constants)}
    _same_names(names, mapping)
    numbers = {name: _number(name, mapping[name]) for name in names - {"snooze_days", "rhythm_days"}}
    return Constants(
        **numbers,
        snooze_days=_snooze_days(mapping["snooze_days"]),
        rhythm_days=_rhythm_days(mapping["rhythm_days"]),
    )


def _same_names(wanted: Iterable[str], given: Mapping[str, object], prefix: str = "") -> None:
    for name in sorted(set(wanted) - set(given)):
        raise MissingConstant(prefix + name)
    for name in sorted(set(given) - set(wanted)):
        raise UnknownConstant(prefix + name)


def _number(name: str, value: object) -> int:
    """A whole number from 1; `true` is none, though Python thinks so."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1 or (name in _POINTS and value > HIGHEST):
        raise ImpossibleConstant(name)
    return value


def _snooze_days(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise ImpossibleConstant("snooze_days")
    return tuple(_number("snooze_days", days) for days in value)


def _rhythm_days(value: object) -> Mapping[Rhythm, int]:
    if not isinstance(value, Mapping):
        raise ImpossibleConstant("rhythm_days")
    _same_names(_WITH_DAYS, value, "rhythm_days.")
    return MappingProxyType({rhythm: _number(f"rhythm_days.{rhythm}", value[rhythm]) for rhythm in _WITH_DAYS})


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
        return tuple(goal for goal in self.goals if goal.active and goal.kind in _LOW)


_LOW = (GoalSign.SLIPPING, GoalSign.NOT_MOVING)


def goal_signal(goal: GoalHistory, today: date, constants: Constants) -> GoalSignal:
    """What the goal's numbers say, a resting goal's as well."""
    points = _points(goal, today)
    reworded = goal.reworded_on is not None and goal.reworded_on <= today
    return GoalSignal(
        goal.id, goal.words, _goal_sign(points, goal.kind, today, constants), goal.active, reworded, points
    )


def client_signal(client: ClientHistory, today: date, constants: Constants) -> ClientSignal:
    """What all of it says, by the first line of the practice file's RULE that holds."""
    goals = tuple(goal_signal(goal, today, constants) for goal in client.goals)
    quiet = _quiet(client, today)
    raises = client.status is ClientStatus.ACTIVE
    not_connected = raises and not client.they_reach_out and _is_too_quiet(quiet, client.rhythm, constants)
    because = _because(client, goals, today, constants) if raises else Because.NOTHING
    snoozed = because is not Because.NOTHING and client.snoozed_until is not None and today < client.snoozed_until
    return ClientSignal(
        kind=_client_sign(client.status, not_connected, goals),
        worth_a_look=because is not Because.NOTHING and not snoozed,
        because=Because.NOTHING if snoozed else because,
        snoozed=snoozed,
        not_connected=not_connected,
        quiet=quiet,
        goals=goals,
    )


def _points(goal: GoalHistory, today: date) -> tuple[Point, ...]:
    """The client's own numbers, last of each day, since the words last changed."""
    since = goal.reworded_on if goal.reworded_on and goal.reworded_on <= today else date.min
    last_of_day = {
        number.day: number.value
        for number in goal.numbers
        if number.from_person and number.value is not None and since <= number.day <= today
    }
    return tuple(Point(day, value) for day, value in sorted(last_of_day.items()))


def _goal_sign(points: tuple[Point, ...], kind: GoalKind, today: date, constants: Constants) -> GoalSign:
    if not points:
        return GoalSign.UNRATED
    if (today - points[-1].day).days > constants.stale_after_days:
        return GoalSign.STALE
    first, last_two = points[0].value, [point.value for point in points[1:][-2:]]
    only_slips = kind is GoalKind.KEEP
    soon = len(points) - 1 < constants.not_moving_ratings
    soon = soon or (points[-1].day - points[0].day).days < constants.not_moving_days
    if len(last_two) == 2:
        if max(last_two) <= first - constants.slipping_by:
            return GoalSign.SLIPPING
        if not only_slips and not soon and max(last_two) <= first and min(last_two) < constants.high_enough:
            return GoalSign.NOT_MOVING
        if not only_slips and min(last_two) >= first + constants.moving_up_by:
            return GoalSign.MOVING_UP
    return GoalSign.TOO_SOON if soon else GoalSign.MIXED


def _client_sign(status: ClientStatus, not_connected: bool, goals: tuple[GoalSignal, ...]) -> ClientSign:
    if status is ClientStatus.PAUSED:
        return ClientSign.PAUSED
    if not_connected:
        return ClientSign.NOT_CONNECTED
    count = Counter(goal.kind for goal in goals if goal.active and goal.rated)
    rated, slipping, not_moving = count.total(), count[GoalSign.SLIPPING], count[GoalSign.NOT_MOVING]
    if _more_than_half(slipping + not_moving, rated):
        return ClientSign.SLIPPING if slipping >= not_moving else ClientSign.NOT_MOVING
    if _more_than_half(count[GoalSign.MOVING_UP], rated):
        return ClientSign.MOVING_UP
    return ClientSign.TOO_SOON if count[GoalSign.TOO_SOON] == rated else ClientSign.MIXED


def _because(client: ClientHistory, goals: tuple[GoalSignal, ...], today: date, constants: Constants) -> Because:
    low = [goal.kind in _LOW for goal in goals if goal.active and goal.rated]
    if _more_than_half(sum(low), len(low)):
        return Because.GOALS
    if _not_useful(client.useful, today, constants):
        return Because.USEFUL
    if client.asked_on and 0 <= (today - client.asked_on).days <= constants.stale_after_days:
        return Because.ASKED
    return Because.NOTHING


def _not_useful(answers: Sequence[UsefulAnswer], today: date, constants: Constants) -> bool:
    """The newest answers are all no, and not too old. Not asked is no answer, so it breaks no run."""
    given = [answer for answer in answers if answer.answer is not Useful.NOT_ASKED and answer.day <= today]
    newest = sorted(given, key=lambda answer: answer.day)[-constants.useful_no_running :]
    if len(newest) < constants.useful_no_running or (today - newest[-1].day).days > constants.stale_after_days:
        return False
    return all(answer.answer is Useful.NO for answer in newest)


def _quiet(client: ClientHistory, today: date) -> Quiet:
    known = sorted((contact for contact in client.contacts if contact.day <= today), key=lambda contact: contact.day)
    met = [client.met_on, *(contact.day for contact in known if contact.completed)]
    tries = sum(1 for _ in takewhile(lambda contact: not contact.completed, reversed(known)))
    return Quiet((today - max(met)).days, tries)


def _is_too_quiet(quiet: Quiet, rhythm: Rhythm, constants: Constants) -> bool:
    """Drop-in and none have no rhythm to miss: there only the tries count."""
    agreed = constants.rhythm_days.get(rhythm)
    too_long = agreed is not None and quiet.days >= agreed * constants.rhythm_times
    return too_long or quiet.tries >= constants.tries_in_a_row


def _more_than_half(part: int, whole: int) -> bool:
    """Exactly half is not more than half, and nothing is not more than half of nothing."""
    return 2 * part > whole


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
    by_goals = _more_than_half(sum(goal.better for goal in since), len(wanted))
    return Better(by_goals or look.they_say_better, look.they_say_better, since)


def _since(goal: GoalHistory, opened_on: date, today: date, constants: Constants) -> GoalSince:
    points = _points(goal, today)
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
