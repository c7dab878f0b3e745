"""The invented client of the self-test: made, and taken through all nine steps, by the services a screen uses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.answers import read_form
from psw_tui.records.client import ClientForm
from psw_tui.records.fresh_look import FreshLookForm
from psw_tui.records.goal import NewGoalForm
from psw_tui.records.nine import STEPS
from psw_tui.records.support import ContactForm, PermissionForm
from psw_tui.resources import asset
from psw_tui.services.clients import add_client, propose_code
from psw_tui.services.fresh_looks import open_fresh_look, progress_of
from psw_tui.services.goals import add_goal
from psw_tui.services.settings import settings
from psw_tui.services.steps import save_entry
from psw_tui.services.support import add_contact, add_permission, gate_of_client
from psw_tui.storage.vault import Vault


def written() -> dict[str, Any]:
    """What is typed, from the file that came with the program."""
    return tomllib.loads(asset("demo", "selftest.toml").read_text(encoding="utf-8"))


def nine_steps(vault: Vault) -> list[int]:
    """Make the client, open a fresh look, keep an entry of every step as done; the steps that do not stand as done."""
    typed = written()
    around = {"today": vault.clock.today(), "longest_permission_days": settings(vault).longest_permission_days}
    client = add_client(vault, read_form(ClientForm, typed["client"], around), propose_code(vault)).id
    made = _people_around(vault, client, typed, around)
    look = open_fresh_look(vault, client, read_form(FreshLookForm, typed["fresh_look"], around))
    for entry in typed["step"]:
        step = STEPS[StepNumber(entry.pop("n"))]
        answers = _filled(entry, made) | {"state": State.DONE.value}
        form = read_form(step.form, answers, around | {"gate": gate_of_client(vault, client)})
        save_entry(vault, step, form, client=client, fresh_look=look.id)
    states = progress_of(vault, [look.id])[look.id].states
    return [int(number) for number in StepNumber if states[number] is not State.DONE]


def _people_around(vault: Vault, client: str, typed: Mapping[str, Any], around: Mapping[str, Any]) -> Mapping[str, str]:
    """A goal, a contact and a permission: their ids, by what stands for them in the file."""
    goal = add_goal(vault, client, read_form(NewGoalForm, typed["goal"], around))
    contact = add_contact(vault, client, read_form(ContactForm, typed["contact"], around))
    made = {"{goal}": goal.id, "{contact}": contact.id}
    form = read_form(PermissionForm, _filled(typed["permission"], made), around)
    return made | {"{permission}": add_permission(vault, client, form).id}


def _filled(typed: Any, made: Mapping[str, str]) -> Any:
    """The same, with the ids of what was made in their places."""
    match typed:
        case dict():
            return {name: _filled(answer, made) for name, answer in typed.items()}
        case list():
            return [_filled(each, made) for each in typed]
        case str():
            return made.get(typed, typed)
    return typed
