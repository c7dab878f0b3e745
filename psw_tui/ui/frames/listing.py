"""A list of a client's things, and what can be done with the marked one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from psw_tui.language import Language
from psw_tui.ui.commands import NOTE, TO_DO, Command
from psw_tui.ui.frames.chosen import Chosen, OffersOwn
from psw_tui.ui.routes import ShowToDo, WriteDebrief
from psw_tui.ui.show import show
from psw_tui.ui.widgets.options import Options


@dataclass(frozen=True)
class Line:
    """One thing in the list."""

    id: str
    text: Content


@dataclass(frozen=True)
class ListPlan:
    """What a list screen is given."""

    title: str
    read: Callable[[], Awaitable[Sequence[Line]]]
    """Reads the lines, again each time the list is on top: what was done above it may have changed them."""
    offers: Sequence[Command]
    empty: str
    """What to say where there is nothing yet."""
    help_name: str
    client: str = ""
    marked: str = ""
    """The line to begin on."""


class ListScreen(OffersOwn):
    """A list. Each of its commands ends it with a verb; the house does the rest and shows it again."""

    CSS = """
    OptionList { height: 1fr; border: none; padding: 0; }
    ListScreen.-empty OptionList { background: $background; background-tint: $background 0%; }
    #empty { padding: 1 1; height: auto; display: none; }
    ListScreen.-empty #empty { display: block; }
    """

    def __init__(self, language: Language, plan: ListPlan) -> None:
        super().__init__(language, (*plan.offers, NOTE, TO_DO), plan.help_name, plan.client)
        self._plan = plan
        self._list = Options(markup=False)
        self._ids: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.top(self._plan.title)
        yield Static(show(self._plan.empty), id="empty")
        yield self._list
        yield from self.bottom()

    def on_mount(self) -> None:
        self._list.focus()

    async def on_screen_resume(self) -> None:
        marked = self._marked or self._plan.marked
        lines = await self._plan.read()
        self._ids = [line.id for line in lines]
        self._list.set_options([Option(line.text) for line in lines])
        self.set_class(not lines, "-empty")
        if lines:
            self._list.highlighted = self._ids.index(marked) if marked in self._ids else 0

    @property
    def _marked(self) -> str:
        """The id of the marked line; empty where there is none."""
        at = self._list.highlighted
        return self._ids[at] if at is not None and at < len(self._ids) else ""

    @on(OptionList.OptionSelected)
    def entered(self) -> None:
        """Enter does what the list's first command does."""
        self.action_choose(self._plan.offers[0].id.partition(".")[2])

    def action_choose(self, verb: str) -> None:
        """End with this verb and the marked line."""
        self.dismiss(Chosen(verb, self._marked))

    def action_debrief(self) -> None:
        """Write a debrief about the client of the list."""
        self.post_message(WriteDebrief(self.client))

    def action_to_do(self) -> None:
        """Show what is due."""
        self.post_message(ShowToDo(self.client))
