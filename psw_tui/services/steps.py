"""Saving and reading entries of the nine steps. An entry is written once; going on writes a new one that amends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import col, select

from psw_tui.domain.steps import current_entries
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.step import Step, StepForm, StepRow
from psw_tui.services.consequences import Entered, follow_through
from psw_tui.services.errors import NotOpen
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing


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
    with writing(vault) as tx:
        entry = enter(tx, vault, step, form, client=client, fresh_look=fresh_look, amends=amends, say=say)
        tx.drop_draft(client, step.slug, fresh_look or amends or "")
    return entry


def enter(
    tx: Writer,
    vault: Vault,
    step: Step,
    form: StepForm,
    *,
    client: str,
    fresh_look: str | None,
    amends: str | None = None,
    say: Callable[[str], str] = str,
) -> StepRow:
    """The same within a transaction that keeps more than the entry; its draft stays."""
    held_on = form.held_on or vault.clock.today()
    if fresh_look is not None and tx.get(FreshLook, fresh_look).closed_on is not None:
        raise NotOpen
    before = None if amends is None else tx.get(step.table, amends)
    entry = step.table(
        **(form.model_dump() | form.days_of(held_on, before)),
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
        fresh_look=fresh_look,
        amends=amends,
    )
    tx.add(entry)
    follow_through(tx, vault, Entered(form, entry, held_on), None if before is None else _as_form(step, before), say)
    return entry


def _as_form(step: Step, entry: StepRow) -> Entered:
    """A kept entry as what its form said."""
    form = step.form.model_validate(entry, from_attributes=True)
    return Entered(form, entry, form.held_on or entry.made_at.date())


def entries_of(vault: Vault, step: Step, fresh_look: str) -> list[StepRow]:
    """The entries of one step in one fresh look, the newest first."""
    table: Any = step.table
    with reading(vault) as session:
        of_look = select(table).where(table.fresh_look == fresh_look).order_by(col(table.id).desc())
        return list(session.exec(of_look))


def entries_of_client(vault: Vault, step: Step, client: str) -> list[StepRow]:
    """The current entries of one step, in every fresh look and outside of one, the newest first.

    For step 6 these are the supervision requests, for step 7 the referrals.
    """
    table: Any = step.table
    with reading(vault) as session:
        every = list(session.exec(select(table).where(table.client == client).order_by(col(table.id).desc())))
    return current_entries(every)


def fresh_look_of(vault: Vault, step: Step, entry: str) -> str:
    """The fresh look an entry belongs to; empty outside of one, and for an entry that is gone."""
    with reading(vault) as session:
        found: Any = session.get(step.table, entry)
    return (found.fresh_look or "") if found is not None else ""


def newest_current(entries: Sequence[StepRow]) -> StepRow | None:
    """The entry that going on would amend; None where there is none yet."""
    current = current_entries(entries)  # type: ignore[type-var]  # the state column is a State in every table
    return max(current, key=lambda entry: entry.id, default=None)


def learning_log(vault: Vault, table: type[StepRow]) -> list[StepRow]:
    """The current learning notes across all clients, the newest first; `table` is step 9's."""
    rows: Any = table
    with reading(vault) as session:
        return current_entries(list(session.exec(select(rows).order_by(col(rows.id).desc()))))
