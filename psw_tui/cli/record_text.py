"""A client's record as lines to read, at most 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from psw_tui.cli.shown import Reader
from psw_tui.columns import WIDTH, paragraph
from psw_tui.domain.signs import ClientSignal, GoalSignal
from psw_tui.domain.steps import StepNumber
from psw_tui.language import Language
from psw_tui.records.choices import Who
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.goal import Goal, NoAnswer, Rating
from psw_tui.records.nine import STEPS
from psw_tui.services.caseload import IN_TOUCH
from psw_tui.services.follow_ups import STILL_OPEN
from psw_tui.services.record import ClientRecord, LookRecord, own_step_of
from psw_tui.signal_words import client_sentence, goal_sentence, label

STEP_STANDS = frozenset({"state", "held_on"})
"""What the heading of a step says already."""


def record_lines(record: ClientRecord, signal: ClientSignal, reader: Reader) -> Iterator[str]:
    """Everything that may be printed of one client, under headings."""
    reader = _knowing(record, reader)
    say = reader.language.say
    yield record.client.code
    if record.client.status in IN_TOUCH:
        yield from paragraph(_signal(signal, reader.language), indent="  ", hanging="    ")
    yield from reader.lines(record.client)
    yield from _part(say("Goals"), _goals(record, signal, reader))
    yield from _part(say("To do"), [_to_dos(record.follow_ups, reader)])
    yield from _part(say("People around them"), (reader.lines(contact) for contact in record.contacts))
    yield from _part(say("Permissions"), (reader.lines(permission) for permission in record.permissions))
    for look in record.fresh_looks:
        yield from _part(_look_heading(look, reader), _look(look, reader))
    yield from _part(say("What they see differently"), (reader.lines(each) for each in record.statements))
    yield from _part(say("Newest debriefs"), (_debrief(debrief, reader) for debrief in record.debriefs))


def _part(heading: str, parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """A heading with its parts, an empty line between two; nothing at all where there is nothing."""
    filled = [lines for part in parts if (lines := list(part))]
    if filled:
        yield ""
        yield from (heading, "-" * min(len(heading), WIDTH))
    for number, lines in enumerate(filled):
        if number:
            yield ""
        yield from lines


def _knowing(record: ClientRecord, reader: Reader) -> Reader:
    """The reader, told what stands behind the ids of this client's record."""
    contacts = {contact.id: contact.label for contact in record.contacts}
    goals = {goal.id: goal.words for goal in record.goals}
    before = reader.language.before
    permissions = {
        each.id: f"{before(contacts.get(each.with_contact, '?'))} {each.purpose}" for each in record.permissions
    }
    return Reader(reader.language, reader.today, reader.names, contacts | goals | permissions)


def _signal(signal: ClientSignal, language: Language) -> str:
    """The label of the caseload, and what it rests on."""
    sentence = client_sentence(signal, language)
    return language.say("Signal: {label}. {sentence}", label=label(signal, language), sentence=sentence)


def _goals(record: ClientRecord, signal: ClientSignal, reader: Reader) -> Iterator[Iterable[str]]:
    signals = {goal.id: goal for goal in signal.goals}
    return (_goal(goal, record.ratings.get(goal.id, ()), signals[goal.id], reader) for goal in record.goals)


def _goal(goal: Goal, ratings: Sequence[Rating], signal: GoalSignal, reader: Reader) -> Iterator[str]:
    yield from reader.lines(goal)
    yield from paragraph(goal_sentence(signal, reader.language), indent="  ", hanging="    ")
    if ratings:
        words = reader.language.say("Their numbers, oldest first: {numbers}", numbers=_numbers(ratings, reader))
        yield from paragraph(words, indent="  ", hanging="    ")


def _numbers(ratings: Sequence[Rating], reader: Reader) -> str:
    return ", ".join(_number(rating, reader) for rating in ratings)


def _number(rating: Rating, reader: Reader) -> str:
    say = reader.language.say
    if rating.value is None:
        return say(NoAnswer(rating.no_answer).label) if rating.no_answer else "-"
    return str(rating.value) if rating.given_by == "person" else say("{number} (my guess)", number=rating.value)


def _debrief(debrief: Debrief, reader: Reader) -> Iterator[str]:
    """Where nothing comes next, nobody is said to do it."""
    return reader.lines(debrief, leave_out=frozenset() if debrief.next_what else frozenset({"next_who"}))


def _to_dos(follow_ups: Sequence[FollowUp], reader: Reader) -> Iterator[str]:
    """What is still to be done, the soonest first."""
    still_open = [each for each in follow_ups if each.state in STILL_OPEN]
    for follow_up in sorted(still_open, key=lambda each: each.due or date.max):
        yield from _to_do(follow_up, reader)


def _to_do(follow_up: FollowUp, reader: Reader) -> list[str]:
    own_step = own_step_of(follow_up)
    what = follow_up.what if own_step is None else reader.language.say(own_step.short_name)
    who = reader.language.say(Who(follow_up.who).label)
    line = f"{reader.language.before(reader.day(follow_up.due))} {what} ({who})"
    return paragraph(line, indent="  ", hanging="    ")


def _look_heading(record: LookRecord, reader: Reader) -> str:
    say, look = reader.language.say, record.look
    if look.closed_on is None:
        return say("Fresh look, open since {day}", day=reader.day(look.opened_on))
    return say("Fresh look, closed {day}", day=reader.day(look.closed_on))


def _look(record: LookRecord, reader: Reader) -> Iterator[Iterable[str]]:
    yield reader.lines(record.look, leave_out=frozenset({"opened_on", "closed_on"}))
    yield (_step_line(record, number, reader) for number in StepNumber)
    for number in StepNumber:
        if not STEPS[number].private:
            for entry in record.entries[number]:
                heading = f"  {int(number)}  {reader.language.say(number.short_name)}"
                lines = list(reader.lines(entry, indent="     ", leave_out=STEP_STANDS))
                yield [heading, *lines] if lines else []


def _step_line(record: LookRecord, number: StepNumber, reader: Reader) -> str:
    """A step with its mark, its state in words, and the day of its newest entry."""
    state = record.states[number]
    newest = record.entries[number][:1]
    days = [reader.day(entry.held_on) for entry in newest]  # type: ignore[attr-defined]  # every step table has it
    standing = ", ".join([reader.language.say(state.label), *days])
    return f"  {state.mark} {int(number)}  {reader.language.say(number.short_name)}: {standing}"
