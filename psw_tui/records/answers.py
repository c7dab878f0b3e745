"""From what a person typed to an answer: shared by the screens and by the plain prompts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlmodel import SQLModel

from psw_tui.domain.dates import AmbiguousDay, ImpossibleDay, NotADay, parse_day
from psw_tui.domain.steps import State
from psw_tui.domain.words import N_
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.form import Form, Problem, Refused, explained, questions
from psw_tui.records.step import StepForm

NOT_A_DAY = N_("This is not a day I know. Type today, +3, fri, 2w or 2026-03-01.")
NO_SUCH_DAY = N_("There is no such day. Look at the month and the day once more.")
WHICH_DAY = N_("This could be two different days. Type it like 2026-03-01.")
NOT_A_NUMBER = N_("Type a whole number here, such as 45.")

WORDS = frozenset({Kind.LINE, Kind.NOTES, Kind.LINES})
"""Answers that are words somebody typed."""

Raw = dict[str, Any]
"""Answers as they stand on a screen: text, ticks, lists of values, lists of smaller ones."""


def raw_of(record: SQLModel) -> Raw:
    """A kept record's answers as a screen would hold them."""
    return {name: _raw(ask, getattr(record, name)) for name, ask in questions(type(record))}


def says_more(form: type[SQLModel], raw: Raw, fresh: Raw) -> bool:
    """Whether anything was answered besides what a fresh form of this kind begins with."""
    return any(_bare(ask, raw.get(name)) != _bare(ask, fresh.get(name)) for name, ask in questions(form))


def read_form(form: type[Form], raw: Mapping[str, Any], context: Mapping[str, Any]) -> Any:
    """The filled `form`. Raises Refused with a sentence for every field that cannot stand, all at once."""
    answers, problems = read_answers(form, raw, context["today"])
    asked = {name for name, ask in questions(form) if ask.applies({**context, **raw})}
    problems = {name: problem for name, problem in problems.items() if name in asked}
    if not problems:
        return form.read(answers, context)
    try:
        form.read(answers, context)
    except Refused as refused:
        problems = refused.problems | problems
    raise Refused(problems)


def read_answers(form: type[SQLModel], raw: Mapping[str, Any], today: date) -> tuple[Raw, dict[str, Problem]]:
    """Typed answers, and what could not be read of them."""
    answers: Raw = {}
    problems: dict[str, Problem] = {}
    asked = dict(questions(form))
    for name, given in raw.items():
        ask = asked.get(name)
        if ask is None:  # carried along by the screen, such as which goal a row is about
            answers[name] = given
            continue
        try:
            answers[name] = _read(ask, given, today)
        except Refused as refused:
            problems[name] = next(iter(refused.problems.values()))
    return answers, problems


def problem_of_answer(form: type[SQLModel], name: str, raw: Any, today: date) -> Problem | None:
    """What is wrong with one answer by itself, before the others are known; None for one that can stand."""
    answers, problems = read_answers(form, {name: raw}, today)
    if problems:
        return problems[name]
    try:
        form.model_validate(answers)
    except ValidationError as error:
        return explained(form, error).get(name)
    return None


def typed_and_hidden(form: type[SQLModel], raw: Raw, fresh: Raw, context: Mapping[str, Any]) -> list[str]:
    """Questions with words in them, others than in a `fresh` form, that the other answers have made pointless."""
    answers = {**context, **raw}
    return [
        name
        for name, ask in questions(form)
        if ask.kind in WORDS
        and not ask.applies(answers)
        and raw.get(name, "") != fresh.get(name, "")
        and str(raw.get(name) or "").strip()
    ]


def suggested_state(form: type[StepForm], raw: Mapping[str, Any], context: Mapping[str, Any]) -> State:
    """Where a step stands by its answers alone: what its last question preselects.

    What is asked only because of where it stands decides nothing: half a day typed there must not take the question away.
    """
    answers, problems = read_answers(form, raw, context["today"])
    asked = dict(questions(form))
    if any(all(condition.field != "state" for condition in asked[name].when) for name in problems):
        return State.STARTED
    try:
        filled = form.model_validate(answers | {"state": None})
    except ValidationError:
        return State.STARTED
    return filled.without_hidden(context).natural_state(context)


def _read(ask: Ask, given: Any, today: date) -> Any:
    match ask.kind:
        case Kind.DAY:
            return _day(str(given or ""), today)
        case Kind.NUMBER:
            return _number(str(given if given is not None else ""))
        case Kind.CHOICE:
            return given or None
        case Kind.LINES:
            return [line.strip() for line in str(given or "").split("\n") if line.strip()]
        case Kind.ROWS:
            return _rows(ask, given or [], today)
        case _:
            return given


def _rows(ask: Ask, given: list[Raw], today: date) -> list[Raw]:
    read: list[Raw] = []
    for row in given:
        if ask.rows is None or not any(row.get(name) for name, _ in questions(ask.rows)):
            continue
        answers, problems = read_answers(ask.rows, row, today)
        if problems:
            raise Refused(problems)
        read.append(answers)
    return read


def _day(typed: str, today: date) -> date | None:
    if not typed.strip():
        return None
    try:
        return parse_day(typed, today)
    except NotADay:
        raise Refused({"": Problem(NOT_A_DAY)}) from None
    except AmbiguousDay:
        raise Refused({"": Problem(WHICH_DAY)}) from None
    except ImpossibleDay:
        raise Refused({"": Problem(NO_SUCH_DAY)}) from None


def _number(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not typed.strip().isdecimal():
        raise Refused({"": Problem(NOT_A_NUMBER)})
    return int(typed)


def _bare(ask: Ask, answer: Any) -> Any:
    """An answer without what the screen adds to it: a row about each goal says nothing as long as it is blank."""
    if ask.kind is not Kind.ROWS:
        return answer or ""
    rows = ({name: value for name, value in row.items() if value and name != ask.carries} for row in answer or [])
    return [row for row in rows if row]


def _raw(ask: Ask, answer: Any) -> Any:
    match ask.kind:
        case Kind.LINES:
            return "\n".join(answer or [])
        case Kind.SEVERAL | Kind.PICKS:
            return [str(item) for item in answer or []]
        case Kind.ROWS:
            return [_raw_row(ask, row) for row in answer or []]
        case Kind.TICK:
            return bool(answer)
        case _:
            return "" if answer is None else str(answer)


def _raw_row(ask: Ask, row: Any) -> Raw:
    """A row as a screen holds it, whether it comes from a form or from the stored list."""
    if ask.rows is None:
        return {}
    values = row if isinstance(row, Mapping) else row.model_dump(mode="json")
    asked = dict(questions(ask.rows))
    return {name: _raw(asked[name], value) if name in asked else value for name, value in values.items()}
