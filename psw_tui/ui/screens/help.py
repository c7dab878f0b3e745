"""Help for one screen, or a chapter of the manual: what it is for, in plain words, and its keys as its commands name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static
from textual.widgets.markdown import MarkdownBlock

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.ui.commands import HIDE, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import joined, show

CLOSE = Command("help.back", "escape,f1,q", N_("back"), N_("Go back to where you were."))
CONTENTS = Command(
    "help.manual", "m,slash", N_("manual, search"), N_("The contents of the manual, and a box to look for words in it.")
)


class HelpScreen(PswScreen[None]):
    """A page, then the keys of the screen it explains, if it explains one."""

    OFFERS: ClassVar[Sequence[Command]] = (CLOSE, CONTENTS)
    CSS = """
    VerticalScroll { padding: 0 1; }
    .keys { height: auto; padding: 0 2 1 2; }
    MarkdownBlock.-found { text-style: reverse; }
    """

    def __init__(self, language: Language, text: str, commands: Sequence[Command] = (), line: int = 0) -> None:
        super().__init__(language)
        self._page = Markdown(text, open_links=False)
        self._line = line
        """Where to begin; 0 is the title."""
        self._commands = [command for command in (*commands, HIDE) if command.key] if commands else []

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Help"))
        with VerticalScroll():
            yield self._page
            if self._commands:
                yield Static(show(self.say("Keys"), "bold"), classes="keys")
                yield Static(Content("\n").join([self._key(command) for command in self._commands]), classes="keys")
        yield from self.bottom()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        if self._line:
            self.call_after_refresh(self._go_to_line)

    def _go_to_line(self) -> None:
        """Begin at the passage that was looked for, and mark it."""
        for block in self._page.query(MarkdownBlock):
            start, end = block.source_range
            if start <= self._line < end:
                found = block  # the innermost comes last
        found.add_class("-found")
        found.scroll_visible(top=True, animate=False)

    def _key(self, command: Command) -> Content:
        key = self.say(command.first_key)
        return joined(show(f"{key:>7}", "bold"), "  ", self.say(command.sentence))
