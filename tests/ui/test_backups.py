"""Backups on screen: how old the last good one is, the list, a stick, a look, a trial, and bringing a vault back."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from threading import Event

import pytest

from psw_tui import backups
from psw_tui.backups import list_backups
from psw_tui.closed import back_up
from psw_tui.exit_codes import LOCKED
from psw_tui.lifeline import vault_mark
from psw_tui.progress import Doing, Progress
from psw_tui.records.client import Client
from psw_tui.services import backups as service
from psw_tui.storage import copying, keyfile, keyfiles
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.ui import inside as inside_module
from psw_tui.ui import routes
from tests.conftest import PASSPHRASE, RECOVERY_CODE, StillClock
from tests.services.giving import give_client
from tests.ui.driving import Driver, at_home, beginning, inside, running
from tests.ui.walking import go, notified
from tests.working import PATIENCE, slowed


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look after unlocking does not wait for anybody to sit down."""
    monkeypatch.setattr(inside_module, "LOOK_AT_BACKUP_AFTER", 0.01)


def backed_up(folder: Path, clock: StillClock, *, days_ago: float = 0) -> Path:
    clock.forward(days=-days_ago)
    back_up(folder, clock.now())
    clock.forward(days=days_ago)
    return list_backups(folder)[0].folder


def flip(backup: Path) -> None:
    content = bytearray((backup / "vault.db").read_bytes())
    content[4096 * 20 + 50] ^= 1
    (backup / "vault.db").write_bytes(content)


async def ended(driver: Driver) -> int | None:
    await driver.until(lambda: driver.app._exit, "end")
    return driver.app.return_value


def is_loud(driver: Driver) -> bool:
    return driver.app.screen.query_one("#backup").has_class("-loud")


async def test_with_nothing_to_lose_nothing_is_said(folder: Path, clock: StillClock) -> None:
    async with at_home(folder, clock) as driver:
        await driver.reads("Nobody is on your caseload yet")
        assert "ackup" not in driver.text


