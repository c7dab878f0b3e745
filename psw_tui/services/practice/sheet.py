"""One made-up client on the way to the vault: the rows so far, and what the file's own ids have become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, TypeVar

from psw_tui.records.follow_up import FollowUp, FollowUpForm
from psw_tui.records.form import Form
from psw_tui.records.row import Row
from psw_tui.services.practice.days import NOON, Days
from psw_tui.services.practice.people import Person

AnyForm = TypeVar("AnyForm", bound=Form)
AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass
class Sheet:
    """Collects the rows of one client in the order they are to be written."""

    person: Person
    days: Days
    new_id: Callable[[], str]
    say: Callable[[str], str]
    """Translates the few follow-ups whose words are the program's."""
    client: str = ""
    rows: list[Row] = field(default_factory=list)
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def part(self, name: str) -> list[Mapping[str, Any]]:
        """What the file has of one kind: `goal`, `debrief`, …"""
        return list(self.person.get(name, ()))

    def call(self, kind: str, local: str, row: str) -> None:
        """Remember what the file's id `local` has become."""
        self._ids[kind, local] = row

    def id_of(self, kind: str, local: str) -> str:
        """The row's id behind an id of the file; empty for none. Raises KeyError."""
        return self._ids[kind, local] if local else ""

    def add(self, table: type[AnyRow], columns: Mapping[str, Any], day: int, wall: time = NOON) -> AnyRow:
        """Put down a row of this client, made on that day."""
        own: dict[str, Any] = {"id": self.new_id(), "made_at": self.days.at(day, wall), "client": self.client}
        row = table(**columns, **own)
        self.rows.append(row)
        return row

    def to_do(self, answers: Mapping[str, Any], day: int, linked: tuple[str, str]) -> None:
        """Put down a follow-up made on that day: `what`, `who`, `due`, `state`, and what became of it."""
        asked, more = parted(answers, FollowUpForm)
        entity, row = linked
        more |= {"made_on": self.days.on(day), "linked_entity": entity, "linked_row": row}
        self.add(FollowUp, filled(FollowUpForm, asked) | more, day)


def filled(form: type[AnyForm], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the form read them. Raises ValueError for one it does not take, KeyError for one it never asks."""
    return read(form, answers).model_dump()


def read(form: type[AnyForm], answers: Mapping[str, Any]) -> AnyForm:
    """The filled form. Raises what `filled` does."""
    unasked = sorted(answers.keys() - form.model_fields.keys())
    if unasked:
        raise KeyError(*unasked)
    return form.model_validate(dict(answers))


def parted(answers: Mapping[str, Any], form: type[Form]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the form asks, and the rest."""
    asked = {name: value for name, value in answers.items() if name in form.model_fields}
    return asked, {name: value for name, value in answers.items() if name not in asked}


def without(answers: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The answers but these."""
    return {name: value for name, value in answers.items() if name not in names}


def yes_or_no(answer: bool) -> str:
    """The file's true and false as the forms have them."""
    return "yes" if answer else "no"
