"""What happened to a record: who, when, what, before and after, read from the change log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psw_tui.records.debrief import Debrief
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal
from psw_tui.records.row import Row
from psw_tui.storage.log import LogLine, Stored, lines_of, read_values, rows_naming, rows_of_client, with_former
from psw_tui.storage.replay import TABLES
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import CHANGE

MOST = 200
"""So many of the newest changes of a client are told at once."""


@dataclass(frozen=True)
class Happened:
    """One change of one record. The values are as a program holds them."""

    line: LogLine
    table: type[Row]
    before: dict[str, Any]
    """What the columns were, in what it amends for a record that amends another; empty for one wholly new."""
    after: dict[str, Any]
    """What the same columns became; empty for a record that went."""
    whole: dict[str, Any]
    """All that the record was: after the change, or before it went."""


def history_of(vault: Vault, *rows: str) -> list[Happened]:
    """Everything that happened to these records, the newest first."""
    return _told(lines_of(vault, rows))


def history_of_debrief(vault: Vault, versions: Sequence[Debrief]) -> list[Happened]:
    """A debrief in all its versions, those that were undone too."""
    ids = [version.id for version in versions]
    undone = [row for version in versions for row in rows_naming(vault, version.client, "amends", version.id)]
    return history_of(vault, *ids, *undone)


def history_of_look(vault: Vault, look: FreshLook) -> list[Happened]:
    """A fresh look with its step entries, those that were undone too."""
    return history_of(vault, look.id, *rows_naming(vault, look.client, "fresh_look", look.id))


def history_of_goal(vault: Vault, goal: Goal) -> list[Happened]:
    """A goal with its numbers and its former words."""
    return history_of(vault, goal.id, *rows_naming(vault, goal.client, "goal", goal.id))


def history_of_client(vault: Vault, client: str) -> list[Happened]:
    """The newest changes in the whole record of a client."""
    return history_of(vault, *rows_of_client(vault, client, MOST))[:MOST]


def _told(lines: Iterable[LogLine]) -> list[Happened]:
    """The newest first. Of a kind of record this program does not know, nothing is told.

    Nor of a line that says what was known already, such as when a client is shared and the team is told everything.
    """
    found: list[Happened] = []
    known: dict[str, Stored] = {}
    for line, former in with_former(lines):
        says_it_again = line.operation == CHANGE and line.values.items() <= former.items()
        if line.entity in TABLES and not says_it_again:
            found.append(_happened(line, former or known.get(line.values.get("amends") or "", {})))
        known[line.row] = {**former, **line.values}
    return found[::-1]


def _happened(line: LogLine, former: Stored) -> Happened:
    """`former` is what the record was; for a new one that amends another, what that one is."""
    table = TABLES[line.entity]
    columns = former.keys() if line.removes else line.values.keys()
    before = {name: former[name] for name in columns if name in former}
    whole = {**former, **line.values}
    return Happened(line, table, read_values(table, before), read_values(table, line.values), read_values(table, whole))
