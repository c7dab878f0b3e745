"""Is the support helping? The rule's answer for clients of a vault: what it looks at is read here, decided in the domain."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from psw_tui.domain.better import Better, OpenLook, looks_better
from psw_tui.domain.signal import client_signal
from psw_tui.domain.signal_constants import BadConstant, Constants, constants_from
from psw_tui.domain.signs import (
    ClientHistory,
    ClientSignal,
    ClientStatus,
    Contacted,
    GoalHistory,
    GoalKind,
    Number,
    Rhythm,
    Useful,
    UsefulAnswer,
)
from psw_tui.records.debrief import NO_CONTACT
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import GivenBy, GoalState
from psw_tui.records.snooze import Snooze, SnoozeForm
from psw_tui.records.steps.respect import ContactFromNow
from psw_tui.resources import asset
from psw_tui.services.errors import NoSuchClient, SignalsFileWrong
from psw_tui.storage.read import listing_at_once
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

AT_ONCE = 500
"""Clients whose numbers are held in memory together."""


@cache
def constants() -> Constants:
    """The numbers of the rule, from the file an agency may edit. They never change while the program runs.

    Raises SignalsFileWrong.
    """
    try:
        return constants_from(tomllib.loads(asset("signals.toml").read_text(encoding="utf-8")))
    except BadConstant as bad:
        raise SignalsFileWrong(bad.key) from bad
    except (OSError, ValueError) as unreadable:
        raise SignalsFileWrong("signals.toml") from unreadable


def signals_of(vault: Vault, client_ids: Sequence[str]) -> dict[str, ClientSignal]:
    """What the rule says of each of these clients, by id; the gone are left out.

    Two questions to the vault for every 500 of them. Raises SignalsFileWrong.
    """
    today, rule = vault.clock.today(), constants()
    found: dict[str, ClientSignal] = {}
    for start in range(0, len(client_ids), AT_ONCE):
        histories = _histories(vault, client_ids[start : start + AT_ONCE])
        found |= {id_: client_signal(history, today, rule) for id_, history in histories.items()}
    return found


def signal_of(vault: Vault, client_id: str) -> ClientSignal:
    """What the rule says of one client. Raises NoSuchClient, SignalsFileWrong."""
    found = signals_of(vault, [client_id])
    if client_id not in found:
        raise NoSuchClient(client_id)
    return found[client_id]


def better_of(vault: Vault, look: FreshLook) -> Better:
    """Whether an open fresh look looks better, by its goals' numbers since it was opened. Raises SignalsFileWrong."""
    goals = _goals(vault, [look.client]).get(look.client, ())
    return looks_better(OpenLook(look.opened_on, look.goals), goals, vault.clock.today(), constants())


def snooze(vault: Vault, client_id: str, form: SnoozeForm) -> Snooze:
    """Do not suggest a fresh look for this client until the day asked for; a newer one replaces an older."""
    today = vault.clock.today()
    row = Snooze(
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client_id,
        set_on=today,
        until_on=today + timedelta(days=int(str(form.days))),
        reason=form.reason,
    )
    with writing(vault) as tx:
        tx.add(row)
        tx.drop_draft(client_id, "snooze", "")
    return row


def _histories(vault: Vault, client_ids: Sequence[str]) -> dict[str, ClientHistory]:
    """What the rule looks at for each of these clients, in two questions to the vault."""
    goals = _goals(vault, client_ids)
    rows = listing_at_once(vault, _CLIENT_COLUMNS, _CLIENTS, ids=json.dumps(list(client_ids)))
    return {row["id"]: _history(row, goals.get(row["id"], ())) for row in rows}


def _goals(vault: Vault, client_ids: Sequence[str]) -> dict[str, list[GoalHistory]]:
    """The goals of each of these clients with their numbers, in one question to the vault."""
    found: dict[str, list[GoalHistory]] = {}
    for row in listing_at_once(vault, _GOAL_COLUMNS, _GOALS, ids=json.dumps(list(client_ids))):
        found.setdefault(row["client"], []).append(_goal(row))
    return found


