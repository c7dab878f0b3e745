"""The kit that draws any form. It knows kinds of answer, never forms: a step that needs more brings its own screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from psw_tui.records.answers import WORDS, Raw, typed_and_hidden
from psw_tui.records.ask import Kind
from psw_tui.records.form import Problem, questions
from psw_tui.ui.asking_one import Question, Surroundings
from psw_tui.ui.asking_rows import RowsField
from psw_tui.ui.widgets.boxes import Box

TYPED = WORDS | {Kind.DAY, Kind.NUMBER}
"""Answers that are typed, and may have been left in the middle of a word."""


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