async def test_without_any_backup_the_caseload_says_so_loudly(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await driver.reads("! No backup yet. One is made when you lock or quit.")
        assert is_loud(driver)


async def test_the_launchers_copy_is_looked_at_after_the_next_unlocking(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    backed_up(folder, clock, days_ago=2)
    async with at_home(folder, clock) as driver:
        await driver.reads("Last good backup: 2 days ago.")
        assert not is_loud(driver)
    assert list_backups(folder)[0].good
    assert list_backups(folder)[0].verified_at == clock.now()


async def test_after_a_week_it_is_loud(folder: Path, clock: StillClock, maple: Client) -> None:
    backups.mark_verified(backups.read(backed_up(folder, clock, days_ago=8)), clock.now())
    async with at_home(folder, clock) as driver:
        await driver.reads("! Last good backup: 8 days ago. Press b.")
        assert is_loud(driver)


async def test_a_damaged_one_is_told_once_and_does_not_count(folder: Path, clock: StillClock, maple: Client) -> None:
    backups.mark_verified(backups.read(backed_up(folder, clock, days_ago=3)), clock.now())
    with inside(folder, clock) as vault:
        give_client(vault, "Birch-31")
    flip(backed_up(folder, clock, days_ago=1))
    async with at_home(folder, clock) as driver:
        await driver.until(lambda: bool(driver.app._notifications), "notice")
        (notice,) = driver.app._notifications
        assert "is not good: it is not what was written" in notice.message
        await driver.reads("! The newest backup is not good. Press b.")
        assert is_loud(driver)
    async with at_home(folder, clock) as driver:
        await driver.reads("! The newest backup is not good. Press b.")
        await driver.pilot.pause(0.1)
        assert not driver.app._notifications


async def test_the_look_is_left_when_the_program_locks(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(folder, clock)
    slow = slowed(monkeypatch, service, "fault_of", until_stopped=True)
    async with at_home(folder, clock) as driver:
        await driver.until(slow.begun.is_set, "look")
        await driver.press("L")
        assert await ended(driver) == LOCKED
    assert list_backups(folder)[0].verified_at is None


async def test_practice_vaults_have_no_backups(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock, practice=True) as driver:
        await driver.reads("Maple-27")
        await driver.pilot.pause(0.1)
        assert "ackup" not in driver.text


async def test_the_launcher_hears_which_vault_was_closed(folder: Path, clock: StillClock) -> None:
    reading, writing = os.pipe()
    try:
        async with at_home(folder, clock, notes=writing) as driver:
            await driver.press("q")
            assert await ended(driver) == 0
        assert os.read(reading, 4096) == f"{vault_mark(folder)}\n".encode()
    finally:
        os.close(reading)
        os.close(writing)


async def test_the_list_tells_day_size_and_state(folder: Path, clock: StillClock, maple: Client) -> None:
    backups.mark_verified(backups.read(backed_up(folder, clock, days_ago=1)), clock.now(), backups.CUT_SHORT)
    backups.mark_verified(backups.read(backed_up(folder, clock)), clock.now())
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await driver.reads("NOT GOOD: a part of it is missing")
        assert re.search(r"today 12:00 0\.\d MB good", driver.squeezed)
        assert re.search(r"! yesterday 12:00 0\.\d MB NOT GOOD", driver.squeezed)


async def test_an_empty_list_and_what_it_offers(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await driver.reads("There is no backup yet. One is made each time you lock or quit")
        for key in "v", "d":
            await go(driver, key, "ReadScreen")
            await driver.reads("There is no backup yet.")
            await go(driver, "escape", "ListScreen")


async def test_a_backup_to_a_stick(folder: Path, clock: StillClock, maple: Client, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "s", "LineDialog")
        await driver.type(str(stick))
        await driver.press("enter")
        await driver.at("ReadScreen")
        await driver.reads("looked through, and it is good")
    (backup,) = stick.iterdir()
    assert backup.name == "psw-tui-ash-20260313T170000Z"
    with inside(backup, clock) as vault:
        assert vault.connection.execute("SELECT code FROM client").fetchall() == [("Maple-27",)]


async def test_a_stick_that_is_not_there(folder: Path, clock: StillClock, maple: Client, tmp_path: Path) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "s", "LineDialog")
        await driver.type(str(tmp_path / "gone"))
        await driver.press("enter")
        await driver.at("ReadScreen")
        await driver.reads("is not there. Is the drive plugged in")
        await go(driver, "escape", "ListScreen")
    assert not (tmp_path / "gone").exists()


async def test_stopping_a_backup_leaves_nothing(
    folder: Path, clock: StillClock, maple: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    slow = slowed(monkeypatch, copying, "fault_inside", until_stopped=True)
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "s", "LineDialog")
        await driver.type(str(stick))
        await go(driver, "enter", "WorkingDialog")
        await driver.until(slow.begun.is_set, "look")
        await driver.reads("Copying")
        await driver.reads("Esc stops it; nothing half done is left. Locking stops it too.")
        await driver.press("escape")
        await driver.at("ReadScreen")
        await driver.reads("Stopped. Nothing half done was left.")
    assert list(stick.iterdir()) == []


async def test_looking_one_over(folder: Path, clock: StillClock, maple: Client) -> None:
    backups.mark_verified(backups.read(backed_up(folder, clock)), clock.now())
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "enter", "ReadScreen")
        await driver.reads("The backup of today 12:00 is good.")
        await go(driver, "escape", "ListScreen")
        flip(list_backups(folder)[0].folder)
        await go(driver, "v", "ReadScreen")
        await driver.reads("is not good: it is not what was written")
        await go(driver, "escape", "ListScreen")
        await driver.reads("NOT GOOD")


async def test_a_drill_counts_and_leaves_no_copy(folder: Path, clock: StillClock, maple: Client) -> None:
    backup = backed_up(folder, clock)
    with inside(folder, clock) as vault:
        give_client(vault, "Birch-31")
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "d", "ReadScreen")
        await driver.reads("opens. It holds 1 client and 0 debriefs. Your vault now has 2 clients and 0 debriefs.")
    assert list((folder / "backups").iterdir()) == [backup]


async def test_a_drill_of_a_bad_one(folder: Path, clock: StillClock, maple: Client) -> None:
    flip(backed_up(folder, clock))
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "d", "ReadScreen")
        await driver.reads("does not open: it cannot be read to its end. Do not rely on it.")


