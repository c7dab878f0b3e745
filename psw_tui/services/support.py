"""The people around a client, what the client allows, and the log of what was shared."""

from __future__ import annotations

from sqlmodel import col, select

from psw_tui.records.gates import Gate, gate_of
from psw_tui.records.support import (
    ContactForm,
    ContactRow,
    Permission,
    PermissionForm,
    Shared,
    SharedForm,
    WithdrawForm,
)
from psw_tui.services.settings import settings
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


def contacts_of(vault: Vault, client: str) -> list[ContactRow]:
    """A client's contacts, the oldest first."""
    with reading(vault) as session:
        return list(session.exec(select(ContactRow).where(ContactRow.client == client).order_by(col(ContactRow.id))))


def permissions_of(vault: Vault, client: str) -> list[Permission]:
    """A client's permissions, the newest first, those that have ended too."""
    with reading(vault) as session:
        newest = select(Permission).where(Permission.client == client).order_by(col(Permission.id).desc())
        return list(session.exec(newest))


def gate_of_client(vault: Vault, client: str) -> Gate:
    """What this client allows, as the forms of steps 5 and 7 are checked against it."""
    return gate_of(permissions_of(vault, client), part_2=settings(vault).part_2_program)


def shared_of(vault: Vault, client: str) -> list[Shared]:
    """The log of what was shared about a client, the newest first."""
    with reading(vault) as session:
        return list(session.exec(select(Shared).where(Shared.client == client).order_by(col(Shared.id).desc())))


def add_contact(vault: Vault, client: str, form: ContactForm) -> ContactRow:
    """Keep somebody around a client."""
    contact = ContactRow(**form.model_dump(), id=vault.new_id(), made_at=vault.clock.now(), client=client)
    with writing(vault) as tx:
        tx.add(contact)
        tx.drop_draft(client, "contact", "")
    return contact


def change_contact(vault: Vault, contact: ContactRow, form: ContactForm) -> ContactRow:
    """Write what differs; what was there before stays in the change log."""
    changed = {name: new for name in ContactForm.model_fields if (new := getattr(form, name)) != getattr(contact, name)}
    with writing(vault) as tx:
        tx.drop_draft(contact.client, "contact", contact.id)
        return tx.change(ContactRow, contact.id, **changed) if changed else contact


def add_permission(vault: Vault, client: str, form: PermissionForm) -> Permission:
    """Keep what a client allowed, or that they said no."""
    permission = Permission(**form.model_dump(), id=vault.new_id(), made_at=vault.clock.now(), client=client)
    with writing(vault) as tx:
        tx.add(permission)
        tx.drop_draft(client, "permission", "")
    return permission


def withdraw(vault: Vault, permission: Permission, form: WithdrawForm) -> Permission:
    """Take a permission back: it counts at once, everywhere."""
    with writing(vault) as tx:
        tx.drop_draft(permission.client, "withdraw", permission.id)
        said = form.model_dump()
        if permission.withdrawn_on is not None and form.withdrawn_on is not None:
            # Taken back is taken back: saying it again later does not reopen the days between.
            said["withdrawn_on"] = min(permission.withdrawn_on, form.withdrawn_on)
        return tx.change(Permission, permission.id, **said)


def log_shared(vault: Vault, client: str, form: SharedForm) -> Shared:
    """Write down what was said to somebody; an emergency says why and who was told."""
    shared = Shared(**form.model_dump(), id=vault.new_id(), made_at=vault.clock.now(), client=client)
    with writing(vault) as tx:
        tx.add(shared)
        tx.drop_draft(client, "shared", "")
    return shared
