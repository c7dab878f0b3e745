"""A new passphrase and a new code from within: explained, refused in sentences, and nothing half done."""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from psw_tui.records.client import Client
from psw_tui.storage import errors, keyfiles, renewing
from psw_tui.storage.kdf import CHEAPEST, Profile
from psw_tui.storage.vault import open_with_passphrase, open_with_recovery_code
from psw_tui.ui.errands import passphrase as errand
from tests.conftest import PASSPHRASE, RECOVERY_CODE, StillClock
from tests.ui.driving import Driver, at_home, beginning, running
from tests.ui.test_set_up import code_on
from tests.ui.walking import go, notified
from tests.working import slowed

NEW = "two lamps burning"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errand, "calibrate", lambda: CHEAPEST)


@asynccontextmanager
async def at_passphrase(
    folder: Path, clock: StillClock, key: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Driver]:
    async with at_home(folder, clock, size) as driver:
        await go(driver, "w", "ReadScreen")
        if key:
            await go(driver, key, "PassphraseScreen")
        yield driver


async def fill(driver: Driver, present: str = PASSPHRASE, new: str = NEW, again: str = NEW) -> None:
    for box, text in zip(("_present", "_new", "_again"), (present, new, again), strict=True):
        widget: Any = getattr(driver.app.screen, box)
        widget.put("")
        widget.focus()
        await driver.type(text)
    await driver.press("enter")


def opens(folder: Path, clock: StillClock, word: str) -> bool:
    try:
        open_with_passphrase(folder, word, clock=clock).close()
    except errors.WrongPassphrase:
        return False
    return True


async def test_a_new_passphrase_by_keys(folder: Path, clock: StillClock, maple: Client) -> None:
    """The acts are told apart, what is typed shows as dots, and sticks are spoken of."""
    async with at_passphrase(folder, clock) as driver:
        await driver.reads("Somebody may know it, or the sheet is lost")
        await go(driver, "c", "PassphraseScreen")
        await fill(driver)
        await notified(
            driver,
            "Done. The new passphrase opens the vault; the old one no longer does. Backups on sticks and other"
            " computers still open with the old passphrase. The recovery code is the same.",
        )
        assert PASSPHRASE not in driver.text
        await driver.at("ReadScreen")
        await go(driver, "escape", "CaseloadScreen")
        await driver.reads("Maple-27")
    assert opens(folder, clock, NEW)
    assert not opens(folder, clock, PASSPHRASE)
    open_with_recovery_code(folder, RECOVERY_CODE, clock=clock).close()


@pytest.mark.parametrize("key", ["c", "k"])
@pytest.mark.parametrize(
    ("present", "new", "again", "sentence"),
    [
        ("guess", NEW, NEW, "This passphrase does not open the vault."),
        ("", NEW, NEW, "The passphrase is empty."),
        (PASSPHRASE, PASSPHRASE, PASSPHRASE, "This is the passphrase you have now."),
        (PASSPHRASE, "short", "short", "This passphrase is too short."),
        (PASSPHRASE, NEW, NEW + "s", "The two passphrases are not the same."),
        (PASSPHRASE, "", "", "The passphrase is empty."),
    ],
)
async def test_what_cannot_be_is_said_and_what_was_typed_stays(
    folder: Path, clock: StillClock, key: str, present: str, new: str, again: str, sentence: str
) -> None:
    async with at_passphrase(folder, clock, key) as driver:
        await fill(driver, present, new, again)
        await driver.reads(sentence)
        screen: Any = driver.app.screen
        assert (screen._present.raw, screen._new.raw, screen._again.raw) == (present, new, again)
    assert opens(folder, clock, PASSPHRASE)


async def test_a_whole_page_pasted_is_no_passphrase(folder: Path, clock: StillClock) -> None:
    async with at_passphrase(folder, clock, "c") as driver:
        screen: Any = driver.app.screen
        for box, text in ((screen._present, PASSPHRASE), (screen._new, "x" * 5000), (screen._again, "x" * 5000)):
            box.put(text)
        await driver.press("f2")
        await driver.reads("This passphrase is too long. 1000 characters are the most.")


async def test_hints_while_typing(folder: Path, clock: StillClock) -> None:
    """A length of time and a reason; capitals are noticed; F4 shows what is typed."""
    async with at_passphrase(folder, clock, "c") as driver:
        await driver.type("SEVEN")
        await driver.reads("Only capitals: is Caps Lock on?")
        screen: Any = driver.app.screen
        screen._new.focus()
        await driver.type("password1")
        await driver.reads("would need less than a minute. It is easy to guess because many people use it.")
        assert "password1" not in driver.text
        await driver.press("f4")
        await driver.reads("password1")
        await driver.press("f4")
        screen._new.put("")
        await driver.type("four brown paper boats on a pond")
        await driver.reads("more than a lifetime")
        assert "paper" not in driver.text


