"""Doctor: a line for every check, and a bad exit code when something is wrong."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from psw_tui.clock import SystemClock
from psw_tui.health_words import FINE, NOTED_WORDS, WRONG_WORDS, headline
from psw_tui.language import speak
from psw_tui.services.doctor import ALWAYS, Check, examine, look
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask


def wrong_in(vault: Vault) -> set[Check]:
    return {finding.check for finding in examine(vault) if not finding.fine}


def opened(folder: Path) -> Vault:
    return open_with_passphrase(folder, PASSPHRASE, clock=SystemClock())


def test_a_whole_vault(ask_vault: Ask) -> None:
    code, out, err = ask_vault("doctor")
    assert (code, err) == (0, "")
    begins = {check: "note   " if check in {Check.BACKUP, Check.SWAP} else "ok     " for check in ALWAYS}
    assert [line[:7] for line in out.splitlines()] == list(begins.values())
    assert "There is no good backup yet." in out
    assert "encryption of the whole disk" in out


def test_for_programs(ask_vault: Ask) -> None:
    code, out, _ = ask_vault("doctor", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["ok"] is True
    assert [check["check"] for check in found["checks"]] == list(ALWAYS)


def test_every_check_has_words_for_both_ends() -> None:
    assert set(FINE) == set(WRONG_WORDS) == set(Check)
    assert set(NOTED_WORDS) == {Check.CLOCK, Check.BACKUP, Check.SWAP}


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


class At:
    """A clock so many days away from the computer's own."""

    def __init__(self, days: int) -> None:
        self._off = timedelta(days=days)
        self._own = SystemClock()

    def now(self) -> datetime:
        return self._own.now() + self._off

    def today(self) -> date:
        return self.local(self.now()).date()

    def local(self, instant: datetime) -> datetime:
        return self._own.local(instant)


def test_a_clock_set_back_is_told_with_both_days(folder: Path) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=At(-365)) as vault:
        (finding,) = (each for each in examine(vault) if not each.fine)
        assert (finding.check, finding.wrong[1]) == (Check.CLOCK, At(-365).today().isoformat())
        assert headline(finding, speak("en")).startswith("WRONG  Something was written later than the clock says")


def test_a_clock_a_year_ahead_is_asked_about(folder: Path) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=At(400)) as vault:
        finding = look(vault, Check.CLOCK)
        assert finding.fine
        assert headline(finding, speak("en")).startswith("note   Nothing was written for most of a year.")


def backup(folder: Path, *, days: int, verified: bool = True, fault: str = "") -> None:
    made = (SystemClock().now() - timedelta(days=days)).isoformat()
    there = folder / "backups" / f"{days:03}"
    there.mkdir(parents=True, mode=0o700)
    (there / "vault.db").write_bytes(b"x")
    said = {"format": 1, "made_at": made, "kind": "closed", "sha256": {"vault.db": ""}, "size": 1, "fault": fault}
    (there / "backup.json").write_text(json.dumps(said | {"verified_at": made if verified else None}))


def test_the_last_good_backup(folder: Path) -> None:
    with opened(folder) as vault:
        assert look(vault, Check.BACKUP).noted == ("none",)
        backup(folder, days=30)
        assert "30 days old" in headline(look(vault, Check.BACKUP), speak("en"))
        backup(folder, days=3)
        assert headline(look(vault, Check.BACKUP), speak("en")) == "ok     A good backup is there."
        backup(folder, days=2, verified=False)
        assert look(vault, Check.BACKUP).fine
        backup(folder, days=1, fault="hash")
        assert look(vault, Check.BACKUP).wrong == ("hash",)


def test_a_rescue_is_told_and_opens(ask_vault: Ask, ask: Ask, folder: Path, tmp_path: Path) -> None:
    """A page of debriefs is gone; the log has them all, and the old vault stays as it is."""
    with opened(folder) as vault:
        (page,) = vault.connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'goal'").fetchone()
        goals = vault.connection.execute("SELECT * FROM goal ORDER BY id").fetchall()
    content = bytearray((folder / "vault.db").read_bytes())
    content[(page - 1) * 4096 + 300] ^= 1
    (folder / "vault.db").write_bytes(content)
    code, out, err = ask_vault("doctor", "--rescue", tmp_path / "saved")
    assert (code, err) == (0, "")
    assert f"goal: 0 read, {len(goals)} brought back from the change log, 0 lost" in out
    assert "Nothing is known to be lost." in out
    assert (folder / "vault.db").read_bytes() == content
    with opened(tmp_path / "saved") as vault:
        assert vault.connection.execute("SELECT * FROM goal ORDER BY id").fetchall() == goals
        assert {each.check for each in examine(vault, rebuild=True) if not each.fine} <= {Check.CLOCK}
    code, _, err = ask_vault("doctor", "--rescue", tmp_path / "saved")
    assert code == 1
    assert "is at" in err
