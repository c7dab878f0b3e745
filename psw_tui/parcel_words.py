"""What comes in, and what has left, in words: the same on screen and on the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from psw_tui.domain.words import N_
from psw_tui.kind_words import kind_of
from psw_tui.language import Language
from psw_tui.records.client import Client
from psw_tui.records.parcel import HandOverPart
from psw_tui.services.envelope import Question
from psw_tui.services.handing_over import Incoming
from psw_tui.services.handing_over.tables import PARTS, TABLES
from psw_tui.services.leaving import Left

NEVER_IN_IT = N_("Never in it: what steps 1 and 9 say, what is only for the worker, drafts, settings.")
CHECK_WHOM = N_("psw-tui cannot know who you are. Is it meant for you?")
SAY_IT = N_("Say these six words by phone or in person. Never send them with the file. They are kept nowhere.")
LOCKED_FOR = N_("It is locked for one person's age key, and nobody else can open it.")
ANYBODY = N_("It is not locked: whoever finds the file can read it.")


def preview(incoming: Incoming, language: Language) -> Iterator[str]:
    """Everything to know before a client is taken in."""
    say, document = language.say, incoming.document
    yield (
        _sender(document.from_whom, document.team, language)
        + " "
        + say(
            "The record of {code}, handed over on {day} for {whom}.",
            code=document.code,
            day=language.whole_day(document.made_on),
            whom=document.for_whom,
        )
        + " "
        + say(CHECK_WHOM)
    )
    if incoming.renamed:
        yield say(
            "The code {old} is taken here, or no code as psw-tui makes them. This client will be {new}.",
            old=document.code,
            new=incoming.code,
        )
    yield language.before(say("What comes in")) + " " + "; ".join(counted(incoming, language))
    if incoming.left_out:
        parts = "; ".join(say(part.label) for part in incoming.left_out)
        yield language.before(say("Not in it")) + " " + parts
    yield say(NEVER_IN_IT)
    yield say("Names are in it.") if document.names else say("No names are in it. Ask the client what they go by.")
    yield from _not_for_you(incoming, language)
    if incoming.counts.get("follow_up"):
        yield language.say_n(
            "{n} thing is still to be done. It is yours from now on.",
            "{n} things are still to be done. They are yours from now on.",
            incoming.counts["follow_up"],
        )


def counted(incoming: Incoming, language: Language) -> Iterator[str]:
    """How many records of each kind."""
    for entity in TABLES:
        if entity != Client.NAME and incoming.counts.get(entity):
            yield f"{kind_of(entity, language)} ({incoming.counts[entity]})"


def parts_counted(rows: Counter[str], language: Language) -> Iterator[str]:
    """How many records of each part would leave."""
    for part in HandOverPart:
        number = sum(rows[table.NAME] for table, each in PARTS.items() if each is part)
        if number:
            yield f"{language.before(language.say(part.label))} {number}"


def left_words(left: Left, language: Language, *, locked: bool) -> Iterator[str]:
    """Where the file lies, and what opens it."""
    yield language.say("The file lies at {path}", path=left.path)
    if left.passphrase:
        yield language.before(language.say("It opens with")) + "\n\n    " + left.passphrase
        yield language.say(SAY_IT)
    else:
        yield language.say(LOCKED_FOR if locked else ANYBODY)


def question_words(question: Question, language: Language) -> Iterator[str]:
    """A question that came in."""
    say = language.say
    yield (
        _sender(question.from_whom, question.team, language)
        + " "
        + say(
            "A question about {code}, asked on {day} of {whom}.",
            code=question.code,
            day=language.whole_day(question.asked_on),
            whom=question.for_whom,
        )
        + " "
        + say(CHECK_WHOM)
    )
    if question.need:
        yield language.before(say("What I need")) + " " + ", ".join(say(need.label) for need in question.need)
    if question.by_when:
        yield language.before(say("By when")) + " " + say(question.by_when.label)
    yield language.before(say("My question")) + "\n" + question.question


def _sender(who: str, team: str, language: Language) -> str:
    if team:
        return language.say("From {who}, {team}.", who=who or "?", team=team)
    return language.say("From {who}.", who=who or "?")


def _not_for_you(incoming: Incoming, language: Language) -> Iterator[str]:
    if not incoming.not_for_you:
        return
    known = incoming.contacts
    told = "; ".join(
        f"{known.get(permission.with_contact, '?')}, {permission.purpose}" for permission in incoming.not_for_you
    )
    yield language.say(
        "These permissions were for the worker before only. They end here. Ask the client for new ones: {what}",
        what=told,
    )
