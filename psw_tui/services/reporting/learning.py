"""The worker's own learning log, for certification: the one paper that holds text of steps 1 and 9, and no client."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.choices import YesNo
from psw_tui.records.steps.learn import Learn, Tag
from psw_tui.records.steps.reflect import Missing, Reflect
from psw_tui.reports.document import Answers, Block, Document, Heading, Paragraph, Table
from psw_tui.services.errors import NothingLearnedThen
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.reporting.period import of_when, within
from psw_tui.services.settings import settings
from psw_tui.services.steps import learning_log
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault

OWN = N_("This is the worker's own learning log, made because they asked for it. It is no part of any client's record.")
LOOK = N_(
    "Codes are taken out, and so is the name of the client an entry was about. Look for other names before it leaves."
)
SOMEBODY = N_("the person")

RELATIONSHIPS, PERSONAL = N_("I: caring relationships"), N_("IV: support that fits the person")
LINKS, CRISES = N_("VI: links to resources"), N_("VIII: help in a crisis")
COMMUNICATION, TEAMWORK = N_("IX: communication"), N_("X: collaboration and teamwork")
GROWTH = N_("XII: growth and development")

COMPETENCIES: Mapping[Tag, str] = {
    Tag.LISTENING: COMMUNICATION,
    Tag.PACE: PERSONAL,
    Tag.BOUNDARIES: GROWTH,
    Tag.CULTURE: PERSONAL,
    Tag.POWER: RELATIONSHIPS,
    Tag.MY_TRIGGERS: GROWTH,
    Tag.RESOURCES: LINKS,
    Tag.TEAMWORK: TEAMWORK,
    Tag.SAFETY: CRISES,
}
"""The SAMHSA category (DOMAIN 2.2) that each tag comes nearest to."""


@dataclass(frozen=True)
class _Note:
    """What one entry says, in the language of the paper and without a client."""

    day: date
    step: StepNumber
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def build(vault: Vault, wanted: Wanted) -> Document:
    """The log over all clients, the oldest entry first. Raises NothingLearnedThen."""
    learned = [each for each in learning_log(vault, Learn) if isinstance(each, Learn) and _in(wanted, each.held_on)]
    thought = [each for each in learning_log(vault, Reflect) if isinstance(each, Reflect) and _in(wanted, each.held_on)]
    told = _Telling(wanted.words, _nobody(vault, wanted.words.say(SOMEBODY)))
    notes = sorted(_notes(told, learned, thought), key=lambda note: note.day)
    if not notes:
        raise NothingLearnedThen
    words = wanted.words
    return Document(
        title=words.say("Learning log"),
        language=words.code,
        about=(words.say("Of {worker}", worker=settings(vault).worker), *of_when(wanted)),
        blocks=(
            Paragraph(words.say(OWN), strong=True),
            Paragraph(words.say(LOOK)),
            *_tags(words, learned),
            *_training(told, learned),
            *_by_day(words, notes),
        ),
        footer=words.say("The worker's own learning log"),
        stem="learning-log",
    )


def _in(wanted: Wanted, day: date | None) -> bool:
    return day is not None and within(wanted, day)


@dataclass(frozen=True)
class _Telling:
    words: Language
    nobody: Callable[[str, str], str]
    """A text of an entry about this client, with codes and the client's name taken out."""

    def row(self, question: str, client: str, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The question with its answer; nothing for an empty one."""
        if text.strip():
            yield self.words.say(question), (self.nobody(client, text),)


def _notes(told: _Telling, learned: Sequence[Learn], thought: Sequence[Reflect]) -> Iterator[_Note]:
    for entry in learned:
        if entry.held_on and (rows := tuple(_learned(told, entry))):
            yield _Note(entry.held_on, StepNumber.LEARN, rows)
    for reflection in thought:
        if reflection.held_on and (rows := tuple(_thought(told, reflection))):
            yield _Note(reflection.held_on, StepNumber.REFLECT, rows)


def _learned(told: _Telling, entry: Learn) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from told.row(N_("What did I learn?"), entry.client, entry.learned)
    yield from told.row(N_("So what?"), entry.client, entry.so_what)
    yield from told.row(N_("Now what?"), entry.client, entry.now_what)
    if entry.tags:
        yield told.words.say("About"), (", ".join(told.words.say(Tag(tag).label) for tag in entry.tags),)
    if entry.share == YesNo.YES:
        yield from told.row(N_("The tip to share"), entry.client, entry.share_tip)


def _thought(told: _Telling, entry: Reflect) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of step 1 what is about the worker's own practice; what they have been doing is about a client, and stays."""
    if not entry.differently.strip():
        return
    if entry.missing_things:
        missing = ", ".join(told.words.say(Missing(each).label) for each in entry.missing_things)
        yield told.words.say("What might I be missing?"), (missing,)
    yield from told.row(N_("What will I do differently next time?"), entry.client, entry.differently)


def _tags(words: Language, learned: Sequence[Learn]) -> Iterator[Block]:
    count = Counter(Tag(tag) for entry in learned for tag in entry.tags)
    if not count:
        return
    yield Heading(words.say("What it is about"))
    head = tuple(words.say(each) for each in (N_("About"), N_("Entries"), N_("Nearest SAMHSA competency")))
    rows = [(words.say(tag.label), words.number(count[tag]), words.say(COMPETENCIES[tag])) for tag in Tag if count[tag]]
    yield Table(
        head, tuple(rows), words.say("How often each subject was marked, and the competency it comes nearest to")
    )


def _training(told: _Telling, learned: Sequence[Learn]) -> Iterator[Block]:
    words = told.words
    found = sorted((entry.training_on or entry.held_on or date.max, entry.client, entry.training) for entry in learned)
    rows = [(words.whole_day(day), told.nobody(client, text)) for day, client, text in found if text.strip()]
    if rows:
        yield Heading(words.say("Training or reading"))
        head = (words.say("Day"), words.say("Training or reading"))
        yield Table(head, tuple(rows), words.say("Training and reading, the oldest first"))


def _by_day(words: Language, notes: Sequence[_Note]) -> Iterator[Block]:
    yield Heading(words.say("Day by day"))
    for day, of_day in groupby(notes, key=lambda note: note.day):
        yield Heading(words.whole_day(day), 3)
        for note in of_day:
            name = words.say(note.step.full_name)
            yield Paragraph(words.say("Step {n}: {name}", n=int(note.step), name=name), strong=True)
            yield Answers(note.rows)


def _nobody(vault: Vault, somebody: str) -> Callable[[str, str], str]:
    """Puts `somebody` for every code of this vault, and for the name of the client that an entry was about."""
    kept = {row["id"]: row for row in listing(vault, "SELECT id, code, goes_by FROM client")}
    codes = {row["code"].casefold() for row in kept.values()}
    like_a_code = re.compile(r"[^\W\d_]+-\d+")

    def without(client: str, text: str) -> str:
        text = like_a_code.sub(lambda code: somebody if code[0].casefold() in codes else code[0], text)
        name = (kept[client]["goes_by"] or "").strip() if client in kept else ""
        return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: somebody, text) if name else text

    return without
