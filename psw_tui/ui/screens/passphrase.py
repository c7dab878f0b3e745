"""Asks for the present passphrase and a new one. What is typed here goes into no draft and no report of a failure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.ui.commands import CRISIS, HELP, SAVE, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import show
from psw_tui.ui.widgets.boxes import Box, SecretBox
from psw_tui.ui.widgets.capitals import CapitalsHint
from psw_tui.ui.widgets.strength import StrengthHint

KEEP = Command(
    "passphrase.keep", "escape", N_("leave"), N_("Leave: passphrase and code stay as they are."), in_forms=True
)
SHOW = Command(
    "passphrase.show", "f4", N_("show what I type"), N_("Show the passphrases while you type them."), in_forms=True
)

Judge = Callable[[str, str, str], Awaitable[str]]
"""Takes the present passphrase and the new one twice; says what is wrong, or nothing once it was taken."""


class PassphraseScreen(PswScreen[tuple[str, str]]):
    """Its result is the present and the new passphrase, once `judge` has taken them; nothing if it was left."""

    OFFERS: ClassVar[Sequence[Command]] = (SAVE, SHOW, KEEP, CRISIS, HELP)
    HELP_NAME = "passphrase"
    CSS = """
    #middle { height: 1fr; padding: 1 4; scrollbar-size-vertical: 1; }
    .words { margin-top: 1; height: auto; }
    #told { margin-top: 1; height: auto; }
    #told.-wrong { color: $text-error; text-style: bold; }
    """

    def __init__(self, language: Language, title: str, before: str, judge: Judge) -> None:
        super().__init__(language)
        self._title = title
        self._before = before
        self._judge = judge
        self._present, self._new, self._again = SecretBox(), SecretBox(), SecretBox()
        self._caps = CapitalsHint(language)
        self._hint = StrengthHint(language)
        self._told = Static("", id="told")
        self._busy = False

    def compose(self) -> ComposeResult:
        yield self.top(self._title)
        with VerticalScroll(id="middle", can_focus=False):
            yield Static(show(self._before))
            yield Static(show(self.say("The passphrase you have now")), classes="words")
            yield self._present
            yield self._caps
            yield Static(show(self.say("A new passphrase: four or more words")), classes="words")
            yield self._new
            yield self._hint
            yield Static(show(self.say("The new passphrase once more")), classes="words")
            yield self._again
            yield self._told
        yield from self.bottom()

    def on_mount(self) -> None:
        self._present.focus()

    @on(Box.Answered)
    def look(self, event: Box.Answered) -> None:
        """Say what can be said while it is typed."""
        if event.box is self._new:
            self._hint.tell_about(self._new.raw)
        elif event.box is self._present:
            self._caps.tell_about(self._present.raw)

    @on(Box.GoOn)
    def go_on(self, event: Box.GoOn) -> None:
        """Enter goes from box to box, and saves from the last one."""
        if event.box is self._again:
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Hand over what was typed."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._save(), description="passphrase")

    def action_show(self) -> None:
        """Show or hide what is typed."""
        for box in (self._present, self._new, self._again):
            box.password = not box.password

    def action_keep(self) -> None:
        """Leave everything as it is, unless it is being changed this moment."""
        if not self._busy:
            self.dismiss(None)

    async def _save(self) -> None:
        self._told.set_class(False, "-wrong")
        self._told.update(show(self.say("One moment. The wait is there to slow down guessing.")))
        present, new = self._present.raw, self._new.raw
        problem = await self._judge(present, new, self._again.raw)
        self._busy = False
        if not problem:
            self.dismiss((present, new))
            return
        self._told.set_class(True, "-wrong")
        self._told.update(show(problem))
        self.call_after_refresh(self._told.scroll_visible, animate=False)
