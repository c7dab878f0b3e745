"""What of a record may be printed, as JSON and as lines: never the worker's own, and names only when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psw_tui.cli.columns import paragraph
from psw_tui.language import Language
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.client import RecordMode
from psw_tui.records.form import is_blank, questions
from psw_tui.records.goal import NoAnswer
from psw_tui.records.row import Row

NAMES = frozenset({"goes_by", "name", "substitute"})
"""Fields that hold a person's name."""

NO_NUMBER = {"a": NoAnswer.NOT_ASKED.label, "p": NoAnswer.PREFER_NOT.label}
"""What the two letters on a scale stand for."""

Known = Mapping[str, str]
"""What to say for the id of a goal, a contact or a permission."""


def answers_of(row: Row, *, names: bool) -> Iterator[tuple[str, Ask, Any]]:
    """The answers that may be printed: (field, question, answer)."""
    for name, ask in questions(type(row)):
        if not ask.private and (names or name not in NAMES):
            yield name, ask, getattr(row, name)


def as_json(row: Row, *, names: bool = False) -> dict[str, Any]:
    """A record's printable answers, with its id so that others can point at it."""
    return {"id": row.id} | {name: plain_value(answer) for name, _, answer in answers_of(row, names=names)}


def plain_value(answer: Any) -> Any:
    """An answer as JSON knows it."""
    return answer.isoformat() if isinstance(answer, date) else answer


@dataclass(frozen=True)
class Reader:
    """Turns records into lines in the worker's language."""

    language: Language
    today: date
    names: bool
    known: Known = field(default_factory=dict)

    def lines(self, row: Row, *, indent: str = "  ", leave_out: frozenset[str] = frozenset()) -> Iterator[str]:
        """Every answer given, a paragraph each: the question's words, then the answer."""
        # However much is written now, what was written under another agreement is shown.
        given = {"record_mode": RecordMode.FULL} | {name: getattr(row, name) for name in type(row).model_fields}
        for name, ask, answer in answers_of(row, names=self.names):
            if name not in leave_out and not is_blank(answer) and ask.applies(given):
                yield from self._answer(ask, answer, indent)

    def day(self, day: date | None) -> str:
        """A date as people say it; a dash for none."""
        return self.language.day(day, self.today) if day else "-"

    def _answer(self, ask: Ask, answer: Any, indent: str) -> Iterator[str]:
        words = self.language.say(ask.words)
        if ask.kind is Kind.ROWS and ask.rows:
            yield from paragraph(f"{words}:", indent=indent)
            for item in answer:
                yield from paragraph(self._small(ask.rows, item), indent=f"{indent}- ", hanging=f"{indent}  ")
        else:
            said = self._said(ask, answer)
            yield from paragraph(f"{words}: {said}", indent=indent, hanging=f"{indent}  ")

    def _small(self, form: type[Any], item: Mapping[str, Any]) -> str:
        """A small form within a form, on one line; the goal it is about comes first."""
        about = [self.known.get(item["goal"], "")] if "goal" in item else []
        given = [
            f"{self.language.say(ask.words)}: {self._said(ask, item[name])}"
            for name, ask in questions(form)
            if not is_blank(item.get(name))
        ]
        return "; ".join([*about, *given])

    def _said(self, ask: Ask, answer: Any) -> str:
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
        return self.language.say(ask.choices(answer).label) if ask.choices else answer
