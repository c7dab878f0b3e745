"""Saving and reading entries of the nine steps. An entry is written once; going on writes a new one that amends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from psw_tui.domain.steps import State, current_entries
from psw_tui.domain.words import N_
from psw_tui.records.choices import Who
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal
from psw_tui.records.step import Step, StepForm, StepRow
from psw_tui.records.steps.goals import GoalsForm
from psw_tui.records.steps.refer import ReferForm
from psw_tui.records.steps.solve import SolveForm
from psw_tui.services.errors import NotOpen
from psw_tui.services.follow_ups import follow_up
from psw_tui.services.goals import rate
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing

CHECK_BACK_DAYS = 7
"""A referral without a day is looked at again after a week (DOMAIN 4.6, step 7)."""

ASK_AGAIN = N_("Ask again which idea they want to try")
CHECK_BACK = N_("Check back on the referral")


def save_entry(
    vault: Vault,
    step: Step,
    form: StepForm,
    *,
    client: str,
    fresh_look: str | None,
    amends: str | None = None,
    say: Callable[[str], str] = str,
) -> StepRow:
    """Keep an entry of a step with all it creates, in one commit. Raises NotOpen for a closed fresh look.

    `say` translates the few follow-ups whose words are the program's and not the worker's.
    """
    held_on = form.held_on or vault.clock.today()
    entry = step.table(
        **(form.model_dump() | {"held_on": held_on}),
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
        fresh_look=fresh_look,
        amends=amends,
    )
    with writing(vault) as tx:
        if fresh_look is not None and tx.get(FreshLook, fresh_look).closed_on is not None:
            raise NotOpen
        tx.add(entry)
        for what, who, due in due_after(form, say):
            follow_up(tx, vault, client, what, due, who=who, linked=(entry.NAME, entry.id))
        _rate_reviewed_goals(tx, vault, form, held_on, entry.id)
        tx.drop_draft(client, step.slug, fresh_look or "")
    return entry


def entries_of(vault: Vault, step: Step, fresh_look: str) -> list[StepRow]:
    """The entries of one step in one fresh look, the newest first."""
    table: Any = step.table
    with reading(vault) as session:
        of_look = select(table).where(table.fresh_look == fresh_look).order_by(col(table.id).desc())
        return list(session.exec(of_look))


def newest_current(entries: Sequence[StepRow]) -> StepRow | None:
    """The entry that going on would amend; None where there is none yet."""
    current = current_entries(entries)  # type: ignore[type-var]  # the state column is a State in every table
    return max(current, key=lambda entry: entry.id, default=None)


def due_after(form: StepForm, say: Callable[[str], str]) -> list[tuple[str, Who, date]]:
    """What an entry puts on the to-do list: (what, who, by when)."""
    due: list[tuple[str, Who, date]] = []
    if form.state is State.WAITING and form.waiting_until:
        due.append((form.waiting_for, Who.ME, form.waiting_until))
    if isinstance(form, SolveForm):
        due.extend((part.what, Who(part.who), part.by) for part in form.plan if part.who and part.by and part.what)
        if form.ask_again_on:
            due.append((say(ASK_AGAIN), Who.ME, form.ask_again_on))
    if isinstance(form, ReferForm) and form.state is State.STARTED and form.sent_on:
        due.append((say(CHECK_BACK), Who.ME, form.check_back_on or form.sent_on + timedelta(CHECK_BACK_DAYS)))
    return due


def _rate_reviewed_goals(tx: Writer, vault: Vault, form: StepForm, held_on: date, entry: str) -> None:
    if isinstance(form, GoalsForm):
        for review in form.reviews:
            if review.rating and review.goal:
                rate(tx, vault, tx.get(Goal, review.goal), review.rating, held_on, written_in=entry)
