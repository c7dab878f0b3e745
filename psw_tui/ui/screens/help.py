"""Help for one screen: what it is for, in plain words, and its keys as its commands name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static

from psw_tui.domain.words import N_
from psw_tui.help_pages import help_text
from psw_tui.language import Language
from psw_tui.ui.commands import HIDE, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import joined, show

CLOSE = Command("help.back", "escape,f1,q", N_("back"), N_("Go back to where you were."))


class HelpScreen(PswScreen[None]):
    """The page of the manual for the screen below, then that screen's keys."""

    OFFERS: ClassVar[Sequence[Command]] = (CLOSE,)
    CSS = "VerticalScroll { padding: 0 1; } .keys { height: auto; padding: 0 2 1 2; }"

    def __init__(self, language: Language, page: str, commands: Sequence[Command]) -> None:
        super().__init__(language)
        self._page = page
        self._commands = [command for command in (*commands, HIDE) if command.key]

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Help"))
        with VerticalScroll():
            yield Markdown(help_text(self.language.code, self._page), open_links=False)
            yield Static(show(self.say("Keys"), "bold"), classes="keys")
            yield Static(Content("\n").join([self._key(command) for command in self._commands]), classes="keys")
        yield from self.bottom()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _key(self, command: Command) -> Content:
        key = self.say(command.first_key)
        return joined(show(f"{key:>7}", "bold"), "  ", self.say(command.sentence))
