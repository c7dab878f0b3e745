"""The ways by which laptops meet, in one place: what a test wants of them, as the services have it."""

from __future__ import annotations

from collections.abc import Sequence

from psw_tui.progress import Progress
from psw_tui.services.teamwork.sticks import stick_for, take_stick
from psw_tui.services.teamwork.syncing import Met, sync
from psw_tui.storage.vault import Vault


def meet_hub(vault: Vault) -> Met:
    """Meet the team on its hub."""
    return sync(vault, Progress())


def make_stick(vault: Vault, devices: Sequence[str], *, everything: bool) -> bytes:
    """A stick for these, or for all."""
    content, _count = stick_for(vault, devices, everything=everything, progress=Progress())
    return content


def read_stick(vault: Vault, content: bytes) -> Met:
    """Take it in."""
    return take_stick(vault, content, Progress())
