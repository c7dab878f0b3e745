"""What was begun and not saved: go on with it, or throw it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from psw_tui.domain.words import N_
from psw_tui.draft_words import draft_line
from psw_tui.services.drafts import DraftNote, unfinished
from psw_tui.ui.commands import BACK, CAPTURE_LIST, CRISIS_LIST, FIND, HELP_LIST, LOCK, Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import show
from psw_tui.ui.widgets.options import Options

GO_ON = Command("drafts.go_on", "enter", N_("go on"), N_("Go on writing the marked one."))
DISCARD = Command("drafts.discard", "d", N_("throw away"), N_("Throw the marked draft away, after asking."), once=True)


@dataclass(frozen=True)
class GoOn:
    """Take this draft up again."""

    note: DraftNote


@dataclass(frozen=True)
class Discard:
    """Ask, then throw this draft away."""

    note: DraftNote


class DraftsScreen(PswScreen[GoOn | Discard]):
    """The list of drafts. Its result says what to do with one of them."""

    OFFERS: ClassVar[Sequence[Command]] = (GO_ON, DISCARD, BACK, CRISIS_LIST, CAPTURE_LIST, FIND, LOCK, HELP_LIST)
    HELP_NAME = "drafts"
    CSS = ".words { padding: 1 1; height: auto; } OptionList { height: 1fr; border: none; }"

    def __init__(self, desk: Desk, notes: Sequence[DraftNote]) -> None:
        super().__init__(desk.language)
        self._desk = desk
        self._notes = list(notes)
        self._list = Options(markup=False)
        self._words = Static("", classes="words")

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Unfinished"))
        yield self._words
        yield self._list
        yield from self.bottom()

    def on_mount(self) -> None:
        self._list.focus()
        self._draw()

    async def on_screen_resume(self) -> None:
        """What was put down or finished above it is on the list, or gone from it."""
        self._notes = await self._desk.ask(unfinished)
        self._draw()

    def _draw(self) -> None:
        count = self.language.say_n("{n} unfinished note", "{n} unfinished notes", len(self._notes))
        self._words.update(
            show(self.say("{count}. Enter goes on, {key:screen.back} leaves it for later.", count=count))
        )
        at = self._list.highlighted or 0
        self._list.set_options([Option(self._line(note)) for note in self._notes])
        self._list.highlighted = min(at, len(self._notes) - 1) if self._notes else None

    def _line(self, note: DraftNote) -> Content:
        return show(draft_line(note, self.language, self._desk.clock))

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Go on with this one."""
        self.dismiss(GoOn(self._notes[event.option_index]))

    def action_go_on(self) -> None:
        """Go on with the marked one."""
        if self._list.highlighted is not None:
            self.dismiss(GoOn(self._notes[self._list.highlighted]))

    def action_discard(self) -> None:
        """Throw the marked one away, after asking."""
        if self._list.highlighted is not None:
            self.dismiss(Discard(self._notes[self._list.highlighted]))
