"""The practice: the way to it and out of it, and the lesson that stands on the screen while it lasts."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui import practice_words as words
from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.fresh_look import FreshLookForm
from psw_tui.records.option import Option
from psw_tui.services.errors import NotPossible
from psw_tui.services.practice import how_far
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import ChooseDialog, YesNoDialog
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.frames.form import FormScreen
from psw_tui.ui.lessons import Stage, Where, stage_of, words_of
from psw_tui.ui.routes import EndPractice, Practise
from psw_tui.ui.screens.caseload import CaseloadScreen
from psw_tui.ui.screens.client import ClientScreen
from psw_tui.ui.screens.step import StepScreen
from psw_tui.ui.show import joined, show

ALREADY = N_("This is a practice vault: everybody in it is made up.")
LEAVE, REMOVE, AGAIN = "leave", "remove", "again"


class LessonErrand:
    """Teaches by what is done: after each screen it looks at the record and says what comes next."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._say = desk.language.say
        self._saw_signal = False
        self._stage = Stage.OPEN
        self._came_back: bool | None = None
        """Whether all was done when the vault was opened; None until the first look at the record."""

    async def ask(self) -> None:
        """Whether to go to the practice, or how to end it."""
        if self._desk.lesson:
            await self._ask_how_to_end()
        elif self._desk.practice:
            self._app.notify(self._say(ALREADY), markup=False)
        elif await self._app.push_screen_wait(
            YesNoDialog(self._say(words.GO), self._say(words.GO_YES), self._say(words.GO_NO))
        ):
            self._app.post_message(Practise())

    async def remind(self) -> None:
        """Let the lesson stand on the screen on top."""
        screen = self._app.screen
        if not self._desk.lesson or not isinstance(screen, PswScreen) or screen.undisturbed:
            return
        with suppress(NotPossible):  # an edited file, a vault of another kind: then there is nothing to teach
            screen.teach(await self._lesson(_where(screen)))

    async def _lesson(self, where: Where) -> Content:
        lesson = await self._desk.ask(how_far)
        if self._came_back is None:
            self._came_back = lesson.wrote and lesson.looked and lesson.reflected and lesson.went_on
        self._saw_signal = self._saw_signal or (lesson.wrote and where is Where.CASELOAD)
        self._stage = stage_of(lesson, where, saw_signal=self._saw_signal, came_back=self._came_back)
        heading, told = words_of(self._stage, where, lesson, self._desk.language)
        return joined(show(heading, "bold"), f"  {told}")

    async def _ask_how_to_end(self) -> None:
        ways = [
            Option(LEAVE, self._say(words.LEAVE)),
            Option(REMOVE, self._say(words.REMOVE)),
            Option(AGAIN, self._say(words.AGAIN)),
        ]
        if self._stage is Stage.OVER:  # what is meant then
            ways.insert(0, ways.pop(1))
        match await self._app.push_screen_wait(ChooseDialog(self._say(words.END), ways)):
            case "leave":
                self._app.post_message(EndPractice())
            case "remove":
                self._app.post_message(EndPractice(remove=True))
            case "again":
                self._app.post_message(EndPractice(again=True))


def _where(screen: PswScreen[Any]) -> Where:
    match screen:
        case CaseloadScreen():
            return Where.CASELOAD
        case ClientScreen():
            return Where.CLIENT
        case StepScreen():
            return Where.FIRST_STEP if screen.step.number is StepNumber.REFLECT else Where.OTHER_STEP
        case FormScreen() if screen.plan.form is DebriefForm:
            return Where.DEBRIEF
        case FormScreen() if screen.plan.form is FreshLookForm:
            return Where.LOOK
        case _:
            return Where.ELSEWHERE
