"""What the team is called, for those who only want to say it: no key is read."""

from __future__ import annotations

from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault


def team_name(vault: Vault) -> str:
    """The name of the team this vault is in; empty where it is in none."""
    return str(next(iter(column(vault, "SELECT name FROM team WHERE id <> ''")), ""))
