"""The records to review as programs and people read them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from psw_tui.clock import SystemClock
from psw_tui.columns import breadth
from psw_tui.records.leaving import ErasureForm
from psw_tui.services.clients import client_by_code, clients_by_recent_contact
from psw_tui.services.erasing import ask
from psw_tui.services.keeping import set_hold
from psw_tui.storage.vault import open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask


def prepare(folder: Path) -> tuple[str, str]:
    """One client on hold, one who waits to be erased."""
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        (held, held_code), (_, code), *_ = clients_by_recent_contact(vault)
        set_hold(vault, held, hold=True)
        ask(vault, client_by_code(vault, code), ErasureForm(typed_code=code, reason="kept long enough " * 8))
    return held_code, code


def test_nobody_is_due_in_the_practice(ask_vault: Ask) -> None:
    assert ask_vault("keeping", "--json")[:2] == (0, "[]\n")
    assert "Nobody is due for review" in ask_vault("keeping")[1]


def test_who_is_held_and_who_waits(ask_vault: Ask, folder: Path) -> None:
    held, code = prepare(folder)
    _, out, _ = ask_vault("keeping", "--json")
    second, first = json.loads(out)
    assert (first["code"], first["standing"], first["hold"]) == (held, "on_hold", True)
    assert (second["code"], second["standing"], second["ended_at"]) == (code, "waiting", None)
    tomorrow = (SystemClock().now() + timedelta(hours=24)).date().isoformat()
    assert second["confirm_from"].startswith(tomorrow)
    _, out, _ = ask_vault("keeping")
    assert f"{code}  waits to be erased" in out
    assert max(map(breadth, out.splitlines())) <= 80
