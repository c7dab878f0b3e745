"""The client summary for the agency's file: what helps and where things stand, by code, without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.permission_words import standing
from psw_tui.records.choices import Who
from psw_tui.records.debrief import Contact
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.goal import GivenBy
from psw_tui.records.leaving import Statement
from psw_tui.records.nine import STEPS
from psw_tui.records.step import StepRow
from psw_tui.records.support import Permission
from psw_tui.reports.document import Answers, Block, Document, Heading, Paragraph, Quote, Table
from psw_tui.services.fresh_looks import Progress, fresh_looks_of, progress_of
from psw_tui.services.goals import goals_of
from psw_tui.services.reporting.gathering import (
    Gathered,
    bullets,
    debriefs,
    gather,
    last_day,
    open_follow_ups,
    part,
    rows_of,
    stem,
    written_by,
)
from psw_tui.services.reporting.goal_numbers import former_words, numbers, ratings
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.reporting.period import of_when
from psw_tui.services.steps import entries_of, entries_of_client
from psw_tui.services.support import permissions_of
from psw_tui.storage.vault import Vault

WHO_GAVE = {GivenBy.PERSON: N_("the client"), GivenBy.WORKER: N_("the worker's guess, not counted")}


def build(vault: Vault, wanted: Wanted) -> Document:
    """The summary. Raises NoSuchClient."""
    told = gather(vault, wanted)
    less = [] if told.tells_words else [told.say("They want counts only, so no words are told here.")]
    return Document(
        title=told.say("Client summary: {code}", code=told.client.code),
        language=told.language.code,
        about=(written_by(told), *of_when(told.wanted), *less),
        blocks=tuple(_blocks(told)),
        footer=told.say("{code}, client summary", code=told.client.code),
        stem=stem("summary", told),
    )


def _blocks(told: Gathered) -> Iterator[Block]:
    say = told.say
    if told.tells_words:
        yield from part(say("Strengths"), bullets(told.client.strengths))
        yield from part(say("What helps"), bullets(told.client.helps))
        yield from part(say("What does not help"), bullets(told.client.does_not_help))
    yield from part(say("Contact"), _contact(told))
    if told.tells_words:
        yield from part(say("Goals and their own numbers"), _goals(told))
    yield from part(say("Fresh looks"), _looks(told))
    yield from part(say("Permissions"), _permissions(told))
    yield from part(say("People around them"), bullets(_people(told)))
    if told.tells_words:
        yield from part(say("Open follow-ups"), _follow_ups(told))
    yield from part(say("Questions for supervision, by standing"), bullets(_standings(told, StepNumber.SUPERVISION)))
    yield from part(say("Referrals, by standing"), bullets(_standings(told, StepNumber.REFER)))
    yield from part(say("What they see differently"), _statements(told))


def _contact(told: Gathered) -> Iterator[Block]:
    """How often the two meet, and how often they did."""
    client, day = told.client, told.day
    stands = told.say("{status} since {day}", status=told.read.answer(client, "status"), day=day(client.status_since))
    yield Answers(
        (
            (told.say("How often we meet"), (told.read.answer(client, "rhythm"),)),
            (told.say("Met on"), (day(client.met_on),)),
            (told.say("Where things stand"), (stands,)),
        )
    )
    found = debriefs(told)
    if found:
        count = Counter(Contact(each.contact) for each in found if each.contact)
        rows = tuple((told.read.label(kind), told.language.number(count[kind])) for kind in Contact if count[kind])
        yield Table((told.say("Kind of contact"), told.say("How many")), rows, told.say("Contacts by kind"))
        yield Paragraph(told.say("The last one was on {day}.", day=day(found[-1].held_on)))


def _goals(told: Gathered) -> Iterator[Block]:
    given = ratings(told)
    for goal in goals_of(told.vault, told.client.id):
        yield Heading(goal.words, 3)
        state = told.say("{state}, set on {day}", state=told.read.answer(goal, "state"), day=told.day(goal.set_on))
        yield Paragraph(state)
        yield from former_words(told, goal)
        yield from numbers(told, goal, given.get(goal.id, ()), WHO_GAVE)


def _looks(told: Gathered) -> Iterator[Block]:
    """Each fresh look with the states of its nine steps; of no step more than that and the day."""
    looks = [
        look
        for look in reversed(fresh_looks_of(told.vault, told.client.id))
        if told.within(look.opened_on, look.closed_on or told.read.today)
    ]
    progress = progress_of(told.vault, [look.id for look in looks])
    for look in looks:
        opened = told.say("Opened on {day}", day=told.day(look.opened_on))
        yield Heading(opened, 3)
        rows = [(told.say("Why now"), (told.read.answer(look, "why_now"),))]
        if look.closed_on is None:
            rows.append((told.say("Look again by"), (told.day(look.look_again_on),)))
        elif look.outcome:
            ended = told.say(
                "{outcome}, {day}", outcome=told.read.answer(look, "outcome"), day=told.day(look.closed_on)
            )
            rows.append((told.say("How it ended"), (ended,)))
        yield Answers(tuple(rows))
        yield _steps(told, look.id, progress[look.id])


def _steps(told: Gathered, look: str, progress: Progress) -> Table:
    head = tuple(told.say(words) for words in (N_("Step"), N_("Where it stands"), N_("Day")))
    rows = tuple(
        (
            f"{int(number)} {told.say(number.short_name)}",
            told.read.label(progress.states[number]),
            _newest_day(told, entries_of(told.vault, STEPS[number], look)),
        )
        for number in StepNumber
    )
    return Table(head, rows, told.say("The nine steps"))


def _newest_day(told: Gathered, entries: list[StepRow]) -> str:
    return told.day(getattr(entries[0], "held_on", None)) if entries else ""


def _permissions(told: Gathered) -> Iterator[Block]:
    """With whom, what for, what may be shared and where each stands; the newest first."""
    shown = [each for each in permissions_of(told.vault, told.client.id) if told.within(each.given_on, last_day(each))]
    if shown:
        asked = (N_("With whom"), N_("What for"), N_("What may be shared"), N_("Where it stands"))
        yield Table(
            tuple(told.say(words) for words in asked),
            tuple(_permission(told, each) for each in shown),
            told.say("What the client allowed"),
        )


def _permission(told: Gathered, permission: Permission) -> tuple[str, ...]:
    share = ", ".join(filter(None, [*permission.may_share, permission.may_share_line])) or "-"
    stands = standing(permission, told.read.today, told.language, on_paper=True)
    return told.whom(permission.with_contact), permission.purpose, share, stands


def _people(told: Gathered) -> list[str]:
    """By what they are called. A name stands in no summary."""
    return [
        told.say("{label} ({kind})", label=each.label, kind=told.read.answer(each, "kind")) if each.kind else each.label
        for each in told.contacts.values()
    ]


def _follow_ups(told: Gathered) -> Iterator[Block]:
    found = open_follow_ups(told)
    if found:
        head = tuple(told.say(words) for words in (N_("What"), N_("Who"), N_("By when")))
        yield Table(
            head,
            tuple((each.what, _who(told, each), told.day(each.due)) for each in found),
            told.say("What is still to be done"),
        )


def _who(told: Gathered, follow_up: FollowUp) -> str:
    """Who does it, as others than the two of them would say."""
    match Who(follow_up.who):
        case Who.ME:
            return told.setting.worker
        case Who.THEM:
            return told.say("the client")
        case Who.BOTH:
            return told.say("{worker} and the client", worker=told.setting.worker)


def _standings(told: Gathered, number: StepNumber) -> list[str]:
    """The day and the state of each, and not a word of what it is about."""
    found = reversed(entries_of_client(told.vault, STEPS[number], told.client.id))
    return [_standing(told, each) for each in found if told.within(getattr(each, "held_on", None))]


def _standing(told: Gathered, entry: StepRow) -> str:
    day, state = told.day(getattr(entry, "held_on", None)), told.read.label(State(getattr(entry, "state", "")))
    return f"{told.language.before(day)} {state}"


def _statements(told: Gathered) -> Iterator[Block]:
    for each in rows_of(told, Statement):
        if told.within(each.held_on):
            about = told.say("{day}, about: {about}", day=told.day(each.held_on), about=each.about)
            yield Quote(each.words, about if each.about else told.day(each.held_on))