async def write_code_down(driver: Driver) -> str:
    await driver.at("NewCodeScreen")
    code = code_on(driver)
    await driver.press("enter")
    await driver.type(code[:-1] + ("0" if code[-1] != "0" else "1"))
    await driver.press("enter")
    await driver.reads("recovery code is mistyped")
    await driver.press("backspace")
    await driver.type(code[-1])
    await driver.press("enter")
    await driver.at("YesNoDialog")
    return code


async def test_everything_new_and_then_it_locks(folder: Path, clock: StillClock, maple: Client) -> None:
    """Code written down and typed back, a last question, stages, and the only way on is to lock."""
    async with at_passphrase(folder, clock, "k") as driver:
        await fill(driver)
        code = await write_code_down(driver)
        before = {path.name: path.read_bytes() for path in folder.glob("vault.keys*")}
        assert len(before) == 2
        await driver.press("1")
        await driver.at("RenewingScreen")
        await driver.reads("Only the new passphrase and the new recovery code open the vault.")
        await driver.press("f8")
        await driver.at("CrisisScreen")
        await driver.press("escape")
        await driver.at("RenewingScreen")
        await driver.press("escape")
        assert driver.here == "RenewingScreen"
        await driver.press("enter")
        await driver.until(lambda: driver.app._exit, "end")
        assert driver.app.return_value == 75
    assert opens(folder, clock, NEW)
    assert not opens(folder, clock, PASSPHRASE)
    open_with_recovery_code(folder, code, clock=clock).close()
    with pytest.raises(errors.WrongRecoveryCode):
        open_with_recovery_code(folder, RECOVERY_CODE, clock=clock)


async def test_a_question_that_comes_too_late_is_no_fault(folder: Path, clock: StillClock, maple: Client) -> None:
    """What a screen still wanted to know when the renewal closed the vault stays unanswered; the rest goes on."""
    async with at_passphrase(folder, clock, "k") as driver:
        app: Any = driver.app
        await fill(driver)
        await write_code_down(driver)
        await driver.press("1")
        await driver.reads("Only the new passphrase and the new recovery code open the vault.")
        late = app.run_worker(app._inside._house.remind, exit_on_error=True)
        await driver.until(lambda: late.is_finished, "answer")
        assert driver.here == "RenewingScreen"
        await driver.press("enter")
        await driver.until(lambda: app._exit, "end")
        assert app.return_value == 75


@pytest.mark.parametrize("where", ["form", "code", "question"])
async def test_left_before_the_end_nothing_has_changed(
    folder: Path, clock: StillClock, maple: Client, where: str
) -> None:
    """And the records are there to go on with."""
    before = {path.name: path.read_bytes() for path in folder.glob("vault.keys*")}
    async with at_passphrase(folder, clock, "k") as driver:
        if where != "form":
            await fill(driver)
            await driver.at("NewCodeScreen")
        if where == "question":
            await write_code_down(driver)
        await go(driver, "escape", "ReadScreen")
        await go(driver, "escape", "CaseloadScreen")
        await driver.reads("Maple-27")
    assert {path.name: path.read_bytes() for path in folder.glob("vault.keys*")} == before


