"""An agency's numbers: what the program report counts in a month, told to the hub without small cells.

What is told of a group stays the same whatever a number from 1 to 4 in it really is, so nobody can work that out: a total
is told only where every part of it is.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from psw_tui.domain.small_counts import Count, enough, part, total
from psw_tui.records.debrief import NO_CONTACT, WITH_CONTACT
from psw_tui.records.goal import GoalState
from psw_tui.records.steps.refer import HelpWith
from psw_tui.services.errors import MonthNotOver
from psw_tui.services.program_counts import Counts, counts
from psw_tui.services.reporting.program import LOOKS, PEOPLE, PERMISSIONS, QUESTIONS, RATINGS, REFERRALS, STATES
from psw_tui.services.teamwork.syncing import hub_of
from psw_tui.storage.vault import Vault

HIDDEN = 1
"""Any number that the hub is never told: it takes back what it was told of that name before."""

OTHER, TOTAL = "other", "total"


def numbers_of(vault: Vault, month: date) -> Mapping[str, int]:
    """What would be told of this month (its first day), by the name of the measure; nothing from 1 to 4 is in it,
    nor anything from which such a number could be worked out. Raises MonthNotOver."""
    return {name: n for name, n in _measured(vault, month).items() if n is not None}


def tell_numbers(vault: Vault, month: date, password: str | None = None) -> int:
    """Tell the hub, in place of what was told of this month before; how many.

    Raises NotInTeam, NoHub, HubError, MonthNotOver.
    """
    measured = _measured(vault, month)
    with hub_of(vault, password) as (hub, team):
        return hub.push_counts(
            team, month.replace(day=1), {name: HIDDEN if n is None else n for name, n in measured.items()}
        )


def _measured(vault: Vault, month: date) -> dict[str, int | None]:
    last = month.replace(day=monthrange(month.year, month.month)[1])
    if last >= vault.clock.today():
        raise MonthNotOver
    return measures(counts(vault, month.replace(day=1), last))


def measures(found: Counts) -> dict[str, int | None]:
    """Every measure by its name, in small letters; None for one that is not told."""
    tries = {str(kind): found.contacts.get(kind, 0) for kind in NO_CONTACT}
    met = {kind: n for kind, n in found.contacts.items() if kind not in tries}
    every: dict[str, int | None] = {}
    for name, kinds, group in (
        ("people", PEOPLE, found.people),
        ("contacts", WITH_CONTACT, met),
        ("tries", NO_CONTACT, tries),
        ("goals", GoalState, found.goals),
        ("numbers_asked", RATINGS, found.ratings),
        ("looks", LOOKS, found.looks),
        ("questions", QUESTIONS, found.questions),
        ("referrals", REFERRALS, found.referrals),
        ("permissions", PERMISSIONS, found.permissions),
    ):
        every |= _group(name, [str(kind) for kind in kinds], group)
    every["goals_reworded"] = _exactly(part(found.rewordings))
    every["contacts.hours"] = _exactly(part(round(found.minutes / 60))) if _may_tell(found.timed) else None
    for step, of_step in found.steps.items():
        every |= {f"steps.{int(step)}.{state}": _exactly(part(of_step.get(state, 0))) for state in STATES}
    for name, of_kind in (("nothing_fits", found.nothing_fits), ("turned_away", found.turned_away)):
        every |= _all_or_none(name, of_kind)
    return every


def _group(name: str, kinds: list[str], group: Mapping[str, int]) -> dict[str, int | None]:
    """Kinds that add up to their total; what nobody foresaw is one of them."""
    parts = {kind: group.get(kind, 0) for kind in kinds}
    parts[OTHER] = parts.get(OTHER, 0) + sum(n for kind, n in group.items() if kind not in parts)
    told = {f"{name}.{kind}": _exactly(part(n)) for kind, n in parts.items()}
    return told | {f"{name}.{TOTAL}": _exactly(total([*parts.values()]))}


def _all_or_none(name: str, of_kind: Mapping[str, int]) -> dict[str, int | None]:
    """Referrals by kind of help: each has at least one, so with their number told a single hidden kind could be worked out."""
    told = {f"{name}.{kind}": _exactly(part(of_kind.get(kind, 0))) for kind in HelpWith}
    return told if None not in told.values() else dict.fromkeys(told)


def _may_tell(behind: int) -> bool:
    return behind == 0 or enough(behind)


def _exactly(count: Count) -> int | None:
    return None if count.hidden or count.at_least else count.n
