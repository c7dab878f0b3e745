"""The whole main job by numbered answers: what comes of it is what comes of it on the screens."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from psw_tui.cli.caseload import as_json
from psw_tui.cli.client import record_as_json
from psw_tui.language import speak
from psw_tui.services import clients
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.record import record_of
from psw_tui.services.signals import signal_of
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.plain.conftest import said_in, squeezed
from tests.plain.on_screens import do_the_job
from tests.plain.the_job import THE_JOB
from tests.ui.driving import at_home, inside

IDS = frozenset({"id", "goal", "linked_row"})


@pytest.fixture(autouse=True)
def same_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes are drawn by lot; here the lot always falls the same."""

    def first(among: Sequence[Any]) -> Any:
        return among[0]

    monkeypatch.setattr(clients.secrets, "choice", first)


def without_ids(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: without_ids(value) for name, value in said.items() if name not in IDS}
    return [without_ids(each) for each in said] if isinstance(said, list) else said


def caseload_of(vault: Vault) -> list[dict[str, Any]]:
    """What `caseload --json` prints."""
    return [as_json(row) for row in caseload_rows(vault, caseload_order(vault))]


def records_of(vault: Vault) -> list[Any]:
    """What `client CODE --json` prints of everybody, but for ids."""
    found = [clients.client_by_id(vault, id_) for id_ in caseload_order(vault)]
    english = speak("en")
    return [without_ids(record_as_json(record_of(vault, each), signal_of(vault, each.id), english)) for each in found]


async def test_caseload_and_records_are_the_same_after_both(
    vault: Vault, new_vault: Path, tmp_path: Path, clock: StillClock
) -> None:
    """A client, a goal, a debrief, a fresh look and five of its steps."""
    said = said_in(vault, *THE_JOB)
    assert "\n! " not in said, "something was not understood"
    assert "5 of 9 looked at: 5 done" in said
    other = Path(shutil.copytree(new_vault, tmp_path / "screens" / "ash"))
    async with at_home(other, clock) as driver:
        await do_the_job(driver)
    with inside(vault.folder, clock) as plain, inside(other, clock) as screens:
        assert caseload_of(plain) == caseload_of(screens)
        assert records_of(plain) == records_of(screens)
        (only,) = caseload_of(plain)
        steps = only["fresh_look"]["steps"]
        assert [number for number, state in steps.items() if state == "done"] == ["1", "2", "3", "4", "8"]


def test_every_answer_is_said_back_before_it_is_saved(vault: Vault) -> None:
    """In words, with the day it means."""
    said = squeezed(said_in(vault, *THE_JOB))
    assert "What we did: listened, practical help" in said
    assert "Next: when: Mon 16 Mar (2026-03-16)" in said
    assert "sleep through one night, Their number today: 2" in said
