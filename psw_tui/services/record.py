"""A client's whole record, read in one go: what the command line prints and what a hand-over will start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import col, select

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal, Rating
from psw_tui.records.leaving import Sent, Statement
from psw_tui.records.nine import STEPS
from psw_tui.records.row import Row
from psw_tui.records.step import StepRow
from psw_tui.records.support import ContactRow, Permission
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.fresh_looks import fresh_looks_of, progress_of
from psw_tui.services.goals import goals_of, ratings_of
from psw_tui.services.statements import statements_of
from psw_tui.services.steps import entries_of
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault

NEWEST_DEBRIEFS = 10

AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True)
class LookRecord:
    """A fresh look with its nine states and every entry, the newest first within a step."""

    look: FreshLook
    states: Mapping[StepNumber, State]
    entries: Mapping[StepNumber, list[StepRow]]


@dataclass(frozen=True)
class ClientRecord:
    """Everything kept about one client at the moment of reading."""

    client: Client
    goals: list[Goal]
    ratings: Mapping[str, list[Rating]]
    """By goal id."""
    debriefs: list[Debrief]
    """The newest few, the newest first."""
    contacts: list[ContactRow]
    permissions: list[Permission]
    follow_ups: list[FollowUp]
    fresh_looks: list[LookRecord]
    """The newest first."""
    sent: list[Sent]
    """What left about them."""
    statements: list[Statement]
    """What the client sees differently, the newest first."""


def record_of(vault: Vault, client: Client) -> ClientRecord:
    """Read a client's record."""
    looks = fresh_looks_of(vault, client.id)
    progress = progress_of(vault, [look.id for look in looks])
    return ClientRecord(
        client=client,
        goals=goals_of(vault, client.id),
        ratings=ratings_of(vault, client.id),
        debriefs=debriefs_of(vault, client.id, NEWEST_DEBRIEFS),
        contacts=_all(vault, ContactRow, client.id),
        permissions=_all(vault, Permission, client.id),
        follow_ups=_all(vault, FollowUp, client.id),
        fresh_looks=[LookRecord(look, progress[look.id].states, _entries(vault, look)) for look in looks],
        sent=_all(vault, Sent, client.id),
        statements=statements_of(vault, client.id),
    )


def own_step_of(follow_up: FollowUp) -> StepNumber | None:
    """The step that made a follow-up, where that step is private to the worker; its words are private then too."""
    made_by = (number for number, step in STEPS.items() if step.private and follow_up.linked_entity == step.table.NAME)
    return next(made_by, None)


def _all(vault: Vault, table: type[AnyRow], client: str) -> list[AnyRow]:
    """A client's rows of one kind, the oldest first."""
    of_client: Any = table
    with reading(vault) as session:
        return list(session.exec(select(table).where(of_client.client == client).order_by(col(of_client.id))))


def _entries(vault: Vault, look: FreshLook) -> dict[StepNumber, list[StepRow]]:
    return {number: entries_of(vault, step, look.id) for number, step in STEPS.items()}
