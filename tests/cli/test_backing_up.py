"""Backup, verify and restore from the command line: a sentence and an exit code for everything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from psw_tui.backups import list_backups
from psw_tui.clock import SystemClock
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import create, open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def on(stick: Path) -> Path:
    (backup,) = stick.iterdir()
    return backup


def damage(backup: Path) -> None:
    content = bytearray((backup / "vault.db").read_bytes())
    content[4096 * 30 + 50] ^= 1
    (backup / "vault.db").write_bytes(content)


def clients(folder: Path) -> int:
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        (count,) = vault.connection.execute("SELECT count(*) FROM client").fetchone()
        return int(count)


def lose_clients(folder: Path) -> None:
    """Something happens to the vault that its worker would like to be undone."""
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        vault.connection.execute("PRAGMA foreign_keys = OFF")
        vault.connection.execute("DELETE FROM client")


def test_a_backup_beside_the_vault_is_good_at_once(ask_vault: Ask, folder: Path) -> None:
    code, out, err = ask_vault("backup")
    (backup,) = list_backups(folder)
    assert (code, err) == (0, "")
    assert out == f"The backup is in {backup.folder}. It was looked through, and it is good.\n"
    assert backup.good
    assert ask_vault("verify")[:2] == (0, f"The backup in {backup.folder} is good.\n")


def test_there_and_back_by_a_stick(ask_vault: Ask, ask: Ask, folder: Path, stick: Path, tmp_path: Path) -> None:
    assert ask_vault("backup", "--to", stick)[0] == 0
    backup = on(stick)
    assert backup.name.startswith("psw-tui-vault-")
    secret = ("--passphrase-file", "-")
    code, out, _ = ask("restore", backup, "--to", tmp_path / "new laptop", *secret, typed=PASSPHRASE)
    assert code == 0
    assert out.startswith(f"The vault in {tmp_path / 'new laptop'} is as it was: today.")
    assert clients(tmp_path / "new laptop") == clients(folder) == 12


def test_on_a_new_laptop_the_label_comes_from_the_stick(ask_vault: Ask, ask: Ask, stick: Path, tmp_path: Path) -> None:
    ask_vault("backup", "--to", stick)
    (tmp_path / "home").mkdir()
    assert ask("restore", on(stick), "--passphrase-file", "-", typed=PASSPHRASE)[0] == 0
    assert clients(tmp_path / "home" / "vaults" / "vault") == 12


def test_restoring_asks_first_and_keeps_what_was_there(ask_vault: Ask, folder: Path) -> None:
    ask_vault("backup")
    (backup,) = list_backups(folder)
    lose_clients(folder)
    code, _, err = ask_vault("restore", backup.folder.name)
    assert code == 1
    assert "There is a vault in" in err
    assert "--replace" in err
    assert clients(folder) == 0
    code, out, _ = ask_vault("restore", backup.folder.name, "--replace")
    assert code == 0
    (aside,) = folder.glob("before-*")
    assert f"The vault that was there before is kept in {aside}." in out
    assert (clients(folder), clients(aside)) == (12, 0)


def test_a_damaged_backup(ask_vault: Ask, folder: Path) -> None:
    ask_vault("backup")
    (backup,) = list_backups(folder)
    damage(backup.folder)
    code, out, _ = ask_vault("verify")
    assert (code, out) == (1, f"The backup in {backup.folder} is NOT good: it is not what was written.\n")
    assert list_backups(folder)[0].fault == "changed"
    code, _, err = ask_vault("restore", backup.folder, "--replace")
    assert (code, err) == (1, f"The backup in {backup.folder} is damaged, so it was not used. Take another one.\n")


def test_a_backup_cut_short(ask_vault: Ask, folder: Path) -> None:
    ask_vault("backup")
    database = list_backups(folder)[0].database
    database.write_bytes(database.read_bytes()[:-8192])
    code, out, _ = ask_vault("verify")
    assert code == 1
    assert "a part of it is missing" in out
    assert "was cut short" in ask_vault("restore", database.parent, "--replace")[2]


def test_a_backup_of_another_worker(ask_vault: Ask, folder: Path, tmp_path: Path) -> None:
    create(tmp_path / "theirs", PASSPHRASE, clock=SystemClock(), profile=CHEAPEST)[0].close()
    before = (folder / "vault.db").read_bytes()
    code, _, err = ask_vault("restore", tmp_path / "theirs", "--replace")
    assert code == 1
    assert "belongs to another vault" in err
    assert (folder / "vault.db").read_bytes() == before


def test_what_is_not_there(ask_vault: Ask, ask: Ask, folder: Path, tmp_path: Path) -> None:
    assert "There is no backup of this vault yet" in ask_vault("verify")[2]
    assert "There is no backup in" in ask_vault("verify", "20260101T000000Z")[2]
    assert "There is no backup in" in ask_vault("restore", tmp_path)[2] + ask_vault("restore", tmp_path, "--replace")[2]
    code, _, err = ask_vault("backup", "--to", tmp_path / "no stick")
    assert (code, "is not there. Is the drive plugged in" in err) == (1, True)
    assert not (tmp_path / "no stick").exists()
    assert ask_vault("restore")[0] == 2


def test_a_wrong_passphrase(ask_vault: Ask, ask: Ask, folder: Path) -> None:
    ask_vault("backup")
    code, _, err = ask("verify", "--vault", folder, "--passphrase-file", "-", typed="wrong")
    assert code == 1
    assert "does not open the vault" in err
    assert list_backups(folder)[0].good, "nothing was found out"


def test_by_the_recovery_code(ask: Ask, tmp_path: Path) -> None:
    vault, sheet = create(tmp_path / "mine", "forgotten", clock=SystemClock(), profile=CHEAPEST)
    vault.close()
    (tmp_path / "code").write_text(sheet + "\n")
    code, _, err = ask("restore", tmp_path / "mine", "--to", tmp_path / "new", "--recovery-file", tmp_path / "code")
    assert (code, err) == (0, "")
    assert (tmp_path / "new" / "vault.db").exists()
    (tmp_path / "code").write_text("0000")
    assert ask("restore", tmp_path / "mine", "--to", tmp_path / "x", "--recovery-file", tmp_path / "code")[0] == 1


def test_verifying_needs_no_closed_vault(ask_vault: Ask, folder: Path) -> None:
    ask_vault("backup")
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()):
        assert ask_vault("verify")[0] == 0
        (backup,) = list_backups(folder)
        assert "is open in another window" in ask_vault("restore", backup.folder, "--replace")[2]


def test_a_backup_that_says_nothing_of_itself(ask_vault: Ask, folder: Path) -> None:
    ask_vault("backup")
    (backup,) = list_backups(folder)
    (backup.folder / "backup.json").write_text("{")
    assert ask_vault("verify")[0] == 0
    assert json.loads((backup.folder / "backup.json").read_text())["fault"] == ""
    shutil.rmtree(backup.folder)
    assert "no backup of this vault" in ask_vault("verify")[2]
