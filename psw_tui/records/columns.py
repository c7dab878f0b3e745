"""How answers lie in the tables: text and whole numbers only, so that every table can be STRICT."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from psw_tui.domain.instants import read_instant, write_instant


class Word(TypeDecorator[str]):
    """A choice by its value, or plain text; an enum's name never reaches the disk."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else str(value)


class Listed(TypeDecorator[list[Any]]):
    """A list as JSON, always replaced whole: an append in place would be lost."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return _LIST.encode(list(value)) if value else "[]"

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[Any]:  # noqa: ARG002
        return list(json.loads(value)) if value else []


class CalendarDay(TypeDecorator[date]):
    """A local calendar date as YYYY-MM-DD; never an instant, so that it cannot drift by a day."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else date.fromisoformat(value)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, fixed width, so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else write_instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else read_instant(value)


class YesNoFlag(TypeDecorator[bool]):
    """A tick as 0 or 1."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        return None if value is None else bool(value)


def _as_json(item: Any) -> Any:
    """What a list may hold besides text and numbers: small forms, and days inside them."""
    if isinstance(item, BaseModel):
        return item.model_dump(mode="json")
    if isinstance(item, date):
        return item.isoformat()
    raise TypeError(f"{type(item).__name__} has no place in a stored list")


_LIST = json.JSONEncoder(ensure_ascii=False, default=_as_json)
"""Made once: there are several lists in every record."""
