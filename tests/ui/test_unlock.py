"""The first screen: a passphrase, or the sheet; a wrong word costs nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from psw_tui.records.client import Client
from psw_tui.storage import errors, keyfiles
from psw_tui.storage.vault import new_recovery_code, open_with_passphrase
from psw_tui.ui.screens.unlock import UnlockScreen
from tests.conftest import PASSPHRASE, RECOVERY_CODE, StillClock
from tests.ui.driving import beginning, inside, running


async def test_the_passphrase_opens_the_caseload(folder: Path, clock: StillClock, maple: Client) -> None:
    """Typed unseen, then Enter; nothing of it stays."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.at("UnlockScreen")
        await driver.type(PASSPHRASE)
        assert "seven" not in driver.text
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        await driver.reads("Maple-27")
        assert "Al" not in driver.text.split()
        first = driver.app.screen_stack[0]
        assert isinstance(first, UnlockScreen)
        assert (list(first.children), first._secret.raw) == ([], "")


async def test_a_wrong_passphrase_gets_a_sentence_and_another_try(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """It is said what to look at; the box is empty again; the right one still opens everything."""
    async with running(beginning(clock, [folder])) as driver:
        for wrong in ("Seven quiet rivers", "x", "[/]"):
            await driver.type(wrong)
            await driver.press("enter")
            await driver.reads("This passphrase does not open the vault.")
            await driver.until(lambda: driver.app.screen._secret.raw == "", "empty box")  # type: ignore[attr-defined]
        await driver.press("enter")
        await driver.reads("The passphrase is empty.")
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        await driver.reads("Maple-27")


async def test_the_sheet_opens_a_vault_whose_key_files_are_gone(folder: Path, clock: StillClock, maple: Client) -> None:
    """With a new passphrase, which opens it from then on; the old one does not."""
    for path in keyfiles.paths(folder):
        path.unlink()
    async with running(beginning(clock, [folder])) as driver:
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.reads("The key files are missing")
        await driver.press("f4")
        await driver.type(RECOVERY_CODE.lower())
        await driver.press("enter")
        await driver.type("two lamps burning")
        await driver.press("enter")
        await driver.type("two lamps burning")
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        await driver.reads("Maple-27")
    open_with_passphrase(folder, "two lamps burning", clock=clock).close()
    with pytest.raises(errors.WrongPassphrase):
        open_with_passphrase(folder, PASSPHRASE, clock=clock)


async def test_a_slip_in_the_code_is_pointed_at_and_can_be_mended(folder: Path, clock: StillClock) -> None:
    """The code typed so far stays: thirty-six letters are not typed twice."""
    slip = RECOVERY_CODE[:2] + "1" + RECOVERY_CODE[3:]
    async with running(beginning(clock, [folder])) as driver:
        await driver.press("f4")
        await driver.type(slip)
        for _ in range(2):
            await driver.press("enter")
            await driver.type("two lamps burning")
        await driver.press("enter")
        await driver.reads("most likely in group")
        assert driver.app.screen._code.raw == slip  # type: ignore[attr-defined]


async def test_two_new_passphrases_that_differ_change_nothing(folder: Path, clock: StillClock) -> None:
    """Nobody locks themselves out by a slip."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.press("f4")
        await driver.type(RECOVERY_CODE)
        await driver.press("enter")
        await driver.type("two lamps burning")
        await driver.press("enter")
        await driver.type("two lamps turning")
        await driver.press("enter")
        await driver.reads("The two passphrases are not the same.")
    open_with_passphrase(folder, PASSPHRASE, clock=clock).close()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("short", "This passphrase is too short."), ("", "The passphrase is empty."), ("x" * 1001, "is too long")],
)
async def test_by_the_sheet_too_the_new_passphrase_has_to_be_one(
    folder: Path, clock: StillClock, typed: str, sentence: str
) -> None:
    """The code typed so far stays, and the old passphrase is not carried over from the other question."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.type("something")
        await driver.press("f4")
        screen: Any = driver.app.screen
        assert screen._secret.raw == ""
        await driver.type(RECOVERY_CODE)
        await driver.press("enter")
        screen._secret.put(typed)
        screen._again.put(typed)
        await driver.press("enter", "enter")
        await driver.reads(sentence)
        assert screen._code.raw == RECOVERY_CODE
    open_with_passphrase(folder, PASSPHRASE, clock=clock).close()


async def test_the_sheet_of_another_vault_brings_the_cursor_to_the_code(folder: Path, clock: StillClock) -> None:
    """What was typed below it stays."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.press("f4")
        await driver.type(new_recovery_code())
        for _ in range(2):
            await driver.press("enter")
            await driver.type("two lamps burning")
        await driver.press("enter")
        await driver.reads("This recovery code belongs to another vault.")
        screen: Any = driver.app.screen
        assert screen.focused is screen._code
        assert screen._secret.raw == screen._again.raw == "two lamps burning"


async def test_of_several_vaults_none_is_chosen_for_you(folder: Path, clock: StillClock, maple: Client) -> None:
    """Nothing tells who worked here last; a number picks, and only its own passphrase opens it."""
    other = folder.with_name("robin")
    shutil.copytree(folder, other)
    with open_with_passphrase(other, PASSPHRASE, clock=clock) as vault:
        vault.change_passphrase(PASSPHRASE, "two lamps burning")
    async with running(beginning(clock, [folder, other])) as driver:
        await driver.reads("1 ash")
        assert driver.app.screen._which.raw == ""  # type: ignore[attr-defined]
        assert "[" not in driver.text
        await driver.press("enter")
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.reads("Pick a vault first")
        await driver.press("shift+tab", "2")
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.reads("does not open the vault")
        await driver.press("shift+tab", "1")
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.at("CaseloadScreen")


async def test_a_vault_open_in_another_window_says_so(folder: Path, clock: StillClock) -> None:
    """And opens as soon as that one is closed."""
    async with running(beginning(clock, [folder])) as driver:
        with inside(folder, clock):
            await driver.type(PASSPHRASE)
            await driver.press("enter")
            await driver.reads("is open in another window")
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.at("CaseloadScreen")


async def test_escape_ends_the_program_unopened(folder: Path, clock: StillClock) -> None:
    """With nothing written."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.press("escape")
        await driver.until(lambda: driver.app._exit, "end")
        assert driver.app.return_value == 0
        assert driver.app._inside.desk is None


async def test_what_is_protected_is_said_before_and_after_unlocking(folder: Path, clock: StillClock) -> None:
    """From the palette, in plain words: what the lock keeps out, and what it does not."""
    async with running(beginning(clock, [folder], passphrase=None)) as driver:
        for screen in ("UnlockScreen", "CaseloadScreen"):
            await driver.at(screen)
            await driver.press("ctrl+p")
            await driver.at("PaletteScreen")
            await driver.type("what is protected")
            await driver.until(lambda: "against what" in driver.squeezed, "the command")
            await driver.press("enter")
            await driver.at("HelpScreen")
            await driver.reads("The laptop is stolen.")
            await driver.press("escape")
            await driver.at(screen)
            if screen == "UnlockScreen":
                await driver.type(PASSPHRASE)
                await driver.press("enter")
