"""A file that came from another vault: opened, looked at, and taken in or answered if the worker wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from psw_tui import parcel_words as words
from psw_tui.domain.words import N_
from psw_tui.progress import Doing
from psw_tui.records.client import Client
from psw_tui.records.steps.supervision import Supervision
from psw_tui.sentences import sentence
from psw_tui.services import envelope
from psw_tui.services.answering import asked_about, take_answer
from psw_tui.services.clients import client_by_id
from psw_tui.services.envelope import Answer, HandOver, Question
from psw_tui.services.errors import NotPossible
from psw_tui.services.handing_over import Incoming, look, take_in
from psw_tui.storage.errors import ParcelLocked, VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui.beside import beside
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.line import LineDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.parcels import ANSWER, TAKE_IN, Onward
from psw_tui.ui.parcels.outgoing import Outgoing
from psw_tui.ui.parcels.waiting import Waiting
from psw_tui.ui.typed_path import path_of

WHICH = N_("Which file? Type where the hand-over, the question or the answer is, such as {example}")
SIX_WORDS = N_("The six words that open it. Whoever sent it says them to you.")


class Arriving:
    """One file, from its name on."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming, onward: Onward) -> None:
        self._app = app
        self._desk = desk
        self._onward = onward
        self._outgoing = Outgoing(app, desk, forming)
        self._waiting = Waiting(app, desk)
        self._title = desk.language.say("Take in")
        self._say = desk.language.say

    async def run(self) -> None:
        """Ask for the file until one can be looked at or nobody wants to; then do what it is for."""
        typed = ""
        while self._desk.is_open:
            question = self._say(WHICH, example="/media/stick/maple-27-hand-over.json.age")
            typed = (await self._app.push_screen_wait(LineDialog(question, typed))).strip()
            if not typed:
                return
            found = await self._found(typed)
            if found is not None:
                await self._show(found)
                return

    async def _found(self, typed: str) -> Incoming | Question | Answer | None:
        """What is in the file; None for what cannot be opened, which was told."""
        content = await beside(lambda: _tried(envelope.read_file, path_of(typed)))
        locked = _tried(envelope.wants_passphrase, content) if isinstance(content, bytes) else content
        if isinstance(locked, NotPossible | VaultError):
            await self._waiting.read(self._title, [sentence(locked, self._desk.language)])
            return None
        while self._desk.is_open:
            passphrase = ""
            if locked:
                passphrase = await self._app.push_screen_wait(LineDialog(self._say(SIX_WORDS), secret=True))
                if not passphrase:
                    return None
            found = await self._waiting.wait(self._title, Doing.OPENING, _looked_at, content, passphrase)
            if not (locked and isinstance(found, ParcelLocked)):
                return found if isinstance(found, Incoming | Question | Answer) else None
        return None

    async def _show(self, found: Incoming | Question | Answer) -> None:
        match found:
            case Incoming():
                await self._client(found)
            case Question():
                await self._question(found)
            case Answer():
                await self._answer(found)

    async def _client(self, incoming: Incoming) -> None:
        title = self._say("Hand-over: {code}", code=incoming.code)
        chosen = await self._waiting.read(title, words.preview(incoming, self._desk.language), (TAKE_IN,))
        if chosen is None:
            return
        taken = await self._waiting.wait(title, Doing.IMPORTING, take_in, incoming, self._say)
        if isinstance(taken, Client):
            await self._onward.client(taken.id)

    async def _question(self, question: Question) -> None:
        title = self._say("Question: {code}", code=question.code)
        if await self._waiting.read(title, words.question_words(question, self._desk.language), (ANSWER,)):
            await self._outgoing.answer(question)

    async def _answer(self, answer: Answer) -> None:
        """It is kept before the form comes up: whoever leaves that has lost nothing."""
        told = self._say(
            "From {who}, on {day}", who=answer.from_whom, day=self._desk.language.whole_day(answer.answered_on)
        )
        title = self._say("Answer: {code}", code=answer.code)
        if not await self._waiting.read(title, [told, answer.advised], (TAKE_IN,)):
            return
        entry = await self._waiting.wait(title, Doing.IMPORTING, take_answer, answer, self._say)
        if isinstance(entry, Supervision):
            await self._onward.answered(await self._desk.ask(client_by_id, entry.client), entry)


def _looked_at(vault: Vault, content: bytes, passphrase: str) -> Incoming | Question | Answer:
    """What is in the file, checked."""
    document = envelope.document_in(vault, envelope.opened(vault, content, passphrase))
    if isinstance(document, HandOver):
        return look(vault, document)
    if isinstance(document, Answer):
        asked_about(vault, document)
    return document


def _tried(service: Callable[..., Any], *given: Any) -> Any:
    """What a service gives, or its refusal, to be told."""
    try:
        return service(*given)
    except (NotPossible, VaultError) as refusal:
        return refusal
