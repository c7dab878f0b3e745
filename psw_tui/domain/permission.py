"""May this talk take place? Permission as data: with whom, which way, from when until when, and taken back when.

DOMAIN 2.6 (what the law asks), 4.5 (the fields), 4.6 steps 5 and 7 (the gates). Everything is a function of a day: a talk is
judged on its own date, so that a later end or withdrawal never undoes a step that is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ENDS_SOON_DAYS = 14
"""So many days left, or fewer, are said aloud (DOMAIN 4.5)."""


class Direction(StrEnum):
    """Which way words may go."""

    SHARE = "share"
    HEAR = "hear"
    BOTH = "both"


class HowGiven(StrEnum):
    """How a permission was given."""

    SPOKEN = "spoken"
    SIGNED_PAPER = "signed_paper"
    E_SIGNED = "e_signed"


class Part(StrEnum):
    """How much of a permission was taken back."""

    ALL = "all"
    PART = "part"


class PermissionStatus(StrEnum):
    """Where a permission stands on a day."""

    NOT_BEGUN = "not_begun"
    IN_FORCE = "in_force"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """Whether a talk passes the gate, or the first thing in its way."""

    PASSED = "passed"
    NO_PERMISSION = "no_permission"
    OTHER_CONTACT = "other_contact"
    WRONG_DIRECTION = "wrong_direction"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    NEEDS_SIGNATURE = "needs_signature"
    ASK_BEFORE_WITHDRAWAL = "ask_before_withdrawal"
    """It took place on the very day of the withdrawal: was it before they withdrew?"""

    @property
    def passed(self) -> bool:
        """The gate is open."""
        return self is Verdict.PASSED


@dataclass(frozen=True)
class Terms:
    """What the client agreed to. Both the day it was given and the day it ends belong to it.

    A withdrawal of a part closes all of it here. What is left is written in words, which no rule can read, and when in doubt the
    answer is no: what still holds is recorded as a new permission (DOMAIN 2.6: honoured at once, everywhere).
    """

    given_on: date
    until_on: date
    direction: Direction
    contact: str
    """The id of the contact it is about."""
    how_given: HowGiven
    withdrawn_on: date | None = None
    withdrawn_part: Part | None = None
    """For the record only: no rule reads it."""


@dataclass(frozen=True)
class Talk:
    """A talk with somebody about the client."""

    day: date
    contact: str
    shares: bool
    """Something is said about the client."""
    hears: bool
    """Something is heard about the client."""
    before_withdrawal: bool | None = None
    """The answer to "before they withdrew?", asked only of a talk on the very day; None while it is not answered."""


def status(terms: Terms, today: date) -> PermissionStatus:
    """Where the permission stands; from the day of a withdrawal on it is withdrawn, whatever else holds."""
    if terms.withdrawn_on and terms.withdrawn_on <= today:
        return PermissionStatus.WITHDRAWN
    if today < terms.given_on:
        return PermissionStatus.NOT_BEGUN
    if today > terms.until_on:
        return PermissionStatus.ENDED
    return PermissionStatus.ENDS_SOON if (terms.until_on - today).days <= ENDS_SOON_DAYS else PermissionStatus.IN_FORCE


def passes(terms: Terms | None, talk: Talk, *, part_2: bool) -> Verdict:
    """Whether the talk passes the gate on its own date; `part_2` is a program under 42 CFR Part 2, where a word is not enough.

    The question about the day of the withdrawal comes last: it is not worth asking where the answer would change nothing.
    """
    if terms is None:
        return Verdict.NO_PERMISSION
    if terms.contact != talk.contact:
        return Verdict.OTHER_CONTACT
    if not _fits(terms.direction, talk):
        return Verdict.WRONG_DIRECTION
    if talk.day < terms.given_on:
        return Verdict.NOT_BEGUN
    if talk.day > terms.until_on:
        return Verdict.ENDED
    if _is_withdrawn(terms, talk):
        return Verdict.WITHDRAWN
    if part_2 and terms.how_given is HowGiven.SPOKEN:
        return Verdict.NEEDS_SIGNATURE
    if talk.day == terms.withdrawn_on and talk.before_withdrawal is None:
        return Verdict.ASK_BEFORE_WITHDRAWAL
    return Verdict.PASSED


def _fits(direction: Direction, talk: Talk) -> bool:
    may_share = direction in (Direction.SHARE, Direction.BOTH)
    may_hear = direction in (Direction.HEAR, Direction.BOTH)
    return (may_share or not talk.shares) and (may_hear or not talk.hears)


def _is_withdrawn(terms: Terms, talk: Talk) -> bool:
    if terms.withdrawn_on is None:
        return False
    on_the_day = talk.day == terms.withdrawn_on
    return talk.day > terms.withdrawn_on or (on_the_day and talk.before_withdrawal is False)
