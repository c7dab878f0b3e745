"""Health: a line for every check as it comes; a damaged vault ends with a sentence and can be rescued."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from psw_tui.exit_codes import LOCKED
from psw_tui.records.client import Client
from psw_tui.services.doctor import ALWAYS, Check, Finding
from psw_tui.storage import check
from psw_tui.storage.vault import open_with_passphrase, open_with_recovery_code
from psw_tui.ui.screens import health
from psw_tui.ui.screens.unlock import UnlockScreen
from tests.conftest import PASSPHRASE, RECOVERY_CODE, StillClock
from tests.ui.driving import PATIENCE, Driver, at_home, beginning, running
from tests.ui.walking import go
from tests.working import slowed

PAGE = 4096


async def test_a_whole_vault_is_said_to_be_whole(folder: Path, clock: StillClock, maple: Client) -> None:
    """Every check has its line, and Esc goes home."""
    async with at_home(folder, clock) as driver:
        await go(driver, "x", "HealthScreen")
        await driver.reads("Nothing is wrong.")
        await driver.reads("ok Every page of the file carries its seal.")
        await driver.reads("note There is no good backup yet.")
        assert len(driver.app.screen._findings) == len(ALWAYS)  # type: ignore[attr-defined]
        await driver.press("escape")
        await driver.at("CaseloadScreen")


async def test_what_is_wrong_is_counted_and_said(folder: Path, clock: StillClock, maple: Client) -> None:
    (folder / "vault.db").chmod(0o644)
    clock.forward(days=-30)
    async with at_home(folder, clock) as driver:
        await go(driver, "x", "HealthScreen")
        await driver.reads("2 things are wrong.")
        await driver.reads("WRONG Others on this computer may open these.")
        await driver.press("pagedown")
        await driver.reads("WRONG Something was written later than the clock says it is.")


async def test_leaving_stops_before_the_next_check(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc is answered while a check is at work, and what was not begun is not begun."""
    go_on, begun = threading.Event(), []

    def slow(_vault: object, which: Check, _progress: object) -> Finding:
        begun.append(which)
        go_on.wait(10)
        return Finding(which)

    monkeypatch.setattr(health, "look", slow)
    async with at_home(folder, clock) as driver:
        await go(driver, "x", "HealthScreen")
        await driver.reads(f"Looking: 1 of {len(ALWAYS)}. Esc stops.")
        await driver.press("escape")
        go_on.set()
        await driver.at("CaseloadScreen")
        await driver.reads("Maple-27")
        assert begun == [ALWAYS[0]]


async def test_leaving_or_locking_stops_the_check_that_is_at_work(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has found so far is of no use, and the vault is free for the next question."""
    slow = slowed(monkeypatch, check, "checked", until_stopped=True)
    async with at_home(folder, clock) as driver:
        await go(driver, "x", "HealthScreen")
        await driver.until(slow.begun.is_set, "check")
        await go(driver, "escape", "CaseloadScreen")
        await driver.ask(lambda vault: vault.connection.execute("SELECT 1").fetchone())
        slow.begun.clear()
        await go(driver, "x", "HealthScreen")
        await driver.until(slow.begun.is_set, "check")
        await driver.press("L")
        await driver.until(lambda: driver.app._exit, "end")
        assert driver.app.return_value == LOCKED


def damage(folder: Path, table: str) -> None:
    """Flip a byte on the first page of a table."""
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as vault:
        question = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        (page,) = vault.connection.execute(question, (table,)).fetchone()
    content = bytearray((folder / "vault.db").read_bytes())
    content[(page - 1) * PAGE + 200] ^= 1
    (folder / "vault.db").write_bytes(content)


async def rescue(driver: Driver, *typed: str) -> None:
    """Ask for a rescue and type what opens the vault."""
    await driver.press("ctrl+t")
    await driver.reads("Rescue: what can be read of this vault goes into a new one beside it.")
    for text in typed:
        await driver.type(text)
        await driver.press("enter")
    await driver.reads("A new vault was made in")


@pytest.mark.parametrize("way", ["passphrase", "code"])
async def test_a_damaged_vault_is_rescued_from_the_first_screen(
    folder: Path, clock: StillClock, maple: Client, way: str
) -> None:
    """The client's table is gone, and the log tells it again; the damaged vault is as it was."""
    damage(folder, "client")
    before = (folder / "vault.db").read_bytes()
    async with running(beginning(clock, [folder])) as driver:
        if way == "code":
            await driver.press("f4")
            await rescue(driver, RECOVERY_CODE, "two lamps burning", "two lamps burning")
        else:
            await rescue(driver, PASSPHRASE)
        await driver.reads("client: 0 read, 1 brought back from the change log, 0 lost")
        await driver.reads("To open it, quit and start psw-tui again.")
        assert driver.here == "UnlockScreen"
    assert (folder / "vault.db").read_bytes() == before
    (saved,) = folder.parent.glob("ash-rescued-*")
    with open_with_recovery_code(saved, RECOVERY_CODE, clock=clock):
        pass
    passphrase = PASSPHRASE if way == "passphrase" else "two lamps burning"
    async with running(beginning(clock, [saved], passphrase=passphrase)) as driver:
        await driver.at("CaseloadScreen")
        await driver.reads("Maple-27")


async def test_a_wrong_passphrase_rescues_nothing(folder: Path, clock: StillClock, maple: Client) -> None:
    damage(folder, "client")
    async with running(beginning(clock, [folder])) as driver:
        await driver.press("ctrl+t")
        await driver.type("seven loud rivers")
        await driver.press("enter")
        await driver.reads("This passphrase does not open the vault.")
    assert [path.name for path in folder.parent.iterdir()] == ["ash"]


@pytest.mark.parametrize("table", ["client", "setting"])
async def test_a_page_that_cannot_be_read_ends_with_a_sentence(
    folder: Path, clock: StillClock, maple: Client, table: str
) -> None:
    """Not with a report of the program's own insides; the sentence names the ways out."""
    damage(folder, table)
    before = (folder / "vault.db").read_bytes()
    async with running(beginning(clock, [folder])) as driver:
        driver.app.post_message(UnlockScreen.Passphrase(folder, PASSPHRASE))
        limit = time.monotonic() + PATIENCE
        while not driver.app._exit and time.monotonic() < limit:  # a screen that never came up cannot be waited for
            await asyncio.sleep(0.01)
        assert "Or save what can still be read into a new vault" in driver.app._way_out._last_words
        assert driver.app.return_value == 1
        assert not driver.app._exit_renderables[1:]
    assert (folder / "vault.db").read_bytes() == before
