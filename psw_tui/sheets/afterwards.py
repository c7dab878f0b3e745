"""What may be done right after a debrief: the next one of a group, what is unfinished, what is due, a fresh look."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from psw_tui.domain.words import N_
from psw_tui.draft_words import draft_line
from psw_tui.language import Language
from psw_tui.records.client import Client
from psw_tui.records.debrief import Contact, Debrief, Safety
from psw_tui.services import clients, fresh_looks, signals
from psw_tui.services.drafts import DraftNote, unfinished
from psw_tui.services.to_do import ToDo, to_do, what_to_do
from psw_tui.signal_words import client_sentence
from psw_tui.storage.vault import Vault

SAME_GROUP = N_("Same group, someone else?")
WANT_TO_TALK = N_("You want to talk. Ask for supervision now?")
WORRIES = (Safety.WORRIED, Safety.EMERGENCY)
"""Answers after which the crisis card and a safety note come up."""


class Way(Enum):
    """Where there is no record to go on with."""

    GROUP = "group"
    LOOK = "look"


@dataclass(frozen=True)
class Else:
    """One thing that may be done."""

    about: DraftNote | ToDo | Way
    words: str

    @property
    def id(self) -> str:
        """The same for the same thing, as long as it is there."""
        match self.about:
            case DraftNote(place=place):
                return f"draft {place}"
            case ToDo(id=id_):
                return f"due {id_}"
            case way:
                return way.value


def what_else(
    vault: Vault, client: Client, saved: Debrief, group: Collection[str], language: Language, *, may_ask: bool
) -> list[Else]:
    """All of it, in the order in which it is offered. `group` are the ids of those written about already.

    `may_ask` allows the question of the client's own numbers: once since unlocking is enough.
    """
    return [
        *_same_group(vault, saved, group, language),
        *_drafts(vault, client, language),
        *_due(vault, client, language),
        *(_fresh_look(vault, client, language) if may_ask else ()),
    ]


def due_line(item: ToDo, today: date, language: Language) -> str:
    """The day, whether it is gone by, and what is to be done."""
    late = f" ({language.say('overdue')})" if item.days_over(today) else ""
    return f"{language.before(language.day(item.day, today) + late)} {what_to_do(item, today, language.say)}"


def _same_group(vault: Vault, saved: Debrief, group: Collection[str], language: Language) -> Iterator[Else]:
    """The way to the next one of a group, as long as there is somebody left."""
    if saved.contact == Contact.GROUP and any(
        id_ not in group for id_, _code in clients.clients_by_recent_contact(vault)
    ):
        yield Else(Way.GROUP, language.say(SAME_GROUP))


def _drafts(vault: Vault, client: Client, language: Language) -> Iterator[Else]:
    for note in unfinished(vault):
        if note.place.client == client.id:
            yield Else(note, draft_line(note, language, vault.clock))


def _due(vault: Vault, client: Client, language: Language) -> Iterator[Else]:
    today = vault.clock.today()
    for item in to_do(vault, client.id).items:
        if item.day <= today:
            yield Else(item, due_line(item, today, language))


def _fresh_look(vault: Vault, client: Client, language: Language) -> Iterator[Else]:
    """The question of the client's own numbers, where no fresh look is open yet."""
    shown = fresh_looks.shown_fresh_look(vault, client.id)
    signal = signals.signal_of(vault, client.id)
    if signal.worth_a_look and (shown is None or shown.closed_on is not None):
        yield Else(Way.LOOK, client_sentence(signal, language))
