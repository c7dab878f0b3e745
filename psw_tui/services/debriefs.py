"""Saving and reading debriefs. A saved one is never edited; a later one amends it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlmodel import col, select

from psw_tui.records.choices import Who
from psw_tui.records.debrief import Debrief, DebriefForm
from psw_tui.records.goal import Goal
from psw_tui.services.follow_ups import follow_up
from psw_tui.services.goals import rate
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

NOON = time(12)
"""The time of day a contact on another day is given: nobody remembers, and noon stays on its date everywhere near."""


def save_debrief(vault: Vault, client: str, form: DebriefForm) -> Debrief:
    """Keep a debrief with its ratings and its next step, in one commit."""
    today = vault.clock.today()
    held_on = form.held_on or today
    debrief = Debrief(
        **form.model_dump(exclude={"held_on"}),
        held_on=held_on,
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
        at=_instant_of(vault, held_on),
    )
    with writing(vault) as tx:
        tx.add(debrief)
        for touched in form.goals:
            if touched.rating:
                rate(tx, vault, tx.get(Goal, touched.goal), touched.rating, held_on, written_in=debrief.id)
        if form.next_what and form.next_due:
            linked = (debrief.NAME, debrief.id)
            follow_up(tx, vault, client, form.next_what, form.next_due, who=Who(form.next_who), linked=linked)
        tx.drop_draft(client, "debrief", "")
    return debrief


def debriefs_of(vault: Vault, client: str, most: int = 50) -> list[Debrief]:
    """A client's newest debriefs, the newest first."""
    with reading(vault) as session:
        newest = select(Debrief).where(Debrief.client == client).order_by(col(Debrief.at).desc()).limit(most)
        return list(session.exec(newest))


def _instant_of(vault: Vault, held_on: date) -> datetime:
    """Now for today; for another day, noon on the worker's wall clock."""
    now = vault.clock.now()
    if held_on == vault.clock.today():
        return now
    return datetime.combine(held_on, NOON, tzinfo=vault.clock.local(now).tzinfo).astimezone(UTC)
