"""Which clients the caseload shows: all of them, or those that want something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from psw_tui.domain.permission import ENDS_SOON_DAYS
from psw_tui.records.setting import Showing
from psw_tui.services.told import Sign, told_by
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault

_ANYBODY = "1"
_IN_TOUCH = "status NOT IN ('moved_on', 'lost_touch', 'closed')"
_ACTIVE = "status NOT IN ('moved_on', 'lost_touch', 'closed', 'paused_by_them')"

_WHO: Mapping[Showing, tuple[str, str]] = {
    Showing.ALL: (_ANYBODY, "1"),
    Showing.MINE_TODAY: (
        _ACTIVE,
        "id IN (SELECT client FROM follow_up WHERE state IN ('open', 'moved')"
        " AND coalesce(due, made_on) <= :today AND due <= :today AND who IN ('me', 'both'))",
    ),
    Showing.DUE: (_ACTIVE, "next_due <= :today"),
    Showing.OPEN_LOOKS: (
        _ANYBODY,
        "EXISTS (SELECT 1 FROM fresh_look WHERE fresh_look.client = client.id AND closed_on IS NULL)",
    ),
    Showing.PERMISSION_ENDS: (
        _IN_TOUCH,
        "id IN (SELECT client FROM permission WHERE agreed = 'yes'"
        " AND withdrawn_on IS NULL AND until_on BETWEEN :today AND :soon)",
    ),
    Showing.UNANSWERED: (
        _IN_TOUCH,
        "EXISTS (SELECT 1 FROM step_supervision AS asked WHERE asked.client = client.id AND state = 'waiting'"
        " AND id NOT IN (SELECT amends FROM step_supervision AS later"
        " WHERE later.client = client.id AND amends IS NOT NULL))",
    ),
    Showing.PAUSED: (_ANYBODY, "status = 'paused_by_them'"),
    Showing.WORTH_A_LOOK: (_ACTIVE, "1"),
    Showing.NOT_CONNECTED: (_ACTIVE, "1"),
}
"""Who comes into question, and which of them; what the rule of the signal says is asked of those that are left."""

SIGNS: Mapping[Showing, Sign] = {Showing.WORTH_A_LOOK: Sign.WORTH_A_LOOK, Showing.NOT_CONNECTED: Sign.NOT_CONNECTED}
"""The filters that ask the rule of the signal."""

_NARROWED = {
    False: "code LIKE :typed ESCAPE '!'",
    True: "(code LIKE :typed ESCAPE '!' OR goes_by LIKE :typed ESCAPE '!')",
}
"""By whether the names are shown."""

_ORDER = """
SELECT id FROM client WHERE {where}
ORDER BY status IN ('moved_on', 'lost_touch', 'closed'), status = 'paused_by_them', next_due, id LIMIT :most
"""

EVERYBODY = -1
"""No limit, as SQLite has it."""


def caseload_order(
    vault: Vault, showing: Showing = Showing.ALL, typed: str = "", *, names: bool = False, most: int = EVERYBODY
) -> list[str]:
    """The ids to show: those in touch first, the soonest due first, then the newest added; the first `most` of them.

    `typed` narrows to codes that contain it, and with `names` to the names they go by. What the rule of the signal
    says may take a while the first time: raises Stopped when `vault.stopping.stop` was called meanwhile.
    """
    told = told_by(vault, SIGNS[showing]) if showing in SIGNS else None
    today = vault.clock.today()
    conditions = list(_WHO[showing])
    values: dict[str, Any] = {"today": today.isoformat(), "soon": (today + timedelta(ENDS_SOON_DAYS)).isoformat()}
    if wanted := typed.strip():
        conditions.append(_NARROWED[names])
        values["typed"] = f"%{_literal(wanted)}%"
    values["most"] = most if told is None else EVERYBODY
    ids: list[str] = column(vault, _ORDER.format(where=" AND ".join(conditions)), **values)
    return ids if told is None else [id_ for id_ in ids if id_ in told][: None if most == EVERYBODY else most]


def _literal(typed: str) -> str:
    """What was typed, with nothing in it that LIKE takes for a sign of its own."""
    return "".join(f"!{sign}" if sign in "!%_" else sign for sign in typed)
