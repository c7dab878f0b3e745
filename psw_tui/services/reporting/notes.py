"""Debrief notes in the order an agency wants to read them (DOMAIN 2.3): one structure, five ways to head it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from psw_tui.domain.words import N_
from psw_tui.records.client import RecordMode
from psw_tui.records.debrief import Contact, Debrief, HowLong, Safety
from psw_tui.records.form import questions
from psw_tui.records.papers import NoteFormat
from psw_tui.reports.document import Answers, Block, Document, Heading, Paragraph
from psw_tui.services.debriefs import amended_on, standing_version
from psw_tui.services.errors import NoDebriefThen, NotInTheRecord
from psw_tui.services.reporting.gathering import Gathered, answers, debriefs, gather, stem, written_by
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.reporting.period import of_when
from psw_tui.storage.vault import Vault

SAID = ("goals", "their_words", "asked_different")
DID = ("tried", "what_we_did", "what_line")
RESPONDED = ("how_they_responded", "useful_today")
NEXT = ("next_what", "next_who", "next_due")
FACTS = frozenset({"contact", "held_on", "how_long", "minutes", "place", "safety", "written_together"})
"""What the head of a note says."""

GOAL, DATA, BEHAVIOUR = N_("G: goal, and their words"), N_("D: what they said, what we did"), N_("B: what they said")
SUBJECTIVE, OBJECTIVE = N_("S: goal, and their words"), N_("O: what we did")
DONE, RESPONSE, PLAN = N_("I: what we did"), N_("R: how they responded"), N_("P: what is next")
ASSESSMENT = N_("A: How the person saw it:")
"""Their view, always under these words: a peer worker gives no clinical opinion."""

Shape = Sequence[tuple[str, Sequence[str]]]
"""The headings of a note, each with the questions whose answers stand under it."""

SHAPES: Mapping[NoteFormat, Shape] = {
    NoteFormat.GIRP: ((GOAL, SAID), (DONE, DID), (RESPONSE, RESPONDED), (PLAN, NEXT)),
    NoteFormat.DAP: ((DATA, SAID + DID), (ASSESSMENT, RESPONDED), (PLAN, NEXT)),
    NoteFormat.BIRP: ((BEHAVIOUR, SAID), (DONE, DID), (RESPONSE, RESPONDED), (PLAN, NEXT)),
    NoteFormat.SOAP: ((SUBJECTIVE, SAID), (OBJECTIVE, DID), (ASSESSMENT, RESPONDED), (PLAN, NEXT)),
}

LESS: Mapping[RecordMode, str] = {
    RecordMode.COUNTS: N_("They want counts only, so no words are told here."),
    RecordMode.BRIEF: N_("They want brief notes: the facts, what we did and what is next."),
}


def build(vault: Vault, wanted: Wanted) -> Document:
    """The notes of a time, or one of them. Raises NoSuchClient, NoDebriefThen and NotInTheRecord."""
    told = gather(vault, wanted)
    less = [told.say(LESS[told.read.mode])] if told.read.mode in LESS else []
    return Document(
        title=told.say("Notes of our contacts: {code}", code=told.client.code),
        language=told.language.code,
        about=(written_by(told), *of_when(told.wanted), *less),
        blocks=tuple(block for debrief in _wanted(told) for block in _note(told, debrief)),
        footer=told.say("{code}, notes of our contacts", code=told.client.code),
        stem=stem("notes", told),
    )


def _wanted(told: Gathered) -> Sequence[Debrief]:
    if told.wanted.row:
        found = standing_version(told.vault, told.wanted.row)
        if found is None or found.client != told.client.id:
            raise NotInTheRecord(told.client.code)
        return [found]
    if not (found_then := debriefs(told)):
        raise NoDebriefThen(told.client.code)
    return found_then


def _note(told: Gathered, debrief: Debrief) -> Iterator[Block]:
    """The day and the facts, then the answers in the order of the format."""
    yield Heading(told.language.before(told.day(debrief.held_on)) + " " + told.read.answer(debrief, "contact"))
    yield from _facts(told, debrief)
    if (on := amended_on(told.vault.clock, debrief)) is not None:
        yield Paragraph(told.say("Amended on {day}. This is the newest version.", day=told.day(on)))
    if told.wanted.note_format is NoteFormat.PLAIN:
        yield from answers(told, debrief, *FACTS, *_nobody_next(debrief))
    else:
        yield from _shaped(told, debrief, SHAPES[told.wanted.note_format])


def _facts(told: Gathered, debrief: Debrief) -> Iterator[Block]:
    """How long, where, whether there was a worry, and whether it was written together."""
    long = told.read.answer(debrief, "how_long")
    if debrief.how_long == HowLong.MORE and debrief.minutes:
        long = told.say("{n} min", n=debrief.minutes)
    when_where = ", ".join(filter(None, (long, told.read.answer(debrief, "place"))))
    worry = [] if debrief.safety == Safety.NOTHING else _beside(told, debrief, "safety")
    if lines := [*filter(None, [when_where]), *worry, *_beside(told, debrief, "written_together")]:
        yield Paragraph("\n".join(lines))


def _beside(told: Gathered, debrief: Debrief, name: str) -> list[str]:
    """A question with its answer."""
    said = told.read.answer(debrief, name)
    ask = dict(questions(Debrief))[name]
    return [f"{told.language.before(told.read.question(Debrief, name, ask))} {said}"] if said else []


def _shaped(told: Gathered, debrief: Debrief, shape: Shape) -> Iterator[Block]:
    rows = []
    for heading, names in shape:
        if lines := [line for name in names for line in _lines(told, debrief, name)]:
            rows.append((told.say(heading), tuple(lines)))
    if rows:
        yield Answers(tuple(rows))


def _lines(told: Gathered, debrief: Debrief, name: str) -> Iterator[str]:
    """What one question adds to its part of the note."""
    if not told.read.answer(debrief, name):
        return
    match name:
        case "goals":
            yield from _goals(told, debrief)
        case "their_words":
            yield told.say("“{words}”", words=debrief.their_words)
        case "useful_today" | "asked_different":
            yield from _told(told, debrief, name)
        case "next_what":
            yield _next(told, debrief)
        case "next_who" | "next_due":
            return
        case _:
            yield told.read.answer(debrief, name)


def _told(told: Gathered, debrief: Debrief, name: str) -> Iterator[str]:
    if name == "asked_different":
        yield told.say("They asked for something different.")
    else:
        yield told.say("Was it useful for them? {answer}", answer=told.read.answer(debrief, name))


def _goals(told: Gathered, debrief: Debrief) -> Iterator[str]:
    """Each goal that was touched, with their number of that day."""
    rating = dict(questions(Debrief))["goals"].rows
    asked = dict(questions(rating))["rating"] if rating else None
    for touched in debrief.goals:
        item = touched if isinstance(touched, dict) else touched.model_dump()
        words = told.read.known.get(item["goal"], "-")
        if item["rating"] and asked:
            number = told.read.said(asked, item["rating"])
            yield told.say("{goal} (their number: {number})", goal=words, number=number)
        else:
            yield words


def _next(told: Gathered, debrief: Debrief) -> str:
    """What, who and by when, on one line."""
    what, who = debrief.next_what, told.read.answer(debrief, "next_who")
    if debrief.contact in (Contact.TRIED, Contact.THEY_CANCELLED):
        return told.say("{what}, by {day}", what=what, day=told.day(debrief.next_due))
    return told.say("{what} ({who}), by {day}", what=what, who=who, day=told.day(debrief.next_due))


def _nobody_next(debrief: Debrief) -> Sequence[str]:
    """Where nothing comes next, nobody is said to do it."""
    return () if debrief.next_what else ("next_who",)
