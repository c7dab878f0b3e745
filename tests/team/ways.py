"""The ways by which laptops meet, in one place: what a test wants of them, as the services have it."""

from __future__ import annotations

from collections.abc import Sequence

from psw_tui.progress import Progress
from psw_tui.services.teamwork.forks import cure
from psw_tui.services.teamwork.syncing import Met, sync
from psw_tui.storage.errors import Forked
from psw_tui.storage.vault import Vault
from psw_tui.team import stick
from psw_tui.team.fold import this_device
from psw_tui.team.membership import enrol, keys_of, prepare

HAVE_LETTERS = False
HAVE_STICKS = False


def meet_hub(vault: Vault) -> Met:
    """Meet the team on its hub."""
    return sync(vault, Progress())


def make_stick(vault: Vault, devices: Sequence[str], *, everything: bool) -> bytes:
    """A stick for these, or for all."""
    keys = keys_of(vault)
    to = [card.recipient for each in keys.members.values() if (card := each.card).device in (devices or keys.members)]
    return stick.make(vault, to, {})


def read_stick(vault: Vault, content: bytes) -> None:
    """Take it in."""
    try:
        stick.import_(vault, content)
    except Forked as fork:  # until the service does it
        if fork.device != this_device(vault):
            raise
        cure(vault, fork.seq)
        stick.import_(vault, content)


def introduce(vaults: Sequence[Vault]) -> None:
    """Until letters travel by themselves."""
    for here in vaults:
        card = prepare(here)
        for there in vaults:
            if there is not here:
                enrol(there, card)
