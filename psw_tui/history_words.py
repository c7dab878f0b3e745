"""What happened to a record, in words: who, when, what, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.readable import NAMES, Readable
from psw_tui.records.ask import Ask
from psw_tui.records.form import is_blank, questions
from psw_tui.records.nine import STEPS
from psw_tui.services.history import Happened
from psw_tui.services.undo import LastSave
from psw_tui.storage.log import LogLine
from psw_tui.storage.write import ADD, CHANGE

KINDS: Mapping[str, str] = {
    "client": N_("client"),
    "goal": N_("goal"),
    "rewording": N_("re-worded goal"),
    "rating": N_("number for a goal"),
    "debrief": N_("debrief"),
    "fresh_look": N_("fresh look"),
    "contact": N_("contact"),
    "permission": N_("permission"),
    "shared": N_("what was shared"),
    "follow_up": N_("follow-up"),
    "safety_note": N_("safety note"),
    "snooze": N_("not now"),
    "statement": N_("what they see differently"),
    "sent": N_("what left"),
    "received": N_("what came in"),
    "setting": N_("options"),
    "erasure": N_("erasing"),
}
STEP_KINDS = {step.table.NAME: step for step in STEPS.values()}
OWN_STEPS = frozenset(name for name, step in STEP_KINDS.items() if step.private)

STANDS = frozenset({"state", "held_on"})
"""What is told of a private step where its words are not."""

DONE_TO: Mapping[str, str] = {ADD: N_("{what}, written"), CHANGE: N_("{what}, changed")}
HIDDEN = N_("(hidden)")
NUMBER = N_("Number")
CODE = N_("Code")
TEAM_READS = N_("The team reads this record")
NO_QUESTION: Mapping[str, str] = {"code": CODE, "value": NUMBER, "shared_with_team": TEAM_READS}
"""Columns that mean something to people though no form asks for them."""
UNDONE = N_("Taken back. It said:")


def kind(line: LogLine, language: Language) -> str:
    """What a line of the log is about: "debrief", "step 3: Listen and validate"."""
    if line.entity == "debrief" and line.values.get("amends"):
        return language.say("amended debrief")
    return kind_of(line.entity, language)


def kind_of(entity: str, language: Language) -> str:
    """What a kind of record is called."""
    if entity in STEP_KINDS:
        number = STEP_KINDS[entity].number
        return language.say("step {number}: {name}", number=int(number), name=language.say(number.short_name))
    return language.say(KINDS.get(entity, entity))


def undo_question(last: LastSave, minutes: int, language: Language) -> str:
    """What would be undone, and how long ago it was saved."""
    if last.imports:
        return language.say(
            "Undo: {clients} clients who came in from a list, {n} min ago?", clients=last.imports, n=minutes
        )
    what = kind(last.first, language)
    if last.first.operation == CHANGE:
        what = language.say("change of {what}", what=what)
    if not minutes:
        return language.say("Undo: {what} of {code}, just now?", what=what, code=last.code)
    return language.say("Undo: {what} of {code}, {n} min ago?", what=what, code=last.code, n=minutes)


def heading(happened: Happened, local: datetime, reader: Readable) -> str:
    """ "today 12:00, Ash: debrief, undone"."""
    say = reader.language.say
    line = happened.line
    did = say(DONE_TO.get(line.operation, N_("{what}, undone")), what=kind(line, reader.language))
    when = f"{reader.day(local.date())} {local:%H:%M}"
    return say("{when}, {who}: {did}", when=when, who=line.author or "?", did=did)


def lines(happened: Happened, reader: Readable, *, private: bool) -> Iterator[str]:
    """Every answer that changed. Words of private steps and private answers only where `private` says so."""
    say = reader.language.say
    if happened.line.removes:
        yield say(UNDONE)
    for name, ask in _asked(happened):
        before, after = happened.before.get(name), happened.after.get(name)
        if before == after or (is_blank(before) and is_blank(after)):
            continue
        words = reader.language.before(say(ask.words if ask else NO_QUESTION[name]))
        if _is_hidden(happened, name, ask, private=private):
            yield f"{words} {say(HIDDEN)}"
            continue
        was, now = (_said(reader, ask, answer) for answer in (before, after))
        if happened.line.removes:
            yield f"{words} {was}"
        else:
            yield f"{words} {was} -> {now}" if happened.before else f"{words} {now}"


def _asked(happened: Happened) -> Iterator[tuple[str, Ask | None]]:
    """The columns that mean something to people, in the order in which they are asked."""
    named = happened.before.keys() | happened.after.keys()
    yield from ((name, None) for name in NO_QUESTION if name in named)
    yield from ((name, ask) for name, ask in questions(happened.table) if name in named)


def _said(reader: Readable, ask: Ask | None, answer: object) -> str:
    if ask is not None:
        return reader.told(ask, answer)
    if isinstance(answer, bool):
        return reader.language.say("yes") if answer else reader.language.say("no")
    return "-" if answer is None else str(answer)


def _is_hidden(happened: Happened, name: str, ask: Ask | None, *, private: bool) -> bool:
    """Names always; the worker's own words unless they are asked for."""
    if name in NAMES:
        return True
    own = happened.line.entity in OWN_STEPS or happened.whole.get("linked_entity") in OWN_STEPS
    return not private and ((own and name not in STANDS) or bool(ask and ask.private))
