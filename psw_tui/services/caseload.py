"""The caseload: what a row of it shows, for the page that is on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psw_tui.domain.signs import ClientSignal
from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import NEVER, Rhythm, Status
from psw_tui.services.fresh_looks import progress_of
from psw_tui.services.signals import signals_of
from psw_tui.storage.read import listing_at_once
from psw_tui.storage.vault import Vault

IN_TOUCH = (Status.ACTIVE, Status.PAUSED)


@dataclass(frozen=True)
class CaseloadLook:
    """The fresh look a caseload row shows: the open one, else the last closed."""

    id: str
    opened_on: date
    look_again_by: date | None
    closed_on: date | None
    outcome: str | None
    steps: dict[StepNumber, State]


@dataclass(frozen=True)
class CaseloadRow:
    """One client at a glance."""

    id: str
    code: str
    goes_by: str
    status: Status
    last_contact: date | None
    next_due: date | None
    next_what: str
    permission_until: date | None
    """The latest end among permissions not withdrawn that has not passed; None for none."""
    rhythm: Rhythm
    pronouns: str
    met_on: date | None
    asked_on: date | None
    """The day of the oldest question to a supervisor that waits for its answer."""
    signal: ClientSignal
    fresh_look: CaseloadLook | None
    shared: bool = False
    """Whether the team reads their record."""

    @property
    def in_touch(self) -> bool:
        """Active, or on a pause they chose. The signal of anybody else is of the past and goes unsaid."""
        return self.status in IN_TOUCH


def caseload_rows(vault: Vault, ids: Sequence[str]) -> list[CaseloadRow]:
    """These clients in the order asked, four questions to the vault whatever their number."""
    if not ids:
        return []
    names = {f"id{index}": id_ for index, id_ in enumerate(ids)}
    rows = listing_at_once(
        vault,
        _COLUMNS,
        _PAGE.format(ids=", ".join(f":{name}" for name in names)),
        today=vault.clock.today().isoformat(),
        **names,
    )
    progress = progress_of(vault, [row["look_id"] for row in rows if row["look_id"]])
    signals = signals_of(vault, [row["id"] for row in rows])
    found = {
        row["id"]: CaseloadRow(
            id=row["id"],
            code=row["code"],
            goes_by=row["goes_by"],
            status=Status(row["status"]),
            last_contact=_day(row["last_contact"]),
            next_due=None if row["next_due"] == NEVER else _day(row["next_due"]),
            next_what=row["next_what"] or "",
            permission_until=_day(row["permission_until"]),
            rhythm=Rhythm(row["rhythm"]),
            pronouns=row["pronouns"],
            met_on=_day(row["met_on"]),
            asked_on=_day(row["asked_on"]),
            signal=signals[row["id"]],
            fresh_look=CaseloadLook(
                id=row["look_id"],
                opened_on=date.fromisoformat(row["opened_on"]),
                look_again_by=_day(row["look_again_on"]),
                closed_on=_day(row["closed_on"]),
                outcome=row["outcome"],
                steps=progress[row["look_id"]].states,
            )
            if row["look_id"]
            else None,
            shared=bool(row["shared_with_team"]),
        )
        for row in rows
    }
    return [found[id_] for id_ in ids if id_ in found]


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


_COLUMNS = (
    *("id", "code", "goes_by", "status", "next_due", "rhythm", "pronouns", "met_on", "shared_with_team"),
    *("last_contact", "next_what", "permission_until", "asked_on"),
    *("look_id", "opened_on", "look_again_on", "closed_on", "outcome"),
)
_PAGE = """
SELECT client.id, client.code, client.goes_by, client.status, client.next_due,
    client.rhythm, client.pronouns, client.met_on, client.shared_with_team,
    (SELECT max(held_on) FROM debrief
        WHERE debrief.client = client.id AND contact NOT IN ('tried', 'they_cancelled') AND id NOT IN (
            SELECT amends FROM debrief AS later WHERE later.client = client.id AND amends IS NOT NULL)) AS last_contact,
    (SELECT what FROM follow_up
        WHERE follow_up.client = client.id AND state IN ('open', 'moved') AND due = client.next_due LIMIT 1) AS next_what,
    (SELECT max(until_on) FROM permission
        WHERE permission.client = client.id AND withdrawn_on IS NULL AND until_on >= :today) AS permission_until,
    (SELECT min(coalesce(asked_on, held_on)) FROM step_supervision AS asked
        WHERE asked.client = client.id AND state = 'waiting' AND id NOT IN (
            SELECT amends FROM step_supervision AS later
            WHERE later.client = client.id AND amends IS NOT NULL)) AS asked_on,
    look.id AS look_id, look.opened_on, look.look_again_on, look.closed_on, look.outcome
FROM client LEFT JOIN fresh_look AS look ON look.id = (
    SELECT id FROM fresh_look WHERE fresh_look.client = client.id
    ORDER BY closed_on IS NULL DESC, opened_on DESC, id DESC LIMIT 1
)
WHERE client.id IN ({ids})
"""
