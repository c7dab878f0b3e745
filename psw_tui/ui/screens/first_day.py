"""The last two of the five first screens, over the new vault: your rhythm, and practise first or begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from psw_tui import practice_words as words_for
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.option import Option
from psw_tui.ui.commands import CRISIS, HELP, SAVE, Command
from psw_tui.ui.fields import FormView
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.frames.form import FormScreen
from psw_tui.ui.show import show
from psw_tui.ui.widgets.choosing import ChoiceBox
from psw_tui.ui.widgets.line_box import Box

SKIP = Command(
    "set_up.skip",
    "escape",
    N_("go on without"),
    N_("Go on; everything stays as it is."),
    in_forms=True,
    does="leave",
)
BEGIN = Command("set_up.begin", "escape", N_("my own clients"), N_("Begin with your own clients."), in_forms=True)

PRACTISE, OWN = "practise", "own"

WAITS = N_("The practice waits for you: {practice} on the caseload opens it at any time.")


class RhythmScreen(FormScreen):
    """A few settings with their answers ready. Enter on the last one saves."""

    OFFERS: ClassVar[Sequence[Command]] = (SAVE, SKIP, CRISIS, HELP)

    async def on_form_view_finished(self, event: FormView.Finished) -> None:
        """The last question was answered: on to the next screen."""
        event.prevent_default()  # or it would be said as well that F2 saves
        event.stop()
        await self.action_save()


class BeginScreen(PswScreen[str]):
    """Practise or begin. Its result is one of the two, or nothing on Esc, which begins."""

    OFFERS: ClassVar[Sequence[Command]] = (BEGIN, CRISIS, HELP)
    HELP_NAME = "set_up"
    CSS = """
    #middle { height: 1fr; padding: 1 4; scrollbar-size-vertical: 1; }
    BeginScreen .words { margin-bottom: 1; height: auto; }
    """

    def __init__(self, language: Language, title: str, practice_key: str) -> None:
        super().__init__(language)
        self._title = title
        self._practice_key = practice_key
        ways = [(PRACTISE, words_for.PRACTISE), (OWN, words_for.BEGIN)]
        self._choice = ChoiceBox([Option(value, self.say(label)) for value, label in ways])

    def compose(self) -> ComposeResult:
        yield self.top(self._title)
        with VerticalScroll(id="middle", can_focus=False):
            for words in (*words_for.PRACTISE_FIRST, WAITS):
                yield Static(show(self.say(words, practice=self._practice_key)), classes="words")
            yield self._choice
        yield from self.bottom()

    def on_mount(self) -> None:
        self._choice.focus()

    @on(Box.GoOn)
    def answer(self) -> None:
        """A digit answers; Enter takes the answer under the cursor."""
        self.dismiss(self._choice.raw or self._choice.options[self._choice.at].value)

    def action_begin(self) -> None:
        """Begin."""
        self.dismiss(OWN)
