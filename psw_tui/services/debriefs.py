"""Saving and reading debriefs. A saved one is never edited; a later one amends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from sqlmodel import col, select

from psw_tui.domain.clock import Clock
from psw_tui.records.choices import Who
from psw_tui.records.debrief import NEXT_TRY, Debrief, DebriefForm
from psw_tui.records.goal import Goal
from psw_tui.services.drafts import DraftPlace
from psw_tui.services.errors import AlreadyAmended
from psw_tui.services.follow_ups import Due, follow_up, hand_follow_ups_on
from psw_tui.services.goals import rate
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing

NOON = time(12)
"""The time of day a contact on another day is given: nobody remembers, and noon stays on its date everywhere near."""


def save_debrief(
    vault: Vault,
    client: str,
    form: DebriefForm,
    *,
    amends: Debrief | None = None,
    used: DraftPlace | None = None,
    say: Callable[[str], str] = str,
) -> Debrief:
    """Keep a debrief with its ratings and its next step, in one commit.

    With `amends` it is a later version of that one. Both stay; from then on only the later one counts, its numbers
    too, and what is still to be done goes on with it. `used` is the quick note it was written from, which goes with
    its draft. `say` translates what is next after a try, where the worker gave only a day. Raises AlreadyAmended where
    there is a later version already.
    """
    held_on = form.held_on or vault.clock.today()
    answers = form.model_dump(exclude={"held_on"})
    if form.next_due and not form.next_what:
        answers["next_what"] = say(NEXT_TRY)
    debrief = Debrief(
        **answers,
        held_on=held_on,
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
        at=amends.at if amends is not None and amends.held_on == held_on else _instant_of(vault, held_on),
        amends=None if amends is None else amends.id,
    )
    with writing(vault) as tx:
        if amends is not None and tx.all(select(Debrief).where(Debrief.amends == amends.id)):
            raise AlreadyAmended
        tx.add(debrief)
        for touched in form.goals:
            if touched.rating:
                rate(tx, vault, tx.get(Goal, touched.goal), touched.rating, held_on, written_in=debrief.id)
        _put_on_the_list(tx, vault, debrief, amends)
        tx.drop_draft(client, "debrief", debrief.amends or "")
        if used is not None:
            tx.drop_draft(used.client, used.form, used.target)
    return debrief


def _put_on_the_list(tx: Writer, vault: Vault, debrief: Debrief, amends: Debrief | None) -> None:
    """The next step. One that the amended version said as well goes on; it is not put on the list twice."""
    wanted = _next_of(debrief)
    if amends is not None:
        wanted = hand_follow_ups_on(tx, vault, (amends.id, debrief.id), _next_of(amends), wanted)
    for what, who, due in wanted:
        follow_up(tx, vault, debrief.client, what, due, who=who, linked=(debrief.NAME, debrief.id))


def _next_of(debrief: Debrief) -> list[Due]:
    if not debrief.next_what or debrief.next_due is None:
        return []
    return [(debrief.next_what, Who(debrief.next_who), debrief.next_due)]


def debriefs_of(vault: Vault, client: str, most: int = 50) -> list[Debrief]:
    """A client's newest debriefs, the newest first, each in its newest version."""
    amended = select(Debrief.amends).where(Debrief.client == client, col(Debrief.amends).is_not(None))
    with reading(vault) as session:
        standing = select(Debrief).where(Debrief.client == client, col(Debrief.id).not_in(amended))
        newest_first = (col(Debrief.at).desc(), col(Debrief.id).desc())
        return list(session.exec(standing.order_by(*newest_first).limit(most)))


def versions_of(vault: Vault, debrief: Debrief) -> list[Debrief]:
    """A debrief and all it amends, the newest version first."""
    with reading(vault) as session:
        versions = [debrief]
        while (before := versions[-1].amends) and (found := session.get(Debrief, before)):
            versions.append(found)
        return versions


def standing_version(vault: Vault, debrief_id: str) -> Debrief | None:
    """The newest version of a debrief, by the id of any of its versions; None for one that is gone."""
    with reading(vault) as session:
        found = session.get(Debrief, debrief_id)
        while found and (later := session.exec(select(Debrief).where(Debrief.amends == found.id)).first()):
            found = later
        return found


def amended_on(clock: Clock, debrief: Debrief) -> date | None:
    """The worker's day on which this version was written; None for one that amends nothing."""
    return clock.local(debrief.made_at).date() if debrief.amends else None


def _instant_of(vault: Vault, held_on: date) -> datetime:
    """Now for today; for another day, noon on the worker's wall clock."""
    now = vault.clock.now()
    if held_on == vault.clock.today():
        return now
    return datetime.combine(held_on, NOON, tzinfo=vault.clock.local(now).tzinfo).astimezone(UTC)
