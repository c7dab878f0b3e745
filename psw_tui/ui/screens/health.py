"""Health: whether the vault is whole, one line a check as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from psw_tui.health_words import headline
from psw_tui.progress import Cancelled, Progress
from psw_tui.services.doctor import ALWAYS, Finding, look
from psw_tui.ui.commands import BACK, CRISIS_LIST, HELP_LIST, LOCK, Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import show
from psw_tui.ui.widgets.how_far import HowFar


class HealthScreen(PswScreen[None]):
    """Makes one check after the other on the vault's own thread; leaving it stops that."""

    OFFERS: ClassVar[Sequence[Command]] = (BACK, CRISIS_LIST, LOCK, HELP_LIST)
    HELP_NAME = "health"
    CSS = """
    #told { height: auto; padding: 1 1 0 1; text-style: bold; }
    VerticalScroll { height: 1fr; padding: 1 1; scrollbar-size-vertical: 1; }
    HowFar { padding: 0 1; }
    .finding { height: auto; }
    .verdict { width: 7; }
    .what { width: 1fr; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.language)
        self._desk = desk
        self._findings: list[Finding] = []
        self._progress = Progress()
        self._how_far = HowFar(desk.language, self._progress)
        self._told = Static("", id="told")
        self._lines = VerticalScroll()

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Health"))
        yield self._told
        yield self._how_far
        yield self._lines
        yield from self.bottom()

    def on_mount(self) -> None:
        self._lines.focus()
        self.run_worker(self._look(), description="health")  # ends with the screen

    def on_unmount(self) -> None:
        self._progress.stop()

    async def _look(self) -> None:
        try:
            with self._desk.working(self._progress):
                await self._look_at_all()
        except Cancelled:  # the program locks
            return

    async def _look_at_all(self) -> None:
        for number, check in enumerate(ALWAYS, 1):
            if not self._desk.is_open:
                return
            self._told.update(
                show(self.say("Looking: {n} of {all}. {key:screen.back} stops.", n=number, all=len(ALWAYS)))
            )
            self._findings.append(await self._desk.ask(look, check, self._progress))
            await self._lines.mount(_line(headline(self._findings[-1], self.language)))
        self._told.update(show(self._verdict()))
        await self._how_far.remove()

    def _verdict(self) -> str:
        wrong = sum(not finding.fine for finding in self._findings)
        if wrong:
            return self.language.say_n("{n} thing is wrong.", "{n} things are wrong.", wrong)
        return self.say("Nothing is wrong.")


def _line(told: str) -> Horizontal:
    """The word a line begins with, and the rest beside it however many lines that takes."""
    verdict, _, what = told.partition(" ")
    return Horizontal(
        Static(show(verdict), classes="verdict"), Static(show(what.lstrip()), classes="what"), classes="finding"
    )
