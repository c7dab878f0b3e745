"""The forms about the people around a client and what the client allows."""

from __future__ import annotations

from datetime import timedelta

from psw_tui.language import Language
from psw_tui.records.answers import raw_of
from psw_tui.records.client import Client
from psw_tui.records.support import (
    DEFAULT_PERMISSION_DAYS,
    ContactForm,
    ContactRow,
    EmergencyForm,
    Permission,
    PermissionForm,
    WithdrawForm,
)
from psw_tui.services import support
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.services.settings import settings
from psw_tui.sheets.sheet import Line, Sheet, lists_of
from psw_tui.storage.vault import Vault


def new_contact(vault: Vault, client: Client, language: Language) -> Sheet:
    """Somebody around this client."""
    place = DraftPlace("contact", client.id)
    return Sheet(
        language.say("New contact: {code}", code=client.code),
        ContactForm,
        place,
        save=lambda vault, form: support.add_contact(vault, client.id, form),
        kept=draft_at(vault, place),
        help_name="contacts",
    )


def change_contact(vault: Vault, contact: ContactRow) -> Sheet:
    """What is kept about a contact."""
    place = DraftPlace("contact", contact.client, contact.id)
    return Sheet(
        contact.label,
        ContactForm,
        place,
        save=lambda vault, form: support.change_contact(vault, contact, form),
        kept=draft_at(vault, place),
        start=raw_of(contact),
        help_name="contacts",
    )


def new_permission(vault: Vault, client: Client, language: Language) -> Sheet:
    """What they allow, or that they said no."""
    today = vault.clock.today()
    longest = settings(vault).longest_permission_days
    until = today + timedelta(min(DEFAULT_PERMISSION_DAYS, longest))
    place = DraftPlace("permission", client.id)
    return Sheet(
        language.say("Permission: {code}", code=client.code),
        PermissionForm,
        place,
        save=lambda vault, form: support.add_permission(vault, client.id, form),
        kept=draft_at(vault, place),
        start={"given_on": today.isoformat(), "until_on": until.isoformat()},
        lists=lists_of(vault, client.id, language),
        context={"longest_permission_days": longest},
        help_name="permissions",
    )


def emergency(vault: Vault, client: Client, language: Language) -> Sheet:
    """What was shared without permission because it could not wait; it never completes a step."""
    place = DraftPlace("shared", client.id)
    return Sheet(
        language.say("Shared in an emergency: {code}", code=client.code),
        EmergencyForm,
        place,
        save=lambda vault, form: support.log_shared(vault, client.id, form),
        kept=draft_at(vault, place),
        start={"held_on": vault.clock.today().isoformat(), "emergency": True},
        lists=lists_of(vault, client.id, language),
        help_name="permissions",
    )


def withdraw(vault: Vault, client: Client, permission: Permission, language: Language) -> Sheet:
    """They take a permission back. It counts at once."""
    place = DraftPlace("withdraw", client.id, permission.id)
    return Sheet(
        language.say("Taken back: {code}", code=client.code),
        WithdrawForm,
        place,
        save=lambda vault, form: support.withdraw(vault, permission, form),
        kept=draft_at(vault, place),
        start={"withdrawn_on": vault.clock.today().isoformat()},
        head=[
            Line(strong=permission.purpose),
            Line(language.say("From now on nothing is shared under it, anywhere.")),
        ],
        help_name="permissions",
    )
