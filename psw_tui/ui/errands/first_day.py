"""What is asked once, over a vault just made: a few settings, and whether to practise first."""

from __future__ import annotations

from typing import Any

from textual.app import App

from psw_tui.sheets import writing as sheets
from psw_tui.ui.caseload_commands import PRACTICE
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.writing import WritingErrand
from psw_tui.ui.routes import Practise
from psw_tui.ui.screens.first_day import PRACTISE, BeginScreen, RhythmScreen
from psw_tui.ui.screens.set_up import numbered


class FirstDayErrand:
    """Shows the last two of the five screens. The vault is whole before them: who ends here unlocks it next time."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming, writing: WritingErrand) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._writing = writing
        self._say = desk.language.say

    async def run(self) -> None:
        """Both screens; Esc on either goes on."""
        sheet = await self._desk.ask(sheets.first_day, self._desk.language)
        self._writing.apply(await self._forming.fill(sheet, RhythmScreen))
        title = numbered(self._desk.language, 5, self._say("practise or begin"))
        screen = BeginScreen(self._desk.language, title, PRACTICE.first_key)
        if await self._app.push_screen_wait(screen) == PRACTISE:
            self._app.post_message(Practise())
