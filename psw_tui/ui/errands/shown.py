"""Handing a client their own record: what they may read there, and the three things they may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App

from psw_tui.domain.words import N_
from psw_tui.language import Language, spoken_with
from psw_tui.records.client import Client
from psw_tui.records.leaving import Statement
from psw_tui.records.option import Option
from psw_tui.sentences import sentence
from psw_tui.services import shown as services
from psw_tui.services.errors import NotPossible
from psw_tui.services.passphrases import check_is_workers
from psw_tui.services.shown import Shown
from psw_tui.services.statements import statements_of
from psw_tui.sheets.statements import new_statement
from psw_tui.shown_words import whom_and_what
from psw_tui.storage.errors import VaultError
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import PickDialog, YesNoDialog
from psw_tui.ui.dialogs.number import NumberDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.frames.handed_over import HandedOverForm
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.screens.shown import ShownPlan, ShownScreen
from psw_tui.ui.telling import readable_for, section

HAND_OVER = N_(
    "Hand over the laptop now? {code} sees only their own goals, permissions and notes. Everything else is off."
    " To come back you need your passphrase."
)
TOOK_BACK = N_("They took it back themselves, on this laptop.")


class ShownErrand:
    """Hands the laptop over, once the worker knows that only the passphrase leads back."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._is_told = False

    async def hand_over(self, client: Client) -> None:
        """Show a client their record until the passphrase is typed. The first time it is said what that means."""
        say = self._desk.language.say
        question = YesNoDialog(say(HAND_OVER, code=client.code), say("hand it over"), say("not now"))
        if not self._is_told and not await self._app.push_screen_wait(question):
            return
        self._is_told = True
        hands = _Hands(self._app, self._desk, self._forming, client)
        # Both may be about others: what still stands in a corner, and what a paste would bring.
        self._app.clear_notifications()
        self._app.copy_to_clipboard("")
        await self._app.push_screen_wait(ShownScreen(hands.language, self._desk.clock, hands.plan()))

    async def go_on(self, client: Client) -> None:
        """Take up a statement that was begun in the view, with the client or for them."""
        title = self._desk.language.say("What they see differently: {code}", code=client.code)
        await self._forming.fill(await self._desk.ask(new_statement, client, title))

    async def read(self, client: Client, marked: str = "") -> None:
        """What a client sees differently; the one that was asked for is on top."""
        reader = await readable_for(self._desk, client.id)
        kept: Sequence[Statement] = await self._desk.ask(statements_of, client.id)
        told = [
            section(reader.day(each.held_on), reader, each, leave_out=frozenset({"held_on"}))
            for each in sorted(kept, key=lambda each: each.id != marked)
        ]
        title = self._desk.language.say("What they see differently: {code}", code=client.code)
        plan = ReadPlan(title, told, (), "shown", client.id)
        await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))


class _Hands:
    """What one client does with their record, in their language."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming, client: Client) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._client = client
        self.language: Language = spoken_with(str(client.language), desk.language)
        self._say = self.language.say

    def plan(self) -> ShownPlan:
        """What the screen does."""
        return ShownPlan(self._client.id, self._read, self._number, self._statement, self._take_back, self._judge)

    async def _read(self, most: int) -> Shown:
        return await self._desk.ask(services.shown, self._client.id, most)

    async def _number(self, shown: Shown) -> str:
        goals = shown.active_goals
        if not goals:
            return self._say("There is no goal to give a number to. Talk about one with your worker.")
        words = {goal.id: goal.words for goal in goals}
        goal = await self._pick(self._say("Which goal? Arrows mark one, Enter takes it."), words)
        if not goal:
            return ""
        hint = self._say(
            "0 = not started, 10 = there. {key:scale.ten} = 10. Enter writes it down, {key:screen.back} does not."
        )
        given = await self._app.push_screen_wait(NumberDialog(self.language, words[goal], hint))
        if not given:
            return ""
        await self._desk.ask(services.give_number, goal, given)
        return self._say("Written down. Thank you.")

    async def _statement(self, _shown: Shown) -> str:
        sheet = await self._desk.ask(new_statement, self._client, self._say("What I see differently"))
        saved = await self._forming.fill(sheet, HandedOverForm, theirs=self.language)
        if saved is not None:
            return self._say("Written down. It stays with the notes.")
        place = sheet.place
        begun = await self._desk.ask(services.has_begun, place)
        return self._say("Not saved yet. What you typed is kept: {key:shown.statement} goes on.") if begun else ""

    async def _take_back(self, shown: Shown) -> str:
        permissions = {each.id: whom_and_what(each, self.language) for each in shown.can_end}
        if not permissions:
            return self._say("There is no permission to take back.")
        picked = await self._pick(
            self._say("Which one do you take back? Arrows mark one, Enter takes it."), permissions
        )
        if not picked:
            return ""
        question = self._say(
            "{permission}. Take this back? It counts at once: from now on nothing is shared under it.",
            permission=permissions[picked],
        )
        if not await self._app.push_screen_wait(
            YesNoDialog(question, self._say("take it back"), self._say("leave it"))
        ):
            return ""
        await self._desk.ask(services.take_back, picked, self._desk.language.say(TOOK_BACK))
        return self._say("Taken back. Nothing is shared under it any more.")

    async def _judge(self, typed: str) -> str:
        try:
            await self._desk.ask(check_is_workers, typed)
        except (NotPossible, VaultError) as error:
            return sentence(error, self.language)
        return ""

    async def _pick(self, question: str, words: dict[str, str]) -> str:
        """Which of these; one alone needs no asking. Empty when they thought better of it."""
        if len(words) == 1:
            return next(iter(words))
        options = [Option(id_, said) for id_, said in words.items()]
        picked: str = await self._app.push_screen_wait(PickDialog(question, options))
        return picked
