"""A fresh look on one page: why, what better would look like, the nine steps with a line each, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psw_tui.domain.steps import State, StepNumber, looked_at
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.records.form import questions
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.step import StepRow
from psw_tui.reports.document import Answers, Block, Document, Paragraph, Quote, Table
from psw_tui.services.errors import NoFreshLookYet, NotInTheRecord
from psw_tui.services.fresh_looks import fresh_looks_of, progress_of
from psw_tui.services.reporting.gathering import Gathered, bullets, gather, part, stem, written_by
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.reporting.period import of_when
from psw_tui.services.steps import entries_of, newest_current
from psw_tui.storage.vault import Vault

LONGEST_LINE = 64
"""Characters that a step may say of itself: two lines in its column."""
LONGEST_WORDS = 170
"""Characters of everything else: two lines across the page."""
LONGEST_GOAL = 84
MOST_GOALS = 3

OPENED, CLOSED = N_("Open since {day}, look again by {again}"), N_("Opened on {opened}, closed on {closed}")
CUT = N_("Long answers end here in “…”. All of it is in the record.")

TELLS_MOST: dict[StepNumber, tuple[str, ...]] = {
    StepNumber.GOALS: ("with_them",),
    StepNumber.LISTEN: ("heard", "feeling_or_need", "support_so_far"),
    StepNumber.SOLVE: ("pick", "problem"),
    StepNumber.SUPPORTERS: ("with_contact", "with_whom"),
    StepNumber.SUPERVISION: ("will_do", "question"),
    StepNumber.REFER: ("to_contact", "to_line", "help_with"),
    StepNumber.RESPECT: ("decided", "contact_from_now"),
}
"""The answer of each step that stands on the page, the first that was given. Steps 1 and 9 are the worker's own."""

BY_STATE = {State.WAITING: "waiting_for", State.SAID_NO: "said_no_words", State.NOT_APPLY: "reason"}
"""What tells most of a step in these states."""


@dataclass
class _Shortener:
    """Cuts what is long, and remembers that it did."""

    cut: bool = False

    def __call__(self, words: str, most: int = LONGEST_WORDS) -> str:
        words = " ".join(one_line(words).split())
        if len(words) <= most:
            return words
        self.cut = True
        return words[: most - 1].rstrip() + "…"


def build(vault: Vault, wanted: Wanted) -> Document:
    """The page of one fresh look, or of the newest. Raises NoSuchClient, NoFreshLookYet and NotInTheRecord."""
    told = gather(vault, wanted)
    look = _wanted(told)
    short = _Shortener()
    blocks = [*_why(told, look, short), *_steps(told, look, short), *_end(told, look, short)]
    if short.cut:
        blocks.append(Paragraph(told.say(CUT)))
    return Document(
        title=told.say("Fresh look: {code}", code=told.client.code),
        language=told.language.code,
        about=(_when(told, look), written_by(told), *of_when(told.wanted)),
        blocks=tuple(blocks),
        footer=told.say("{code}, fresh look", code=told.client.code),
        compact=True,
        stem=stem("fresh look", told),
    )


def _wanted(told: Gathered) -> FreshLook:
    looks = fresh_looks_of(told.vault, told.client.id)
    if told.wanted.row:
        found = next((look for look in looks if look.id == told.wanted.row), None)
        if found is None:
            raise NotInTheRecord(told.client.code)
        return found
    found = next((look for look in looks if told.within(look.opened_on, look.closed_on or told.read.today)), None)
    if found is None:
        raise NoFreshLookYet(told.client.code)
    return found


def _when(told: Gathered, look: FreshLook) -> str:
    if look.closed_on is None:
        return told.say(OPENED, day=told.day(look.opened_on), again=told.day(look.look_again_on))
    return told.say(CLOSED, opened=told.day(look.opened_on), closed=told.day(look.closed_on))


