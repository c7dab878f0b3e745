"""What a program report counts, over all clients of a vault: by kind, never by client and never by words of people.

Each thing is split up in one way only, so that no table can be taken from another (see `domain.small_counts`). What is
followed over time, such as goals, is what began in these days, as it stands today. What a later entry amends is not
counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from psw_tui.domain.steps import StepNumber
from psw_tui.records.nine import STEPS
from psw_tui.records.steps.refer import ReferralStatus
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault

OPEN = "open"
"""What a fresh look is counted under while it is open, and a question while it waits."""
NEW, KNOWN, NOT_REACHED = "new", "known", "not_reached"
IN_FORCE, ENDED, WITHDRAWN, SAID_NO = "in_force", "ended", "withdrawn", "said_no"
NOTHING_FITS, CHANGED_THEIR_MIND, THINKING, BEGUN = "nothing_fits", "changed_their_mind", "thinking", "begun"
NUMBER, GUESS = "number", "guess"

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"

OF_SEVERAL_WAYS = frozenset({StepNumber.SUPERVISION, StepNumber.REFER})
"""Steps 6 and 7 are counted as questions and as referrals: counted as steps too, one would give the other away."""


@dataclass(frozen=True)
class Counts:
    """All that is counted; each mapping by the stored value of what it is about."""

    people: Mapping[str, int]
    contacts: Mapping[str, int]
    timed: int
    """Contacts whose length was written down."""
    minutes: int
    goals: Mapping[str, int]
    rewordings: int
    ratings: Mapping[str, int]
    looks: Mapping[str, int]
    steps: Mapping[StepNumber, Mapping[str, int]]
    questions: Mapping[str, int]
    """Answered ones by who answered."""
    days_to_answer: float | None
    """The middle one; None without any."""
    answers: int
    """How many it is the middle of."""
    referrals: Mapping[str, int]
    nothing_fits: Mapping[str, int]
    turned_away: Mapping[str, int]
    """By kind of help; one referral may have several."""
    permissions: Mapping[str, int]


def counts(vault: Vault, since: date | None, until: date | None) -> Counts:
    """What there was from the first to the last of these days; None for no such limit."""
    days = {
        "since": since.isoformat() if since else FIRST_DAY,
        "until": until.isoformat() if until else LAST_DAY,
        "today": vault.clock.today().isoformat(),
    }
    asked = listing(vault, _QUESTIONS, **days)
    waited = [row["days"] for row in asked if row["days"] is not None]
    length = listing(vault, _LENGTH, **days)[0]
    return Counts(
        people=_by_kind(vault, _PEOPLE, days),
        contacts=_by_kind(vault, _CONTACTS, days),
        timed=length["n"],
        minutes=length["minutes"],
        goals=_by_kind(vault, _GOALS, days),
        rewordings=sum(_by_kind(vault, _REWORDINGS, days).values()),
        ratings=_by_kind(vault, _RATINGS, days),
        looks=_by_kind(vault, _LOOKS, days),
        steps=_by_step(vault, days),
        questions=Counter(row["kind"] for row in asked),
        days_to_answer=median(waited) if waited else None,
        answers=len(waited),
        referrals=_by_kind(vault, _REFERRALS, days),
        nothing_fits=_by_kind(vault, _MISSING, days | {"missing": NOTHING_FITS}),
        turned_away=_by_kind(vault, _MISSING, days | {"missing": ReferralStatus.TURNED_AWAY.value}),
        permissions=_by_kind(vault, _PERMISSIONS, days),
    )


def _by_kind(vault: Vault, statement: str, days: Mapping[str, Any]) -> Counter[str]:
    return Counter({row["kind"] or "": row["n"] for row in listing(vault, statement, **days)})


def _by_step(vault: Vault, days: Mapping[str, Any]) -> dict[StepNumber, Mapping[str, int]]:
    numbers: Sequence[StepNumber] = [number for number in StepNumber if number not in OF_SEVERAL_WAYS]
    found: dict[StepNumber, Counter[str]] = {number: Counter() for number in numbers}
    each = " UNION ALL ".join(
        f"SELECT {int(number)} AS step, state AS kind, count(*) AS n FROM {_current(STEPS[number].table.__tablename__)}"  # noqa: S608 - names of our own
        " GROUP BY state"
        for number in numbers
    )
    for row in listing(vault, each, **days):
        found[StepNumber(row["step"])][row["kind"]] += row["n"]
    return dict(found)


def _current(table: Any) -> str:
    """The entries of these days that no other amends."""
    return (
        f"(SELECT * FROM {table} WHERE held_on BETWEEN :since AND :until"  # noqa: S608 - names of our own
        f" AND id NOT IN (SELECT amends FROM {table} WHERE amends IS NOT NULL AND amends <> id))"
    )


_DEBRIEFS = _current("debrief")
_TRIED = "('tried', 'they_cancelled')"

_PEOPLE = f"""
WITH seen AS (SELECT client, max(contact NOT IN {_TRIED}) AS reached FROM {_DEBRIEFS} GROUP BY client)
SELECT CASE WHEN NOT reached THEN 'not_reached' WHEN met_on BETWEEN :since AND :until THEN 'new' ELSE 'known' END AS kind,
    count(*) AS n
