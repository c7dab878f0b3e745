"""A list of a client's things, and what can be done with the marked one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from psw_tui.language import Language
from psw_tui.ui.commands import Command
from psw_tui.ui.frames.chosen import Chosen, OffersOwn
from psw_tui.ui.show import show


@dataclass(frozen=True)
class Line:
    """One thing in the list."""

    id: str
    text: Content


@dataclass(frozen=True)
class ListPlan:
    """What a list screen is given."""

    title: str
    lines: Sequence[Line]
    offers: Sequence[Command]
    empty: str
    """What to say where there is nothing yet."""
    help_name: str
    client: str = ""
    marked: str = ""
    """The line to begin on."""


class ListScreen(OffersOwn):
    """A list. Each of its commands ends it with a verb; the house does the rest and shows it again."""

    CSS = "OptionList { height: 1fr; border: none; padding: 0; } #empty { padding: 1 1; height: auto; }"

    def __init__(self, language: Language, plan: ListPlan) -> None:
        super().__init__(language, plan.offers, plan.help_name, plan.client)
        self._plan = plan
        self._list = OptionList(markup=False)

    def compose(self) -> ComposeResult:
        yield self.top(self._plan.title)
        if not self._plan.lines:
            yield Static(show(self._plan.empty), id="empty")
        yield self._list
        yield from self.bottom()

    def on_mount(self) -> None:
        self._list.add_options([Option(line.text) for line in self._plan.lines])
        ids = [line.id for line in self._plan.lines]
        if ids:
            self._list.highlighted = ids.index(self._plan.marked) if self._plan.marked in ids else 0
        self._list.focus()

    @on(OptionList.OptionSelected)
    def entered(self) -> None:
        """Enter does what the list's first command does."""
        self.action_choose(self._plan.offers[0].id.partition(".")[2])

    def action_choose(self, verb: str) -> None:
        """End with this verb and the marked line."""
        at = self._list.highlighted
        self.dismiss(Chosen(verb, self._plan.lines[at].id if at is not None and self._plan.lines else ""))
