"""The manual: its contents, and a box that looks for words in all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from psw_tui.domain.passages import Passage, Place, look_up, passages
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.manual import PARTS, Chapter
from psw_tui.ui.commands import CRISIS, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import ShowHelp
from psw_tui.ui.show import joined, show
from psw_tui.ui.widgets.boxes import Box
from psw_tui.ui.widgets.options import Options
from psw_tui.ui.widgets.typing import TypeAhead

OPEN = Command("manual.open", "enter", N_("open"), N_("Read the marked chapter."), in_forms=True)
LEAVE = Command("screen.back", "escape,f1", N_("back"), N_("Go back to the screen before."), in_forms=True, always=True)

HOW = N_("The chapters. Type words to find them anywhere in the manual.")
NOTHING = N_("Nothing found. Try other words, or fewer.")


@dataclass(frozen=True)
class Goal:
    """What a line of the list leads to."""

    page: str
    line: int = 0


class ManualScreen(PswScreen[None]):
    """The box keeps the cursor; the arrows mark a chapter or a place, Enter goes there."""

    OFFERS: ClassVar[Sequence[Command]] = (OPEN, LEAVE, CRISIS)
    undisturbed = True
    CSS = """
    TypeAhead { margin: 0 1; }
    #told { height: auto; padding: 0 1; color: $text-muted; }
    OptionList { height: 1fr; border: none; padding: 0; scrollbar-size-vertical: 1; }
    """

    def __init__(self, language: Language, chapters: Mapping[str, Chapter]) -> None:
        super().__init__(language)
        self._chapters = chapters
        self._passages: list[Passage] = [each for one in chapters.values() for each in passages(one.name, one.text)]
        self._typed = TypeAhead()
        self._told = Static("", id="told")
        self._list = Options(markup=False)
        self._goals: list[Goal | None] = []
        """What each line leads to; None for the heading of a part."""

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Manual"))
        yield self._typed
        yield self._told
        yield self._list
        yield from self.bottom()

    def on_mount(self) -> None:
        self._list.can_focus = False
        self.look()
        self._typed.focus()

    @on(Box.Answered)
    def look(self) -> None:
        """Show what is asked for, or every chapter where nothing is."""
        typed = self._typed.raw
        if not typed.strip():
            self._draw(self.say(HOW), list(self._contents()))
            return
        places = look_up(self._passages, typed)
        told = (
            self.language.say_n("Found in {n} place", "Found in {n} places", len(places))
            if places
            else self.say(NOTHING)
        )
        self._draw(told, [(self._line(place), Goal(place.passage.page, place.passage.line)) for place in places])

    @on(TypeAhead.Move)
    def move(self, event: TypeAhead.Move) -> None:
        """The arrows move the mark while the cursor stays in the box."""
        if event.steps > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    @on(Box.GoOn)
    def action_open(self) -> None:
        """Read the marked chapter, at the place that was found."""
        at = self._list.highlighted
        goal = self._goals[at] if at is not None and at < len(self._goals) else None
        if goal is not None:
            self.post_message(ShowHelp(goal.page, goal.line))

    @on(OptionList.OptionSelected)
    def clicked(self) -> None:
        """A click goes there too."""
        self.action_open()

    def _draw(self, told: str, lines: Sequence[tuple[Content, Goal | None]]) -> None:
        self._told.update(show(told))
        self._goals = [goal for _words, goal in lines]
        self._list.set_options([Option(words, disabled=goal is None) for words, goal in lines])
        self._list.highlighted = next((at for at, goal in enumerate(self._goals) if goal is not None), None)

    def _contents(self) -> Iterator[tuple[Content, Goal | None]]:
        for part in PARTS:
            yield show(self.say(part.heading), "bold"), None
            for name in part.pages:
                yield show(f"  {self._chapters[name].title}"), Goal(name)

    def _line(self, place: Place) -> Content:
        passage = place.passage
        above = " · ".join(filter(None, (passage.title, passage.heading if passage.heading != passage.text else "")))
        before, words, after = place.snippet
        return joined(show(above, "bold"), joined("    ", before, show(words, "underline"), after), between="\n")
