"""What a client sees of their record, in words that speak to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from psw_tui.domain.clock import Clock
from psw_tui.domain.permission import PermissionStatus
from psw_tui.domain.trend import sparkline
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.permission_words import STATUS_WORDS
from psw_tui.readable import Readable
from psw_tui.records.ask import Ask, Choice, Kind
from psw_tui.records.choices import WhatWeDid, Who
from psw_tui.records.client import WriteTogether
from psw_tui.records.goal import GoalState
from psw_tui.records.safety_note import ToldWhom, WhatIDid
from psw_tui.records.support import Direction, WhoShares
from psw_tui.services.shown import Answer, OwnGoal, OwnNumber, OwnPermission, OwnReaders, Shown
from psw_tui.when_words import noted_at

TO_THEM: Sequence[tuple[Choice, str]] = (
    (Who.ME, N_("your worker")),
    (Who.THEM, N_("you")),
    (WhatWeDid.MY_STORY, N_("your worker's own story")),
    (WriteTogether.READ_BACK, N_("your worker read it back")),
    (WhatIDid.STAYED, N_("stayed with you")),
    (WhatIDid.WENT_WITH_THEM, N_("went with you")),
    (Direction.SHARE, N_("your worker may tell them")),
    (Direction.HEAR, N_("your worker may hear from them")),
    (WhoShares.ME_AND_PROGRAM, N_("your worker and the program")),
    (WhoShares.ME, N_("only your worker")),
    (GoalState.DROPPED, N_("dropped by you")),
)
"""Answers that are worded for the worker, as they are said to the client."""

_BY_KIND: Mapping[tuple[type[Choice], str], str] = {(type(given), given.value): words for given, words in TO_THEM}
"""Two answers of different questions may be stored alike, such as *me*."""

TEAM_READS = N_(
    "Your worker, and since {day} the other workers of the team {team} too, because you agreed. You can end it at any"
    " time: tell your worker. What they have got by then, they keep."
)
TEAM_READ = N_(
    "Your worker. From {day} on the other workers of the team {team} could read it too, because you agreed. That has"
    " ended. What they had got by then, they keep."
)

SHOWN_NUMBERS = 10
"""The newest so many numbers of a goal are shown."""


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it."""

    heading: str
    lines: Sequence[str] = ()
    level: int = 2
    """1 for what begins a new kind of thing."""


def parts(shown: Shown, language: Language, clock: Clock) -> Iterator[Part]:
    """The record from top to bottom."""
    return _Telling(language, clock).parts(shown)


def whom_and_what(permission: OwnPermission, language: Language) -> str:
    """A permission in a list: "sister: find a room"."""
    return f"{language.before(permission.whom)} {permission.purpose}"


