"""What every form can do: say which questions apply, and what is still wrong with the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from annotated_types import Ge, Le
from pydantic import ValidationError
from sqlmodel import SQLModel

from psw_tui.domain.words import N_
from psw_tui.records.ask import LONGEST_TEXT, Ask, Kind, ask_of
from psw_tui.records.late import LATE

NEEDED = N_("This needs an answer.")
NEEDED_TICK = N_("This needs a tick before you can go on.")
TOO_LONG = N_("This is too long by {over} letters: a field holds {most}. It is kept in your draft. Shorten it to save.")
OUT_OF_RANGE = N_("This number does not fit here. Use one between {least} and {most}.")
NOT_ONE_OF_THESE = N_("Pick one of the answers shown.")


@dataclass(frozen=True)
class Problem:
    """One thing to mend, as a sentence to translate and what goes into it."""

    words: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """The answers cannot be saved as they are; `problems` says why, field by field."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


class RowForm(SQLModel):
    """A small form inside a form, such as one idea or one told person."""

    model_config = LATE


class Form(SQLModel):
    """A form people fill. It holds whatever was answered; `problems` says whether that is enough."""

    model_config = LATE

    def missing(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Required questions that apply and have no answer."""
        answers = {**context, **self.model_dump()}
        return {
            name: Problem(NEEDED_TICK if ask.kind is Kind.TICK else NEEDED)
            for name, ask in questions(type(self))
            if ask.needed and ask.applies(answers) and is_blank(getattr(self, name))
        }

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Everything that stands in the way of saving. `context` holds what the answers depend on, such as today."""
        return self.missing(context)

    def without_hidden(self, context: Mapping[str, Any]) -> Self:
        """A copy in which questions that do not apply have no answer, so that nothing unseen is saved."""
        answers = {**context, **self.model_dump()}
        hidden = [name for name, ask in questions(type(self)) if not ask.applies(answers)]
        fields = type(self).model_fields
        return self.model_copy(update={name: fields[name].get_default(call_default_factory=True) for name in hidden})

    @classmethod
    def read(cls, answers: Mapping[str, Any], context: Mapping[str, Any]) -> Self:
        """The filled form. Raises Refused with a sentence for each field that cannot stand."""
        try:
            form = cls.model_validate(dict(answers)).without_hidden(context)
        except ValidationError as error:
            raise Refused(explained(cls, error)) from None
        if problems := form.problems(context):
            raise Refused(problems)
        return form


def questions(form: type[SQLModel]) -> Iterator[tuple[str, Ask]]:
    """The questions of a form in the order they are asked: as written, the closing ones at the end."""
    asked = [(name, ask) for name, field_ in form.model_fields.items() if (ask := ask_of(field_)) is not None]
    yield from (question for question in asked if not question[1].closing)
    yield from (question for question in asked if question[1].closing)


def is_blank(answer: Any) -> bool:
    """Whether nothing was answered. An unticked box is blank; the number 0 is an answer."""
    if isinstance(answer, str):
        return not answer.strip()
    return answer is None or answer is False or answer == []


def today_in(context: Mapping[str, Any]) -> date:
    """The worker's calendar date, which every form is checked against."""
    today = context["today"]
    if not isinstance(today, date):
        raise TypeError("a form is checked against a calendar date")
    return today


def explained(form: type[SQLModel], error: ValidationError) -> dict[str, Problem]:
    """Sentences for what pydantic refused, without the text it refused."""
    found: dict[str, Problem] = {}
    for item in error.errors(include_input=True, include_url=False, include_context=True):
        name = str(item["loc"][0])
        if item["type"] == "string_too_long":
            over = len(item["input"]) - LONGEST_TEXT
            found[name] = Problem(TOO_LONG, {"over": over, "most": LONGEST_TEXT})
        elif limits := _limits(form, name):
            found[name] = Problem(OUT_OF_RANGE, limits)
        else:
            found[name] = Problem(NOT_ONE_OF_THESE)
    return found


def _limits(form: type[SQLModel], name: str) -> dict[str, Any]:
    """Both ends of the range a number may have; what pydantic refuses names only the end that was passed."""
    rules = form.model_fields[name].metadata
    least = next((rule.ge for rule in rules if isinstance(rule, Ge)), None)
    most = next((rule.le for rule in rules if isinstance(rule, Le)), None)
    return {"least": least, "most": most} if least is not None and most is not None else {}
