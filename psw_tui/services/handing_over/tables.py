"""Which records can be handed over, in what order they can be written, and what in them names another record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from psw_tui.records.ask import Kind
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.form import questions
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal, Rating, Rewording
from psw_tui.records.leaving import Statement
from psw_tui.records.nine import STEPS
from psw_tui.records.parcel import HandOverPart
from psw_tui.records.row import Row
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.support import ContactRow, Permission, Shared

PARTS: Mapping[type[Row], HandOverPart | None] = {
    Client: None,
    ContactRow: HandOverPart.PEOPLE,
    Permission: HandOverPart.PEOPLE,
    Shared: HandOverPart.PEOPLE,
    Goal: HandOverPart.GOALS,
    Rewording: HandOverPart.GOALS,
    Rating: HandOverPart.GOALS,
    Debrief: HandOverPart.DEBRIEFS,
    FreshLook: HandOverPart.LOOKS,
    **{step.table: HandOverPart.LOOKS for step in STEPS.values()},
    SafetyNote: HandOverPart.SAFETY,
    FollowUp: HandOverPart.FOLLOW_UPS,
    Statement: HandOverPart.STATEMENTS,
}
"""The part each belongs to, in an order in which they can be written. The client themselves always goes along.

Not here, so never along: drafts, the worker's settings, *not now*, what left and came in, who asked for erasing.
"""

TABLES: Mapping[str, type[Row]] = {table.NAME: table for table in PARTS}

OWN_STEPS = frozenset(step.table for step in STEPS.values() if step.private)
"""Steps that are private to the worker: of them only that they were taken, and when, goes along."""

STANDS = frozenset({"id", "made_at", "client", "fresh_look", "amends", "held_on", "state"})
"""What goes along of a step that is the worker's own, so that its mark on the fresh look stays true."""

LINKS: Mapping[str, str] = {
    "client": "client",
    "goal": "goal",
    "fresh_look": "fresh_look",
    "with_contact": "contact",
    "to_contact": "contact",
    "permission": "permission",
    "debrief": "debrief",
}
"""Fields that hold the id of a record, and of what kind."""

OF_THE_TEAM: Mapping[type[Row], frozenset[str]] = {Client: frozenset({"shared_with_team", "team_agreed_on"})}
"""What a client agreed to with one team; another worker's team is for them to agree to anew."""

WRITTEN_IN, AMENDS, LINKED_ROW, LINKED_ENTITY = "written_in", "amends", "linked_row", "linked_entity"
NO_LINK = {LINKED_ENTITY: Client.NAME, LINKED_ROW: ""}
"""What a follow-up says that belongs to no record but the client."""


def fields_of(table: type[Row]) -> list[str]:
    """The columns that travel; those that triggers keep are made anew."""
    return [name for name in table.model_fields if name not in table.DERIVED]


def must_be_empty(table: type[Row]) -> frozenset[str]:
    """The fields of a record that never leave."""
    if table in OWN_STEPS:
        return frozenset(fields_of(table)) - STANDS
    return frozenset(name for name, ask in questions(table) if ask.private) | OF_THE_TEAM.get(table, frozenset())


def empty(table: type[Row], name: str) -> Any:
    """What a field holds that was never answered."""
    return table.model_fields[name].get_default(call_default_factory=True)


def links_of(table: type[Row], values: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(field, id, the kinds of record it may be of) for each record that a record names by itself."""
    steps = tuple(step.table.NAME for step in STEPS.values())
    for name in fields_of(table):
        kinds = {WRITTEN_IN: (Debrief.NAME, *steps), AMENDS: (table.NAME,)}.get(name)
        if name == LINKED_ROW:
            kinds = (str(values[LINKED_ENTITY]),)
        elif name in LINKS and _holds_id(table, name):
            kinds = (LINKS[name],)
        if kinds and values[name]:
            yield name, str(values[name]), kinds


def goal_lists(table: type[Row]) -> Iterator[tuple[str, str]]:
    """(field, name within each of its items) where a record lists goals; the name is empty where the item is the id."""
    for name, ask in questions(table):
        if ask.source == "goals" and ask.kind is Kind.ROWS:
            yield name, ask.carries
        elif ask.source == "goals" and ask.kind is Kind.PICKS:
            yield name, ""


def _holds_id(table: type[Row], name: str) -> bool:
    """A field of such a name that people type words into holds none."""
    asked = dict(questions(table)).get(name)
    return asked is None or asked.kind is Kind.PICK
