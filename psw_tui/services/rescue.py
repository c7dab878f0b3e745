"""Rescuing a damaged vault: a new one with all that can be read, and with what the program needs to show it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

from psw_tui.domain.clock import Clock
from psw_tui.domain.codes import draw_code
from psw_tui.progress import Progress
from psw_tui.records.client import Client, KnowsNotes
from psw_tui.records.setting import THE_ONLY_ID, Setting, SettingForm
from psw_tui.services.clients import code_words
from psw_tui.services.settings import first_settings, sign_as_worker
from psw_tui.storage.kdf import STANDARD, Profile
from psw_tui.storage.read import listing, reading
from psw_tui.storage.replay import TABLES
from psw_tui.storage.rescue import Rescued, place_beside, rescue_with_code, rescue_with_passphrase
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

__all__ = ["Rescued", "rescue", "rescue_by_code"]


def rescue(
    folder: Path, passphrase: str, *, clock: Clock, into: Path | None = None, progress: Progress | None = None
) -> Rescued:
    """Save what can be read into a new vault. Raises what storage.rescue does; the damaged vault is only read."""
    target = into or place_beside(folder, clock)
    vault, rescued = rescue_with_passphrase(folder, passphrase, target, clock=clock, progress=progress)
    return _completed(vault, rescued, folder.name)


def rescue_by_code(
    folder: Path,
    code: str,
    new_passphrase: str,
    *,
    clock: Clock,
    profile: Profile = STANDARD,
    progress: Progress | None = None,
) -> Rescued:
    """The same with the recovery code; the new passphrase opens the new vault."""
    target = place_beside(folder, clock)
    vault, rescued = rescue_with_code(
        folder, code, new_passphrase, target, clock=clock, profile=profile, progress=progress
    )
    return _completed(vault, rescued, folder.name)


def _completed(vault: Vault, rescued: Rescued, label: str) -> Rescued:
    """Give records a client again whose own record is lost, and the worker settings, so that every screen works."""
    with vault:
        with reading(vault) as session:
            settled = session.get(Setting, THE_ONLY_ID) is not None
        if settled:
            sign_as_worker(vault)
        else:
            first_settings(vault, SettingForm(worker=label))
        lost = _lost_clients(vault)
        for client in lost:
            _stand_in(vault, client)
    return replace(rescued, stand_ins=len(lost))


def _lost_clients(vault: Vault) -> list[str]:
    """Ids that records name as their client, and that no client has."""
    with_client = [name for name, table in TABLES.items() if "client" in table.model_fields]
    named = " UNION ".join(f"SELECT client FROM {name}" for name in with_client)  # noqa: S608 - names of our own
    found = listing(vault, f"SELECT client FROM ({named}) WHERE client NOT IN (SELECT id FROM client)")  # noqa: S608 - names of our own
    return [str(row["client"]) for row in found]


def _stand_in(vault: Vault, client: str) -> None:
    """A client of whom only what hangs on them is left; the code is a new one, drawn by chance."""
    taken = {str(row["code"]) for row in listing(vault, "SELECT code FROM client")}
    code = draw_code(code_words(), taken, secrets.choice)
    with writing(vault) as tx:
        tx.add(
            Client(
                id=client,
                made_at=vault.clock.now(),
                code=code,
                knows_notes=KnowsNotes.NOT_YET,
                met_on=vault.clock.today(),
                status_since=vault.clock.today(),
            )
        )
