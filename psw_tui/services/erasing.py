"""Erasing a client's record in two steps: it is asked for, and a day later confirmed. Until then it can be called off.

What stays is one line: the code, the day, the reason, and who. Backups are another matter: see `services.remains`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import select

from psw_tui.progress import Doing, Progress
from psw_tui.records.client import Client
from psw_tui.records.form import Refused
from psw_tui.records.leaving import Erasure, ErasureForm, Fate
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import AskedInTheFuture, AskedToErase, ErasureOver, OnHold, TooEarlyToErase
from psw_tui.storage.connection import fold_log
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

FORM = "erasure"

WAIT = timedelta(hours=24)
"""Between asking and confirming: nobody erases a record in one bad hour."""

SLACK = timedelta(minutes=1)
"""So far a clock may be set back by itself."""


def ask(vault: Vault, client: Client, form: ErasureForm) -> Erasure:
    """Ask to erase a record. Nothing goes yet. Raises OnHold, AskedToErase, and Refused for another client's code."""
    if found := form.problems({"code": client.code}):
        raise Refused(found)
    refuse_to_ask(vault, client_by_id(vault, client.id))
    id_, now = vault.new_id(), vault.clock.now()
    erasure = Erasure(
        id=id_, made_at=now, erases=client.id, code=client.code, reason=form.reason, asked_by=vault.author
    )
    with writing(vault) as tx:
        tx.add(erasure)
        tx.drop_draft(client.id, FORM, "")
    return erasure


def refuse_to_ask(vault: Vault, client: Client) -> None:
    """Raises OnHold, AskedToErase."""
    if client.hold:
        raise OnHold(client.code)
    if waiting_of(vault, client.id):
        raise AskedToErase(client.code)


def confirm(vault: Vault, erasure: str, progress: Progress | None = None) -> Erasure:
    """Erase the record for good, all of it or, where this does not come to its end, nothing.

    Raises TooEarlyToErase, AskedInTheFuture, OnHold, ErasureOver, Cancelled.
    """
    progress = progress or Progress()
    refuse_to_confirm(vault, erasure)
    with writing(vault) as tx:
        asked = tx.get(Erasure, erasure)
        # The line of the log that says so is the newest: no number of a line that goes is ever given again.
        ended = tx.change(Erasure, erasure, fate=Fate.ERASED, ended_at=vault.clock.now())
        tx.erase(asked.erases, progress)
        progress.past_stopping(Doing.ERASING)
    vault.worked_out.clear()
    fold_log(vault.connection)
    return ended


def refuse_to_confirm(vault: Vault, erasure: str) -> None:
    """Raises what `confirm` would: before anybody is asked whether they are sure, and again after that."""
    with reading(vault) as session:
        asked = session.get_one(Erasure, erasure)
        client = session.get(Client, asked.erases)
    _refuse_what_is_over(asked)
    if client is not None and client.hold:
        raise OnHold(asked.code)
    if vault.clock.now() < asked.made_at - SLACK:
        raise AskedInTheFuture(asked.code)
    if not is_ripe(vault, asked):
        raise TooEarlyToErase(asked.code, f"{vault.clock.local(from_when(asked)):%Y-%m-%d %H:%M}")


def call_off(vault: Vault, erasure: str) -> Erasure:
    """Keep the record after all. Raises ErasureOver, and KeyError for no such wish."""
    with writing(vault) as tx:
        _refuse_what_is_over(tx.get(Erasure, erasure))
        return tx.change(Erasure, erasure, fate=Fate.CALLED_OFF, ended_at=vault.clock.now())


def erasures(vault: Vault) -> list[Erasure]:
    """Every wish to erase, the newest first."""
    with reading(vault) as session:
        return list(session.exec(select(Erasure).order_by(Erasure.id.desc())))  # type: ignore[attr-defined]  # a column


def waiting_of(vault: Vault, client: str) -> Erasure | None:
    """The wish to erase this client's record that is neither confirmed nor called off."""
    with reading(vault) as session:
        asked = session.exec(select(Erasure).where(Erasure.erases == client))
        return next((each for each in asked if each.fate is None), None)


def from_when(erasure: Erasure) -> datetime:
    """The instant from which it may be confirmed."""
    return erasure.made_at + WAIT


def is_ripe(vault: Vault, erasure: Erasure) -> bool:
    """Whether it may be confirmed by now."""
    return vault.clock.now() >= from_when(erasure)


def _refuse_what_is_over(asked: Erasure) -> None:
    if asked.fate is not None:
        raise ErasureOver(asked.code)
