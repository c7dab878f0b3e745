"""Permissions, talks and referrals as a screen would send them: checked against what the vault holds at that moment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.answers import read_form, suggested_state
from psw_tui.records.choices import YesNo
from psw_tui.records.form import Refused
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.setting import SettingForm
from psw_tui.records.support import ContactForm, ContactRow, EmergencyForm, Permission, PermissionForm, WithdrawForm
from psw_tui.services.settings import change_settings, settings
from psw_tui.services.steps import save_entry
from psw_tui.services.support import add_contact, add_permission, gate_of_client, log_shared, permissions_of, withdraw
from psw_tui.storage.vault import Vault

AGREED = "that we meet"


def around(vault: Vault, client: str) -> dict[str, Any]:
    """What the screen of a gated step checks its answers against."""
    gate = gate_of_client(vault, client)
    some_withdrawn = any(each.withdrawn_on for each in permissions_of(vault, client) if each.agreed == YesNo.YES)
    return {"today": vault.clock.today(), "gate": gate, "some_withdrawn": str(some_withdrawn)}


def give_contact(vault: Vault, client: str, label: str = "sister", **raw: Any) -> ContactRow:
    form = read_form(ContactForm, {"label": label, "kind": "supporter"} | raw, {"today": vault.clock.today()})
    return add_contact(vault, client, form)


def give_permission(vault: Vault, contact: ContactRow, given_on: date, until_on: date, **raw: Any) -> Permission:
    agreed = {
        "with_contact": contact.id,
        "purpose": "ask what she sees",
        "agreed": "yes",
        "direction": "both",
        "may_share": AGREED,
        "how_given": "spoken",
        "given_on": given_on.isoformat(),
        "until_on": until_on.isoformat(),
        "told_can_withdraw": True,
        "told_no_penalty": True,
        "told_may_be_reshared": "yes",
    }
    context = {
        "today": vault.clock.today(),
        "longest_permission_days": settings(vault).longest_permission_days,
    }
    return add_permission(vault, contact.client, read_form(PermissionForm, agreed | raw, context))


def take_back(vault: Vault, permission: Permission, on: date, **raw: Any) -> Permission:
    form = read_form(WithdrawForm, {"withdrawn_on": on.isoformat()} | raw, {"today": vault.clock.today()})
    return withdraw(vault, permission, form)


def talk_of(permission: Permission, on: date, **raw: Any) -> dict[str, Any]:
    """The answers of step 5 about a talk under this permission, nothing missing."""
    return {
        "with_whom": "someone",
        "with_contact": permission.with_contact,
        "talk": "talk",
        "permission": permission.id,
        "talk_on": on.isoformat(),
        "how": "phone",
        "shared": [AGREED],
        "they_said": "she can drive",
        "person_there": "yes",
        "state": "done",
    } | raw


def referral_of(contact: ContactRow, on: date, **raw: Any) -> dict[str, Any]:
    """The answers of step 7 about a referral that came to its first visit, nothing missing."""
    return {
        "help_with": ["housing"],
        "to_contact": contact.id,
        "agreed": "yes",
        "how": "go_along",
        "sent_on": on.isoformat(),
        "status": "first_visit_happened",
        "state": "done",
    } | raw


def save(vault: Vault, look: FreshLook, number: StepNumber, raw: dict[str, Any], *, amends: str | None = None) -> Any:
    """Keep an entry, checked against the permissions as they are now. Raises Refused."""
    step = STEPS[number]
    form = read_form(step.form, raw, around(vault, look.client))
    return save_entry(vault, step, form, client=look.client, fresh_look=look.id, amends=amends)


def refused(vault: Vault, look: FreshLook, number: StepNumber, raw: dict[str, Any]) -> dict[str, str]:
    """The sentences with which this entry is refused, by question."""
    with pytest.raises(Refused) as caught:
        save(vault, look, number, raw)
    return {name: problem.words for name, problem in caught.value.problems.items()}


def suggested(vault: Vault, look: FreshLook, number: StepNumber, raw: dict[str, Any]) -> State:
    """Where the screen would say the step stands."""
    return suggested_state(STEPS[number].form, raw | {"state": ""}, around(vault, look.client))


def share(vault: Vault, client: str, **raw: Any) -> Any:
    """Write down what was shared in an emergency. Raises Refused."""
    return log_shared(vault, client, read_form(EmergencyForm, raw, around(vault, client)))


def set_option(vault: Vault, **changed: Any) -> None:
    """Change settings as the options screen does."""
    present = settings(vault)
    now = {name: getattr(present, name) for name in SettingForm.model_fields}
    change_settings(vault, SettingForm.read(now | changed, {"today": vault.clock.today()}))
