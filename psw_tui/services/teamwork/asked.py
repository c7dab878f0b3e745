"""What the team's clients need of whoever supervises: questions without an answer, worries about safety, who is shared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psw_tui.domain.steps import State
from psw_tui.records.columns import read_instant
from psw_tui.records.steps.supervision import ByWhen
from psw_tui.services.safety import is_told
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault


@dataclass(frozen=True)
class Question:
    """A request for supervision that waits for an answer."""

    client: str
    code: str
    row: str
    """Id of the step entry."""
    look: str
    """Id of the fresh look it is a step of; empty for one outside of any."""
    asked_on: date
    need: str
    """As stored: a JSON list of what kind of help."""
    question: str
    by_when: str
    author: str


@dataclass(frozen=True)
class Worry:
    """A safety note that somebody has still to be told of, or whose next check was not made."""

    client: str
    code: str
    row: str
    held_on: date
    what: str
    """What was seen or heard, else what was done, in their words; empty for a client who wants counts only."""
    next_check_on: date | None
    """None once the check was made."""
    told: bool
    author: str


@dataclass(frozen=True)
class SharedClient:
    """A client whom the team reads."""

    client: str
    code: str
    agreed_on: date | None
    status: str


@dataclass(frozen=True)
class Asked:
    """All of it, the most pressing first."""

    worries: Sequence[Worry]
    questions: Sequence[Question]
    clients: Sequence[SharedClient]


URGENCY = (*ByWhen, "")
"""How soon an answer is needed, the soonest first."""


def asked_of_the_team(vault: Vault) -> Asked:
    """Of the clients who are shared with the team. A check that is still to come is nothing to ask about yet."""
    worries = [_worry(vault, row) for row in listing(vault, _WORRIES, today=vault.clock.today().isoformat())]
    questions = [_question(row) for row in listing(vault, _QUESTIONS, waiting=State.WAITING.value)]
    return Asked(
        worries=sorted(worries, key=lambda each: (each.told, each.next_check_on or each.held_on, each.row)),
        questions=sorted(questions, key=lambda each: (_urgency(each.by_when), each.asked_on, each.row)),
        clients=[_client(row) for row in listing(vault, _CLIENTS)],
    )


def _worry(vault: Vault, row: Mapping[str, Any]) -> Worry:
    return Worry(
        client=row["client"],
        code=row["code"],
        row=row["id"],
        held_on=vault.clock.local(read_instant(row["at"])).date(),
        what=row["saw_or_heard"].strip() or row["what_i_did_line"].strip(),
        next_check_on=None if row["next_check_done_on"] else _day(row["next_check_on"]),
        told=is_told(json.loads(row["told"])),
        author=row["author"],
    )


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        client=row["client"],
        code=row["code"],
        row=row["id"],
        look=row["fresh_look"] or "",
        asked_on=_day(row["asked_on"]) or date.fromisoformat(row["held_on"]),
        need=row["need"],
        question=row["question"],
        by_when=row["by_when"] or "",
        author=row["author"],
    )


def _client(row: Mapping[str, Any]) -> SharedClient:
    return SharedClient(row["id"], row["code"], _day(row["team_agreed_on"]), row["status"])


def _urgency(by_when: str) -> int:
    return URGENCY.index(by_when) if by_when in URGENCY else len(URGENCY)


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


# Whoever wrote the first line of a record wrote the record; a record that was shared later is told by the same worker.
_AUTHOR = """
coalesce((SELECT author FROM change WHERE change."row" = {table}.id AND op <> 'nothing' ORDER BY clock LIMIT 1), '') AS author
"""

_WORRIES = f"""
SELECT safety_note.*, client.code, {_AUTHOR.format(table="safety_note")}
FROM safety_note JOIN client ON client.id = safety_note.client
WHERE client.shared_with_team = 1 AND (
    (next_check_done_on IS NULL AND next_check_on <= :today)
    OR NOT EXISTS (SELECT 1 FROM json_each(told) WHERE coalesce(json_extract(value, '$.at'), '') <> '')
)
"""  # noqa: S608 - no value of a person is in it

_QUESTIONS = f"""
SELECT step_supervision.*, client.code, {_AUTHOR.format(table="step_supervision")}
FROM step_supervision JOIN client ON client.id = step_supervision.client
WHERE client.shared_with_team = 1 AND step_supervision.state = :waiting
    AND step_supervision.id NOT IN (SELECT amends FROM step_supervision WHERE amends IS NOT NULL)
"""  # noqa: S608 - no value of a person is in it

_CLIENTS = "SELECT id, code, team_agreed_on, status FROM client WHERE shared_with_team = 1 ORDER BY code, id"