async def test_the_app_says_how_to_bring_one_back(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "r", "ReadScreen")
        await driver.reads("On the unlock screen press ctrl+r")
        await go(driver, "escape", "ListScreen")


async def bring_back(driver: Driver, secret: str, *, pick: str = "today 12:00") -> None:
    """From the unlock screen up to where the vault is brought back, or not."""
    await go(driver, "ctrl+r", "PickDialog")
    await driver.reads(pick)
    await go(driver, "enter", "YesNoDialog")
    await go(driver, "1", "LineDialog")
    await driver.type(secret)
    await driver.press("enter")


@pytest.mark.parametrize("secret", [PASSPHRASE, RECOVERY_CODE])
async def test_a_damaged_vault_is_brought_back_without_a_shell(
    folder: Path, clock: StillClock, maple: Client, secret: str
) -> None:
    backed_up(folder, clock)
    content = (folder / "vault.db").read_bytes()
    (folder / "vault.db").write_bytes(content[:8192])
    async with running(beginning(clock, [folder])) as driver:
        await driver.at("UnlockScreen")
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.reads("is damaged, and nothing was changed in it.")
        await driver.reads("To bring it back from a backup, press ctrl+r.")
        await bring_back(driver, secret)
        await driver.at("ReadScreen")
        await driver.reads("The vault is as it was: today 12:00.")
        await go(driver, "escape", "UnlockScreen")
        await driver.reads("The vault is as it was")
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        await driver.reads("Maple-27")
    assert len(list(folder.glob("before-*"))) == 1


async def test_a_wrong_passphrase_brings_nothing_back(folder: Path, clock: StillClock, maple: Client) -> None:
    backed_up(folder, clock)
    before = (folder / "vault.db").read_bytes()
    async with running(beginning(clock, [folder])) as driver:
        await bring_back(driver, "not this one")
        await driver.at("ReadScreen")
        await driver.reads("This passphrase does not open the vault")
    assert (folder / "vault.db").read_bytes() == before
    assert not list(folder.glob("before-*"))


async def test_replaced_keys_come_back_only_when_that_is_said(folder: Path, clock: StillClock, maple: Client) -> None:
    backed_up(folder, clock)
    keys = keyfiles.load(folder)
    keyfiles.save(folder, keyfile.fresh(b"r" * 20, "nine loud lakes", CHEAPEST, file_salt=keys.file_salt, after=keys))
    async with running(beginning(clock, [folder])) as driver:
        await bring_back(driver, PASSPHRASE)
        await driver.at("YesNoDialog")
        await driver.reads("is from before this vault got new keys")
        await driver.press("1")
        await driver.at("ReadScreen")
        await driver.reads("The vault is as it was")
    with inside(folder, clock) as vault:
        assert vault.connection.execute("SELECT count(*) FROM client").fetchone() == (1,)


