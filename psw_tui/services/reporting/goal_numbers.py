"""A goal on paper: the words it has and had, and every number it was given, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from psw_tui.domain.words import N_
from psw_tui.records.goal import GivenBy, Goal, Rating
from psw_tui.reports.document import Block, Paragraph, Table
from psw_tui.services.goals import ratings_of, rewordings_of
from psw_tui.services.reporting.gathering import Gathered


def ratings(told: Gathered) -> Mapping[str, Sequence[Rating]]:
    """The numbers by goal within the time wanted, the oldest first."""
    every = ratings_of(told.vault, told.client.id)
    return {goal: [rating for rating in some if told.within(rating.day)] for goal, some in every.items()}


def former_words(told: Gathered, goal: Goal) -> Iterator[Block]:
    """The words a goal had before: a number was given for the words of its day."""
    for each in rewordings_of(told.vault, goal.id):
        yield Paragraph(told.say("Until {day} it was: “{words}”", day=told.day(each.day), words=each.was))


def numbers(told: Gathered, goal: Goal, given: Sequence[Rating], who: Mapping[GivenBy, str]) -> Iterator[Block]:
    """Day, number, who gave it; a sentence where there is none."""
    if not given:
        yield Paragraph(told.say("No number was given."))
        return
    head = tuple(told.say(words) for words in (N_("Day"), N_("Number, 0 to 10"), N_("Who gave it")))
    rows = tuple((told.day(each.day), _number(told, each), told.say(who[GivenBy(each.given_by)])) for each in given)
    yield Table(head, rows, told.say("Numbers for: {goal}", goal=goal.words))


def _number(told: Gathered, rating: Rating) -> str:
    if rating.value is not None:
        return str(rating.value)
    return told.read.answer(rating, "no_answer") or "-"
