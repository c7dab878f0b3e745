"""A file that came from the team, looked at before anything of it is taken in: a stick, or a letter."""

from __future__ import annotations

from dataclasses import dataclass

from psw_tui.services.teamwork.joining import writer_of
from psw_tui.storage.sealing import opened_by
from psw_tui.storage.vault import Vault
from psw_tui.team import stick
from psw_tui.team.fold import vector
from psw_tui.team.keys import Card
from psw_tui.team.membership import keys_of


@dataclass(frozen=True)
class StickLook:
    """What is on a stick."""

    device: str
    """Whose laptop made it."""
    changes: int
    fresh: int
    """How many of the changes are not here yet."""


def look(vault: Vault, content: bytes) -> StickLook | Card:
    """What is in the file; of a letter, the card of who wrote it. Nothing is taken in. Raises as `stick.read` does."""
    if not opened_by(keys_of(vault).identity, content).startswith(stick.MAGIC):
        return writer_of(vault, content)
    found, here = stick.read(vault, content), vector(vault)
    fresh = sum(each.seq > here.get(each.device, 0) for each in found.changes)
    return StickLook(found.device, len(found.changes), fresh)
