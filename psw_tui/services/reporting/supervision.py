"""A question for supervision: what the request says and nothing else of the client, with room for the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.ask import Choice
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.records.steps.supervision import AskWhom, ByWhen, Need, PeerValues, Supervision
from psw_tui.reports.document import Answers, Blank, Block, Document, Heading, Paragraph, Tick
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import NoQuestionYet
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.settings import settings
from psw_tui.services.steps import entries_of_client
from psw_tui.storage.vault import Vault

LINES_FOR_ADVICE = 6
ROLE = (
    N_("Peer support is one person beside another, as equals, from lived experience. The client decides."),
    N_("It does not assess, diagnose or treat, and it does not check that somebody keeps to a plan."),
)
"""For a supervisor who knows the role less (DOMAIN 2.4)."""


def build(vault: Vault, wanted: Wanted) -> Document:
    """One question, or the newest of this client that waits. Raises NoSuchClient and NoQuestionYet."""
    client, words = client_by_id(vault, wanted.client), wanted.words
    asked = _question(vault, client, wanted.row)
    return Document(
        title=words.say("Question for supervision: {code}", code=client.code),
        language=words.code,
        about=(words.say("Asked by {worker}", worker=settings(vault).worker),),
        blocks=(*_asked(words, client, asked), *_role(words, asked), *_room(words)),
        footer=words.say("{code}: question for supervision", code=client.code),
        stem="-".join(re.findall(r"[a-z0-9]+", f"question {client.code}".lower())),
    )


def _question(vault: Vault, client: Client, row: str) -> Supervision:
    step = STEPS[StepNumber.SUPERVISION]
    every = [each for each in entries_of_client(vault, step, client.id) if isinstance(each, Supervision)]
    found = next((each for each in every if (each.id == row if row else each.state == State.WAITING)), None)
    if found is None or not found.question.strip():
        raise NoQuestionYet(client.code)
    return found


def _asked(words: Language, client: Client, asked: Supervision) -> Iterator[Block]:
    day = asked.asked_on or asked.held_on
    rows = [
        (N_("Ask whom"), _said(words, AskWhom, asked.ask_whom)),
        (N_("What I need"), ", ".join(_said(words, Need, need) for need in asked.need)),
        (N_("By when"), _said(words, ByWhen, asked.by_when)),
        (N_("Asked on"), words.whole_day(day) if day else ""),
    ]
    yield Answers(tuple((words.say(question), (answer,)) for question, answer in rows if answer))
    yield Heading(words.say("My question"))
    yield Paragraph(without_name(asked.question, client))


def _said(words: Language, choices: type[Choice], answer: str | None) -> str:
    return words.say(choices(answer).label) if answer else ""


def without_name(text: str, client: Client) -> str:
    """What was asked, with the code where the name they go by slipped in."""
    name = client.goes_by.strip()
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: client.code, text) if name else text


def _role(words: Language, asked: Supervision) -> Iterator[Block]:
    """Two lines about the role; a peer colleague needs none."""
    if asked.ask_whom != AskWhom.PEER:
        yield Heading(words.say("If you have not been a peer worker yourself"))
        yield from (Paragraph(words.say(line)) for line in ROLE)


def _room(words: Language) -> Iterator[Block]:
    yield Heading(words.say("Answer"))
    yield Blank(words.say("Answered on"))
    yield Blank(words.say("What was advised"), LINES_FOR_ADVICE)
    yield Paragraph(words.say("Does it fit peer values?"))
    yield from (Tick(words.say(value.label)) for value in PeerValues)
    yield Blank(words.say("Signature"))
