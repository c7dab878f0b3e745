"""A reader that knows what stands behind the ids of a client's record."""

from __future__ import annotations

from psw_tui.language import Language
from psw_tui.readable import Readable
from psw_tui.services import goals, support
from psw_tui.storage.vault import Vault


def reader_of(vault: Vault, client: str, language: Language) -> Readable:
    """Reads this client's records; the empty id is nobody's."""
    contacts = {each.id: each.label for each in support.contacts_of(vault, client)}
    known: dict[str, str] = dict(contacts)
    known |= {goal.id: goal.words for goal in goals.goals_of(vault, client)}
    for permission in support.permissions_of(vault, client):
        whom = contacts.get(permission.with_contact, "?")
        known[permission.id] = f"{language.before(whom)} {permission.purpose}"
    return Readable(language, vault.clock.today(), known)
