"""Meeting the team on its hub, and what came of it: told on a page that leads on to what is to be done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from psw_tui.laptop_words import name_of
from psw_tui.met_words import met_words
from psw_tui.progress import Progress
from psw_tui.services.teamwork.joining import TeamState
from psw_tui.services.teamwork.syncing import Met, sync
from psw_tui.storage.vault import Vault
from psw_tui.team.hub_errors import LoginRefused, PasswordMissing
from psw_tui.ui.errands.team import DISAGREEMENTS
from psw_tui.ui.team.telling import REFUSALS, Telling

Settle = Callable[[], Awaitable[None]]
"""Shows where two disagree."""


class Meeting:
    """Meets the team and tells what came of it."""

    def __init__(self, tell: Telling) -> None:
        self._tell = tell
        self._say = tell.say

    async def on_the_hub(self, state: TeamState, settle: Settle) -> None:
        """Send and fetch. Where no password is kept it is asked for, again while it is not the right one."""
        title = self._say("Meeting the team")
        password: str | None = None
        while True:
            answer = await self._tell.wait(title, _sync, password)
            if not isinstance(answer, PasswordMissing) and not (password and isinstance(answer, LoginRefused)):
                break
            if isinstance(answer, LoginRefused):
                await self._tell.refuse(title, answer)
            question = self._say("The password of {login} on the hub. It is not kept.", login=answer.login)
            password = await self._tell.line(question, secret=True)
            if not password:
                return
        if isinstance(answer, REFUSALS):
            await self._tell.refuse(title, answer)
        elif isinstance(answer, Met):
            await self.tell(title, answer, state, settle)

    async def tell(self, title: str, met: Met, state: TeamState, settle: Settle) -> None:
        """What came of it; the key on the page leads to what is to be settled."""
        language = self._tell.desk.language
        others = [name_of(each.card, language) for each in state.others if not each.taken_out]
        offers: Sequence[Any] = (DISAGREEMENTS,) if met.conflicts else ()
        if await self._tell.read(title, met_words(met, language, others), offers):
            await settle()


def _sync(vault: Vault, password: str | None, progress: Progress) -> Met:
    return sync(vault, progress, password)
