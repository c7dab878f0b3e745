"""`doctor --rebuild`: one line when log and tables agree, and otherwise where they do not, without a word of text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psw_tui.cli.doctor import MOST_LINES
from psw_tui.clock import SystemClock
from psw_tui.health_words import FAULTS
from psw_tui.services.doctor import Check, Fault
from psw_tui.storage import replay
from psw_tui.storage.errors import DiskFull
from psw_tui.storage.vault import open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask


def meddle(folder: Path, *statements: str) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        for statement in statements:
            vault.connection.execute(statement)


def test_a_vault_whose_log_tells_it_all(ask_vault: Ask, folder: Path) -> None:
    before = sorted(folder.iterdir())
    code, out, err = ask_vault("doctor", "--rebuild")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "ok     The change log, replayed, gives the same records."
    assert len(out.splitlines()) == len(Check)
    assert sorted(folder.iterdir()) == before


def test_a_record_changed_behind_the_logs_back(ask_vault: Ask, folder: Path) -> None:
    meddle(folder, "UPDATE goal SET words = 'zebra' WHERE id = (SELECT min(id) FROM goal)")
    code, out, err = ask_vault("doctor", "--rebuild")
    assert (code, err) == (1, "")
    wrong, row = out.splitlines()[-2:]
    assert wrong.startswith("WRONG  The change log, replayed, does not give the same records. Nothing was replaced.")
    assert wrong.endswith("(goal: 1)")
    assert row.startswith("       goal 0")
    assert row.endswith(": the record and the log say different things in words")
    assert "zebra" not in out
    code, out, _ = ask_vault("doctor", "--rebuild")
    assert "goal: 1" in out, "nothing is mended"


def test_without_being_asked_nothing_is_replayed(ask_vault: Ask, folder: Path) -> None:
    meddle(folder, "UPDATE goal SET words = 'zebra'")
    code, out, _ = ask_vault("doctor")
    assert code == 0
    assert "change log" not in out


def test_rebuild_for_programs(ask_vault: Ask, folder: Path) -> None:
    meddle(folder, "UPDATE goal SET words = 'zebra', kind = 'keep' WHERE id = (SELECT min(id) FROM goal)")
    code, out, _ = ask_vault("doctor", "--rebuild", "--json")
    assert code == 1
    said = json.loads(out)
    assert said["ok"] is False
    last = said["checks"][-1]
    assert (last["check"], last["ok"], last["wrong"]) == ("rebuild", False, ["goal: 1"])
    (difference,) = last["differences"]
    assert set(difference) == {"fault", "table", "row", "columns"}
    assert (difference["fault"], difference["table"]) == ("differs", "goal")
    assert set(difference["columns"]) <= {"words", "kind"}
    assert all("differences" not in check for check in said["checks"][:-1])


def test_many_differences_are_cut_short_on_paper_only(ask_vault: Ask, folder: Path) -> None:
    meddle(folder, "UPDATE debrief SET what_line = 'zebra'")
    _, out, _ = ask_vault("doctor", "--rebuild")
    _, whole, _ = ask_vault("doctor", "--rebuild", "--json")
    count = len(json.loads(whole)["checks"][-1]["differences"])
    assert count > MOST_LINES
    assert len([line for line in out.splitlines() if line.startswith("       debrief ")]) == MOST_LINES
    assert out.splitlines()[-1] == f"       and {count - MOST_LINES} more; --json has them all"


def test_every_fault_has_words(ask_vault: Ask) -> None:
    assert set(FAULTS) == set(Fault)
    assert len(set(FAULTS.values())) == len(Fault)


def test_no_room_for_a_replay_is_a_finding(ask_vault: Ask, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def full(*_arguments: object) -> None:
        raise DiskFull(folder)

    monkeypatch.setattr(replay, "migrate", full)
    code, out, err = ask_vault("doctor", "--rebuild")
    assert (code, err) == (1, "")
    assert out.splitlines()[-1].endswith("(DiskFull)")
    assert not (folder / replay.ASIDE).exists()
