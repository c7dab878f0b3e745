"""Is the support helping? Asked of the client's own numbers, by a rule that can be said aloud.

The rule is DOMAIN 3.3 with the lines "Settled" above it; the order for a client is that of the header of
assets/demo/practice_caseload.toml. Everything is a function of the day asked about: what lies after it is not known yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from psw_tui.domain.signal_constants import Constants
from psw_tui.domain.signs import (
    LOW_SIGNS,
    Because,
    ClientHistory,
    ClientSign,
    ClientSignal,
    ClientStatus,
    GoalHistory,
    GoalKind,
    GoalSign,
    GoalSignal,
    Point,
    Quiet,
    Rhythm,
    Useful,
    UsefulAnswer,
)


def goal_signal(goal: GoalHistory, today: date, constants: Constants) -> GoalSignal:
    """What the goal's numbers say, a resting goal's as well."""
    points = own_points(goal, today)
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


def own_points(goal: GoalHistory, today: date) -> tuple[Point, ...]:
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
    if more_than_half(slipping + not_moving, rated):
        return ClientSign.SLIPPING if slipping >= not_moving else ClientSign.NOT_MOVING
    if more_than_half(count[GoalSign.MOVING_UP], rated):
        return ClientSign.MOVING_UP
    return ClientSign.TOO_SOON if count[GoalSign.TOO_SOON] == rated else ClientSign.MIXED


def _because(client: ClientHistory, goals: tuple[GoalSignal, ...], today: date, constants: Constants) -> Because:
    low = [goal.kind in LOW_SIGNS for goal in goals if goal.active and goal.rated]
    if more_than_half(sum(low), len(low)):
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


def more_than_half(part: int, whole: int) -> bool:
    """Exactly half is not more than half, and nothing is not more than half of nothing."""
    return 2 * part > whole
