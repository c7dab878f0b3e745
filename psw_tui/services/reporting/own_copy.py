"""The client's own copy: all that was written about them, in plain words, to them.

It holds everything but what is the worker's own. "You" is the client and "I" is their worker, in every question and
every answer: psw_tui/yours.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from psw_tui.domain.words import N_
from psw_tui.records.goal import GivenBy
from psw_tui.records.leaving import Received, Sent, Statement
from psw_tui.reports.document import Block, Bullets, Document, Heading, Paragraph, Quote, Table
from psw_tui.services.debriefs import amended_on
from psw_tui.services.goals import goals_of
from psw_tui.services.reporting.gathering import (
    Gathered,
    answers,
    debriefs,
    gather,
    open_follow_ups,
    part,
    rows_of,
    stem,
    written_by,
)
from psw_tui.services.reporting.goal_numbers import former_words, numbers, ratings
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.reporting.own_looks import asked_for, looks
from psw_tui.services.reporting.own_sharing import permissions, shared
from psw_tui.services.reporting.period import of_when
from psw_tui.services.safety import safety_notes_of
from psw_tui.storage.vault import Vault
from psw_tui.yours import Yours

INTRODUCTION = N_(
    "This is your own copy of what I wrote down about you. It is yours to keep, and to show to whom you want. Take"
    " care where you leave it: it is about you."
)
NOT_IN_IT = N_(
    "Two things are not in it: my own reflections about how I work, and the names I may keep of people around you. Of"
    " those there is only who they are to you."
)
CAN_READ = N_("If something here is hard to read, ask me. We can read it together.")

RIGHTS = (
    N_("You may ask me to correct something. The old words stay beside the new ones, so that nothing is hidden."),
    N_("You may add a statement of your own. It stays with the notes, and nobody changes it."),
    N_("You may take back a permission, at any time and without a reason. It counts from that moment on."),
    N_("You may say how much I write from now on: all, only the facts, or only counts."),
    N_("You may ask how long this is kept, and that it is erased."),
)

WHO_GAVE = {GivenBy.PERSON: N_("you"), GivenBy.WORKER: N_("my guess, not counted")}

OF_THE_HOUSE = ("goes_by", "note_language", "status_since", "team_agreed_on")
"""What is about the worker's way of writing, or stands in the title or under what was shared."""


def build(vault: Vault, wanted: Wanted) -> Document:
    """The copy. Raises NoSuchClient."""
    told = gather(vault, wanted, Yours, all_of_it=True)
    whom = told.client.goes_by.strip() or told.client.code
    return Document(
        title=told.say("What I wrote down about you"),
        language=told.language.code,
        about=(told.say("For {whom}", whom=whom), written_by(told), *of_when(told.wanted)),
        blocks=tuple(_blocks(told)),
        footer=told.say("{code}, your own copy", code=told.client.code),
        stem=stem("own copy", told),
    )


def _blocks(told: Gathered) -> Iterator[Block]:
    say = told.say
    yield from (Paragraph(say(words)) for words in (INTRODUCTION, NOT_IN_IT, CAN_READ))
    yield from part(say("Your goals"), _goals(told))
    yield from part(say("About you"), answers(told, told.client, *OF_THE_HOUSE))
    yield from part(say("What is next"), _next(told))
    yield from part(say("Each time we met or tried to"), _contacts(told))
    yield from part(say("When I was worried about your safety"), _safety(told))
    yield from part(say("When we took a fresh look together"), looks(told))
    yield from part(say("What I asked others, and whom I connected you with"), asked_for(told))
    yield from part(say("The people around you"), _people(told))
    yield from part(say("What you allowed"), permissions(told))
    yield from part(say("What was shared about you, and with whom"), shared(told, rows_of(told, Sent)))
    yield from part(say("What came in about you"), _came_in(told))
    yield from part(say("What you see differently"), _statements(told))
    yield from part(say("Your rights"), _rights(told))


def _goals(told: Gathered) -> Iterator[Block]:
    """Each goal in their own words, with what they said about it and their numbers."""
    given = ratings(told)
    for goal in goals_of(told.vault, told.client.id):
        yield Heading(goal.words, 3)
        yield from answers(told, goal, "words")
        yield from former_words(told, goal)
        yield from numbers(told, goal, given.get(goal.id, ()), WHO_GAVE)


def _next(told: Gathered) -> Iterator[Block]:
    found = open_follow_ups(told)
    if found:
        head = tuple(told.say(words) for words in (N_("What"), N_("Who does it"), N_("By when")))
        rows = tuple((each.what, told.read.answer(each, "who"), told.day(each.due)) for each in found)
        yield Table(head, rows, told.say("What is still to be done"))


def _contacts(told: Gathered) -> Iterator[Block]:
    """Every contact in full, the oldest first."""
    for debrief in debriefs(told):
        yield Heading(f"{told.language.before(told.day(debrief.held_on))} {told.read.answer(debrief, 'contact')}", 3)
        if (on := amended_on(told.vault.clock, debrief)) is not None:
            yield Paragraph(
                told.say(
                    "I wrote this anew on {day}. The earlier words are kept too: ask me if you want to see them.",
                    day=told.day(on),
                )
            )
        nobody = () if debrief.next_what else ("next_who",)
        yield from answers(told, debrief, "held_on", "contact", *nobody)


def _safety(told: Gathered) -> Iterator[Block]:
    for note in reversed(safety_notes_of(told.vault, told.client.id)):
        day = told.vault.clock.local(note.at).date()
        if told.within(day):
            yield Heading(told.day(day), 3)
            yield from answers(told, note)


def _people(told: Gathered) -> Iterator[Block]:
    for contact in told.contacts.values():
        yield Heading(contact.label, 3)
        yield from answers(told, contact, "label")


def _came_in(told: Gathered) -> Iterator[Block]:
    """What another worker or a supervisor sent."""
    found = [each for each in rows_of(told, Received) if told.within(each.held_on)]
    if found:
        head = tuple(told.say(words) for words in (N_("Day"), N_("What came in"), N_("From whom")))
        yield Table(
            head,
            tuple((told.day(each.held_on), told.read.answer(each, "paper"), each.from_whom) for each in found),
            told.say("What I was sent about you"),
        )


def _statements(told: Gathered) -> Iterator[Block]:
    for each in rows_of(told, Statement):
        if told.within(each.held_on):
            about = told.say("{day}, about: {about}", day=told.day(each.held_on), about=each.about)
            yield Quote(each.words, about if each.about else told.day(each.held_on))


def _rights(told: Gathered) -> Iterator[Block]:
    """What they may ask for, and how long the record is kept."""
    yield Bullets(tuple(told.say(words) for words in RIGHTS))
    if told.setting.retention.strip():
        yield Paragraph(told.say("How long records are kept here: {words}", words=told.setting.retention))
    elif told.setting.keep_years:
        years = told.language.say_n(
            "Records are kept for {n} year after our last contact.",
            "Records are kept for {n} years after our last contact.",
            told.setting.keep_years,
        )
        yield Paragraph(years)
    else:
        yield Paragraph(told.say("How long records are kept here is not written down yet. I can ask for you."))
