"""Everything about one client in the order of its days, the newest first: one question to the vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from psw_tui.domain.instants import read_instant
from psw_tui.records.nine import STEPS
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault

LONGEST = 200
"""Characters of a record's words that are brought along."""

OPENED, CLOSED, TAKEN_BACK = "opened", "closed", "taken_back"
"""What happened to a record that comes twice: when it began, and when it ended."""


@dataclass(frozen=True)
class Moment:
    """One thing that was, on one day."""

    entity: str
    row: str
    day: date
    answer: str
    """The one answer that tells most: how they met, where a step stands, which number; the stored value."""
    turn: str
    """`OPENED`, `CLOSED` or `TAKEN_BACK` for what comes twice; else empty."""
    words: str
    """The beginning of what was written, as one text."""


def timeline(vault: Vault, client: str) -> list[Moment]:
    """Every moment of a client. What was amended comes in its newest version only."""
    moments = [
        Moment(
            entity=row["entity"],
            row=row["id"],
            day=_day(vault, row["day"]),
            answer="" if row["answer"] is None else str(row["answer"]),  # 0 is an answer
            turn=row["turn"],
            words=row["words"],
        )
        for row in listing(vault, _MOMENTS, client=client, longest=LONGEST)
    ]
    return sorted(moments, key=lambda moment: (moment.day, moment.row), reverse=True)


def _day(vault: Vault, stored: str) -> date:
    """A calendar date as it is; of an instant, the worker's own day."""
    is_day = len(stored) == len("2026-03-13")
    return date.fromisoformat(stored) if is_day else vault.clock.local(read_instant(stored)).date()


def _standing(table: str, answer: str) -> str:
    """What is amended by later entries of its own table."""
    return (
        f"SELECT '{table}' AS entity, id, held_on AS day, {answer} AS answer, '' AS turn FROM {table}"  # noqa: S608 - names of our tables
        f" WHERE client = :client AND id NOT IN ("
        f"SELECT amends FROM {table} AS later WHERE later.client = :client AND amends IS NOT NULL)"
    )


_MOMENTS = f"""
SELECT moment.entity, id, moment.day, answer, turn, coalesce(substr(search.body, 1, :longest), '') AS words FROM (
    {" UNION ALL ".join(_standing(step.table.NAME, "state") for step in STEPS.values())}
    UNION ALL {_standing("debrief", "contact")}
    UNION ALL SELECT 'goal', id, set_on, state, '' FROM goal WHERE client = :client
    UNION ALL SELECT 'rewording', id, day, whose_idea, '' FROM rewording WHERE client = :client
    UNION ALL SELECT 'rating', id, day, coalesce(value, no_answer), '' FROM rating
        WHERE client = :client AND written_in = ''
    UNION ALL SELECT 'fresh_look', id, opened_on, why_now, '{OPENED}' FROM fresh_look WHERE client = :client
    UNION ALL SELECT 'fresh_look', id, closed_on, outcome, '{CLOSED}' FROM fresh_look WHERE client = :client
    UNION ALL SELECT 'contact', id, made_at, kind, '' FROM contact WHERE client = :client
    UNION ALL SELECT 'permission', id, given_on, agreed, '{OPENED}' FROM permission WHERE client = :client
    UNION ALL SELECT 'permission', id, withdrawn_on, '', '{TAKEN_BACK}' FROM permission WHERE client = :client
    UNION ALL SELECT 'shared', id, held_on, '', '' FROM shared WHERE client = :client
    UNION ALL SELECT 'follow_up', id, made_on, '', '{OPENED}' FROM follow_up WHERE client = :client
    UNION ALL SELECT 'follow_up', id, closed_on, state, '{CLOSED}' FROM follow_up WHERE client = :client
    UNION ALL SELECT 'safety_note', id, at, '', '' FROM safety_note WHERE client = :client
    UNION ALL SELECT 'statement', id, held_on, '', '' FROM statement WHERE client = :client
    UNION ALL SELECT 'sent', id, held_on, paper, '' FROM sent WHERE client = :client
    UNION ALL SELECT 'received', id, held_on, paper, '' FROM received WHERE client = :client
    UNION ALL SELECT 'snooze', id, set_on, reason, '' FROM snooze WHERE client = :client
) AS moment LEFT JOIN search ON search.row = id AND search.entity = moment.entity
WHERE moment.day IS NOT NULL
"""  # noqa: S608 - names of our tables
