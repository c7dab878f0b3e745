"""What clients want to stand beside the notes about them: kept as they wrote it, changed by nobody."""

from __future__ import annotations

from sqlmodel import col, select

from psw_tui.records.leaving import Statement, StatementForm
from psw_tui.services.drafts import DraftPlace
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


def place_of(client: str) -> DraftPlace:
    """Where the draft of a client's statement lies."""
    return DraftPlace(Statement.NAME, client)


def statements_of(vault: Vault, client: str) -> list[Statement]:
    """A client's statements, the newest first."""
    with reading(vault) as session:
        newest = select(Statement).where(Statement.client == client).order_by(col(Statement.id).desc())
        return list(session.exec(newest))


def add_statement(vault: Vault, client: str, form: StatementForm) -> Statement:
    """Keep a statement under today."""
    statement = Statement(
        **form.model_dump(),
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
        held_on=vault.clock.today(),
    )
    place = place_of(client)
    with writing(vault) as tx:
        tx.add(statement)
        tx.drop_draft(place.client, place.form, place.target)
    return statement
