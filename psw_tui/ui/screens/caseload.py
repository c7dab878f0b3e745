"""Home: every client at a glance, with nine marks each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from psw_tui.backup_words import standing_sentence
from psw_tui.domain.text import one_line
from psw_tui.records.setting import Showing
from psw_tui.sentences import sentence
from psw_tui.services.backups import standing
from psw_tui.services.beginning import caseload_beginning
from psw_tui.services.caseload import CaseloadRow, caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.errors import NotPossible
from psw_tui.services.settings import begin_with
from psw_tui.services.to_do import due_counts
from psw_tui.signal_words import client_sentence
from psw_tui.storage.errors import Stopped, VaultError
from psw_tui.ui.caseload_commands import OFFERS
from psw_tui.ui.commands import Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import (
    AddClient,
    AskPractice,
    End,
    ImportList,
    OpenFreshLook,
    ShowBackups,
    ShowClient,
    ShowDrafts,
    ShowHealth,
    ShowKeeping,
    ShowKey,
    ShowLearning,
    ShowOptions,
    ShowPassphrase,
    ShowReports,
    ShowTeam,
    ShowToDo,
    TakeIn,
    TakeStep,
    Undo,
    WriteDebrief,
)
from psw_tui.ui.show import show
from psw_tui.ui.widgets.boxes import Box
from psw_tui.ui.widgets.caseload_list import SHARED, CaseloadList
from psw_tui.ui.widgets.lines import TopLine
from psw_tui.ui.widgets.paged_rows import PAGE, PackedIds
from psw_tui.ui.widgets.typing import NarrowBox, TypeAhead
from psw_tui.ui.widgets.under_list import UnderList

BETWEEN = "   "
"""Stands between the things the top line counts."""

EDGES = 2
"""Cells of the top line that hold no words."""


class CaseloadScreen(PswScreen[None]):
    """The caseload. It stays below every other screen."""

    OFFERS: ClassVar[Sequence[Command]] = OFFERS
    HELP_NAME = "caseload"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-fair"), (30, "-tall")]  # noqa: RUF012 - as Textual declares it
    CSS = """
    #heading { height: 1; text-style: bold; color: $text-muted; }
    #empty { height: auto; padding: 1 2; display: none; }
    CaseloadScreen.-empty #empty { display: block; }
    CaseloadScreen.-empty #heading { display: none; }
    #backup { height: 1; padding: 0 1; color: $text-muted; display: none; }
    #backup.-told { display: block; }
    #backup.-loud { color: $text-error; text-style: bold; }
    CaseloadScreen.-low UnderList { height: 2; }
    CaseloadScreen.-tall UnderList { height: 4; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.language)
        self._desk = desk
        self._list = CaseloadList(desk.language, lambda: desk.today)
        self._heading = Static("", id="heading")
        self._below = UnderList()
        self._empty = Static("", id="empty")
        self._narrow = NarrowBox()
        self._showing = desk.showing
        self._backup = Static("", id="backup")
        self._top: TopLine | None = None
        self._is_fresh = False
        self._counted: tuple[int, int] | None = None
        """How many are due and overdue."""
        self._beginning: asyncio.Task[list[CaseloadRow]] | None = None
        self._is_whole = False
        """Whether all are known that are to be shown, and not just the first."""

    def look_ahead(self, height: int) -> None:
        """Ask for as many rows as a terminal of this height shows, already now: while the screen is being built."""
        self._beginning = asyncio.create_task(self._desk.ask(caseload_beginning, self._showing, min(height, PAGE)))

    def compose(self) -> ComposeResult:
        self._top = self.top("PSW")
        yield self._top
        yield self._narrow
        yield self._heading
        yield self._empty
        yield self._list
        yield self._below
        yield self._backup
        yield from self.bottom()

    async def on_mount(self) -> None:
        self._is_fresh = True
        await self._show_beginning()
        self._list.focus()

    async def _show_beginning(self) -> None:
        """The first rows, before it is known who comes after them."""
        if self._beginning is not None:
            with suppress(Stopped):
                rows = await self._beginning
                self._list.order(PackedIds([row.id for row in rows]))
                if page := self._list.wanted():
                    self._list.fill(page, rows)
        self.call_after_refresh(self._begin_to_read)

    def _begin_to_read(self) -> None:
        if self._desk.is_open:
            self.run_worker(self.read_again(), description="read the caseload")

    async def on_screen_resume(self) -> None:
        if self._is_fresh:  # it has just been read
            self._is_fresh = False
        elif self.is_mounted:
            await self.read_again()

    def on_resize(self, event: events.Resize) -> None:
        self._tell_heading(event.size.width)
        self._tell_top()

    def _tell_heading(self, width: int) -> None:
        self._heading.update(show(self._list.heading(width)), layout=False)

    async def read_again(self, keep: str = "") -> None:
        """Ask for the order anew; rows follow as they are drawn."""
        asked = self._asked
        showing, typed, names = asked
        try:
            ids = await self._desk.ask(caseload_order, showing, typed, names=names)
        except Stopped:
            return  # another screen asks for something; once this one is on top again, it asks anew
        if asked != self._asked:
            return  # others were chosen or more was typed meanwhile, and that is being looked for
        self._is_whole = True
        self._list.order(PackedIds(ids), keep=keep)
        self.set_class(not ids, "-empty")
        if not ids:
            self._empty.update(show(self._why_empty()))
        self._tell_marked()
        self._tell_top()
        await self._list.bring_page(self._rows_of)  # before anything is counted: rows are what a worker waits for
        await self._tell_due()
        await self.tell_backup()

    @property
    def _asked(self) -> tuple[Showing, str, bool]:
        """What decides who is shown: the filter, what is typed, and whether that may be part of a name."""
        return self._showing, self._narrow.raw, self._list.names_shown

    def _why_empty(self) -> str:
        if self._narrow.raw:
            return self.say("Nobody like that. {key:screen.back} shows everybody again.")
        if self._showing is not Showing.ALL:
            return self.say(
                "Nobody here: {showing}. {key:caseload.next_filter} shows others.",
                showing=self.say(self._showing.label),
            )
        return self.say(
            "Nobody is on your caseload yet.\n\nPress {key:caseload.add} to add a client. Press {key:list.help} for help."
            "\n\nPress {key:caseload.practice} to practise with an invented client first."
        )

    async def tell_backup(self) -> None:
        """Say how old the last good backup is; nobody would miss a practice vault."""
        if self._desk.practice:
            return
        found = await self._desk.ask(standing)
        said = standing_sentence(found, self.language)
        self._backup.update(show(said))
        self._backup.set_class(bool(said), "-told")
        self._backup.set_class(found.loud, "-loud")

    @on(CaseloadList.RowsWanted)
    def bring_rows(self) -> None:
        """Bring the rows that are on screen or may be soon, without holding up the keys."""
        if not self._list.is_bringing:
            self.run_worker(self._list.bring(self._rows_of), description="rows of the caseload")

    async def _rows_of(self, ids: Sequence[str]) -> Sequence[CaseloadRow]:
        try:
            return await self._desk.ask(caseload_rows, ids)
        except (NotPossible, VaultError) as error:
            self._below.tell(sentence(error, self.language))
            return ()

    @on(CaseloadList.MarkedKnown)
    def _tell_marked(self) -> None:
        row, count = self._list.marked_row, self._list.count
        what = self.say("Next: {what}", what=one_line(row.next_what)) if row and row.next_what else ""
        why = client_sentence(row.signal, self.language) if row and row.in_touch else ""
        if row and row.shared:
            why = f"{self.say('{sign} = the team reads this record.', sign=SHARED)} {why}".strip()
        number = self.language.number
        place = (
            self.say("{n} of {count}", n=number(self._list.at + 1), count=number(count))
            if count and self._is_whole
            else ""
        )
        self._below.tell(what, why, place)

    @on(CaseloadList.Opened)
    def open_client(self, event: CaseloadList.Opened) -> None:
        """Open the marked client."""
        self.post_message(ShowClient(event.client))

    def action_step(self, number: int) -> None:
        """Go to a response step of the marked client."""
        if self._list.marked_id:
            self.post_message(TakeStep(self._list.marked_id, number))

    def action_open(self) -> None:
        """Open the marked client."""
        self._list.action_open()

    def action_to_do(self) -> None:
        """Show everything due."""
        self.post_message(ShowToDo())

    def action_options(self) -> None:
        """Show the settings."""
        self.post_message(ShowOptions())

    def action_import_list(self) -> None:
        """Bring clients in from a list."""
        self.post_message(ImportList())

    def action_reports(self) -> None:
        """Show the papers about the work."""
        self.post_message(ShowReports())

    def action_take_in(self) -> None:
        """Take in a file that came from another vault."""
        self.post_message(TakeIn())

    def action_own_key(self) -> None:
        """Show what others lock with."""
        self.post_message(ShowKey())

    def action_team(self) -> None:
        """Show the team."""
        self.post_message(ShowTeam())

    def action_backups(self) -> None:
        """Show the backups."""
        self.post_message(ShowBackups())

    def action_keeping(self) -> None:
        """Show the records to review."""
        self.post_message(ShowKeeping())

    def action_practice(self) -> None:
        """Go to the practice, or end it."""
        self.post_message(AskPractice())

    def action_passphrase(self) -> None:
        """Show what can be done about passphrase and code."""
        self.post_message(ShowPassphrase())

    def action_learning(self) -> None:
        """Show the learning notes."""
        self.post_message(ShowLearning())

    def action_drafts(self) -> None:
        """Show the drafts."""
        self.post_message(ShowDrafts())

    def action_health(self) -> None:
        """Look the vault over."""
        self.post_message(ShowHealth())

    def action_undo(self) -> None:
        """Take back what was saved last."""
        self.post_message(Undo())

    def action_debrief(self) -> None:
        """Write a debrief."""
        self.post_message(WriteDebrief())

    def action_look(self) -> None:
        """Open a fresh look for the marked client."""
        if self._list.marked_id:
            self.post_message(OpenFreshLook(self._list.marked_id))

    def action_add(self) -> None:
        """Add a client."""
        self.post_message(AddClient())

    async def action_names(self) -> None:
        """Show or hide names."""
        self._list.names_shown = not self._list.names_shown
        self._tell_heading(self._list.size.width)
        if self._narrow.raw:
            await self.read_again()

    def action_end(self) -> None:
        """Close the program."""
        self.post_message(End())

    async def action_next_filter(self) -> None:
        """Show the clients of the next filter."""
        every = list(Showing)
        await self.action_showing(every[(every.index(self._showing) + 1) % len(every)])

    async def action_showing(self, showing: str) -> None:
        """Show these clients from now on, until the program locks."""
        self._showing = Showing(showing)
        await self.read_again()

    async def action_begin_with(self) -> None:
        """Begin with the clients of this filter whenever the program is opened."""
        try:
            await self._desk.ask(begin_with, self._showing)
        except (NotPossible, VaultError) as error:
            self._notify(sentence(error, self.language))
        else:
            self._desk.showing = self._showing
            kept = self.say("From now on the caseload begins with: {showing}.", showing=self.say(self._showing.label))
            self._notify(kept)

    def _notify(self, words: str) -> None:
        self.app.notify(words, markup=False, timeout=8)

    def action_narrow(self) -> None:
        """Type part of a code."""
        self._narrow.begin()

    @on(Box.Answered)
    async def narrow(self) -> None:
        """Another letter: fewer clients."""
        await self.read_again()

    @on(TypeAhead.Move)
    async def move(self, event: TypeAhead.Move) -> None:
        """The arrows move the mark while the cursor stays in the box."""
        await self._list.action_move(event.steps)

    @on(Box.GoOn)
    def take(self) -> None:
        """Enter opens the marked one; what was typed stays until Esc."""
        self._list.focus()
        self._list.action_open()

    @on(NarrowBox.Left)
    async def show_all_again(self) -> None:
        """Esc: everybody of the filter again."""
        self._list.focus()
        await self.read_again()

    async def _tell_due(self) -> None:
        self._counted = await self._desk.ask(due_counts)
        self._tell_top()

    def _tell_top(self) -> None:
        """Who is shown and how many has its place before anything else; the rest goes where there is too little room."""
        if self._top is None or self._counted is None:
            return
        due, over = self._counted
        mark = f"[{self.say('practice')}]" if self._desk.practice else ""
        filtered = f"{self.language.before(self.say(self._showing.label))} {self.language.number(self._list.count)}"
        left = "  ".join(filter(None, ("PSW", mark, filtered)))
        right = [
            self.say("{n} due", n=self.language.number(due)),
            self.say("{n} overdue", n=self.language.number(over)),
            self.language.day_with_weekday(self._desk.today),
        ]
        room = self.size.width - EDGES - show(left).cell_length
        while right and len(BETWEEN.join(["", *right])) > room:
            right.pop()
        self._top.head(show("  ".join(filter(None, (left, self._desk.team)))))
        self._top.tell(show(BETWEEN.join(["", *right])))
