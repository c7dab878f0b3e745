"""The to-do list: everything due, the overdue first; done, moved or dropped by one key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.choices import Who
from psw_tui.records.form import Refused
from psw_tui.sentences import sentence
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import NotPossible
from psw_tui.services.follow_ups import day_to_move_to, drop_follow_up, finish_follow_up
from psw_tui.services.to_do import ToDo, ToDoKind, ToDoList, move, to_do, what_to_do
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui.commands import BACK, CAPTURE_LIST, CRISIS_LIST, FIND, HELP_LIST, LOCK, Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import DIALOG_CSS, YesNoDialog
from psw_tui.ui.frames.base import NARROW, PswScreen
from psw_tui.ui.routes import AboutClient, ShowClient, WriteDebrief
from psw_tui.ui.show import show
from psw_tui.ui.widgets.boxes import Box, DayBox
from psw_tui.ui.widgets.lines import TopLine
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

GAP = 2
"""Cells between two columns."""


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
    OptionList { height: 1fr; border: none; text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1; }
    OptionList:focus { border: none; }
    #empty { height: auto; padding: 1 2; display: none; }
    ToDoScreen.-empty #empty { display: block; }
    ToDoScreen.-empty OptionList { display: none; }
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
        self._found: ToDoList | None = None
        self._list = OptionList(markup=False)
        self._below = UnderList()
        self._resting = Static("", id="resting")
        self._top: TopLine | None = None
        self._wide = True

    @property
    def items(self) -> Sequence[ToDo]:
        """What is on the list."""
        return self._found.items if self._found else ()

    @property
    def marked(self) -> ToDo | None:
        """The marked line; None on an empty list."""
        at = self._list.highlighted
        return self.items[at] if at is not None and at < len(self.items) else None

    def compose(self) -> ComposeResult:
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
        await self.read_again()

    def on_resize(self, event: events.Resize) -> None:
        """Only where there is room, the kind has a column of its own."""
        wide = event.size.width >= NARROW
        if wide is not self._wide:
            self._wide = wide
            self._draw(self._list.highlighted or 0)

    async def read_again(self, *, stay: bool = False) -> None:
        """Read the list anew. The mark goes with its line, or stays in its place."""
        found = await self._desk.ask(to_do, self.client)
        at, marked = self._list.highlighted or 0, self.marked
        self._found = found
        same = (index for index, item in enumerate(found.items) if marked and item.id == marked.id)
        self._draw(at if stay else next(same, at))
        self._tell()

    def _draw(self, at: int) -> None:
        rows = [self._cells(item) for item in self.items]
        widths = [most + GAP if (most := max(map(cell_len, column))) else 0 for column in zip(*rows, strict=True)]
        lines = (self._line(item, cells, widths) for item, cells in zip(self.items, rows, strict=True))
        self._list.set_options([Option(line) for line in lines])
        self._list.highlighted = min(at, len(self.items) - 1) if self.items else None

    def _tell(self) -> None:
        """The lines around the list."""
        found, today = self._found, self._desk.today
        if found is None or self._top is None:
            return
        over = sum(item.day < today for item in found.items)
        due = sum(item.day == today for item in found.items)
        self._top.head(show(f"{self.say('To do')}  {self._code}".rstrip()))
        self._top.tell(show(f"{self.say('{n} due', n=due)}   {self.say('{n} overdue', n=over)}"))
        resting = self.language.say_n("{n} resting: paused by them", "{n} resting: paused by them", found.resting)
        self._resting.update(show(resting))
        self.set_class(not found.items, "-empty")
        self.set_class(found.resting > 0, "-resting")

    def _cells(self, item: ToDo) -> tuple[str, ...]:
        """What stands before the words, a column each."""
        today = self._desk.today
        over = item.days_over(today)
        late = self.say("over {days} d", days=over) if over else ""
        kind = self.say(item.kind.label) if self._wide else ""
        return self.language.day(item.day, today), late, item.code, kind

    def _line(self, item: ToDo, cells: Sequence[str], widths: Sequence[int]) -> Content:
        """One string and one style for the whole line: there may be thousands."""
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)]
        late = len(padded[0])
        line = show("".join(padded) + what_to_do(item, self._desk.today, self.say))
        return line.stylize("bold", late, late + len(cells[1])) if cells[1] else line

    @on(OptionList.OptionHighlighted)
    def tell_marked(self) -> None:
        """The whole of the marked line, which may be cut in the list, and what else is known."""
        item = self.marked
        if item is None:
            return
        known = [what_to_do(item, self._desk.today, self.say)]
        if item.who is not Who.ME:
            known.append(self.say("who: {who}", who=self.say(item.who.label)))
        if item.moves:
            known.append(self.language.say_n("moved once", "moved {n} times", item.moves))
        self._below.tell("", " - ".join(known))

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Open what the marked line is about."""
        match self.marked:
            case None:
                return
            case ToDo(kind=ToDoKind.FOLLOW_UP, client=client):
                self.post_message(ShowClient(client))
            case item:
                self.post_message(self.Opened(item.client, item))

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
        await self._change(self._desk.ask(service, item.reminder))
        if any(other.id == item.id and other.reminder != item.reminder for other in self.items):
            self._notify(self.say(STILL_HERE))

    async def _change(self, change: Awaitable[None]) -> None:
        """Let it happen and show the list as it then is. What cannot be is said, never thrown."""
        try:
            await change
        except Refused as refused:
            problem = next(iter(refused.problems.values()))
            self._notify(self.say(problem.words, **problem.values))
        except (NotPossible, VaultError) as error:
            self._notify(sentence(error, self.language))
        await self.read_again(stay=True)

    def _explained(self, item: ToDo, *, possible: bool) -> bool:
        """Say what to do instead where a key cannot do it. Whether that was said."""
        if not possible:
            self._notify(self.say(WHAT_TO_DO[item.kind]))
        return not possible

    def _notify(self, words: str) -> None:
        self.app.notify(words, markup=False, timeout=8)
