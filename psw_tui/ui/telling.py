"""Telling what is kept: records as sections of a screen, a goal's numbers as a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from textual.content import Content

from psw_tui.domain.clock import Clock
from psw_tui.domain.trend import sparkline
from psw_tui.language import Language
from psw_tui.readable import Readable
from psw_tui.records.goal import GivenBy, Rating
from psw_tui.records.row import Row
from psw_tui.records.safety_note import SafetyNote
from psw_tui.services import goals, support
from psw_tui.services.safety import is_told
from psw_tui.ui.desk import Desk
from psw_tui.ui.show import SOFT, joined, show

SHOWN_NUMBERS = 10
"""The newest so many numbers of a goal are shown."""

DAYS_OF_A_WEEK = 7


async def readable_for(desk: Desk, client: str) -> Readable:
    """A reader that knows what stands behind the ids of this client's record."""
    contacts = {each.id: each.label for each in await desk.ask(support.contacts_of, client)}
    known: dict[str, str] = dict(contacts)
    known |= {goal.id: goal.words for goal in await desk.ask(goals.goals_of, client)}
    for permission in await desk.ask(support.permissions_of, client):
        known[permission.id] = f"{contacts.get(permission.with_contact, '?')}: {permission.purpose}"
    return Readable(desk.language, desk.today, known)


def section(
    heading: str,
    reader: Readable,
    row: Row,
    *,
    private: bool = False,
    leave_out: frozenset[str] = frozenset(),
) -> Content:
    """A heading, then every answer of a record."""
    told = _answers(reader, row, private=private, leave_out=leave_out)
    return Content("\n").join([show(heading, "bold"), *told])


def _answers(reader: Readable, row: Row, *, private: bool, leave_out: frozenset[str]) -> Iterator[Content]:
    for words, lines in reader.answers(row, private=private, leave_out=leave_out):
        if len(lines) == 1:
            yield joined("  ", show(f"{words}: ", SOFT), lines[0])
        else:
            yield joined("  ", show(f"{words}:", SOFT))
            yield from (show(f"    - {line}") for line in lines)


def noted_at(language: Language, clock: Clock, instant: datetime) -> str:
    """When something was noted: the time for today, the weekday with it within a week, the day before that."""
    local, today = clock.local(instant), clock.today()
    return f"{local:%H:%M}" if local.date() == today else begun_at(language, clock, instant)


def begun_at(language: Language, clock: Clock, instant: datetime) -> str:
    """When something was begun: the weekday and the time within a week, the day before that."""
    local, today = clock.local(instant), clock.today()
    near = (today - local.date()).days < DAYS_OF_A_WEEK
    return language.instant(local) if near else language.day(local.date(), today)


def safety_section(note: SafetyNote, reader: Readable, clock: Clock, *, untold: str) -> Content:
    """A safety note, with what is still to be done about it in its heading; `untold` says that nobody knows yet."""
    say = reader.language.say
    heading = say("Safety note, {time}", time=noted_at(reader.language, clock, note.at))
    told = "" if is_told(note.told) else untold
    done = say("check-in done {day}", day=reader.day(note.next_check_done_on)) if note.next_check_done_on else ""
    return section(" - ".join(filter(None, [heading, told, done])), reader, note)


def trend(language: Language, ratings: Sequence[Rating]) -> str:
    """A goal's course: a small picture, and the same numbers in words. Guesses are named and not drawn."""
    theirs = [rating.value for rating in ratings if rating.value is not None and rating.given_by == GivenBy.PERSON]
    if not theirs:
        return language.say("No number from them yet.")
    numbers = " ".join(str(number) for number in theirs[-SHOWN_NUMBERS:])
    guesses = sum(rating.given_by == GivenBy.WORKER for rating in ratings)
    said = language.say(
        "Their numbers: {picture}  {numbers}", picture=sparkline(theirs[-SHOWN_NUMBERS:]), numbers=numbers
    )
    more = language.say_n("{n} guess of mine is not counted.", "{n} guesses of mine are not counted.", guesses)
    return f"{said}. {more}" if guesses else f"{said}."
