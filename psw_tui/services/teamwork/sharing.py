"""Which clients the team reads: only those whose worker shares them, and who agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from psw_tui.storage.vault import Vault


def who_would_read(vault: Vault) -> Sequence[str]:
    """The names of the other laptops in the team. Raises NotInTeam."""
    raise NotImplementedError


def share_client(vault: Vault, client: str, agreed_on: date) -> None:
    """Let the team read this client's record, from the beginning, less what is the worker's own.

    Raises NotInTeam, SharedAlready, DayToCome.
    """
    raise NotImplementedError


def stop_sharing(vault: Vault, client: str) -> None:
    """Let nothing more go to the team. What it has it keeps. Raises NotShared."""
    raise NotImplementedError
