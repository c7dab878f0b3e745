"""What the team's clients need of whoever supervises: questions without an answer, worries about safety, who is shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psw_tui.storage.vault import Vault


@dataclass(frozen=True)
class Question:
    """A request for supervision that waits for an answer."""

    client: str
    code: str
    row: str
    """Id of the step entry."""
    look: str
    """Id of the fresh look it is a step of."""
    asked_on: date
    need: str
    """As stored: what kind of help."""
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
    next_check_on: date | None
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


def asked_of_the_team(vault: Vault) -> Asked:
    """Of the clients who are shared with the team."""
    raise NotImplementedError
