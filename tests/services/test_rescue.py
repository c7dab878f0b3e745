"""A rescued vault works: lost clients have stand-ins, lost settings are there again, nothing points nowhere."""

from __future__ import annotations

from pathlib import Path

from psw_tui.language import speak
from psw_tui.records.client import Client
from psw_tui.rescue_words import told
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.doctor import Check, examine
from psw_tui.services.rescue import rescue
from psw_tui.services.settings import settings
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, StillClock

PAGE = 4096


def damage(vault: Vault, *tables: str) -> Path:
    """Close the vault and flip a byte on the first page of each of these tables."""
    question = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
    pages = [vault.connection.execute(question, (table,)).fetchone()[0] for table in tables]
    vault.close()
    path = vault.folder / "vault.db"
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE + 300] ^= 1
    path.write_bytes(content)
    return vault.folder


def test_the_log_tells_a_lost_client_again(vault: Vault, client: Client, clock: StillClock) -> None:
    """With the name and the code they had."""
    rescued = rescue(damage(vault, "client", "setting"), PASSPHRASE, clock=clock)
    assert (rescued.lost, rescued.stand_ins, rescued.log_has_gaps) == (0, 0, False)
    with open_with_passphrase(rescued.folder, PASSPHRASE, clock=clock) as saved:
        (row,) = caseload_rows(saved, caseload_order(saved))
        assert (row.code, settings(saved).worker) == ("Maple-27", "Ash")
        assert {each.check for each in examine(saved, rebuild=True) if not each.fine} == set()


def test_where_the_log_is_gone_too_a_client_has_a_stand_in(vault: Vault, client: Client, clock: StillClock) -> None:
    """What was written about them is found again under a new code, and the report says so."""
    vault.connection.execute(
        "INSERT INTO goal VALUES (?, '2026-01-01', 'a bus pass', 'own', '', '', '', ?, 'active', NULL)",
        (vault.new_id(), client.id),
    )
    rescued = rescue(damage(vault, "client", "setting", "change"), PASSPHRASE, clock=clock)
    assert (rescued.stand_ins, rescued.log_has_gaps) == (1, True)
    lost = {each.table: each.lost for each in rescued.tables if each.lost}
    assert lost == {"client": 1, "setting": 1, "change": 2}
    lines = "\n".join(told(rescued, speak("en")))
    assert "Of 1 client only what was written about them is left. They have a new code." in lines
    assert "Lines of the change log are lost too." in lines
    with open_with_passphrase(rescued.folder, PASSPHRASE, clock=clock) as saved:
        assert caseload_order(saved) == [client.id]
        assert settings(saved).worker == "ash"
        wrong = {each.check for each in examine(saved) if not each.fine}
        assert Check.LINKS not in wrong
        assert saved.connection.execute("SELECT words FROM goal").fetchall() == [("a bus pass",)]
