"""What every way of a team needs: work on the vault that may last, a page of words, a question, a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.words import N_
from psw_tui.progress import Cancelled, Progress
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.services.teamwork.carrying import read_carried, write_file
from psw_tui.storage.errors import VaultError
from psw_tui.team.hub_errors import HubError
from psw_tui.ui.beside import beside
from psw_tui.ui.commands import Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.dialogs.line import LineDialog
from psw_tui.ui.dialogs.working import WorkingDialog
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.show import show
from psw_tui.ui.typed_path import path_of

REFUSALS = (NotPossible, VaultError, Cancelled, HubError)
"""What is told in its own words. The worker goes on from where they were."""

HELP = "team"
WHERE_TO = N_("Into which folder? Such as a stick: {example}. The name of the file is made for you.")


class Telling:
    """Asks, waits and tells."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self.say = desk.language.say

    @property
    def desk(self) -> Desk:
        """The open vault."""
        return self._desk

    async def tried(self, service: Callable[..., Any], *given: Any) -> Any:
        """What a service gives at once, or its refusal, which is not told yet."""
        return await self._desk.ask(_attempt, service, *given)

    async def done(self, title: str, service: Callable[..., Any], *given: Any) -> Any:
        """What a service gives at once. A refusal is told, and is the result."""
        return await self._told(title, await self.tried(service, *given))

    async def wait(self, title: str, service: Callable[..., Any], *given: Any) -> Any:
        """What a service gives that takes a Progress last, and may last; Esc and locking stop it. Nothing is told yet."""

        async def work(progress: Progress) -> Any:
            with self._desk.working(progress):
                return await self._desk.ask(_attempt, service, *given, progress)

        return await self._app.push_screen_wait(WorkingDialog(self._desk.language, title, work))

    async def read(
        self, title: str, sections: Iterable[str | Content], offers: Sequence[Command] = (), client: str = ""
    ) -> Chosen | None:
        """Tell something, and what is to be done about it."""
        if not self._desk.is_open:
            return None
        shown = [show(each) if isinstance(each, str) else each for each in sections]
        plan = ReadPlan(title, shown, offers, HELP, client)
        return await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    async def refuse(self, title: str, refusal: Exception) -> None:
        """Tell what was wrong and what to do."""
        await self.read(title, [sentence(refusal, self._desk.language)])

    async def confirm(self, question: str, yes: str, no: str) -> bool:
        """Yes or no."""
        return self._desk.is_open and await self._app.push_screen_wait(YesNoDialog(question, yes, no))

    async def line(self, question: str, start: str = "", *, secret: bool = False) -> str | None:
        """One line; None when the worker thought better of it."""
        if not self._desk.is_open:
            return None
        dialog = LineDialog(question, start, secret=secret)
        typed: str = await self._app.push_screen_wait(dialog)
        return None if dialog.is_left else typed.strip()

    async def file(self, title: str, question: str) -> bytes | None:
        """All of a file, asked for until one can be read; None when the worker thought better of it."""
        typed: str | None = ""
        while typed := await self.line(question, typed or ""):
            content = await beside(partial(_attempt, path_of(typed), read_carried))
            if isinstance(content, bytes):
                return content
            await self.refuse(title, content)
        return None

    async def put_down(self, title: str, stem: str, ending: str, content: bytes) -> Path | None:
        """Write a file into a folder, asked for until it can be written; None when the worker thought better of it."""
        typed: str | None = ""
        question = f"{title}\n\n{self.say(WHERE_TO, example='/media/stick')}"
        while typed := await self.line(question, typed or ""):
            written = await self.tried(write_file, typed, stem, ending, content)
            if isinstance(written, Path):
                return written
            await self.refuse(title, written)
        return None

    async def _told(self, title: str, answer: Any) -> Any:
        if isinstance(answer, REFUSALS):
            await self.refuse(title, answer)
        return answer


def _attempt(first: Any, service: Callable[..., Any], *given: Any) -> Any:
    """What the service gives, or its refusal."""
    try:
        return service(first, *given)
    except REFUSALS as refusal:
        return refusal
