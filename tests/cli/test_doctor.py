"""Doctor: a line for every check, and a bad exit code when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psw_tui.cli.doctor import FINE, WRONG_WORDS
from psw_tui.clock import SystemClock
from psw_tui.services.doctor import Check, examine
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask

ALWAYS = [check for check in Check if check is not Check.REBUILD]
"""What is looked at without being asked for."""


def wrong_in(vault: Vault) -> set[Check]:
    return {finding.check for finding in examine(vault) if not finding.fine}


def opened(folder: Path) -> Vault:
    return open_with_passphrase(folder, PASSPHRASE, clock=SystemClock())


def test_a_whole_vault(ask_vault: Ask) -> None:
    code, out, err = ask_vault("doctor")
    assert (code, err) == (0, "")
    assert [line[:7] for line in out.splitlines()] == ["ok     "] * len(ALWAYS)


def test_for_programs(ask_vault: Ask) -> None:
    code, out, _ = ask_vault("doctor", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["ok"] is True
    assert [check["check"] for check in found["checks"]] == ALWAYS


def test_every_check_has_words_for_both_ends() -> None:
    assert set(FINE) == set(WRONG_WORDS) == set(Check)


def test_a_flipped_byte_in_a_page(ask_vault: Ask, folder: Path) -> None:
    database = folder / "vault.db"
    content = bytearray(database.read_bytes())
    content[4096 * 100 + 50] ^= 1
    database.write_bytes(content)
    code, out, _ = ask_vault("doctor")
    assert code == 1
    assert "WRONG  Pages of the file are damaged" in out


def test_a_search_that_lost_a_word(folder: Path) -> None:
    with opened(folder) as vault:
        vault.connection.execute("DELETE FROM search_words WHERE rowid = 1")
        assert wrong_in(vault) == {Check.SEARCH}


def test_a_record_that_lost_its_client(folder: Path) -> None:
    with opened(folder) as vault:
        vault.connection.execute("PRAGMA foreign_keys = OFF")
        vault.connection.execute("UPDATE goal SET client = 'nobody' WHERE id = (SELECT min(id) FROM goal)")
        assert wrong_in(vault) == {Check.LINKS}


@pytest.mark.parametrize("copy", ["vault.keys", "vault.keys2"])
def test_a_key_file_that_is_gone(folder: Path, copy: str) -> None:
    with opened(folder) as vault:
        (folder / copy).unlink()
        (finding,) = (each for each in examine(vault) if not each.fine)
        assert (finding.check, finding.wrong) == (Check.KEYS, (copy,))


def test_key_files_that_are_gone_or_damaged(folder: Path) -> None:
    with opened(folder) as vault:
        (folder / "vault.keys").write_bytes(b"{}")
        assert wrong_in(vault) == {Check.KEYS}
        (folder / "vault.keys").unlink()
        (folder / "vault.keys2").unlink()
        assert wrong_in(vault) == {Check.KEYS}


def test_files_that_others_may_read(ask_vault: Ask, folder: Path) -> None:
    (folder / "vault.db").chmod(0o644)
    folder.chmod(0o755)
    code, out, _ = ask_vault("doctor")
    assert code == 1
    assert "(vault, vault.db" in out


def test_a_disk_that_is_nearly_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("psw_tui.storage.check.shutil.disk_usage", lambda _: usage(10, 5, 5))
    with opened(folder) as vault:
        assert wrong_in(vault) == {Check.ROOM}
