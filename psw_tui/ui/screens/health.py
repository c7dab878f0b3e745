"""Health: whether the vault is whole, one line a check as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from psw_tui.health_words import headline
from psw_tui.services.doctor import ALWAYS, Finding, look
from psw_tui.ui.commands import BACK, CRISIS_LIST, HELP_LIST, LOCK, Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import show


class HealthScreen(PswScreen[None]):
    """Makes one check after the other on the vault's own thread; leaving it stops before the next one."""

    OFFERS: ClassVar[Sequence[Command]] = (BACK, CRISIS_LIST, LOCK, HELP_LIST)
    HELP_NAME = "health"
    CSS = """
    #progress { height: auto; padding: 1 1 0 1; text-style: bold; }
    VerticalScroll { height: 1fr; padding: 1 1; scrollbar-size-vertical: 1; }
    #findings { height: auto; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.language)
        self._desk = desk
        self._findings: list[Finding] = []
        self._progress = Static("", id="progress")
        self._lines = Static("", id="findings")

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Health"))
        yield self._progress
        with VerticalScroll():
            yield self._lines
        yield from self.bottom()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        self.run_worker(self._look(), description="health")  # ends with the screen

    async def _look(self) -> None:
        for number, check in enumerate(ALWAYS, 1):
            if not self._desk.is_open:
                return
            self._progress.update(show(self.say("Looking: {n} of {all}. Esc stops.", n=number, all=len(ALWAYS))))
            self._findings.append(await self._desk.ask(look, check))
            told = [show(headline(finding, self.language)) for finding in self._findings]
            self._lines.update(Content("\n").join(told))
        self._progress.update(show(self._verdict()))

    def _verdict(self) -> str:
        wrong = sum(not finding.fine for finding in self._findings)
        if wrong:
            return self.language.say_n("{n} thing is wrong.", "{n} things are wrong.", wrong)
        return self.say("Nothing is wrong.")
