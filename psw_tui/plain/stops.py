"""The order in which a form is gone through: its questions, and those of the small forms inside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psw_tui.records.answers import Raw
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.form import questions
from psw_tui.records.option import Option

Key = tuple[Any, ...]
"""Where an answer stands: (question,), or (question, number of the row, question of the row)."""

MORE = "+"
"""In the place of a row's number: whether there is one more row."""


@dataclass(frozen=True)
class Stop:
    """One question on the way."""

    key: Key
    form: type[Any]
    """The form the question belongs to: the whole one, or the small one of a row."""
    ask: Ask
    heading: str = ""
    """Of a row's first question: what the row is about, in the person's words; empty for a row that has only a number."""

    @property
    def name(self) -> str:
        """The question's name in its own form."""
        return str(self.key[-1])

    @property
    def asks_for_more(self) -> bool:
        """Whether this only asks for one more row."""
        return len(self.key) == 2

    @property
    def begins_row(self) -> bool:
        """Whether this is the first question of a row."""
        return len(self.key) == 3 and self.name == next(questions(self.form))[0]


def stops(
    form: type[Any],
    raw: Raw,
    context: Mapping[str, Any],
    lists: Mapping[str, Sequence[Option]],
    made_here: Collection[str] = (),
) -> Iterator[Stop]:
    """The questions that apply now, in order. `made_here` names the lists that can be added to on the way."""
    answers = {**context, **raw}
    for name, ask in questions(form):
        if not ask.applies(answers):
            continue
        if ask.kind is Kind.ROWS and ask.rows is not None:
            yield from _rows(form, name, ask, raw, lists)
            if not ask.source or ask.source in made_here:
                yield Stop((name, MORE), form, ask)
        else:
            yield Stop((name,), form, ask)


def rows_of(ask: Ask, given: Any, lists: Mapping[str, Sequence[Option]]) -> list[Raw]:
    """The rows as they are asked: one for each item of the list they are about, or as many as were begun."""
    rows: list[Raw] = [dict(row) for row in given or []]
    if not ask.source:
        return rows + [{} for _ in range(ask.least - len(rows))]
    about = {str(row.get(ask.carries, "")): row for row in rows}
    return [about.get(item.value, {}) | {ask.carries: item.value} for item in lists.get(ask.source, ())]


def answer_at(raw: Raw, key: Key) -> Any:
    """The answer there; None for none."""
    if len(key) == 3:
        name, number, part = key
        rows = raw.get(name) or []
        return rows[number].get(part) if number < len(rows) else None
    return raw.get(key[0])


def with_answer(
    raw: Raw, key: Key, answer: Any, asked: Mapping[str, Ask], lists: Mapping[str, Sequence[Option]]
) -> Raw:
    """The answers with this one among them; at `MORE` it is one more row."""
    if len(key) == 1:
        return raw | {key[0]: answer}
    name = key[0]
    rows = rows_of(asked[name], raw.get(name), lists)
    if key[1] == MORE:
        return raw | {name: [*rows, {}]}
    rows[key[1]] = rows[key[1]] | {key[2]: answer}
    return raw | {name: rows}


def _rows(form: type[Any], name: str, ask: Ask, raw: Raw, lists: Mapping[str, Sequence[Option]]) -> Iterator[Stop]:
    items = lists.get(ask.source, ()) if ask.source else ()
    for number, row in enumerate(rows_of(ask, raw.get(name), lists)):
        heading = items[number].label if ask.source else ""
        for part, small in questions(ask.rows or form):
            if small.applies(row):
                yield Stop((name, number, part), ask.rows or form, small, heading)
