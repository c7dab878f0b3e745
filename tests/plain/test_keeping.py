"""Records to review at the prompt: the whole way from asking to what backups still hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.backups import list_backups
from psw_tui.progress import Progress
from psw_tui.records.client import Client
from psw_tui.records.leaving import Fate
from psw_tui.services import backups
from psw_tui.services.clients import client_by_id
from psw_tui.services.erasing import erasures
from psw_tui.services.errors import NoSuchClient
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, WORKER, StillClock
from tests.plain.conftest import said_in, squeezed

ROOM = "14"
"""Where the records to review are in the first room."""

SAVE = "1"

LAST_OF_CLIENT = "16"
"""Asking to erase, among what can be done with a client."""


def again(folder: Path, clock: StillClock) -> Vault:
    vault = open_with_passphrase(folder, PASSPHRASE, clock=clock)
    vault.author = WORKER
    return vault


def test_asked_at_the_client_and_confirmed_a_day_later(vault: Vault, client: Client, clock: StillClock) -> None:
    folder = vault.folder
    backups.back_up_here(vault, Progress())
    answers = (
        "1",
        "1",
        LAST_OF_CLIENT,
        "Birch-11",
        "kept long enough",
        SAVE,
        "Maple-27",
        SAVE,
        "<",
        "<",
        ROOM,
        "1",
        "1",
        "q",
    )
    said = squeezed(said_in(vault, *answers))
    assert "This is not the code of this client, which is Maple-27." in said
    assert "Asked for. From 14 Mar 2026 12:00 on you can confirm it under: records to review." in said
    assert "The record of Maple-27 can be erased from 2026-03-14 12:00 on" in said
    clock.forward(hours=24)
    said = squeezed(said_in(again(folder, clock), ROOM, "1", "1", "1", "2", "1", "2", "1", "<", "<", "q"))
    assert "The record is still in 1 backup beside the vault" in said
    assert "There is no good backup yet without the record of Maple-27." in said
    assert "No backup beside the vault holds it." in said
    assert "Maple-27 erased. 14 Mar 2026 12:00, kept long enough (Ash)" in said
    assert len(list_backups(folder)) == 1
    with again(folder, clock) as vault, pytest.raises(NoSuchClient):
        client_by_id(vault, client.id)


def test_held_and_called_off(vault: Vault, client: Client, clock: StillClock) -> None:
    folder = vault.folder
    said_in(
        vault, "1", "1", LAST_OF_CLIENT, "maple-27", "kept long enough", SAVE, "<", "<", ROOM, "1", "5", "1", "2", "q"
    )
    with again(folder, clock) as vault:
        assert client_by_id(vault, client.id).hold
        assert [each.fate for each in erasures(vault)] == [Fate.CALLED_OFF]
