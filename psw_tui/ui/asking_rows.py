"""A question whose answer is rows: each a small form of its own, and a line that adds one."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from psw_tui.records.answers import Raw
from psw_tui.records.ask import Ask
from psw_tui.records.form import Problem, questions
from psw_tui.ui.asking_one import Question, Surroundings
from psw_tui.ui.show import joined, show


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