class _Telling:
    """Puts the record into words of one language."""

    def __init__(self, language: Language, clock: Clock) -> None:
        self._say = language.say
        self._language = language
        self._clock = clock
        self._reader = _ReaderToThem(language, clock.today())

    def parts(self, shown: Shown) -> Iterator[Part]:
        yield from self._kind(N_("Your goals"), N_("No goal yet."), [self._goal(each) for each in shown.goals])
        yield from self._kind(
            N_("What you allow"), N_("No permission is kept."), [self._permission(each) for each in shown.permissions]
        )
        if shown.readers:
            yield Part(self._say("Who reads this"), [self._readers(shown.readers)], level=1)
        yield from self._kind(
            N_("What you see differently"),
            N_("Nothing yet. What you write there stays with the notes."),
            [self._part(self._day(each.day), [each.about, each.words]) for each in shown.statements],
        )
        if shown.safety_notes:
            noted = [
                self._part(noted_at(self._language, self._clock, each.at), self._answers(each.answers))
                for each in shown.safety_notes
            ]
            yield from self._kind(N_("Safety notes"), "", noted)
        yield from self._kind(N_("Notes, the newest first"), N_("No note yet."), list(self._notes(shown)))

    def _kind(self, heading: str, nothing: str, told: Sequence[Part]) -> Iterator[Part]:
        yield Part(self._say(heading), () if told else (self._say(nothing),), level=1)
        yield from told

    def _notes(self, shown: Shown) -> Iterator[Part]:
        for each in shown.notes:
            how = self._say(each.contact.label) if each.contact else ""
            changed = self._say("changed {day}", day=self._day(each.changed)) if each.changed else ""
            heading = ", ".join(filter(None, [self._day(each.day), how, changed]))
            yield self._part(heading, self._answers(each.answers))

    def _goal(self, goal: OwnGoal) -> Part:
        state = "" if goal.state is GoalState.ACTIVE else f" ({self._say(_to_them(goal.state))})"
        return self._part(f"{goal.words}{state}", [self._numbers(goal.numbers), *self._answers(goal.answers)])

    def _numbers(self, numbers: Sequence[OwnNumber]) -> str:
        newest = numbers[-SHOWN_NUMBERS:]
        if not newest:
            return self._say("No number from you yet.")
        values = [each.value for each in newest if each.value is not None]
        told = ", ".join(self._number(each) for each in newest)
        if not values:
            return self._say("Your numbers: {numbers}", numbers=told)
        return self._say("Your numbers: {picture}  {numbers}", picture=sparkline(values), numbers=told)

    def _number(self, number: OwnNumber) -> str:
        if number.value is not None:
            return self._say("{number} ({day})", number=number.value, day=self._day(number.day))
        said = self._say(number.no_answer.label) if number.no_answer else "-"
        return self._say("{number} ({day})", number=said, day=self._day(number.day))

    def _readers(self, readers: OwnReaders) -> str:
        day = self._day(readers.since) if readers.since else "-"
        words = TEAM_READ if readers.ended else TEAM_READS
        return " ".join(self._say(words, day=day, team=readers.team).split())

    def _permission(self, permission: OwnPermission) -> Part:
        return self._part(
            f"{self._language.before(permission.whom)} {self._standing(permission)}", self._answers(permission.answers)
        )

    def _standing(self, permission: OwnPermission) -> str:
        if permission.said_no:
            return self._say("you said no")
        if permission.stands is None:
            return "-"
        day = self._day(permission.day) if permission.day else "-"
        words = self._say(STATUS_WORDS[permission.stands])
        if permission.stands in (PermissionStatus.WITHDRAWN, PermissionStatus.ENDED):
            return self._say("{status} {day}", status=words, day=day)
        return self._say("{status}, until {day}", status=words, day=day)

    def _answers(self, answers: Sequence[Answer]) -> list[str]:
        return [
            f"{self._language.before(self._say(answer.asked))} {self._reader.told(answer.ask, answer.given)}"
            for answer in answers
        ]

    def _part(self, heading: str, lines: Sequence[str]) -> Part:
        return Part(heading, [line for line in lines if line])

    def _day(self, day: date) -> str:
        return self._language.day(day, self._clock.today())


class _ReaderToThem(Readable):
    """Says answers to the one they are about."""

    def told(self, ask: Ask, answer: object) -> str:
        """An answer on one line; of who was told, who and when and no question."""
        if ask.kind is Kind.ROWS and ask.rows is ToldWhom and isinstance(answer, list):
            return "; ".join(self._who_and_when(ToldWhom.model_validate(each)) for each in answer)
        return super().told(ask, answer)

    def _who_and_when(self, told: ToldWhom) -> str:
        day = self.day(told.told_on) if told.told_on else ""
        return " ".join(filter(None, [told.who, day, told.at]))

    def _label(self, ask: Ask, answer: str) -> str:
        if ask.choices is None:
            return answer
        given = ask.choices(answer)
        return self.language.say(_to_them(given) if isinstance(given, Choice) else given.label)


def _to_them(given: Choice) -> str:
    """An answer as it is said to the client; still to be translated."""
    return _BY_KIND.get((type(given), given.value), given.label)
