"""Opening fresh looks and telling how far each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select

from psw_tui.domain.steps import State, StepNumber, state_of_step
from psw_tui.records.fresh_look import CloseForm, FreshLook, FreshLookForm
from psw_tui.records.nine import STEPS
from psw_tui.services.errors import AlreadyOpen, NotOpen
from psw_tui.storage.read import listing_at_once, reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

ALL_TO_DO = dict.fromkeys(StepNumber, State.TO_DO)


@dataclass(frozen=True)
class _Entry:
    """What the state of a step is worked out from."""

    id: str
    amends: str | None
    state: State


@dataclass
class Progress:
    """The nine states of one fresh look."""

    states: dict[StepNumber, State] = field(default_factory=lambda: dict(ALL_TO_DO))

    def marks(self) -> str:
        """The nine marks, in order."""
        return "".join(self.states[number].mark for number in StepNumber)


def open_fresh_look(vault: Vault, client: str, form: FreshLookForm, rule_text: str = "") -> FreshLook:
    """Open a fresh look, with the numbers it rests on in words. Raises AlreadyOpen: there is one at a time."""
    if any(look.closed_on is None for look in fresh_looks_of(vault, client)):
        raise AlreadyOpen
    look = FreshLook(
        **form.model_dump(),
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
        opened_on=vault.clock.today(),
        rule_text=rule_text,
    )
    with writing(vault) as tx:
        tx.add(look)
        tx.drop_draft(client, "fresh_look", "")
    return look


def fresh_looks_of(vault: Vault, client: str) -> list[FreshLook]:
    """A client's fresh looks, the newest first."""
    with reading(vault) as session:
        newest_first = (col(FreshLook.opened_on).desc(), col(FreshLook.id).desc())
        return list(session.exec(select(FreshLook).where(FreshLook.client == client).order_by(*newest_first)))


def shown_fresh_look(vault: Vault, client: str) -> FreshLook | None:
    """The open fresh look, else the last closed one, else None for a client who never had one."""
    looks = fresh_looks_of(vault, client)
    return next((look for look in looks if look.closed_on is None), looks[0] if looks else None)


def progress_of(vault: Vault, fresh_looks: Sequence[str]) -> dict[str, Progress]:
    """How far each of these fresh looks is, in one question to the vault whatever their number."""
    found = {look: Progress() for look in fresh_looks}
    if not found:
        return found
    entries: dict[tuple[str, StepNumber], list[_Entry]] = {}
    names = ", ".join(f":look{index}" for index in range(len(fresh_looks)))
    statement = " UNION ALL ".join(
        f"SELECT {int(number)} AS step, fresh_look, id, amends, state"  # noqa: S608 - table names are our own
        f" FROM {step.table.__tablename__} WHERE fresh_look IN ({names})"
        for number, step in STEPS.items()
    )
    looks = {f"look{index}": look for index, look in enumerate(fresh_looks)}
    for row in listing_at_once(vault, ("step", "fresh_look", "id", "amends", "state"), statement, **looks):
        entry = _Entry(row["id"], row["amends"], State(row["state"]))
        entries.setdefault((row["fresh_look"], StepNumber(row["step"])), []).append(entry)
    for (look, number), of_step in entries.items():
        found[look].states[number] = state_of_step(of_step)
    return found


def close_fresh_look(vault: Vault, look: FreshLook, form: CloseForm) -> FreshLook:
    """Close a fresh look with its outcome. Steps nobody looked at never block it. Raises NotOpen."""
    left = steps_left(progress_of(vault, [look.id])[look.id])
    with writing(vault) as tx:
        if tx.get(FreshLook, look.id).closed_on is not None:
            raise NotOpen
        tx.drop_draft(look.client, "close", look.id)
        return tx.change(FreshLook, look.id, closed_on=vault.clock.today(), not_looked_at=left, **form.model_dump())


def steps_left(progress: Progress) -> list[int]:
    """The steps nobody has looked at."""
    looked_at = (State.DONE, State.SAID_NO, State.NOT_APPLY)
    return [int(number) for number, state in progress.states.items() if state not in looked_at]
