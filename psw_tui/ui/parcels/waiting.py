"""Work on a parcel that takes a while, and what it had to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.progress import Cancelled, Doing, Progress
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui.commands import Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.working import WorkingDialog
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.show import show


class Waiting:
    """Does things on the vault and tells what came of them."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._say = desk.language.say

    async def wait(self, title: str, doing: Doing, service: Callable[..., Any], *given: Any) -> Any:
        """What it gave; a refusal is told in its own words, and is the result."""

        async def work(progress: Progress) -> Any:
            with self._desk.working(progress):
                progress.past_stopping(doing)
                return await self._desk.ask(_attempt, service, *given)

        answer = await self._app.push_screen_wait(WorkingDialog(self._desk.language, title, work))
        if isinstance(answer, VaultError | Cancelled | NotPossible):
            await self.read(title, [sentence(answer, self._desk.language)])
        return answer

    async def read(
        self, title: str, sections: Iterable[str | Content], offers: Sequence[Command] = (), client: str = ""
    ) -> Chosen | None:
        """Tell something, and what is to be done about it."""
        if not self._desk.is_open:
            return None
        shown = [show(each) if isinstance(each, str) else each for each in sections]
        plan = ReadPlan(title, shown, offers, "handing_over", client)
        return await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))


def _attempt(vault: Vault, service: Callable[..., Any], *given: Any) -> Any:
    """On the database thread: what the service gives, or its refusal, to be told."""
    try:
        return service(vault, *given)
    except NotPossible as refusal:
        return refusal
