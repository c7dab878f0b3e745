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
from psw_tui.ui.commands import COLOURS, HIDE, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import joined, show

CLOSE = Command("help.back", "escape,f1,q", N_("back"), N_("Go back to where you were."))
CONTENTS = Command(
    "help.manual", "m,slash", N_("manual, search"), N_("The contents of the manual, and a box to look for words in it.")
)


class HelpScreen(PswScreen[None]):
    """A page, then the keys of the screen it explains, if it explains one."""

    OFFERS: ClassVar[Sequence[Command]] = (CLOSE, CONTENTS)
    undisturbed = True
    CSS = """
    VerticalScroll { padding: 0 1; }
    .keys { height: auto; padding: 0 2 1 2; }
    MarkdownBlock.-found { text-style: reverse; }
    """

    def __init__(self, language: Language, text: str, commands: Sequence[Command] = (), line: int = 0) -> None:
        super().__init__(language)
        self._text = text
        self._page = Markdown(open_links=False)
        self._line = line
        """Where to begin; 0 is the title."""
        self._commands = [command for command in (*commands, COLOURS, HIDE) if command.key] if commands else []

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Help"))
        with VerticalScroll():
            yield self._page
            if self._commands:
                yield Static(show(self.say("Keys"), "bold"), classes="keys")
                yield Static(Content("\n").join([self._key(command) for command in self._commands]), classes="keys")
        yield from self.bottom()

    async def on_mount(self) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.focus()
        await self._page.update(self._text)
        if found := self._block_at(self._line):
            found.add_class("-found")
            self.call_after_refresh(scroll.scroll_to_widget, found, top=True, animate=False)

    def _block_at(self, line: int) -> MarkdownBlock | None:
        """The passage that was looked for; of blocks within blocks the innermost, which comes last. None for the title."""
        blocks = [block for block in self._page.query(MarkdownBlock) if line in range(*block.source_range)]
        return blocks[-1] if line and blocks else None

    def _key(self, command: Command) -> Content:
        key = self.say(command.first_key)
        return joined(show(f"{key:>7}", "bold"), "  ", self.say(command.sentence))
