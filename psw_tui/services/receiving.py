"""A worker's own age key: what others lock with so that only this vault opens it."""

from __future__ import annotations

from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.services.settings import settings
from psw_tui.storage import sealing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


def receiving_key(vault: Vault) -> str:
    """The secret half; empty as long as nobody has asked to be written to."""
    return settings(vault).receiving_key


def recipient(vault: Vault) -> str:
    """The half to give away, `age1…`. The first time it is asked for, the key is made."""
    key = receiving_key(vault)
    if not key:
        key = sealing.new_identity()
        keep_key(vault, key)
    return sealing.recipient_of(key)


def keep_key(vault: Vault, key: str) -> None:
    """Let this one open what comes in from now on; empty: the next one who asks gets a new one."""
    with writing(vault) as tx:
        tx.change(Setting, THE_ONLY_ID, receiving_key=key)