FROM seen JOIN client ON client.id = seen.client GROUP BY 1
"""  # noqa: S608 - names of our own

_CONTACTS = f"SELECT contact AS kind, count(*) AS n FROM {_DEBRIEFS} GROUP BY contact"  # noqa: S608 - names of our own

_LENGTH = f"""
SELECT count(*) AS n, coalesce(sum(CASE how_long WHEN 'more' THEN coalesce(minutes, 60) ELSE how_long END), 0) AS minutes
FROM {_DEBRIEFS} WHERE contact NOT IN {_TRIED} AND how_long IS NOT NULL AND how_long <> ''
"""  # noqa: S608 - names of our own

_GOALS = "SELECT state AS kind, count(*) AS n FROM goal WHERE set_on BETWEEN :since AND :until GROUP BY state"

_REWORDINGS = "SELECT '' AS kind, count(*) AS n FROM rewording WHERE day BETWEEN :since AND :until"

_RATINGS = """
SELECT CASE WHEN no_answer IS NOT NULL THEN no_answer WHEN given_by = 'person' THEN 'number' ELSE 'guess' END AS kind,
    count(*) AS n
FROM rating WHERE day BETWEEN :since AND :until
    AND written_in NOT IN (SELECT amends FROM debrief WHERE amends IS NOT NULL)
GROUP BY 1
"""

_LOOKS = """
SELECT CASE WHEN closed_on IS NULL THEN 'open' ELSE outcome END AS kind, count(*) AS n
FROM fresh_look WHERE opened_on BETWEEN :since AND :until GROUP BY 1
"""

_QUESTIONS = """
SELECT CASE WHEN answer_on IS NULL OR trim(advised) = '' THEN 'open' ELSE ask_whom END AS kind,
    CASE WHEN answer_on IS NOT NULL AND trim(advised) <> '' THEN
        max(0, cast(julianday(answer_on) - julianday(coalesce(asked_on, held_on)) AS INTEGER)) END AS days
FROM step_supervision
WHERE coalesce(asked_on, held_on) BETWEEN :since AND :until AND trim(question) <> ''
    AND id NOT IN (SELECT amends FROM step_supervision WHERE amends IS NOT NULL AND amends <> id)
"""

_REFERRED = """
(SELECT help_with, CASE
    WHEN state = 'not_apply' THEN 'nothing_fits'
    WHEN state = 'said_no' OR agreed = 'no' THEN 'said_no'
    WHEN agreed = 'thinking' THEN 'thinking'
    WHEN changed_their_mind_on IS NOT NULL THEN 'changed_their_mind'
    ELSE coalesce(nullif(status, ''), 'begun') END AS kind
FROM step_refer WHERE coalesce(sent_on, held_on) BETWEEN :since AND :until
    AND id NOT IN (SELECT amends FROM step_refer WHERE amends IS NOT NULL AND amends <> id))
"""

_REFERRALS = f"SELECT kind, count(*) AS n FROM {_REFERRED} GROUP BY kind"  # noqa: S608 - names of our own

_MISSING = f"""
SELECT value AS kind, count(*) AS n FROM {_REFERRED} AS referred, json_each(help_with)
WHERE referred.kind = :missing GROUP BY value
"""  # noqa: S608 - names of our own
"""What was needed and not to be had, by kind of help."""

_PERMISSIONS = """
SELECT CASE
    WHEN agreed = 'no' THEN 'said_no'
    WHEN withdrawn_on IS NOT NULL AND withdrawn_on <= :today THEN 'withdrawn'
    WHEN until_on < :today THEN 'ended'
    ELSE 'in_force' END AS kind, count(*) AS n
FROM permission WHERE given_on BETWEEN :since AND :until GROUP BY 1
"""
