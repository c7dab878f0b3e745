"""Every table whose changes are logged."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.form import questions
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal, Rating, Rewording
from psw_tui.records.leaving import Erasure, Received, Sent, Statement
from psw_tui.records.nine import STEPS
from psw_tui.records.row import Row
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.setting import Setting
from psw_tui.records.snooze import Snooze
from psw_tui.records.support import ContactRow, Permission, Shared

_LOGGED: tuple[type[Row], ...] = (
    *(Setting, Client, Goal, Rewording, Rating, Debrief, FreshLook, ContactRow, Permission, Shared),
    *(FollowUp, SafetyNote, Snooze, Sent, Received, Statement, Erasure),
    *(step.table for step in STEPS.values()),
)

TABLES: Mapping[str, type[Row]] = {table.NAME: table for table in _LOGGED}
"""Every table that is logged, by what the log calls it, which is also its name."""

OWN_STEPS = frozenset(step.table.NAME for step in STEPS.values() if step.private)

OWN = frozenset({Setting.NAME, Snooze.NAME, *OWN_STEPS})
"""The worker's own: nothing of these tables ever travels to the team."""


def is_own(row: Row) -> bool:
    """Whether a record is the worker's own: its table is, or it is a follow-up of a step that is."""
    return row.NAME in OWN or (isinstance(row, FollowUp) and row.linked_entity in OWN_STEPS)


@cache
def own_columns(entity: str) -> frozenset[str]:
    """The columns of a table that are the worker's own."""
    return frozenset(name for name, ask in questions(TABLES[entity]) if ask.private)
