"""Meeting the team on the hub: letters, then what it brings, then what it has not got."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from psw_tui.progress import Progress
from psw_tui.storage.vault import Vault


@dataclass(frozen=True)
class Met:
    """What came of meeting the team, on the hub or by a stick."""

    sent: int = 0
    """Changes that the other side did not have."""
    brought: int = 0
    changed: int = 0
    """Records here that are not as they were."""
    waiting: int = 0
    """Laptops whose changes came with a gap before them: they wait for what lies between."""
    unknown: tuple[str, ...] = field(default=())
    """Laptops nobody let in here, by id: what they wrote was left."""
    forged: int = 0
    """Changes that are not what their laptop signed: left, and asked for again."""
    keys_missing: bool = False
    """Whether some of it is locked with a key of the team that has not reached this laptop."""
    new_name: bool = False
    """Whether a copy of this vault had been used too, and this laptop goes on under a new name."""
    clock_off: timedelta = timedelta()
    """How far this laptop's clock is ahead of the hub's, where it is more than a day off either way; else none."""
    conflicts: int = 0
    """How many fields are there now for somebody to settle."""


def sync(vault: Vault, progress: Progress, password: str | None = None) -> Met:
    """Meet the team on its hub; can be stopped between pages, and run again at any time.

    `password` where none is kept. Raises NotInTeam, NoHub, HubError, Cancelled, and what taking in does.
    """
    raise NotImplementedError
