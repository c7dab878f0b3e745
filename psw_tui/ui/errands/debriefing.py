"""A contact written up, and what may come right after it: a worry, a talk, the next one of a group, what is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import App

from psw_tui.domain.words import N_
from psw_tui.records.answers import Raw
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief, HowAmI
from psw_tui.services import clients
from psw_tui.services.drafts import DraftNote, DraftPlace
from psw_tui.services.follow_ups import finish_follow_up
from psw_tui.services.to_do import ToDo, ToDoKind
from psw_tui.sheets import debriefs as sheets
from psw_tui.sheets.afterwards import WANT_TO_TALK, WORRIES, Else, Way, what_else
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.show import show

OFFERS = (
    choosing("else.open", "enter", N_("do it"), N_("Go on with the marked one. {key:screen.back}: that was all.")),
)


@dataclass(frozen=True)
class Onward:
    """Where a debrief may lead."""

    worry: Callable[[Client, str], Awaitable[None]]
    """What comes after the debrief with this id when there was a worry about safety."""
    supervision: Callable[[Client], Awaitable[None]]
    draft: Callable[[DraftNote], Awaitable[None]]
    due: Callable[[ToDo, Client], Awaitable[None]]
    look: Callable[[Client], Awaitable[None]]
    pick: Callable[[Sequence[str]], Awaitable[str]]
    """Asks about which client, but these; empty for none."""


class DebriefErrand:
    """Puts debriefs on screen, and afterwards what belongs to them."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming, onward: Onward) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._onward = onward
        self._say = desk.language.say
        self._asked_about: set[str] = set()
        """Clients whose fresh look was brought up since unlocking: once is enough (R19)."""

    async def write(self, client: Client, used: DraftPlace | None = None) -> None:
        """Write up a contact, and of a group one after the other; `used` is the quick note it is written from."""
        start: Raw = {}
        group = [client.id]
        while saved := await self._fill(client, start, used):
            await self._look_after(client, saved)
            following = await self._anything_else(client, saved, group)
            if following is None:
                return
            client, used, start = following, None, sheets.shared_with_group(saved)
            group.append(client.id)

    async def _fill(self, client: Client, start: Raw, used: DraftPlace | None) -> Debrief | None:
        sheet = await self._desk.ask(sheets.new_debrief, client, self._desk.language, start, used)
        saved: Debrief | None = await self._forming.fill(sheet)
        return saved

    async def _look_after(self, client: Client, saved: Debrief) -> None:
        """First a worry about safety, then the worker."""
        if saved.safety in WORRIES:
            await self._onward.worry(client, saved.id)
        if saved.how_am_i == HowAmI.WANT_TO_TALK:
            dialog = YesNoDialog(self._say(WANT_TO_TALK), self._say("ask now"), self._say("later"))
            if await self._app.push_screen_wait(dialog):
                await self._onward.supervision(client)

    async def _anything_else(self, client: Client, saved: Debrief, group: Sequence[str]) -> Client | None:
        """What is due, again and again, until that was all. Returns who of the same group comes next."""

        async def items_now() -> list[Else]:
            may_ask = client.id not in self._asked_about
            return await self._desk.ask(what_else, client, saved, group, self._desk.language, may_ask=may_ask)

        while items := await items_now():
            plan = self._plan(client, items_now)
            chosen = await self._app.push_screen_wait(ListScreen(self._desk.language, plan))
            self._asked_about.add(client.id)
            if chosen is None:
                return None
            item = next((each for each in items if each.id == chosen.id), None)
            if item is not None and item.about is Way.GROUP:
                if picked := await self._onward.pick(group):
                    return await self._desk.ask(clients.client_by_id, picked)
            elif item is not None:
                await self._go(item, client)
        return None

    def _plan(self, client: Client, items_now: Callable[[], Awaitable[list[Else]]]) -> ListPlan:
        async def read() -> list[Line]:
            return [
                Line(item.id, show(item.words, "bold" if item.about is Way.GROUP else "")) for item in await items_now()
            ]

        title = self._say("Anything else for {code}?", code=client.code)
        return ListPlan(title, read, OFFERS, self._say("Nothing else is due."), "anything_else", client.id)

    async def _go(self, item: Else, client: Client) -> None:
        match item.about:
            case DraftNote() as note:
                await self._onward.draft(note)
            case ToDo(kind=ToDoKind.FOLLOW_UP) as due:
                question = self._say("Is it done? {what}", what=due.text)
                if await self._app.push_screen_wait(YesNoDialog(question, self._say("done"), self._say("not yet"))):
                    await self._desk.ask(finish_follow_up, due.reminder)
            case ToDo() as due:
                await self._onward.due(due, client)
            case _:
                await self._onward.look(client)
