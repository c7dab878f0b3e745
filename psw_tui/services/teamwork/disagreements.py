"""Where two workers wrote different things without knowing of each other: listed for a person, settled by picking.

Beside it: what gave way without anybody being asked, because there is room for one of it only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto
from typing import Any

from pydantic import ValidationError

from psw_tui.records.client import Client
from psw_tui.records.columns import read_instant
from psw_tui.records.fresh_look import FreshLook, Outcome
from psw_tui.records.leaving import Erasure
from psw_tui.records.logged import OWN, OWN_STEPS, own_columns
from psw_tui.services.clients import propose_code
from psw_tui.services.errors import AnswerUnknown, CodeTaken, SettledMeanwhile
from psw_tui.storage.change import COUNTER_BITS
from psw_tui.storage.folding import TAIL
from psw_tui.storage.meeting import Conflict, Told
from psw_tui.storage.read import column, listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team.fold import as_written, conflicts, conflicts_of, pick


@dataclass(frozen=True)
class Version:
    """One of the values that stand side by side."""

    value: Any
    """As it is stored."""
    author: str
    at: datetime
    counts: bool
    """Whether it is the one that counts until somebody picks."""


@dataclass(frozen=True)
class Disagreement:
    """One field in which several values stand."""

    conflict: Conflict
    client: str
    """Id of the client; empty for what is about none."""
    code: str
    versions: Sequence[Version]
    """The oldest first. The value that counts may be none of them, where the rule takes something of each."""
    counts: Any
    record: Mapping[str, Any]
    """The record as it is now, in columns as they are stored: so that it can be said which one is meant."""

    @property
    def is_mix(self) -> bool:
        """Whether what counts meanwhile is none of what they wrote, but something of each."""
        return not any(version.counts for version in self.versions)


class GaveWay(Enum):
    """What gives way where two laptops did what there is room for once."""

    CODE = auto()
    """Two clients were given one code: the younger shows under another one until they are given a new one."""
    LOOK = auto()
    """Two fresh looks of one client were opened: the younger shows as opened by mistake. Nothing is to be done."""


@dataclass(frozen=True)
class Given:
    """One thing that gave way."""

    kind: GaveWay
    client: str
    code: str
    """The code the client shows under now."""
    row: str
    on: date | None
    """For a fresh look: the day it was opened."""


def disagreements(vault: Vault) -> list[Disagreement]:
    """All there are, client by client. Nothing of what is the worker's own, and nothing of a record that is gone."""
    found = [each for conflict in conflicts(vault) if (each := _disagreement(vault, conflict)) is not None]
    return sorted(found, key=lambda each: (each.code, each.client))


def settle(vault: Vault, which: Disagreement, value: Any) -> None:
    """This value counts from now on: one of the versions, or `which.counts` to keep it as it is meanwhile.

    Raises SettledMeanwhile where the field is not as it was shown, CodeTaken, and AnswerUnknown.
    """
    shown = which.conflict
    if shown not in conflicts_of(vault, shown.entity, shown.row):
        raise SettledMeanwhile
    if (shown.entity, shown.field) == (Client.NAME, "code"):
        _refuse_taken(vault, shown.row, str(value))
    try:
        pick(vault, shown, value)
    except KeyError:
        raise SettledMeanwhile from None
    except (ValidationError, ValueError, TypeError):
        raise AnswerUnknown from None


def gave_way(vault: Vault) -> list[Given]:
    """What shows otherwise than it was written, client by client."""
    looks = [row for row in listing(vault, _LOOKS, mistake=Outcome.MISTAKE.value) if _was_left_open(vault, row["id"])]
    given = [Given(GaveWay.CODE, row["id"], row["code"], row["id"], None) for row in listing(vault, _CODES, tail=TAIL)]
    given += [
        Given(GaveWay.LOOK, row["client"], row["code"], row["id"], date.fromisoformat(row["opened_on"]))
        for row in looks
    ]
    return sorted(given, key=lambda each: (each.code, each.row))


def give_new_code(vault: Vault, client: str) -> str:
    """A code that nobody has, for one whose own another client has too; gives it. Raises NoCodeLeft."""
    code = propose_code(vault)
    with writing(vault) as tx:
        tx.change(Client, client, code=code)
    return code


def _disagreement(vault: Vault, conflict: Conflict) -> Disagreement | None:
    if conflict.entity in OWN or conflict.field in own_columns(conflict.entity):
        return None
    found = listing(vault, f"SELECT * FROM {conflict.entity} WHERE id = :row", row=conflict.row)  # noqa: S608 - names of our own
    if not found or found[0].get("linked_entity") in OWN_STEPS:
        return None
    client, code = _whose(vault, conflict.entity, found[0])
    versions = [
        Version(head.value, head.told.author, _moment(head.told), head.value == conflict.counts)
        for head in conflict.heads
    ]
    return Disagreement(conflict, client, code, versions, conflict.counts, found[0])


def _whose(vault: Vault, entity: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """The client a record is about, by id and code."""
    if entity == Client.NAME:
        return row["id"], row["code"]
    if entity == Erasure.NAME:
        return row["erases"], row["code"]
    client = row.get("client") or ""
    return client, next(iter(column(vault, "SELECT code FROM client WHERE id = :client", client=client)), "")


def _moment(told: Told) -> datetime:
    """When it was written; by its clock, where its device wrote no time that can be read."""
    try:
        return read_instant(told.at)
    except ValueError:
        return datetime.fromtimestamp((told.clock >> COUNTER_BITS) / 1000, UTC)


def _refuse_taken(vault: Vault, client: str, code: str) -> None:
    taken = "SELECT 1 FROM client WHERE code = :code AND id <> :client"
    if column(vault, taken, code=code, client=client):
        raise CodeTaken(code)


def _was_left_open(vault: Vault, look: str) -> bool:
    """Whether the log knows of no end of a fresh look that shows as closed."""
    return any(each.values.get("closed_on") is None for each in as_written(vault, FreshLook.NAME, look))


_CODES = "SELECT id, code FROM client WHERE substr(code, -:tail - 1) = '-' || substr(id, -:tail) ORDER BY code"

_LOOKS = """
SELECT fresh_look.id, fresh_look.client, fresh_look.opened_on, client.code
FROM fresh_look JOIN client ON client.id = fresh_look.client
WHERE outcome = :mistake AND closed_on = opened_on AND client.shared_with_team = 1
"""
