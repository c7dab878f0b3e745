"""An agency's numbers: what the program report counts in a month, told to the hub without small cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from psw_tui.storage.vault import Vault


def numbers_of(vault: Vault, month: date) -> Mapping[str, int]:
    """What would be told of this month (its first day), by the name of the measure; nothing from 1 to 4 is in it,
    nor anything from which such a number could be worked out."""
    raise NotImplementedError


def tell_numbers(vault: Vault, month: date, password: str | None = None) -> int:
    """Tell the hub, in place of what was told of this month before; how many. Raises NotInTeam, NoHub, HubError."""
    raise NotImplementedError
