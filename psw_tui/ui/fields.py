"""The kit that draws any form. It knows kinds of answer, never forms: a step that needs more brings its own screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from psw_tui.language import Language
from psw_tui.records.answers import WORDS, Raw, typed_and_hidden
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.form import Problem, questions
from psw_tui.records.option import Option
from psw_tui.ui.show import SOFT, joined, show
from psw_tui.ui.widgets.boxes import Box, DayBox, LineBox, NotesBox, Understood
from psw_tui.ui.widgets.choosing import ChoiceBox, ScaleBox, SeveralBox, TickBox

TYPED = WORDS | {Kind.DAY, Kind.NUMBER}
"""Answers that are typed, and may have been left in the middle of a word."""


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


class Block(Vertical):
    """One row of a repeating question: a small form with a heading, and what it carries along unseen."""

    DEFAULT_CSS = """
    Block { height: auto; padding-left: 2; }
    Block > .heading { text-style: underline; margin-top: 0; }
    """

    def __init__(self, form: type[Any], heading: str, around: Surroundings, raw: Raw) -> None:
        super().__init__()
        self._heading = heading
        self.carried = {name: value for name, value in raw.items() if name not in dict(questions(form))}
        self._first = raw
        self.asked = [Question(name, ask, around) for name, ask in questions(form)]

    def compose(self) -> ComposeResult:
        yield Static(show(self._heading), classes="heading")
        yield from self.asked

    def on_mount(self) -> None:
        for question in self.asked:
            if question.field in self._first:
                question.put(self._first[question.field])
        self.show_what_applies()

    def show_what_applies(self) -> None:
        """Hide the questions that the other answers make pointless."""
        answers = self.raw
        for question in self.asked:
            question.display = question.ask.applies(answers)

    @property
    def raw(self) -> Raw:
        """The row as it stands."""
        return self.carried | {question.field: question.raw for question in self.asked}


class AddRow(Static, can_focus=True):
    """The line under a repeating question that adds one more row. Enter goes on; Space or + adds."""

    DEFAULT_CSS = "AddRow { height: 1; padding-left: 2; } AddRow:focus { text-style: reverse; }"
    BINDINGS = [("space,plus,1", "add", ""), ("enter", "go_on", "")]  # noqa: RUF012 - Textual's own form

    class Wanted(Message):
        """One more row, please."""

    def action_add(self) -> None:
        """Ask for one more row."""
        self.post_message(self.Wanted())

    def action_go_on(self) -> None:
        """Leave the rows as they are."""
        self.screen.focus_next()

    def on_click(self) -> None:
        self.action_add()


class RowsField(Vertical):
    """A question whose answer is a small form that repeats."""

    DEFAULT_CSS = """
    RowsField { height: auto; }
    RowsField > .problem { color: $text-error; display: none; }
    RowsField.-wrong > .problem { display: block; }
    """

    class Answered(Message):
        """A row was added or changed."""

    def __init__(self, name: str, ask: Ask, around: Surroundings) -> None:
        super().__init__()
        self.field = name
        self.ask = ask
        self._around = around
        self._fixed = list(around.lists.get(ask.source, ())) if ask.source else None
        """One row for each of these; None for rows that can be added to."""
        self._blocks = Vertical()
        self._blocks.styles.height = "auto"
        self._problem = Static("", classes="problem")

    def compose(self) -> ComposeResult:
        say = self._around.language.say
        needed = show("*", "bold") if self.ask.needed else ""
        yield Static(joined(show(say(self.ask.words), "bold"), needed), classes="words")
        yield self._problem
        yield self._blocks
        if self._fixed is None:
            yield AddRow(show(say("+ one more (press Space)")))

    def put(self, raw: Any) -> None:
        """Show these rows; empty ones up to the least there should be, or one for each item of the list they are about."""
        rows: list[Raw] = list(raw or [])
        if self._fixed is not None:
            about = {str(row.get(self.ask.carries, "")): row for row in rows}
            rows = [about.get(item.value, {}) | {self.ask.carries: item.value} for item in self._fixed]
        else:
            rows += [{} for _ in range(self.ask.least - len(rows))]
        self._blocks.remove_children()
        self._blocks.mount_all([self._block(index, row) for index, row in enumerate(rows)])

    def _block(self, index: int, row: Raw) -> Block:
        say = self._around.language.say
        name = self._fixed[index].label if self._fixed is not None else f"{say(self.ask.row_name)} {index + 1}"
        return Block(self.ask.rows or object, name, self._around, row)

    @property
    def raw(self) -> list[Raw]:
        """The rows as they stand."""
        return [block.raw for block in self._blocks.query_children(Block)]

    async def on_add_row_wanted(self, event: AddRow.Wanted) -> None:
        event.stop()
        block = self._block(len(self.raw), {})
        await self._blocks.mount(block)
        block.asked[0].box.focus()
        self.post_message(self.Answered())

    def on_box_answered(self) -> None:
        for block in self._blocks.query_children(Block):
            block.show_what_applies()

    @property
    def is_empty_list(self) -> bool:
        """Whether there is nothing to have rows about."""
        return self._fixed == []

    def complain(self, problem: Problem | None) -> None:
        """Say what is wrong above the rows, or nothing any more."""
        self.set_class(problem is not None, "-wrong")
        say = self._around.language.say
        self._problem.update(show(f"^ {say(problem.words, **problem.values)}") if problem else "")

    def show_problem(self) -> None:
        """Bring what is wrong on screen, just above the first row."""
        self._problem.scroll_visible(animate=False)


class FormView(VerticalScroll, can_focus=False):
    """All the questions of a form, the ones that apply now on screen."""

    DEFAULT_CSS = "FormView { height: 1fr; scrollbar-size-vertical: 1; }"

    @dataclass
    class Changed(Message):
        """Some answer is not what it was."""

        field: str

    class Finished(Message):
        """The last question was left with Enter."""

    def __init__(self, form: type[Any], around: Surroundings, raw: Raw) -> None:
        super().__init__()
        self._form = form
        self._around = around
        self._first = raw
        self.asked: list[Question | RowsField] = [
            RowsField(name, ask, around) if ask.kind is Kind.ROWS else Question(name, ask, around)
            for name, ask in questions(form)
        ]
        self._deciding = {condition.field for question in self.asked for condition in question.ask.when}
        """The questions whose answers decide whether others are asked."""

    def compose(self) -> ComposeResult:
        yield from self.asked

    def on_mount(self) -> None:
        self.put(self._first)

    def put(self, raw: Raw) -> None:
        """Show these answers."""
        for question in self.asked:
            if question.field in raw or isinstance(question, RowsField):
                question.put(raw.get(question.field))
        self.show_what_applies()

    @property
    def raw(self) -> Raw:
        """All answers as they stand, hidden ones too: an answer that comes back is not typed twice."""
        return {question.field: question.raw for question in self.asked}

    def question(self, name: str) -> Question | RowsField:
        """The question of this field."""
        return next(question for question in self.asked if question.field == name)

    def show_what_applies(self) -> None:
        """Hide the questions that the other answers make pointless."""
        answers = {**self._around.context, **self.raw}
        for question in self.asked:
            about_nothing = isinstance(question, RowsField) and question.is_empty_list
            question.display = question.ask.applies(answers) and not about_nothing

    def typed_and_hidden(self, fresh: Raw) -> list[Question]:
        """Questions with words in them, others than in a `fresh` form, that the other answers have made pointless."""
        going = typed_and_hidden(self._form, self.raw, fresh, self._around.context)
        return [each for each in self.asked if isinstance(each, Question) and each.field in going]

    def complain(self, problems: Mapping[str, Problem]) -> None:
        """Say under each question what is wrong, and put the cursor into the first of them."""
        for question in self.asked:
            question.complain(problems.get(question.field))
        first = next((question for question in self.asked if question.field in problems), None)
        if first is not None:
            first.display = True
            self.enter(first)
            self.call_after_refresh(first.show_problem)

    def enter(self, question: Question | RowsField) -> None:
        """Put the cursor into a question."""
        target = question.box if isinstance(question, Question) else next(iter(_focusable(question)), None)
        if target is not None:
            target.focus()

    def enter_first(self, begun: frozenset[str] = frozenset()) -> None:
        """Put the cursor where the next answer goes: the first one that is needed and missing, else the first.

        In a form that was `begun` before: into the text that was typed last, or to the question after the last answer.
        """
        shown = [question for question in self.asked if question.display]
        missing = (question for question in shown if question.ask.needed and not question.raw)
        start = self._after(shown, begun) or next(missing, shown[0] if shown else None)
        if start is not None:
            self.enter(start)

    @staticmethod
    def _after(shown: Sequence[Question | RowsField], begun: frozenset[str]) -> Question | RowsField | None:
        """Where somebody goes on who answered these questions before; None where none of them is on screen."""
        last = max((index for index, question in enumerate(shown) if question.field in begun), default=None)
        if last is None:
            return None
        typed = shown[last].ask.kind in TYPED
        return shown[last if typed else min(last + 1, len(shown) - 1)]

    def on_box_answered(self, event: Box.Answered) -> None:
        event.stop()
        asked = next((node for node in event.box.ancestors if node in self.asked), None)
        field = asked.field if isinstance(asked, Question | RowsField) else ""
        if field in self._deciding:  # not at each letter of a note: every answer would be read whole
            self.show_what_applies()
        self.post_message(self.Changed(field))

    def on_rows_field_answered(self, event: RowsField.Answered) -> None:
        event.stop()
        self.post_message(self.Changed(""))

    def on_box_go_on(self, event: Box.GoOn) -> None:
        event.stop()
        every = list(_focusable(self))
        here = every.index(event.box) if event.box in every else -1
        if here == len(every) - 1:
            self.post_message(self.Finished())
        else:
            every[here + 1].focus()


def _focusable(inside: Widget) -> Iterator[Widget]:
    """Every box on screen in the order of the questions."""
    for widget in inside.walk_children(Widget):
        if widget.focusable and all(node.display for node in widget.ancestors if isinstance(node, Widget)):
            yield widget