async def test_escape_stops_it_in_time(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is at the first stage, which here waits for the worker."""
    slow = slowed(monkeypatch, renewing, "_copy")
    async with at_passphrase(folder, clock, "k") as driver:
        await fill(driver)
        await write_code_down(driver)
        await go(driver, "1", "RenewingScreen")
        await driver.until(slow.begun.is_set, "work")
        await driver.press("escape")
        slow.let_on.set()
        await notified(driver, "Stopped. Nothing was changed: the passphrase and the code you have still count.")
        await driver.at("ReadScreen")
        await go(driver, "escape", "CaseloadScreen")
        await driver.reads("Maple-27")
    assert opens(folder, clock, PASSPHRASE)


async def test_hiding_before_the_swap_stops_it(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vault is closed at once, as it was."""
    before = {path.name: path.read_bytes() for path in folder.glob("vault.keys*")}
    slow = slowed(monkeypatch, renewing, "_compare", until_stopped=True)
    async with at_passphrase(folder, clock, "k") as driver:
        await fill(driver)
        await write_code_down(driver)
        await go(driver, "1", "RenewingScreen")
        await driver.until(slow.begun.is_set, "work")
        await driver.reads("2 of 4: checking the copy")
        await driver.press("f9")
        await driver.until(lambda: driver.app._exit, "end")
        assert driver.app.return_value == 75
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == ["vault.db", *sorted(before)]
    assert {path.name: path.read_bytes() for path in folder.glob("vault.keys*")} == before
    assert opens(folder, clock, PASSPHRASE)


async def test_hiding_at_the_swap_waits_and_nothing_is_half_done(
    folder: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen is blank at once; the vault closes when the renewal is through."""
    slow = slowed(monkeypatch, renewing, "_swap")
    async with at_passphrase(folder, clock, "k") as driver:
        await fill(driver)
        code = await write_code_down(driver)
        await go(driver, "1", "RenewingScreen")
        await driver.until(slow.begun.is_set, "work")
        await driver.reads("From here on it cannot be stopped: half of it would have two keys.")
        assert "Esc stops it" not in driver.squeezed
        pressing = asyncio.create_task(driver.press("f9"))
        await driver.leaves_for(lambda: driver.here == "BlankScreen", "blank screen")
        assert not driver.app._exit
        slow.let_on.set()
        await driver.until(lambda: driver.app._exit, "end")
        await pressing
    assert opens(folder, clock, NEW)
    open_with_recovery_code(folder, code, clock=clock).close()
    assert not (folder / keyfiles.PENDING).exists()


async def test_nothing_of_a_passphrase_goes_into_drafts_or_logs(
    folder: Path, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with at_passphrase(folder, clock, "c") as driver:
        await fill(driver, "wrong words here", NEW, NEW)
        await driver.reads("does not open the vault")
        assert await driver.drafts() == []
        await driver.press("f9")
        await driver.until(lambda: driver.app._exit, "end")
    said = caplog.text
    assert NEW not in said
    assert "wrong words here" not in said
    for path in folder.rglob("*"):
        if path.is_file():
            assert NEW.encode() not in path.read_bytes()
    assert opens(folder, clock, PASSPHRASE)


async def test_a_blank_sheet_goes_where_it_is_told(folder: Path, clock: StillClock, tmp_path: Path) -> None:
    """A file that is there is not written over."""
    wanted = tmp_path / "my-sheet.html"
    async with at_passphrase(folder, clock) as driver:
        for said in ("A blank sheet is in {0}. Print it", "{0} is there already, and it was not touched."):
            await go(driver, "s", "LineDialog")
            await driver.press("ctrl+u")
            await driver.type(str(wanted))
            await driver.press("enter")
            await notified_start(driver, said.format(wanted))
    page = wanted.read_text("utf-8")
    assert page.count('class="box"') == 36
    assert RECOVERY_CODE[:4] not in page


async def notified_start(driver: Driver, words: str) -> None:
    await driver.until(lambda: any(each.message.startswith(words) for each in driver.app._notifications), repr(words))


@pytest.mark.parametrize("key", ["", "c", "k"])
async def test_it_fits_the_smallest_window(folder: Path, clock: StillClock, key: str) -> None:
    async with at_passphrase(folder, clock, key, size=(60, 20)) as driver:
        if key:
            await fill(driver, PASSPHRASE, "short", "short")
            await driver.reads("too short")


async def test_guessing_costs_more_after_an_unlock_where_the_laptop_bears_it(
    folder: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quietly, beside the work; a practice vault and a vault that is dear enough are left alone."""
    from psw_tui.services import passphrases
    from psw_tui.storage import kdf

    dearer = Profile(20 * 1024, 1)
    monkeypatch.setattr(kdf, "raised", lambda _cost, _took: dearer)
    started: list[threading.Thread] = []
    really = passphrases.raise_cost_quietly
    monkeypatch.setattr(passphrases, "raise_cost_quietly", lambda *given: started.append(really(*given)))
    async with at_home(folder, clock):
        pass
    assert started == []
    async with at_home(folder, clock, raises_cost=True) as driver:
        await driver.until(lambda: bool(started), "a thread")
        started[0].join(10)
    assert keyfiles.load(folder).slots[0].cost == dearer
    assert opens(folder, clock, PASSPHRASE)


async def test_nothing_tells_who_worked_here_last(folder: Path, clock: StillClock, maple: Client) -> None:
    """Neither the order nor a mark: before and after a lock the list is the same, and the place to come back to is silent."""
    import os

    other = folder.with_name("Robin")
    shutil.copytree(folder, other)
    with open_with_passphrase(other, PASSPHRASE, clock=clock) as vault:
        vault.change_passphrase(PASSPHRASE, NEW, profile=CHEAPEST)
    from psw_tui.places import list_vaults

    seen = []
    for latest, return_to in ((folder, ""), (other, ""), (other, maple.id)):
        os.utime(latest / "vault.db")
        places = [place.path for place in list_vaults()]
        async with running(beginning(clock, places, return_to=return_to)) as driver:
            await driver.reads("1 ash")
            screen: Any = driver.app.screen
            assert (screen._which.raw, screen._which.at) == ("", 0)
            seen.append(driver.text)
    assert len(set(seen)) == 1
    assert "[" not in seen[0]
