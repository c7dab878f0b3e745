"""What leaves for another vault: the form, the file, and what opens it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual.app import App

from psw_tui import parcel_words as words
from psw_tui.domain.words import N_
from psw_tui.progress import Doing
from psw_tui.records.client import Client
from psw_tui.records.leaving import LeavingForm, Lock
from psw_tui.records.nine import STEPS
from psw_tui.records.parcel import AnswerForm, HandOverForm, QuestionForm
from psw_tui.records.steps.supervision import Supervision
from psw_tui.services import steps
from psw_tui.services.answering import ANSWER_FORM, send_answer, send_question
from psw_tui.services.drafts import DraftPlace
from psw_tui.services.envelope import Question
from psw_tui.services.handing_over import hand_over
from psw_tui.services.handing_over.giving import FORM as HAND_OVER_FORM
from psw_tui.services.leaving import Left
from psw_tui.services.receiving import recipient
from psw_tui.sheets import parcels as sheets
from psw_tui.sheets.sheet import Sheet
from psw_tui.storage.vault import Vault
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.parcels.waiting import Waiting

KEY_IS_NO_SECRET = N_("This is no secret. Give it to whoever is to send you something, so that only you can open it.")
NO_RECIPIENT = N_("A new vault key makes a new one, too: then give it to them again.")


class Outgoing:
    """Lets a client, a question or an answer go."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming) -> None:
        self._desk = desk
        self._forming = forming
        self._waiting = Waiting(app, desk)
        self._say = desk.language.say

    async def hand_over(self, client: Client) -> None:
        """Another worker takes over."""

        def let_go(vault: Vault, form: HandOverForm) -> Left:
            return hand_over(vault, client, form, language=self._desk.language.code)

        await self._let_go(partial(self._desk.ask, sheets.hand_over, client, self._desk.language), let_go)

    async def ask(self, client: Client, entry: Supervision) -> None:
        """A question for supervision."""

        def let_go(vault: Vault, form: QuestionForm) -> Left:
            return send_question(vault, client, entry, form, language=self._desk.language.code)

        await self._let_go(partial(self._desk.ask, sheets.ask, client, entry, self._desk.language), let_go)

    async def answer(self, question: Question) -> None:
        """The answer to a question that came in."""

        def let_go(vault: Vault, form: AnswerForm) -> Left:
            return send_answer(vault, question, form, language=self._desk.language.code)

        await self._let_go(partial(self._desk.ask, sheets.answer, question, self._desk.language), let_go)

    async def go_on(self, client: Client | None, place: DraftPlace) -> None:
        """Take a draft up again."""
        if place.form == ANSWER_FORM:
            await self.answer(await self._desk.ask(sheets.question_of, place))
        elif client is not None and place.form == HAND_OVER_FORM:
            await self.hand_over(client)
        elif client is not None:
            every = await self._desk.ask(steps.entries_of_client, _STEP, client.id)
            entry: Any = next((each for each in every if each.id == place.target), None)
            if entry is not None:
                await self.ask(client, entry)

    async def show_key(self) -> None:
        """What others lock with."""
        key = await self._desk.ask(recipient)
        said = [self._say(KEY_IS_NO_SECRET), f"    {key}", self._say(NO_RECIPIENT)]
        await self._waiting.read(self._say("My age key"), said)

    async def _let_go(self, sheet: Callable[[], Awaitable[Sheet]], service: Callable[..., Left]) -> None:
        """Ask, again while it is refused, and tell where the file lies and what opens it."""
        while self._desk.is_open:
            made = await sheet()
            form: LeavingForm | None = await self._forming.fill(made)
            if form is None:
                return
            left = await self._waiting.wait(made.title, Doing.SEALING, service, form)
            if isinstance(left, Left):
                told = words.left_words(left, self._desk.language, locked=form.lock is Lock.RECIPIENT)
                await self._waiting.read(made.title, told)
                return


_STEP = STEPS[Supervision.STEP]
