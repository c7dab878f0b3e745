"""A kept record in words: every answer given, beside its question, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psw_tui.domain.steps import State
from psw_tui.language import Language
from psw_tui.records.ask import Ask, Choice, Kind
from psw_tui.records.client import RecordMode
from psw_tui.records.form import is_blank, questions
from psw_tui.records.goal import NoAnswer
from psw_tui.records.row import Row

NAMES = frozenset({"goes_by", "name", "substitute"})
"""Fields that hold a person's name."""

NO_NUMBER = {"a": NoAnswer.NOT_ASKED.label, "p": NoAnswer.PREFER_NOT.label}
"""What the two letters on a scale stand for."""


@dataclass(frozen=True)
class Readable:
    """Turns answers into words."""

    language: Language
    today: date
    known: Mapping[str, str] = field(default_factory=dict)
    """What to say for the id of a goal, a contact or a permission."""
    on_paper: bool = False
    """Days with their year: a paper is read on another day."""
    mode: RecordMode = RecordMode.FULL
    """How much may be told. However much is written now, what was written under another agreement can be shown."""

    def answers(
        self, row: Row, *, names: bool = False, private: bool = False, leave_out: frozenset[str] = frozenset()
    ) -> Iterator[tuple[str, list[str]]]:
        """(question, lines of the answer) for every answer given. The worker's own only where `private` says so."""
        given = self._given(row)
        for name, ask in questions(type(row)):
            answer = getattr(row, name)
            hidden = name in leave_out or (ask.private and not private) or (name in NAMES and not names)
            if not hidden and not is_blank(answer) and ask.applies(given):
                yield self.question(type(row), name, ask), self._lines(ask, answer)

    def answer(self, row: Row, name: str) -> str:
        """One answer of a record, in words on one line; empty for none, and for what only the worker may read."""
        ask = dict(questions(type(row)))[name]
        told = not ask.private and name not in NAMES and ask.applies(self._given(row))
        return self.told(ask, getattr(row, name)) if told and not is_blank(getattr(row, name)) else ""

    def _given(self, row: Row) -> dict[str, Any]:
        """What the questions of a record depend on."""
        answers = {name: getattr(row, name) for name in type(row).model_fields}
        return {"record_mode": self.mode, "some_withdrawn": "True"} | answers

    def question(self, form: type[Any], name: str, ask: Ask) -> str:  # noqa: ARG002 - for readers who are asked in other words
        """The words of a question, as its reader is asked."""
        return self.language.say(ask.words)

    def day(self, day: date | None) -> str:
        """A date as people say it; a dash for none."""
        if day is None:
            return "-"
        return self.language.whole_day(day) if self.on_paper else self.language.day(day, self.today)

    def _lines(self, ask: Ask, answer: Any) -> list[str]:
        if ask.kind is Kind.ROWS and ask.rows:
            return [self._small(ask.rows, item) for item in answer]
        if self.on_paper and ask.kind in (Kind.LINES, Kind.PICKS):
            return [self.known.get(str(each), str(each)) for each in answer]
        return [self.said(ask, answer)]

    def _small(self, form: type[Any], item: Mapping[str, Any]) -> str:
        """A small form within a form, on one line; the goal it is about comes first."""
        about = [self.known.get(item["goal"], "")] if "goal" in item else []
        given = [
            f"{self.language.before(self.question(form, name, ask))} {self.said(ask, item[name])}"
            for name, ask in questions(form)
            if not is_blank(item.get(name))
        ]
        return "; ".join([*about, *given])

    def told(self, ask: Ask, answer: Any) -> str:
        """An answer of any kind on one line; a dash for none."""
        return "-" if is_blank(answer) else "; ".join(self._lines(ask, answer))

    def said(self, ask: Ask, answer: Any) -> str:
        """One answer in words."""
        match ask.kind:
            case Kind.CHOICE:
                return self._label(ask, answer)
            case Kind.SEVERAL:
                return ", ".join(self._label(ask, each) for each in answer)
            case Kind.DAY:
                return self.day(answer if isinstance(answer, date) else date.fromisoformat(answer))
            case Kind.SCALE:
                return self.language.say(NO_NUMBER.get(answer, answer))
            case Kind.TICK:
                return self.language.say("yes")
            case Kind.PICK:
                return self.known.get(answer, answer)
            case Kind.LINES | Kind.PICKS:
                return "; ".join(self.known.get(str(each), str(each)) for each in answer)
            case _:
                return str(answer)

    def _label(self, ask: Ask, answer: str) -> str:
        return self.label(ask.choices(answer)) if ask.choices else answer

    def label(self, answer: Choice | State) -> str:
        """A picked answer in words."""
        return self.language.say(answer.label)
