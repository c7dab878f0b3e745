"""The questions of a form, typed: each function here makes one field that knows how it is asked and stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import Integer, Text
from sqlalchemy.types import TypeEngine
from sqlmodel import Field

from psw_tui.domain.steps import State
from psw_tui.domain.text import plain
from psw_tui.records.columns import CalendarDay, Listed, Word, YesNoFlag

LONGEST_TEXT = 20_000
"""Characters one field holds; what is longer stays in the draft and saving says so."""

Plain = Annotated[str, AfterValidator(plain)]
"""Text from people, with control characters and bidi overrides stripped once, here."""

Rated = Annotated[str, StringConstraints(pattern=r"^(?:[0-9]?|10|a|p)$")]
"""A number from 0 to 10, `a` for not asked, `p` for prefer not to say, or nothing."""


class Choice(StrEnum):
    """An answer to pick: what is stored, and the words people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Kind(StrEnum):
    """The kinds of answer the screens know how to take."""

    LINE = "line"
    NOTES = "notes"
    LINES = "lines"
    TICK = "tick"
    CHOICE = "choice"
    SEVERAL = "several"
    PICK = "pick"
    PICKS = "picks"
    DAY = "day"
    NUMBER = "number"
    SCALE = "scale"
    ROWS = "rows"


TEXT_KINDS = frozenset({Kind.LINE, Kind.NOTES, Kind.LINES, Kind.ROWS})
"""Kinds whose answers hold words that can be searched."""


@dataclass(frozen=True)
class If:
    """Ask only when another answer is one of these; for an answer of several, when any of them is."""

    field: str
    values: frozenset[str]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether `answers` (raw or read) make the question apply."""
        answer = answers.get(self.field)
        given = {str(item) for item in answer} if isinstance(answer, list | tuple) else {str(answer)}
        return bool(given & self.values)


def if_(field: str, *values: str) -> If:
    """Ask only when `field` is answered with one of `values`."""
    return If(field, frozenset(str(value) for value in values))


@dataclass(frozen=True)
class Ask:
    """What a form knows about one of its questions."""

    kind: Kind
    words: str
    hint: str = ""
    needed: bool = False
    """Required: to save a record, or to call a step done."""
    theirs: bool = False
    """In the client's own words: never checked, never reworded."""
    private: bool = False
    """The worker's own; leaves the vault in no exchange, hand-over or shown record."""
    closing: bool = False
    """Asked after everything else, though the form inherits it."""
    choices: type[Choice] | type[State] | None = None
    rows: type[Any] | None = None
    source: str = ""
    """For `pick` and `picks`: the list the screen offers (goals, contacts, permissions). For `rows`: one row for each."""
    carries: str = ""
    """For `rows` with a source: the name under which a row carries the id it is about."""
    least: int = 1
    """For `rows` without a source: how many empty ones a form begins with."""
    row_name: str = ""
    """For `rows`: what one of them is called."""
    when: tuple[If, ...] = ()

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question is asked at all, given the other answers."""
        return all(condition.holds(answers) for condition in self.when)


def ask_of(field: Any) -> Ask | None:
    """The question behind a model field, or None for a field nobody is asked (ids, instants)."""
    extra = field.json_schema_extra
    found = extra.get("ask") if isinstance(extra, dict) else None
    return found if isinstance(found, Ask) else None


def _field(ask: Ask, stored: type[TypeEngine[Any]], **settings: Any) -> Any:
    return Field(sa_type=stored, schema_extra={"json_schema_extra": {"ask": ask}}, **settings)


def line(words: str, *, default: str = "", **about: Any) -> Any:
    """One line of text."""
    return _field(Ask(Kind.LINE, words, **_tupled(about)), Text, default=default, max_length=LONGEST_TEXT)


def notes(words: str, **about: Any) -> Any:
    """A few lines of text."""
    return _field(Ask(Kind.NOTES, words, **_tupled(about)), Text, default="", max_length=LONGEST_TEXT)


def lines(words: str, **about: Any) -> Any:
    """A list, one item a line."""
    return _field(Ask(Kind.LINES, words, **_tupled(about)), Listed, default_factory=list)


def tick(words: str, **about: Any) -> Any:
    """A box to tick: a fact that is so, or not (yet)."""
    return _field(Ask(Kind.TICK, words, **_tupled(about)), YesNoFlag, default=False)


def choice(words: str, choices: type[Choice] | type[State], *, default: StrEnum | None = None, **about: Any) -> Any:
    """One of a few answers, by digit."""
    ask = Ask(Kind.CHOICE, words, choices=choices, **_tupled(about))
    return _field(ask, Word, default=default, nullable=default is None)


def several(words: str, choices: type[Choice], **about: Any) -> Any:
    """Any of a list of answers."""
    return _field(Ask(Kind.SEVERAL, words, choices=choices, **_tupled(about)), Listed, default_factory=list)


def pick(words: str, source: str, **about: Any) -> Any:
    """One of this client's own goals, contacts or permissions, by id."""
    return _field(Ask(Kind.PICK, words, source=source, **_tupled(about)), Text, default="")


def picks(words: str, source: str, **about: Any) -> Any:
    """Any of this client's own goals, contacts or agreed items."""
    return _field(Ask(Kind.PICKS, words, source=source, **_tupled(about)), Listed, default_factory=list)


def day(words: str, *, default: date | None = None, **about: Any) -> Any:
    """A local calendar date, typed as people type it."""
    return _field(Ask(Kind.DAY, words, **_tupled(about)), CalendarDay, default=default, nullable=True)


def number(words: str, *, least: int, most: int, default: int | None = None, **about: Any) -> Any:
    """A whole number between `least` and `most`."""
    ask = Ask(Kind.NUMBER, words, **_tupled(about))
    return _field(ask, Integer, default=default, nullable=default is None, ge=least, le=most)


def scale(words: str, **about: Any) -> Any:
    """The client's own 0-10; `a` = not asked, `p` = prefer not to say, empty = not touched."""
    return _field(Ask(Kind.SCALE, words, **_tupled(about)), Text, default="")


def rows(words: str, form: type[Any], **about: Any) -> Any:
    """A small form that repeats, stored as a list."""
    return _field(Ask(Kind.ROWS, words, rows=form, **_tupled(about)), Listed, default_factory=list)


def _tupled(about: dict[str, Any]) -> dict[str, Any]:
    """Let a caller give one condition or several."""
    when = about.get("when", ())
    return {**about, "when": (when,) if isinstance(when, If) else tuple(when)}
