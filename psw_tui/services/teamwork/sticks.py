"""Meeting the team without a network: everything somebody has not got, in one locked file on a stick."""

from __future__ import annotations

from collections.abc import Sequence

from psw_tui.progress import Progress
from psw_tui.services.teamwork.syncing import Met
from psw_tui.storage.vault import Vault


def stick_for(vault: Vault, devices: Sequence[str], *, everything: bool, progress: Progress) -> tuple[bytes, int]:
    """A file for these laptops, or for all of the team where none is named, and how many changes are in it.

    What they said they have is left out unless `everything` is asked for. Raises NotInTeam, NobodyToTell, Cancelled.
    """
    raise NotImplementedError


def take_stick(vault: Vault, content: bytes, progress: Progress) -> Met:
    """Take a stick in, all of it or nothing. Raises as `stick.read` does, StickTwice, Forked, Cancelled."""
    raise NotImplementedError
