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
from psw_tui.records.nine import STEPS
from psw_tui.services.drafts import DraftNote
from psw_tui.ui.commands import BACK, CRISIS_LIST, HELP_LIST, LOCK, Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import show

GO_ON = Command("drafts.go_on", "enter", N_("go on"), N_("Go on writing the marked one."))
DISCARD = Command("drafts.discard", "d", N_("throw away"), N_("Throw the marked draft away, after asking."))

FORM_NAMES = {
    "client": N_("client"),
    "debrief": N_("debrief"),
    "goal": N_("goal"),
    "rate": N_("number for a goal"),
    "reword": N_("re-worded goal"),
    "goal_state": N_("where a goal stands"),
    "fresh_look": N_("fresh look"),
    "close": N_("closing a fresh look"),
    "snooze": N_("not now"),
    "contact": N_("contact"),
    "permission": N_("permission"),
    "withdraw": N_("permission taken back"),
    "shared": N_("what was shared"),
    "options": N_("options"),
    "safety_note": N_("safety note"),
}
STEP_NAMES = {step.slug: step.number.full_name for step in STEPS.values()}


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

    OFFERS: ClassVar[Sequence[Command]] = (GO_ON, DISCARD, BACK, CRISIS_LIST, LOCK, HELP_LIST)
    HELP_NAME = "drafts"
    CSS = ".words { padding: 1 1; height: auto; } OptionList { height: 1fr; border: none; }"

    def __init__(self, desk: Desk, notes: Sequence[DraftNote]) -> None:
        super().__init__(desk.language)
        self._desk = desk
        self._notes = list(notes)
        self._list = OptionList(markup=False)

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Unfinished"))
        count = self.language.say_n("{n} unfinished note", "{n} unfinished notes", len(self._notes))
        yield Static(show(self.say("{count}. Enter goes on, Esc leaves it for later.", count=count)), classes="words")
        yield self._list
        yield from self.bottom()

    def on_mount(self) -> None:
        self._list.add_options([Option(self._line(note)) for note in self._notes])
        self._list.highlighted = 0
        self._list.focus()

    def _line(self, note: DraftNote) -> Content:
        form = self.say(FORM_NAMES.get(note.place.form) or STEP_NAMES.get(note.place.form) or note.place.form)
        when = self.language.instant(self._desk.clock.local(note.at))
        whose = note.code or self.say("new client")
        return show(f"{form}, {when}" if note.place.form == "options" else f"{whose} - {form}, {when}")

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
