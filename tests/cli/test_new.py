"""Setting up a vault without the app: whole or not at all, and the code in a file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from psw_tui import launcher
from psw_tui.cli import new
from psw_tui.clock import SystemClock
from psw_tui.services.settings import settings
from psw_tui.storage.errors import DiskFull
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import open_with_passphrase, open_with_recovery_code
from tests.cli.conftest import Ask

SECRET = "seven quiet rivers"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new, "calibrate", lambda: CHEAPEST)


@pytest.fixture
def files(tmp_path: Path) -> tuple[object, ...]:
    (tmp_path / "secret").write_text(SECRET + "\n")
    return "--passphrase-file", tmp_path / "secret", "--recovery-file", tmp_path / "sheet"


def test_a_vault_a_code_and_settings(ask: Ask, files: tuple[object, ...], tmp_path: Path) -> None:
    code, out, err = ask("new", *files, "--label", "blue", "--worker", "Ash")
    folder = tmp_path / "home" / "vaults" / "blue"
    assert (code, err) == (0, "")
    assert str(folder) in out
    with open_with_passphrase(folder, SECRET, clock=SystemClock()) as vault:
        assert settings(vault).worker == "Ash"
    sheet = tmp_path / "sheet"
    assert sheet.stat().st_mode & 0o777 == 0o600
    assert sheet.read_text().strip() not in out
    with open_with_recovery_code(folder, sheet.read_text(), clock=SystemClock()):
        pass


def test_the_two_files_are_enough(ask: Ask, files: tuple[object, ...], tmp_path: Path) -> None:
    assert ask("new", *files)[0] == 0
    assert (tmp_path / "home" / "vaults" / "notes" / "vault.db").exists()


def test_any_folder_will_do(ask: Ask, files: tuple[object, ...], tmp_path: Path) -> None:
    assert ask("new", *files, "--vault", tmp_path / "stick")[0] == 0
    assert (tmp_path / "stick" / "vault.db").exists()
    assert not (tmp_path / "home").exists()


def test_a_label_that_is_taken(ask: Ask, files: tuple[object, ...], tmp_path: Path) -> None:
    assert ask("new", *files, "--label", "blue")[0] == 0
    (tmp_path / "sheet").unlink()
    code, _, err = ask("new", *files, "--label", "Blue")
    assert code == 1
    assert 'called "Blue" already' in err
    assert not (tmp_path / "sheet").exists()


def test_a_vault_that_is_there_is_not_touched(ask: Ask, files: tuple[object, ...], tmp_path: Path) -> None:
    assert ask("new", *files, "--vault", tmp_path / "stick")[0] == 0
    (tmp_path / "sheet").unlink()
    before = {path.name: path.read_bytes() for path in (tmp_path / "stick").iterdir()}
    code, _, err = ask("new", *files, "--vault", tmp_path / "stick")
    assert code == 1
    assert "already" in err
    assert {path.name: path.read_bytes() for path in (tmp_path / "stick").iterdir()} == before
    assert not (tmp_path / "sheet").exists()


def test_a_sheet_that_is_there_is_not_written_over(ask: Ask, files: tuple[object, ...], tmp_path: Path) -> None:
    (tmp_path / "sheet").write_text("another code")
    code, _, err = ask("new", *files)
    assert code == 1
    assert "was not touched" in err
    assert (tmp_path / "sheet").read_text() == "another code"
    assert list((tmp_path / "home" / "vaults").iterdir()) == []


def test_if_it_fails_neither_vault_nor_code_is_left(
    ask: Ask, files: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = new.set_up

    def fail_late(folder: Path, *arguments: Any, **more: Any) -> Any:
        real(folder, *arguments, **more).close()
        raise DiskFull(folder)

    monkeypatch.setattr(new, "set_up", fail_late)
    code, _, err = ask("new", *files)
    assert code == 1
    assert "disk is full" in err
    assert not (tmp_path / "sheet").exists()
    assert list((tmp_path / "home" / "vaults").iterdir()) == []


@pytest.mark.parametrize("only", ["--passphrase-file", "--recovery-file", "--label", "--worker"])
def test_half_of_it_is_refused(ask: Ask, tmp_path: Path, only: str) -> None:
    code, _, err = ask("new", only, tmp_path / "x")
    assert code == 1
    assert "give both" in err


def test_an_empty_passphrase_makes_no_vault(ask: Ask, tmp_path: Path) -> None:
    code, _, err = ask("new", "--passphrase-file", "-", "--recovery-file", tmp_path / "sheet", typed="\n")
    assert code == 1
    assert "empty" in err
    assert not (tmp_path / "sheet").exists()


@pytest.mark.parametrize("label", ["../up", "nul", "x" * 41, "[/]"])
def test_a_label_that_is_no_name_for_a_folder(ask: Ask, files: tuple[object, ...], tmp_path: Path, label: str) -> None:
    code, _, err = ask("new", *files, "--label", label)
    assert code == 1
    assert "label" in err
    assert not (tmp_path / "sheet").exists()


def test_without_a_terminal_it_says_what_a_script_needs(ask: Ask) -> None:
    code, _, err = ask("new")
    assert code == 1
    assert "give both" in err


def test_on_a_terminal_the_app_sets_up(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setattr(new, "has_terminal", lambda _: True)
    monkeypatch.setattr(launcher, "run", lambda arguments, *, first: started.append((arguments, first)) or 0)
    assert ask("new") == (0, "", "")
    assert started == [([], ["--set-up"])]
