"""Where two workers wrote different things without knowing of each other: listed for a person, settled by picking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psw_tui.storage.meeting import Conflict
from psw_tui.storage.vault import Vault


@dataclass(frozen=True)
class Version:
    """One of the values that stand side by side."""

    value: Any
    """As it is stored."""
    author: str
    at: datetime
    counts: bool
    """Whether it is the one that counts until somebody picks."""


@dataclass(frozen=True)
class Disagreement:
    """One field in which several values stand."""

    conflict: Conflict
    client: str
    """Id of the client; empty for what is about none."""
    code: str
    versions: Sequence[Version]
    """The oldest first. The value that counts may be none of them, where the rule takes something of each."""
    counts: Any


def disagreements(vault: Vault) -> list[Disagreement]:
    """All there are, client by client."""
    raise NotImplementedError


def settle(vault: Vault, which: Disagreement, value: Any) -> None:
    """This value counts from now on. Raises SettledMeanwhile where the field is not as it was shown."""
    raise NotImplementedError