def _why(told: Gathered, look: FreshLook, short: _Shortener) -> Iterator[Block]:
    """Why it was opened, with the numbers it rests on, and what it is about."""
    rows = [(told.say("Why now"), (told.read.answer(look, "why_now"),))]
    if told.tells_words and look.rule_text:
        rows.append((told.say("The numbers it rests on"), (short(look.rule_text),)))
    offered = ", ".join(
        filter(None, (told.read.answer(look, "offered"), look.offered_line if told.tells_words else ""))
    )
    if offered:
        rows.append((told.say("What we have been offering"), (short(offered),)))
    yield Answers(tuple(rows))
    if told.tells_words:
        yield from _about(told, look, short)


def _about(told: Gathered, look: FreshLook, short: _Shortener) -> Iterator[Block]:
    if look.better_looks_like.strip():
        heading = told.say('What "better" would look like to them')
        yield from part(heading, [Quote(short(look.better_looks_like))])
    goals = [short(told.read.known[goal], LONGEST_GOAL) for goal in look.goals if goal in told.read.known]
    if len(goals) > MOST_GOALS:
        short.cut = True
        goals = [*goals[:MOST_GOALS], "…"]
    yield from part(told.say("Goals it is about"), bullets(goals))


def _steps(told: Gathered, look: FreshLook, short: _Shortener) -> Iterator[Block]:
    """The nine steps. Of steps 1 and 9 there is the state and the day."""
    states = progress_of(told.vault, [look.id])[look.id].states
    rows = []
    for number in StepNumber:
        newest = _telling(told, look, number)
        day = told.day(newest.held_on) if newest is not None else ""  # type: ignore[attr-defined]  # every step table has it
        words = short(_line(told, number, newest), LONGEST_LINE) if newest is not None else ""
        name = f"{int(number)} {told.say(number.short_name)}"
        rows.append((name, told.say(states[number].label), day, words))
    count = looked_at(states.values())
    head = tuple(told.say(words) for words in (N_("Step"), N_("Where it stands"), N_("Day"), N_("In one line")))
    caption = told.say("The nine steps: {n} of 9 looked at", n=count.total)
    yield Table(head, tuple(rows), caption)


def _telling(told: Gathered, look: FreshLook, number: StepNumber) -> StepRow | None:
    """The entry that the state of a step comes from: the newest that is done, else the newest."""
    entries = entries_of(told.vault, STEPS[number], look.id)
    amended = {entry.amends for entry in entries}
    done = [each for each in entries if each.id not in amended and getattr(each, "state", "") == State.DONE]
    return done[0] if done else newest_current(entries)


def _line(told: Gathered, number: StepNumber, entry: Any) -> str:
    """What tells most of one step; nothing of the worker's own."""
    if STEPS[number].private or not told.tells_words:
        return ""
    names = (BY_STATE.get(State(entry.state), ""), *TELLS_MOST[number])
    said = [told.read.answer(entry, name) for name in names if name]
    if number is StepNumber.GOALS:
        said.insert(0, _agreed(told, entry))
    first = next(filter(None, said), "")
    if number is StepNumber.REFER and first and (status := told.read.answer(entry, "status")):
        return told.say("{to}: {status}", to=first, status=status)
    return first


def _agreed(told: Gathered, entry: Any) -> str:
    """What the two agreed for each goal: "sleep: smaller"."""
    review = dict(questions(type(entry)))["reviews"].rows
    change = dict(questions(review))["change"] if review else None
    agreed = [(told.read.known.get(each["goal"], ""), each.get("change")) for each in entry.reviews]
    return "; ".join(
        f"{told.language.before(goal)} {told.read.said(change, answer)}" for goal, answer in agreed if change and answer
    )


def _end(told: Gathered, look: FreshLook, short: _Shortener) -> Iterator[Block]:
    """How it ended, once it has."""
    if look.closed_on is None:
        return
    rows = [(told.say("How it ended"), (told.read.answer(look, "outcome") or "-",))]
    if told.tells_words:
        rows += [
            (told.say(words), (short(said),))
            for words, said in (
                (N_("Their view of it"), look.their_view),
                (N_("Why some steps were not looked at"), look.not_looked_at_reason),
            )
            if said.strip()
        ]
    yield Answers(tuple(rows))
