"""A document with every text of it made fit for paper, whoever built it: the one place all that is drawn goes through."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from psw_tui.domain.text import plain
from psw_tui.reports.document import Table

Part = TypeVar("Part")


def cleaned(part: Part) -> Part:
    """The document, or a part of one: no sign that steers or hides, no space where nobody sees it. Idempotent."""
    made: Any = part
    if isinstance(part, str):
        made = _text(part)
    elif isinstance(part, tuple):
        made = tuple(map(cleaned, part))
    elif isinstance(part, Table):
        made = _table(part)
    elif is_dataclass(part) and not isinstance(part, type):
        made = replace(part, **{each.name: cleaned(getattr(part, each.name)) for each in fields(part)})
    return cast("Part", made)


def _text(text: str) -> str:
    return "\n".join(line.rstrip() for line in plain(text).split("\n")).strip()


def _table(table: Table) -> Table:
    """Every row as wide as the widest, so that no cell slips under the heading of another."""
    wide = max(map(len, (table.head, *table.rows)))
    head, *rows = (cleaned(row) + ("",) * (wide - len(row)) for row in (table.head, *table.rows))
    return Table(head, tuple(rows), cleaned(table.caption))