async def test_on_a_new_laptop_from_a_stick(
    folder: Path, clock: StillClock, maple: Client, home: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(backed_up(folder, clock), stick / "psw-tui-ash-20260313T170000Z")
    shutil.rmtree(home)
    async with running(beginning(clock, [])) as driver:
        await driver.at("WelcomeScreen")
        await go(driver, "ctrl+r", "LineDialog")
        await driver.type(str(stick))
        await driver.press("enter")
        await driver.until(lambda: driver.here == "LineDialog" and "recovery code" in driver.squeezed, "secret")
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.at("ReadScreen")
        await driver.reads("The vault is as it was")
        await driver.press("escape")
        assert await ended(driver) == LOCKED, "the next child finds it"
    with inside(home / "vaults" / "ash", clock) as vault:
        assert vault.connection.execute("SELECT count(*) FROM client").fetchone() == (1,)


async def test_a_folder_without_a_backup(folder: Path, clock: StillClock, tmp_path: Path) -> None:
    async with running(beginning(clock, [folder])) as driver:
        await go(driver, "ctrl+r", "LineDialog")
        await driver.type(str(tmp_path))
        await driver.press("enter")
        await driver.at("ReadScreen")
        await driver.reads("There is no backup in")
        await go(driver, "escape", "UnlockScreen")


async def test_the_notice_names_the_backup(folder: Path, clock: StillClock, maple: Client) -> None:
    flip(backed_up(folder, clock))
    async with at_home(folder, clock) as driver:
        await notified(
            driver,
            "The backup of today 12:00 is not good: it is not what was written. The ones before it are kept longer."
            " A new one is made when you lock.",
        )


@pytest.mark.parametrize("hidden", [True, False])
async def test_a_lock_stops_a_backup_that_is_being_made(
    folder: Path, clock: StillClock, maple: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden: bool
) -> None:
    """By F9, and by itself when nobody is there: it does not wait, and nothing of the backup is left."""
    stick = tmp_path / "stick"
    stick.mkdir()
    slow = slowed(monkeypatch, copying, "fault_inside", until_stopped=True)
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "s", "LineDialog")
        await driver.type(str(stick))
        await go(driver, "enter", "WorkingDialog")
        await driver.until(slow.begun.is_set, "work")
        driver.app.post_message(routes.Lock(hidden=hidden))
        await driver.leaves_for(lambda: driver.app._exit, "end")
        assert driver.app.return_value == LOCKED
    assert list(stick.iterdir()) == []
    with inside(folder, clock) as vault:
        assert vault.connection.execute("SELECT count(*) FROM client").fetchone() == (1,)


async def test_a_lock_stops_a_trial_and_its_copy_goes(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no work of the vault's own thread, and yet it is over when the vault is closed."""
    backup = backed_up(folder, clock)
    slow = slowed(monkeypatch, service, "fault_inside", until_stopped=True)
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "d", "WorkingDialog")
        await driver.until(slow.begun.is_set, "work")
        driver.app.post_message(routes.Lock())
        await driver.leaves_for(lambda: driver.app._exit, "end")
        assert driver.app.return_value == LOCKED
        assert list((folder / "backups").iterdir()) == [backup]


async def test_a_share_that_grows_is_shown_in_numbers(
    folder: Path, clock: StillClock, maple: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = [Event(), Event()]

    def work(_vault: object, _folder: Path, progress: Progress) -> None:
        progress.at(Doing.COPYING, 1, 4)
        assert go_on[0].wait(PATIENCE)
        progress.at(Doing.LOOKING, 3, 4)
        assert go_on[1].wait(PATIENCE)
        progress.at(Doing.LOOKING)

    monkeypatch.setattr(service, "back_up_to", work)
    async with at_home(folder, clock) as driver:
        await go(driver, "b", "ListScreen")
        await go(driver, "s", "LineDialog")
        await driver.type(str(tmp_path))
        await go(driver, "enter", "WorkingDialog")
        await driver.reads("[#####...............] Copying: 25 %")
        go_on[0].set()
        await driver.reads("[###############.....] Looking it through: 75 %")
        await driver.press("escape")
        await driver.reads("Stopping.")
        go_on[1].set()
        await driver.at("ReadScreen")
        await driver.reads("Stopped. Nothing half done was left.")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_nothing_is_cut_off_in_a_small_window(
    folder: Path, clock: StillClock, maple: Client, size: tuple[int, int]
) -> None:
    backups.mark_verified(backups.read(backed_up(folder, clock)), clock.now(), backups.KEYS_LOST)
    async with at_home(folder, clock, size) as driver:
        await driver.reads("! The newest backup is not good. Press b.")
        await go(driver, "b", "ListScreen")
        await driver.reads("only the recovery code opens it")
        await go(driver, "s", "LineDialog")
        await driver.reads("Type where the stick is")
