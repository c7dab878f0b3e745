"""What is to be done with a table: which column goes where, how its dates are written, which rows may be left out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from psw_tui.domain.day_order import DayOrder
from psw_tui.domain.headings import folded, matched
from psw_tui.language import LANGUAGES, speak
from psw_tui.records.ask import Ask
from psw_tui.records.client import ClientForm, KnowsNotes
from psw_tui.records.form import questions
from psw_tui.resources import asset
from psw_tui.services.errors import ColumnsFileWrong, FieldTwice, NoSuchColumn, NoSuchField
from psw_tui.services.importing.table import Table

CODE = "code"
NOWHERE = ""
"""Where a column goes that is left out."""

ASKS: Mapping[str, Ask] = MappingProxyType(dict(questions(ClientForm)))
FIELDS: tuple[str, ...] = (CODE, *ASKS)
"""The names of all that a list may hold about a client."""


@dataclass(frozen=True)
class Wishes:
    """What whoever imports has decided."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """By heading: the field it goes to. A heading that is not there is left out."""
    dates: DayOrder | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    """By field: what is taken where a row says nothing."""
    draw_codes: bool = False
    """Whether a row without a code gets one drawn."""
    skip_known: bool = False
    """Whether rows about clients who are here already are left out."""
    skip_refused: bool = False
    """Whether rows that cannot be taken are left out."""

    def with_column(self, table: Table, heading: str, to: str) -> Wishes:
        """The same with this column going there, or nowhere. Raises NoSuchColumn, NoSuchField, FieldTwice."""
        if heading not in table.headings:
            raise NoSuchColumn(heading, table.headings)
        others = {each: where for each, where in self.columns.items() if each != heading}
        if to == NOWHERE:
            return replace(self, columns=others)
        _check(to)
        if to in others.values():
            raise FieldTwice(to)
        return replace(self, columns=others | {heading: to})

    def with_value(self, to: str, value: str) -> Wishes:
        """The same with this value where a row has none; an empty one takes it back. Raises NoSuchField."""
        _check(to)
        if to == CODE:
            raise NoSuchField(to, tuple(ASKS))
        others = {each: given for each, given in self.values.items() if each != to}
        return replace(self, values=others | {to: value} if value else others)


def first_wishes(table: Table) -> Wishes:
    """Columns matched by their names. Nobody is said to know of the notes unless the list says so. Raises ColumnsFileWrong."""
    return Wishes(matched(table.headings, _names()), values={"knows_notes": KnowsNotes.NOT_YET.value})


def never_kept(table: Table) -> list[str]:
    """The headings of what psw-tui keeps of nobody: names in full, birth dates, addresses. Raises ColumnsFileWrong."""
    try:
        never = {folded(name) for name in _file()["left_out"]["never"]}
    except (LookupError, TypeError, AttributeError) as wrong:
        raise ColumnsFileWrong("left_out") from wrong
    return [heading for heading in table.headings if folded(heading) in never]


@cache
def choices_of(name: str) -> Mapping[str, str]:
    """By folded words: the answer they stand for, of a field with answers to pick. Raises ColumnsFileWrong."""
    ask = ASKS[name]
    found: dict[str, str] = {}
    try:
        for known in (_file()["answers"]["any"], _file()["answers"].get(name, {})):
            found |= {folded(str(word)): value for value, words in known.items() for word in (value, *words)}
    except (LookupError, TypeError, AttributeError) as wrong:
        raise ColumnsFileWrong(name) from wrong
    if ask.choices is None:
        return {words: value for words, value in found.items() if value in {"yes", "no"}} | {
            folded(speak(code).say(word)): word for code in LANGUAGES for word in ("yes", "no")
        }
    values = {str(choice.value) for choice in ask.choices}
    found = {words: value for words, value in found.items() if value in values}
    for choice in ask.choices:
        found |= {folded(speak(code).say(choice.label)): choice.value for code in LANGUAGES}
        found[folded(choice.value)] = choice.value
    return found


def _check(to: str) -> None:
    if to not in FIELDS:
        raise NoSuchField(to, FIELDS)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Every name a field may go by: the agency's words, and those of the form in every language."""
    try:
        known = _file()["columns"]
        added = {name: tuple(map(str, known.get(name, ()))) for name in FIELDS}
    except (LookupError, TypeError, AttributeError) as wrong:
        raise ColumnsFileWrong("columns") from wrong
    return added | {
        name: (*added[name], *(speak(code).say(ask.words) for code in LANGUAGES)) for name, ask in ASKS.items()
    }


@cache
def _file() -> Mapping[str, Any]:
    try:
        return tomllib.loads(asset("words", "columns.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise ColumnsFileWrong("columns.toml") from wrong