def _goal(row: Mapping[str, Any]) -> GoalHistory:
    return GoalHistory(
        id=row["id"],
        words=row["words"],
        kind=GoalKind(row["kind"]),
        active=row["state"] == GoalState.ACTIVE,
        reworded_on=_day(row["reworded_on"]),
        numbers=[
            Number(date.fromisoformat(day), value, no_answer, given_by == GivenBy.PERSON)
            for day, value, no_answer, given_by in json.loads(row["numbers"])
        ],
    )


def _history(row: Mapping[str, Any], goals: Sequence[GoalHistory]) -> ClientHistory:
    debriefs = [(date.fromisoformat(day), *answers) for day, *answers in json.loads(row["debriefs"])]
    return ClientHistory(
        status=ClientStatus(row["status"]),
        rhythm=Rhythm(row["rhythm"]),
        met_on=date.fromisoformat(row["met_on"]),
        goals=goals,
        contacts=[Contacted(day, contact not in NO_CONTACT) for day, contact, _, _ in debriefs],
        useful=[UsefulAnswer(day, Useful(useful)) for day, _, useful, _ in debriefs if useful],
        asked_on=_unanswered([day for day, _, _, asked in debriefs if asked], _day(row["looked_on"])),
        snoozed_until=_day(row["snoozed_until"]),
        they_reach_out=row["contact_from_now"] in _THEY_REACH_OUT,
    )


def _unanswered(asked: Sequence[date], looked_on: date | None) -> date | None:
    """The newest day they asked for something different; a fresh look opened that day or later is the answer."""
    newest = max(asked, default=None)
    return newest if newest is None or looked_on is None or looked_on < newest else None


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


_THEY_REACH_OUT = (ContactFromNow.ONLY_IF_THEY_ASK, ContactFromNow.STOP)

# What hangs on a row comes with it as JSON: a row of its own for every number would take three times as long.
# A debrief that was put right counts no more, nor do its numbers. A look opened by mistake answers nothing.
# What step 8 said holds until the client is active again on a later day.
_CLIENT_COLUMNS = ("id", "status", "rhythm", "met_on", "debriefs", "snoozed_until", "looked_on", "contact_from_now")
_CLIENTS = """
WITH put_right AS MATERIALIZED (
    SELECT amends AS id FROM debrief WHERE client IN (SELECT value FROM json_each(:ids)) AND amends IS NOT NULL)
SELECT id, status, rhythm, coalesce(met_on, substr(made_at, 1, 10)) AS met_on,
    (SELECT json_group_array(json_array(held_on, contact, useful_today, asked_different) ORDER BY at, id)
        FROM debrief WHERE debrief.client = client.id AND id NOT IN (SELECT id FROM put_right)) AS debriefs,
    (SELECT until_on FROM snooze WHERE snooze.client = client.id ORDER BY snooze.id DESC LIMIT 1) AS snoozed_until,
    (SELECT max(opened_on) FROM fresh_look
        WHERE fresh_look.client = client.id AND coalesce(outcome, '') <> 'mistake') AS looked_on,
    (SELECT contact_from_now FROM step_respect AS said
        WHERE said.client = client.id AND state = 'done' AND held_on >= client.status_since AND id NOT IN (
            SELECT amends FROM step_respect AS later WHERE later.client = client.id AND amends IS NOT NULL)
        ORDER BY said.id DESC LIMIT 1) AS contact_from_now
FROM client WHERE id IN (SELECT value FROM json_each(:ids))
"""

_GOAL_COLUMNS = ("id", "client", "words", "kind", "state", "reworded_on", "numbers")
_GOALS = """
WITH put_right AS MATERIALIZED (
    SELECT amends AS id FROM debrief WHERE client IN (SELECT value FROM json_each(:ids)) AND amends IS NOT NULL)
SELECT id, client, words, kind, state,
    (SELECT max(day) FROM rewording WHERE rewording.goal = goal.id) AS reworded_on,
    (SELECT json_group_array(json_array(day, value, no_answer, given_by) ORDER BY day, id)
        FROM rating WHERE rating.goal = goal.id AND written_in NOT IN (SELECT id FROM put_right)) AS numbers
FROM goal WHERE client IN (SELECT value FROM json_each(:ids)) ORDER BY id
"""
