"""One question on screen: its words, its box, and what is wrong with the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from psw_tui.language import Language
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.form import Problem
from psw_tui.records.option import Option
from psw_tui.ui.show import SOFT, joined, show
from psw_tui.ui.widgets.boxes import Box, DayBox, LineBox, NotesBox, Understood
from psw_tui.ui.widgets.choosing import ChoiceBox, ScaleBox, SeveralBox, TickBox


@dataclass(frozen=True)
class Surroundings:
    """What the answers of a form depend on: the language, the day, and what this client's lists hold."""

    language: Language
    today: date
    lists: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    """By source name: this client's goals, contacts, permissions."""
    context: Mapping[str, Any] = field(default_factory=dict)
    """Facts that conditions look at besides the answers, such as the record mode."""
    all_private: bool = False
    """The whole form is only for the worker, and says so once instead of at each question."""


def make_box(ask: Ask, around: Surroundings) -> Box:
    """The widget for one kind of answer."""
    say = around.language.say
    match ask.kind:
        case Kind.LINE | Kind.NUMBER:
            return LineBox()
        case Kind.DAY:
            return DayBox(around.language, around.today)
        case Kind.NOTES | Kind.LINES:
            return NotesBox()
        case Kind.TICK:
            return TickBox(say("yes"))
        case Kind.CHOICE:
            return ChoiceBox(offered(ask, around))
        case Kind.SEVERAL:
            return SeveralBox(offered(ask, around))
        case Kind.PICK:
            return ChoiceBox(around.lists.get(ask.source, ()), nothing=say("nothing here yet"))
        case Kind.PICKS:
            return SeveralBox(around.lists.get(ask.source, ()), nothing=say("nothing here yet"))
        case Kind.SCALE:
            return ScaleBox(say("not asked"), say("prefer not to say"))
        case Kind.ROWS:
            raise ValueError("rows are drawn by RowsField")


def offered(ask: Ask, around: Surroundings) -> list[Option]:
    """The answers of a choice, in words."""
    return [Option(str(choice), around.language.say(choice.label)) for choice in ask.choices or ()]


class Question(Horizontal):
    """One question: its words on the left, its box on the right, and what is wrong with the answer below."""

    DEFAULT_CSS = """
    Question { height: auto; }
    Question > .words { width: 24; padding-right: 1; height: auto; }
    Question .answer { width: 1fr; height: auto; }
    Question .problem { color: $text-error; display: none; }
    Question.-wrong .problem { display: block; }
    Question.-wrong > .words { text-style: bold; }
    /* Textual looks again only at what has a rule of its own for it; without this line the words below stay as they are. */
    Question:focus-within { text-style: none; }
    Question:focus-within > .words { text-style: bold; }
    Question.-narrow > .words { width: 18; }
    Question.-wide > .words { width: 44; }
    """

    def __init__(self, name: str, ask: Ask, around: Surroundings) -> None:
        super().__init__(id=f"field-{name}")
        self.field = name
        self.ask = ask
        self.box = make_box(ask, around)
        self._say = around.language.say
        self._marks_private = not around.all_private
        self._problem = Static("", classes="problem")
        self._understood = Understood() if isinstance(self.box, DayBox) else None

    def compose(self) -> ComposeResult:
        needed = show("*", "bold") if self.ask.needed else ""
        private = show(f" ({self._say('only for you')})", SOFT) if self.ask.private and self._marks_private else ""
        yield Static(joined(self._say(self.ask.words), needed, private), classes="words")
        with Vertical(classes="answer"):
            if self._understood is not None:
                with Horizontal(classes="answer"):
                    yield self.box
                    yield self._understood
            else:
                yield self.box
            yield self._problem

    def on_mount(self) -> None:
        self._tell_day()

    def on_box_answered(self) -> None:
        self.complain(None)
        self._tell_day()

    def complain(self, problem: Problem | None) -> None:
        """Say what is wrong below the answer, or nothing any more."""
        if problem is None and not self.has_class("-wrong"):
            return  # as after every key: saying nothing once more would lay out the whole form again
        self.set_class(problem is not None, "-wrong")
        self._problem.update(show(f"^ {self._say(problem.words, **problem.values)}") if problem else "")

    def show_problem(self) -> None:
        """Bring what is wrong on screen; it may stand a line below the box with the cursor."""
        self._problem.scroll_visible(animate=False)

    def _tell_day(self) -> None:
        if self._understood is not None and isinstance(self.box, DayBox):
            self._understood.tell(self.box.understood())

    @property
    def raw(self) -> Any:
        """The answer as it stands."""
        return self.box.raw

    def put(self, raw: Any) -> None:
        """Show an answer."""
        self.box.put(raw)
        self._tell_day()
