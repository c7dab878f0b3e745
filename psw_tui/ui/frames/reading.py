"""Something to read from top to bottom, with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from psw_tui.language import Language
from psw_tui.ui.commands import Command
from psw_tui.ui.frames.chosen import Chosen, OffersOwn


@dataclass(frozen=True)
class ReadPlan:
    """What a screen to read is given."""

    title: str
    sections: Sequence[Content]
    offers: Sequence[Command]
    help_name: str
    client: str = ""


class ReadScreen(OffersOwn):
    """Sections of text. Each of its commands ends it with a verb."""

    CSS = "VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; } .section { height: auto; margin-bottom: 1; }"

    def __init__(self, language: Language, plan: ReadPlan) -> None:
        super().__init__(language, plan.offers, plan.help_name, plan.client)
        self._plan = plan

    def compose(self) -> ComposeResult:
        yield self.top(self._plan.title)
        with VerticalScroll():
            for section in self._plan.sections:
                yield Static(section, classes="section")
        yield from self.bottom()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_choose(self, verb: str) -> None:
        """End with this verb."""
        self.dismiss(Chosen(verb))

    def action_step(self, number: int) -> None:
        """End with the wish to go to a response step."""
        self.dismiss(Chosen(f"step{number}"))
