"""Of whom the rule of the signal says something, over the whole caseload, without asking it about everybody each time.

The vault itself leaves out those of whom the rule cannot say it; the rule is asked about the others. What it said is
kept with the open vault for the day, and asked anew only for clients whom the log has written about since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import Any

from psw_tui.domain.signal_constants import Constants
from psw_tui.domain.signs import ClientSignal, Rhythm
from psw_tui.records.debrief import NO_CONTACT
from psw_tui.services.signals import AT_ONCE, constants, signals_of
from psw_tui.storage.read import column, listing
from psw_tui.storage.vault import Vault


class Sign(Enum):
    """What is asked of the rule."""

    WORTH_A_LOOK = auto()
    NOT_CONNECTED = auto()


@dataclass
class _Told:
    """What the rule said on a day, and the newest line of the log at that time."""

    day: date
    line: tuple[int, str]
    clients: set[str]


def told_by(vault: Vault, sign: Sign) -> set[str]:
    """The active clients of whom the rule says this today.

    Raises Stopped when `vault.stopping.stop` was called meanwhile, and SignalsFileWrong. The first time it takes as
    long as the rule needs for everybody who comes into question, some 0.2 ms each.
    """
    today, rule, line = vault.clock.today(), constants(), _newest_line(vault)
    key = f"told {sign.name}"
    kept = vault.worked_out.get(key)
    with vault.stopping.stoppable():
        if not isinstance(kept, _Told) or kept.day != today or not _is_there(vault, kept.line):
            asked = sorted(column(vault, _IN_QUESTION[sign], **_values(today, rule)))  # as they lie in the file
            kept = _Told(today, line, _says(vault, sign, asked))
        elif kept.line != line:
            changed = column(vault, "SELECT DISTINCT client FROM change WHERE rowid > :since", since=kept.line[0])
            kept = _Told(today, line, kept.clients.difference(changed) | _says(vault, sign, changed))
    vault.worked_out[key] = kept
    return kept.clients


def _says(vault: Vault, sign: Sign, ids: Sequence[str]) -> set[str]:
    """Of which of these the rule says so."""
    says, found = _ANSWER[sign], set[str]()
    for start in range(0, len(ids), AT_ONCE):
        vault.stopping.heed()
        signals = signals_of(vault, ids[start : start + AT_ONCE])
        found.update(id_ for id_, signal in signals.items() if says(signal))
    return found


def _newest_line(vault: Vault) -> tuple[int, str]:
    """Where the log ends: a number that grows, and what proves that it is still the same line."""
    rows = listing(vault, 'SELECT rowid AS number, "row" || at AS line FROM change ORDER BY rowid DESC LIMIT 1')
    return (rows[0]["number"], rows[0]["line"]) if rows else (0, "")


def _is_there(vault: Vault, line: tuple[int, str]) -> bool:
    """Whether the log still has this line: erasing a client takes lines out, and numbers may be given again."""
    number, is_line = line
    found = column(vault, 'SELECT "row" || at FROM change WHERE rowid = :number', number=number)
    return found == [is_line] or line == (0, "")


def _values(today: date, rule: Constants) -> dict[str, Any]:
    latest = {f"{rhythm}_since": (today - timedelta(_longest(rule, rhythm))).isoformat() for rhythm in rule.rhythm_days}
    stale = (today - timedelta(rule.stale_after_days)).isoformat()
    return latest | {
        "today": today.isoformat(),
        "stale": stale,
        "tries": rule.tries_in_a_row,
        "running": rule.useful_no_running,
        "slipping_by": rule.slipping_by,
        "points": rule.not_moving_ratings + 1,
        "not_moving": f"-{rule.not_moving_days} days",
    }


def _longest(rule: Constants, rhythm: Rhythm) -> int:
    return rule.rhythm_days[rhythm] * rule.rhythm_times


_ANSWER: dict[Sign, Callable[[ClientSignal], bool]] = {
    Sign.WORTH_A_LOOK: lambda signal: signal.worth_a_look,
    Sign.NOT_CONNECTED: lambda signal: signal.not_connected,
}

_TRIED = ", ".join(f"'{contact}'" for contact in NO_CONTACT)

# Each condition is necessary for what the rule says, so nobody is missed; none is enough, so the rule has the last word.
_IN_QUESTION = {
    # Quiet since a day that is long enough ago, or so many tries that came to none.
    Sign.NOT_CONNECTED: f"""
WITH quiet AS (SELECT id, CASE rhythm
        WHEN 'weekly' THEN :weekly_since WHEN 'two_weeks' THEN :two_weeks_since WHEN 'monthly' THEN :monthly_since
    END AS since, coalesce(met_on, substr(made_at, 1, 10)) AS met FROM client WHERE status = 'active')
SELECT id FROM quiet WHERE (
    met <= since AND NOT EXISTS (
        SELECT 1 FROM debrief WHERE debrief.client = quiet.id AND held_on > since AND held_on <= :today
            AND coalesce(contact, '') NOT IN ({_TRIED})
            AND debrief.id NOT IN (SELECT amends FROM debrief WHERE amends IS NOT NULL))
) OR :tries <= (SELECT count(*) FROM debrief WHERE debrief.client = quiet.id AND contact IN ({_TRIED}))
""",  # noqa: S608 - no value of a person is in it
    # Not asked to wait; and they asked for something different with no fresh look since, or said so many times that it
    # was not useful, or more than half of the rated goals fell far enough below a number of theirs, or long rose above none.
    Sign.WORTH_A_LOOK: """
WITH put_right AS MATERIALIZED (SELECT amends AS id FROM debrief WHERE amends IS NOT NULL),
newest AS MATERIALIZED (  -- in a row with one max() the other columns are those of that very rating
    SELECT goal, day, value, max(day || id) FROM rating
    WHERE day BETWEEN :stale AND :today AND value IS NOT NULL AND given_by = 'person' AND written_in NOT IN put_right
    GROUP BY goal
), low AS MATERIALIZED (
    SELECT client FROM newest JOIN goal ON goal.id = newest.goal
    WHERE state = 'active' AND newest.day >= (
        SELECT CASE WHEN max(day) <= :today THEN max(day) ELSE '' END FROM rewording WHERE rewording.goal = goal.id)
    GROUP BY client HAVING count(*) < 2 * sum(
        EXISTS (SELECT 1 FROM rating AS older WHERE older.goal = newest.goal AND older.day < newest.day
            AND older.value >= newest.value + :slipping_by)
        OR (kind <> 'keep' AND :points <= (SELECT count(value) FROM rating AS every WHERE every.goal = newest.goal)
            AND EXISTS (SELECT 1 FROM rating AS older WHERE older.goal = newest.goal
                AND older.day <= date(newest.day, :not_moving) AND older.value >= newest.value)))
)
SELECT id FROM client
WHERE status = 'active'
    AND coalesce((SELECT until_on FROM snooze WHERE snooze.client = client.id ORDER BY id DESC LIMIT 1), '') <= :today
    AND (
        id IN low
        OR EXISTS (SELECT 1 FROM debrief WHERE debrief.client = client.id
            AND asked_different AND held_on BETWEEN :stale AND :today AND held_on > coalesce((
                SELECT max(opened_on) FROM fresh_look
                WHERE fresh_look.client = client.id AND coalesce(outcome, '') <> 'mistake'), ''))
        OR :running <= (SELECT count(*) FROM debrief WHERE debrief.client = client.id AND useful_today = 'no'))
""",
}
