"""What of a record may be printed, as JSON and as lines: never the worker's own, and names only when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psw_tui.columns import paragraph
from psw_tui.language import Language
from psw_tui.readable import NAMES, Readable
from psw_tui.records.form import questions
from psw_tui.records.row import Row


def as_json(row: Row, *, names: bool = False) -> dict[str, Any]:
    """A record's printable answers, with its id so that others can point at it."""
    return {"id": row.id} | {
        name: plain_value(getattr(row, name))
        for name, ask in questions(type(row))
        if not ask.private and (names or name not in NAMES)
    }


def plain_value(answer: Any) -> Any:
    """An answer as JSON knows it."""
    return answer.isoformat() if isinstance(answer, date) else answer


@dataclass(frozen=True)
class Reader:
    """Turns records into lines in the worker's language."""

    language: Language
    today: date
    names: bool
    known: Mapping[str, str] = field(default_factory=dict)
    """What to say for the id of a goal, a contact or a permission."""

    def lines(self, row: Row, *, indent: str = "  ", leave_out: frozenset[str] = frozenset()) -> Iterator[str]:
        """Every answer given, a paragraph each: the question's words, then the answer."""
        told = Readable(self.language, self.today, self.known)
        for words, answer in told.answers(row, names=self.names, leave_out=leave_out):
            announced = self.language.before(words)
            if len(answer) == 1:
                yield from paragraph(f"{announced} {answer[0]}", indent=indent, hanging=f"{indent}  ")
            else:
                yield from paragraph(announced, indent=indent)
                for item in answer:
                    yield from paragraph(item, indent=f"{indent}- ", hanging=f"{indent}  ")

    def day(self, day: date | None) -> str:
        """A date as people say it; a dash for none."""
        return self.language.day(day, self.today) if day else "-"
