"""What the signal says, as a worker reads it: sentences with the numbers used, and a label for the narrow column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from psw_tui.domain.better import Better
from psw_tui.domain.signs import Because, ClientSign, ClientSignal, GoalSign, GoalSignal, Quiet
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.language import Language

WIDEST_LABEL = 13
"""Cells the caseload has for a label."""

LABELS: Mapping[ClientSign, str] = {
    ClientSign.PAUSED: N_("their choice"),
    ClientSign.NOT_CONNECTED: N_("not connected"),
    ClientSign.SLIPPING: N_("slipping"),
    ClientSign.NOT_MOVING: N_("not moving"),
    ClientSign.MOVING_UP: N_("moving up"),
    ClientSign.TOO_SOON: N_("too soon"),
    ClientSign.MIXED: N_("mixed"),
}
WORTH_A_LOOK = N_("worth a look")

STARTED = N_("started at {first}")
STARTED_REWORDED = N_("started at {first} since it was re-worded")

LONGEST_GOAL = 60
"""Characters of a goal's words that a sentence repeats: enough to tell three goals apart."""


def label(signal: ClientSignal, language: Language) -> str:
    """At most 13 cells for the caseload. Wherever there is room, `client_sentence` says the same with its numbers."""
    return language.say(WORTH_A_LOOK if signal.worth_a_look else LABELS[signal.kind])


def client_sentence(signal: ClientSignal, language: Language) -> str:
    """What the signal rests on, and the question it raises; never a verdict."""
    return " ".join(_parts(signal, language))


def rule_text(signal: ClientSignal, language: Language) -> str:
    """The numbers a fresh look rests on, kept with it when it is opened because of the rule."""
    return " ".join(_reasons(signal, language))


def goal_sentence(goal: GoalSignal, language: Language) -> str:
    """ "Sleep: started at 3, now 3 and 2. 3 ratings, not higher yet." """
    return " ".join(filter(None, (_numbers(goal, language), _of_goal(goal, language))))


def better_sentence(better: Better, language: Language) -> str:
    """That it looks better since the fresh look was opened, with the numbers; the two of them decide to close."""
    goals = [
        language.say(
            "{goal}: was {level}, now {first} and {second}.",
            goal=_short(one_line(goal.words)),
            level=goal.level,
            first=goal.newest_two[0].value,
            second=goal.newest_two[1].value,
        )
        for goal in better.goals
        if goal.better and goal.level is not None
    ]
    return " ".join([language.say("It looks better:"), *goals, language.say("Close it, if you both think so?")])


def _parts(signal: ClientSignal, language: Language) -> Iterator[str]:
    if signal.kind is ClientSign.PAUSED:
        yield language.say("They chose a pause. Nothing is asked while it lasts.")
        return
    if signal.not_connected:
        yield from _not_connected(signal.quiet, language)
    if signal.worth_a_look or not signal.not_connected:
        yield from _reasons(signal, language)
    if signal.snoozed:
        yield language.say("You put off the question of a fresh look for now.")
    if signal.worth_a_look:
        yield language.say("Worth a fresh look?")


def _not_connected(quiet: Quiet, language: Language) -> Iterator[str]:
    yield language.say("We have not connected.")
    if quiet.days:
        yield language.say_n("No contact for {n} day.", "No contact for {n} days.", quiet.days)
    if quiet.tries:
        yield language.say_n("{n} try without contact.", "{n} tries in a row without contact.", quiet.tries)


def _reasons(signal: ClientSignal, language: Language) -> Iterator[str]:
    match signal.because:
        case Because.USEFUL:
            yield language.say("Was today useful? The last times they were asked, they said no.")
        case Because.ASKED:
            yield language.say("They asked for something different.")
        case _:
            yield from (goal_sentence(goal, language) for goal in _behind(signal))
            if not any(goal.active for goal in signal.goals):
                yield language.say("No goal to give a number to yet.")


def _behind(signal: ClientSignal) -> Sequence[GoalSignal]:
    """The goals the signal is named after, else all they work on."""
    active = [goal for goal in signal.goals if goal.active]
    match signal.kind:
        case ClientSign.SLIPPING | ClientSign.NOT_MOVING:
            return signal.low
        case ClientSign.MOVING_UP:
            return [goal for goal in active if goal.kind is GoalSign.MOVING_UP]
        case _:
            return signal.low if signal.because is Because.GOALS else active


def _numbers(goal: GoalSignal, language: Language) -> str:
    words = _short(one_line(goal.words))
    if goal.first is None:
        return language.say("{goal}: no number yet.", goal=words)
    start = language.say(STARTED_REWORDED if goal.reworded else STARTED, first=goal.first.value)
    match [point.value for point in goal.newest_two]:
        case [before, now]:
            return language.say(
                "{goal}: {start}, now {before} and {now}.", goal=words, start=start, before=before, now=now
            )
        case [now]:
            return language.say("{goal}: {start}, now {now}.", goal=words, start=start, now=now)
        case _:
            return language.say("{goal}: {start}.", goal=words, start=start)


def _of_goal(goal: GoalSignal, language: Language) -> str:
    """What the numbers come to; they are ratings after the first."""
    count = goal.later_count
    match goal.kind:
        case GoalSign.SLIPPING:
            return language.say_n("{n} rating, lower than at first.", "{n} ratings, lower than at first.", count)
        case GoalSign.NOT_MOVING:
            return language.say_n("{n} rating, not higher yet.", "{n} ratings, not higher yet.", count)
        case GoalSign.MOVING_UP:
            return language.say_n("{n} rating, higher than at first.", "{n} ratings, higher than at first.", count)
        case GoalSign.MIXED:
            return language.say_n("{n} rating, not clearly up or down.", "{n} ratings, not clearly up or down.", count)
        case GoalSign.TOO_SOON:
            return _too_soon(goal, language)
        case GoalSign.STALE:
            return language.say("The newest number is too old to say anything.")
        case GoalSign.UNRATED:
            return ""


def _too_soon(goal: GoalSignal, language: Language) -> str:
    if not goal.later_count:
        return language.say("One number, too soon to say.")
    ratings = language.say_n("{n} rating", "{n} ratings", goal.later_count)
    days = language.say_n("{n} day", "{n} days", goal.days)
    return language.say("{ratings} since, over {days}: too soon to say.", ratings=ratings, days=days)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_GOAL else words[: LONGEST_GOAL - 1].rstrip() + "…"
