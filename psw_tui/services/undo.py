"""Undo: the last save of the last minutes is taken back, and what was typed is a draft again.

What one transaction wrote is undone together. The log numbers its lines, and each names the first one of its
transaction (`save`): equal instants would not do, for clocks stand still and go back. Undoing is itself a save; the log
keeps both, and nothing is undone twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from psw_tui.progress import Doing, Progress
from psw_tui.records.client import Client
from psw_tui.records.row import Row
from psw_tui.records.setting import Setting
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.services.errors import DraftInTheWay, NothingToUndo
from psw_tui.services.redrafting import Redrafted, draft_of
from psw_tui.storage.log import LogLine, lines_of, lines_of_save, newest_lines, with_former
from psw_tui.storage.read import listing, reading
from psw_tui.storage.replay import TABLES
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import ADD, WITHDRAWN, writing

MINUTES = 10
MOST_LINES = 500
"""So many of the newest lines are looked at; one save of a worker writes a few dozen at most, an import aside."""

KEPT = frozenset({"safety_note", "sent", "received", "statement", "erasure"})
"""Who was told of an emergency, what left the laptop, what came in, what a client wants to stand beside their notes, and
who asked for erasing: none is taken back."""


@dataclass(frozen=True)
class LastSave:
    """What would be undone."""

    client: str
    code: str
    at: datetime
    lines: tuple[LogLine, ...]
    """In the order in which they were written; the first is what the worker saved, the others followed from it."""

    @property
    def first(self) -> LogLine:
        """The record the worker saved."""
        return self.lines[0]

    @property
    def adds_client(self) -> bool:
        """Whether the client goes with it."""
        return self.first.entity == Client.NAME and self.first.operation == ADD

    @property
    def imports(self) -> int:
        """How many clients came in with it from a list; 0 for any other save."""
        return len(self.lines) if _is_import(self.lines) else 0

    @property
    def clients(self) -> frozenset[str]:
        """The clients it is about."""
        return frozenset(line.client for line in self.lines)


def last_save(vault: Vault) -> LastSave:
    """The newest save of this worker that was not taken back. Raises NothingToUndo for none of the last minutes."""
    unit = _newest_standing(vault)
    if not unit or not _can_be_undone(vault, unit):
        raise NothingToUndo(MINUTES)
    first = unit[0]
    return LastSave(first.client, _code_of(vault, first.client), first.at, tuple(unit))


def minutes_ago(vault: Vault, last: LastSave) -> int:
    """How long ago it was saved, in whole minutes."""
    return max(0, int((vault.clock.now() - last.at).total_seconds() // 60))


def undo(vault: Vault, last: LastSave, progress: Progress | None = None) -> DraftPlace | None:
    """Take a save back and return where its draft lies; None for what no form was filled in for.

    Raises NothingToUndo when it is not the last save any more, DraftInTheWay, and Cancelled: then it still stands.
    """
    if last_save(vault) != last:
        raise NothingToUndo(MINUTES)
    progress = progress or Progress()
    former = _former(vault, last.lines)
    drafted = None if last.imports else draft_of(last.lines, _records(vault, last.lines))
    _refuse_to_lose_a_draft(vault, last, drafted)
    with writing(vault) as tx:
        for line in progress.over(Doing.TAKING_BACK, reversed(last.lines), len(last.lines)):
            tx.withdraw(TABLES[line.entity], line.row, line.seq, former[line.seq])
        progress.past_stopping(Doing.TAKING_BACK)
        if drafted is None:
            return None
        place, raw = drafted
        tx.keep_draft(place.client, place.form, place.target, json.dumps(raw, ensure_ascii=False))
        return place


def _newest_standing(vault: Vault) -> list[LogLine]:
    """The lines of the newest save that still stands, in the order of writing. Settings are no part of a record."""
    lines = newest_lines(vault, MOST_LINES)
    undone = {line.undoes for line in lines}
    for save, together in groupby(lines, key=lambda line: line.save):
        unit = list(together)[::-1]
        stands = unit[0].operation != WITHDRAWN and not any(line.seq in undone for line in unit)
        if stands and unit[0].entity != Setting.NAME:
            return unit if unit[0].seq == save else lines_of_save(vault, save)
    return []


def _can_be_undone(vault: Vault, unit: Sequence[LogLine]) -> bool:
    """By this worker, within the time, about one client or a list of new ones, and no client with a whole record."""
    age = abs(vault.clock.now() - unit[0].at)
    known = all(line.entity in TABLES and line.entity not in KEPT for line in unit)
    whole_record = len(unit) > 1 and any(line.entity == Client.NAME and line.operation == ADD for line in unit)
    one_client = len({line.client for line in unit}) == 1 and not whole_record
    mine = unit[0].author == vault.author
    return mine and known and (one_client or _is_import(unit)) and age <= timedelta(minutes=MINUTES)


def _is_import(unit: Sequence[LogLine]) -> bool:
    """Whether several clients came in together, with nothing but themselves, as from an agency's list."""
    return len(unit) > 1 and all(line.entity == Client.NAME and line.operation == ADD for line in unit)


def _former(vault: Vault, unit: Sequence[LogLine]) -> dict[int, dict[str, Any]]:
    """By line: the values its columns had before it; nothing for a record that was added."""
    wanted = {(line.row, line.seq): line for line in unit}
    every = lines_of(vault, sorted({line.row for line in unit}))
    found: dict[int, dict[str, Any]] = {}
    for line, before in with_former(every):
        if wanted.get((line.row, line.seq)) != line:  # another laptop's line may have the same number
            continue
        if line.operation != ADD and not line.values.keys() <= before.keys():
            raise NothingToUndo(MINUTES)  # the log does not begin at the beginning
        found[line.seq] = {} if line.operation == ADD else {name: before[name] for name in line.values}
    return found


def _records(vault: Vault, unit: Sequence[LogLine]) -> Mapping[str, Row]:
    """The rows as they are now, by id."""
    found: dict[str, Row] = {}
    with reading(vault) as session:
        for line in unit:
            row = session.get(TABLES[line.entity], line.row)
            if row is None:
                raise NothingToUndo(MINUTES)
            found[line.row] = row
    return found


def _refuse_to_lose_a_draft(vault: Vault, last: LastSave, drafted: Redrafted | None) -> None:
    """Neither may a draft be overwritten, nor be left without its client or the record it is about."""
    in_the_way = drafted is not None and bool(draft_at(vault, drafted[0]))
    clients = json.dumps(sorted(last.clients))
    without_client = last.adds_client and listing(
        vault, "SELECT client FROM draft WHERE client IN (SELECT value FROM json_each(:clients))", clients=clients
    )
    going = json.dumps([line.row for line in last.lines if line.operation == ADD])
    without_record = listing(
        vault, "SELECT 1 FROM draft WHERE target IN (SELECT value FROM json_each(:going))", going=going
    )
    if in_the_way or without_client or without_record:
        raise DraftInTheWay(_code_of(vault, without_client[0]["client"]) if without_client else last.code)


def _code_of(vault: Vault, client: str) -> str:
    code = listing(vault, "SELECT code FROM client WHERE id = :id", id=client)
    return str(code[0]["code"]) if code else ""
