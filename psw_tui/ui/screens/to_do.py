"""The to-do list: everything due, the overdue first; done, moved or dropped by one key."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.choices import Who
from psw_tui.records.form import Refused
from psw_tui.sentences import sentence
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import NotPossible
from psw_tui.services.follow_ups import day_to_move_to, drop_follow_up, finish_follow_up
from psw_tui.services.to_do import ToDo, ToDoKind, move, to_do_rows, what_to_do
from psw_tui.services.to_do_order import ToDoBeginning, ToDoOrder, to_do_beginning, to_do_order
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui.commands import BACK, CAPTURE_LIST, CRISIS_LIST, FIND, HELP_LIST, LOCK, Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import DIALOG_CSS, YesNoDialog
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import AboutClient, ShowClient, WriteDebrief
from psw_tui.ui.show import show
from psw_tui.ui.widgets.boxes import Box, DayBox
from psw_tui.ui.widgets.lines import TopLine
from psw_tui.ui.widgets.paged_rows import PAGE
from psw_tui.ui.widgets.to_do_list import ToDoLines
from psw_tui.ui.widgets.under_list import UnderList

OPEN = Command("to_do.open", "enter", N_("open"), N_("Open what the marked line is about."))
DONE = Command("to_do.done", "x,d", N_("done"), N_("The marked one is done. It goes from the list."), once=True)
MOVE = Command("to_do.move", KEYS["to_do.move"], N_("move"), N_("Move the marked one to another day."))
DROP = Command("to_do.drop", "k", N_("drop"), N_("Drop the marked one, after asking. It will not be done."), once=True)
DEBRIEF = Command("to_do.debrief", "n", N_("note"), N_("Write a debrief about the marked client."))

WHAT_TO_DO: Mapping[ToDoKind, str] = {
    ToDoKind.FRESH_LOOK: N_("Open the fresh look to close it. {key:to_do.move} moves its day."),
    ToDoKind.PERMISSION: N_("A permission ends by itself. Ask them whether they want a new one: Enter opens theirs."),
    ToDoKind.REFERRAL: N_("Open the referral and write how far it is. {key:to_do.move} moves the day to check back."),
    ToDoKind.SUPERVISION: N_("Open the question and write the answer. Then it goes from here."),
}
"""For lines that no single key can end."""

STILL_HERE = N_("The reminder is gone. The line stays until its step says how it ended: Enter opens it.")


class MoveDialog(ModalScreen[date | None]):
    """To which day? Nothing on Esc."""

    CSS = DIALOG_CSS.format(name="MoveDialog") + "#understood { height: 2; }"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def __init__(self, language: Language, today: date, what: str) -> None:
        super().__init__()
        self._language = language
        self._today = today
        self._what = what
        self._box = DayBox(language, today)
        self._below = Static("", id="understood")

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(show(self._what, "bold"))
            yield Static(show(self._language.say("To which day? Such as +3, fri, 2w or 2026-03-01.")))
            yield self._box
            yield self._below

    def on_mount(self) -> None:
        self._box.focus()

    @on(Box.Answered)
    def tell(self) -> None:
        """Show the day as it is understood."""
        understood = self._box.understood()
        self._below.update(show(f"= {understood}" if understood else ""))

    @on(Box.GoOn)
    def take(self) -> None:
        """Take the day, or say what is wrong with it; what was typed stays."""
        try:
            self.dismiss(day_to_move_to(self._box.raw, self._today))
        except Refused as refused:
            problem = next(iter(refused.problems.values()))
            self._below.update(show(self._language.say(problem.words, **problem.values)))

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss(None)


class ToDoScreen(PswScreen[None]):
    """The to-do list, of all clients or of one."""

    OFFERS: ClassVar[Sequence[Command]] = (
        OPEN,
        DONE,
        MOVE,
        DROP,
        DEBRIEF,
        BACK,
        CRISIS_LIST,
        CAPTURE_LIST,
        FIND,
        LOCK,
        HELP_LIST,
    )
    HELP_NAME = "to_do"
    CSS = """
    #empty { height: auto; padding: 1 2; display: none; }
    ToDoScreen.-empty #empty { display: block; }
    ToDoScreen.-empty ToDoLines { display: none; }
    ToDoScreen.-empty UnderList { display: none; }
    ToDoScreen UnderList { height: 2; }
    #resting { height: 1; padding: 0 1; display: none; }
    ToDoScreen.-resting #resting { display: block; }
    """

    @dataclass
    class Opened(AboutClient):
        """What a line is about is to be opened."""

        item: ToDo

    def __init__(self, desk: Desk, client: str = "") -> None:
        super().__init__(desk.language)
        self.client = client
        self._desk = desk
        self._code = ""
        self._order: ToDoOrder | None = None
        """What was read last; None before anything was."""
        self._ahead: asyncio.Task[ToDoBeginning] | None = None
        self._list = ToDoLines(desk)
        self._below = UnderList()
        self._resting = Static("", id="resting")
        self._top: TopLine | None = None

    @property
    def marked(self) -> ToDo | None:
        """The marked line; None on an empty list."""
        return self._list.marked_row

    def compose(self) -> ComposeResult:
        self._ahead = asyncio.create_task(self._desk.ask(to_do_beginning, self.client, PAGE))
        self._top = self.top(self.say("To do"))
        yield self._top
        yield Static(show(self.say("Nothing is due.")), id="empty")
        yield self._list
        yield self._below
        yield self._resting
        yield from self.bottom()

    async def on_mount(self) -> None:
        if self.client:
            self._code = (await self._desk.ask(client_by_id, self.client)).code
        self._list.focus()

    async def on_screen_resume(self) -> None:
        """On top for the first time, or again."""
        ahead, self._ahead = self._ahead, None
        if ahead is None:
            await self.read_again()
            return
        beginning = await ahead
        self._put(beginning.order)
        if page := self._list.wanted():
            self._list.fill(page, beginning.rows)
        if not beginning.order.is_whole:
            self.run_worker(self._read_whole(), description="the whole to-do list")

    async def _read_whole(self) -> None:
        try:
            await self.read_again()
        except (NotPossible, VaultError) as error:
            self._notify(sentence(error, self.language))
        finally:
            self._list.settle()  # or a key that leads to the end would wait for ever

    async def read_again(self, *, stay: bool = False) -> None:
        """Read the list anew. The mark goes with its line, or stays in its place."""
        self._put(await self._desk.ask(to_do_order, self.client), stay=stay)
        await self._list.bring_page(self._rows_of)

    def _put(self, order: ToDoOrder, *, stay: bool = False) -> None:
        self._order = order
        self._list.put(order, stay=stay)
        self._tell()
        self.tell_marked()

    @on(ToDoLines.RowsWanted)
    def bring_rows(self) -> None:
        """Bring the rows that are on screen or may be soon, without holding up the keys."""
        if not self._list.is_bringing:
            self.run_worker(self._list.bring(self._rows_of), description="rows of the to-do list")

    async def _rows_of(self, ids: Sequence[str]) -> Sequence[ToDo]:
        try:
            return await self._desk.ask(to_do_rows, ids)
        except (NotPossible, VaultError) as error:
            self._notify(sentence(error, self.language))
            return ()

    def _tell(self) -> None:
        """The lines around the list."""
        order = self._order
        if order is None or self._top is None:
            return
        self._top.head(show(f"{self.say('To do')}  {self._code}".rstrip()))
        self.set_class(not order.ids, "-empty")
        self.set_class(order.resting > 0, "-resting")
        if order.is_whole:
            self._top.tell(show(f"{self.say('{n} due', n=order.due)}   {self.say('{n} overdue', n=order.over)}"))
            resting = self.language.say_n("{n} resting: paused by them", "{n} resting: paused by them", order.resting)
            self._resting.update(show(resting))

    @on(ToDoLines.MarkedKnown)
    def tell_marked(self) -> None:
        """The whole of the marked line, which may be cut in the list, and what else is known."""
        item = self.marked
        if item is None:
            self._below.tell("")
            return
        known = [what_to_do(item, self._desk.today, self.say)]
        if item.who is not Who.ME:
            known.append(self.say("who: {who}", who=self.say(item.who.label)))
        if item.moves:
            known.append(self.language.say_n("moved once", "moved {n} times", item.moves))
        self._below.tell("", " - ".join(known))

    def action_open(self) -> None:
        """Open what the marked line is about."""
        self._list.action_open()

    @on(ToDoLines.Opened)
    def open_item(self, event: ToDoLines.Opened) -> None:
        """A follow-up leads to its client, anything else to itself."""
        if event.item.kind is ToDoKind.FOLLOW_UP:
            self.post_message(ShowClient(event.item.client))
        else:
            self.post_message(self.Opened(event.item.client, event.item))

    def action_debrief(self) -> None:
        """Write a debrief about the marked client."""
        if self.marked:
            self.post_message(WriteDebrief(self.marked.client))

    async def action_done(self) -> None:
        """The marked one is done."""
        item = self.marked
        if item is not None and not self._explained(item, possible=bool(item.reminder)):
            await self._end(item, finish_follow_up)

    def action_move(self) -> None:
        """Ask for another day."""
        item = self.marked
        if item is not None and not self._explained(item, possible=item.can_move):
            self.run_worker(self._move(item), description="move", group="asking", exclusive=True)

    def action_drop(self) -> None:
        """Ask, then drop the marked one."""
        item = self.marked
        if item is not None and not self._explained(item, possible=bool(item.reminder)):
            self.run_worker(self._drop(item), description="drop", group="asking", exclusive=True)

    async def _move(self, item: ToDo) -> None:
        what = what_to_do(item, self._desk.today, self.say)
        day = await self.app.push_screen_wait(MoveDialog(self.language, self._desk.today, what))
        if day is not None:
            await self._change(self._desk.ask(move, item, day, self.say))

    async def _drop(self, item: ToDo) -> None:
        question = self.say("Drop this? It goes from the list, and stays in the record as dropped.")
        if await self.app.push_screen_wait(YesNoDialog(question, self.say("drop it"), self.say("keep it"))):
            await self._end(item, drop_follow_up)

    async def _end(self, item: ToDo, service: Callable[[Vault, str], None]) -> None:
        """Close the reminder, and say so where the line stays because it waits for something else."""
        if await self._change(self._desk.ask(service, item.reminder)) and self._list.holds(item.id):
            self._notify(self.say(STILL_HERE))

    async def _change(self, change: Awaitable[None]) -> bool:
        """Let it happen and show the list as it then is. What cannot be is said, never thrown. Whether it happened."""
        happened = False
        try:
            await change
            happened = True
        except Refused as refused:
            problem = next(iter(refused.problems.values()))
            self._notify(self.say(problem.words, **problem.values))
        except (NotPossible, VaultError) as error:
            self._notify(sentence(error, self.language))
        await self.read_again(stay=True)
        return happened

    def _explained(self, item: ToDo, *, possible: bool) -> bool:
        """Say what to do instead where a key cannot do it. Whether that was said."""
        if not possible:
            self._notify(self.say(WHAT_TO_DO[item.kind]))
        return not possible

    def _notify(self, words: str) -> None:
        self.app.notify(words, markup=False, timeout=8)
