"""Typed answers on their way into a vault, as a screen would send them."""

from __future__ import annotations

from typing import Any

from psw_tui.domain.steps import StepNumber
from psw_tui.records.answers import read_form
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.debrief import Debrief, DebriefForm
from psw_tui.records.fresh_look import FreshLook, FreshLookForm
from psw_tui.records.goal import Goal, NewGoalForm
from psw_tui.records.nine import STEPS
from psw_tui.services.clients import add_client
from psw_tui.services.debriefs import save_debrief
from psw_tui.services.fresh_looks import open_fresh_look
from psw_tui.services.goals import add_goal
from psw_tui.services.steps import save_entry
from psw_tui.storage.vault import Vault
from tests.records.complete import context


def give_client(vault: Vault, code: str, **raw: Any) -> Client:
    form = read_form(ClientForm, {"knows_notes": "yes", "met_on": "today"} | raw, _context(vault))
    return add_client(vault, form, code)


def give_debrief(vault: Vault, client: str, **raw: Any) -> Debrief:
    form = read_form(DebriefForm, {"contact": "met", "safety": "nothing"} | raw, _context(vault))
    return save_debrief(vault, client, form)


def give_goal(vault: Vault, client: str, words: str, **raw: Any) -> Goal:
    return add_goal(vault, client, read_form(NewGoalForm, {"words": words} | raw, _context(vault)))


def give_look(vault: Vault, client: str, **raw: Any) -> FreshLook:
    form = read_form(FreshLookForm, {"why_now": "they_said", "look_again_on": "28d"} | raw, _context(vault))
    return open_fresh_look(vault, client, form)


def give_step(vault: Vault, look: FreshLook, number: StepNumber, *, amends: str | None = None, **raw: Any) -> Any:
    step = STEPS[number]
    form = read_form(step.form, raw, _context(vault))
    return save_entry(vault, step, form, client=look.client, fresh_look=look.id, amends=amends)


def _context(vault: Vault) -> dict[str, Any]:
    return context(vault.clock.today())
