"""Reading the people around a client and what the client allows."""

from __future__ import annotations

from sqlmodel import col, select

from psw_tui.records.support import ContactRow, Permission
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault


def contacts_of(vault: Vault, client: str) -> list[ContactRow]:
    """A client's contacts, the oldest first."""
    with reading(vault) as session:
        return list(session.exec(select(ContactRow).where(ContactRow.client == client).order_by(col(ContactRow.id))))


def permissions_of(vault: Vault, client: str) -> list[Permission]:
    """A client's permissions, the newest first, those that have ended too."""
    with reading(vault) as session:
        newest = select(Permission).where(Permission.client == client).order_by(col(Permission.id).desc())
        return list(session.exec(newest))
