"""Everything one client's page shows, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from psw_tui.domain.signs import ClientSignal
from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal, Rating
from psw_tui.records.leaving import Erasure, Statement
from psw_tui.records.nine import STEPS
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.support import ContactRow, Permission
from psw_tui.services.clients import client_by_id
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.erasing import waiting_of
from psw_tui.services.follow_ups import open_follow_ups
from psw_tui.services.fresh_looks import progress_of, shown_fresh_look
from psw_tui.services.goals import goals_of, ratings_of
from psw_tui.services.safety import safety_notes_of
from psw_tui.services.signals import signal_of
from psw_tui.services.statements import statements_of
from psw_tui.services.steps import entries_of, newest_current
from psw_tui.services.support import contacts_of, permissions_of
from psw_tui.storage.vault import Vault

NEWEST_DEBRIEFS = 10
"""How many debriefs a client's page shows."""


@dataclass(frozen=True)
class StepLine:
    """One response step on a client's page."""

    number: StepNumber
    state: State
    held_on: date | None


@dataclass(frozen=True)
class ClientPage:
    """One client at the moment of reading."""

    client: Client
    goals: list[Goal]
    ratings: Mapping[str, list[Rating]]
    follow_ups: list[FollowUp]
    fresh_look: FreshLook | None
    steps: list[StepLine]
    safety_notes: list[SafetyNote]
    statements: list[Statement]
    debriefs: list[Debrief]
    permissions: list[Permission]
    contacts: list[ContactRow]
    signal: ClientSignal
    erasure: Erasure | None = None
    """The wish to erase the record that waits to be confirmed."""


def client_page(vault: Vault, client_id: str) -> ClientPage:
    """Read a client's page. Raises NoSuchClient."""
    client = client_by_id(vault, client_id)
    look = shown_fresh_look(vault, client_id)
    return ClientPage(
        client=client,
        goals=goals_of(vault, client_id),
        ratings=ratings_of(vault, client_id),
        follow_ups=open_follow_ups(vault, client_id),
        fresh_look=look,
        steps=_step_lines(vault, look) if look else [],
        safety_notes=safety_notes_of(vault, client_id),
        statements=statements_of(vault, client_id),
        debriefs=debriefs_of(vault, client_id, NEWEST_DEBRIEFS),
        permissions=permissions_of(vault, client_id),
        contacts=contacts_of(vault, client_id),
        signal=signal_of(vault, client_id),
        erasure=waiting_of(vault, client_id),
    )


def _step_lines(vault: Vault, look: FreshLook) -> list[StepLine]:
    states = progress_of(vault, [look.id])[look.id].states
    lines = []
    for number, step in STEPS.items():
        newest = newest_current(entries_of(vault, step, look.id))
        lines.append(StepLine(number, states[number], newest.held_on if newest else None))  # type: ignore[attr-defined]  # every step table has it
    return lines
