"""Sharing a client with the team, and what the team's clients need of whoever supervises, in words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.readable import Readable
from psw_tui.records.client import Status
from psw_tui.records.steps.supervision import ByWhen, Need
from psw_tui.services.teamwork.asked import Question, SharedClient, Worry

AGREED = N_(
    "Did {code} agree that {names} read what is written about them? All of it, from the beginning, but not what is only"
    " for you."
)
AGREED_ON = N_("On which day did they agree?")
THEY_AGREED, NOT_YET = N_("they agreed"), N_("not yet")
ASK_THEM = N_("Then nothing is shared. Ask them first: they may say no, and it costs them nothing.")
SHARED = N_("{code} is shared. The team gets the record when you next meet it.")

STOP = N_("Stop sharing {code}? Nothing more goes to the team. What it has, it keeps.")
STOP_YES, STOP_NO = N_("stop sharing"), N_("go on sharing")
STOPPED = N_("{code} is no longer shared. The team hears of it when you next meet it. What it has, it keeps.")

NO_WORRY = N_("No safety note waits: everybody was told, and no check is due.")
NO_QUESTION = N_("No question waits for an answer.")
NOBODY_SHARED = N_("No client is shared with the team.")

WORRIES, QUESTIONS, CLIENTS = N_("Safety notes"), N_("Questions for supervision"), N_("Clients the team reads")


def agreed_question(code: str, names: Sequence[str], language: Language) -> str:
    """What has to be so before a client is shared; `names` are those of the other laptops."""
    told = ", ".join(names) or language.say("whoever will be in the team")
    return language.say(AGREED, code=code, names=told)


def worry_line(worry: Worry, reader: Readable) -> str:
    """A safety note that waits: "Maple-27, Fri 13 Mar, Bo: nobody told yet; check-in due today. hardly slept"."""
    say = reader.language.say
    told = say("told") if worry.told else say("nobody told yet")
    due = worry.next_check_on is not None and worry.next_check_on <= reader.today
    check = f"; {say('check-in due {day}', day=reader.day(worry.next_check_on))}" if due else ""
    head = ", ".join((worry.code, reader.day(worry.held_on), worry.author or "?"))
    return f"{reader.language.before(head)} {told}{check}. {worry.what}".rstrip()


def question_line(question: Question, reader: Readable) -> str:
    """A question that waits: "Maple-27, Fri 13 Mar, Bo: this week; ideas, safety. How do I go on?"."""
    head = ", ".join((question.code, reader.day(question.asked_on), question.author or "?"))
    about = "; ".join(filter(None, (_by_when(question.by_when, reader), needs(question.need, reader.language))))
    return f"{reader.language.before(head)} {about}. {question.question}"


def client_line(client: SharedClient, reader: Readable) -> str:
    """A client whom the team reads: "Maple-27, active, agreed Thu 12 Mar"."""
    say = reader.language.say
    status = say(Status(client.status).label) if client.status in {*Status} else client.status
    return ", ".join((client.code, status, say("agreed {day}", day=reader.day(client.agreed_on))))


def needs(stored: str, language: Language) -> str:
    """Which kinds of help are asked for; a newer program's word as it is."""
    try:
        every = json.loads(stored)
    except ValueError:
        return stored
    return ", ".join(language.say(Need(each).label) if each in {*Need} else str(each) for each in every)


def _by_when(stored: str, reader: Readable) -> str:
    return reader.language.say(ByWhen(stored).label) if stored in {*ByWhen} else stored
