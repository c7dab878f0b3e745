"""Help on every screen, and the manual behind it: read, searched and left again, with and without an open vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.services.settings import change_settings, settings
from tests.conftest import StillClock
from tests.ui.driving import Driver, at_home, beginning, inside, running
from tests.ui.walking import go

SIZES = [(80, 24), (60, 20)]


def stack(driver: Driver) -> list[str]:
    """The names of the screens, the lowest first."""
    return [type(screen).__name__ for screen in driver.app.screen_stack]


async def pick(driver: Driver, typed: str, told: str) -> None:
    """Type into the box of the manual and wait for what it says about it."""
    await driver.press("ctrl+u")
    await driver.type(typed)
    await driver.reads(told)


async def test_the_manual_is_one_key_from_any_help_page_and_leads_back(folder: Path, clock: StillClock) -> None:
    """Caseload, help, manual, chapter, and the same way back; the box still holds what was typed."""
    async with at_home(folder, clock) as driver:
        await go(driver, "question_mark", "HelpScreen")
        await driver.reads("Your caseload")
        await go(driver, "m", "ManualScreen")
        await driver.reads("The chapters. Type words to find them anywhere in the manual.")
        await driver.reads("To begin")
        await driver.press("down")
        await go(driver, "enter", "HelpScreen")
        await driver.reads("Half an hour is enough.")
        await go(driver, "escape", "ManualScreen")
        await pick(driver, "privacy officer", "Found in 1 place")
        await go(driver, "enter", "HelpScreen")
        await go(driver, "escape", "ManualScreen")
        await driver.reads("privacy officer")
        await go(driver, "escape", "HelpScreen")
        await go(driver, "escape", "CaseloadScreen")


async def test_from_a_chapter_the_manual_is_gone_back_to_and_not_opened_again(folder: Path, clock: StillClock) -> None:
    """However often somebody goes back and forth, Esc is never far from where they were."""
    async with at_home(folder, clock) as driver:
        await go(driver, "question_mark", "HelpScreen")
        await go(driver, "m", "ManualScreen")
        depth = len(stack(driver))
        for _ in range(3):
            await go(driver, "enter", "HelpScreen")
            await go(driver, "m", "ManualScreen")
        assert len(stack(driver)) == depth


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_hit_opens_the_chapter_at_its_place(folder: Path, clock: StillClock, size: tuple[int, int]) -> None:
    """Deep in a long page: the passage is on screen and marked, and not only the chapter's beginning."""
    async with at_home(folder, clock, size=size) as driver:
        await go(driver, "question_mark", "HelpScreen")
        await go(driver, "slash", "ManualScreen")
        await pick(driver, "comes back do not open", "Found in 1 place")
        assert "The laptop is lost or stolen" in driver.squeezed
        await go(driver, "enter", "HelpScreen")
        await driver.reads("Do not open your vault on it.")
        assert "Take a breath" not in driver.text
        found = [block.render().plain for block in driver.app.screen.query("MarkdownBlock.-found").results()]  # type: ignore[attr-defined]
        assert len(found) == 1
        assert found[0].startswith("Do not open your vault on it.")


async def test_what_is_not_there_is_not_found(folder: Path, clock: StillClock) -> None:
    """It is said so, Enter leads nowhere, and the chapters come back with an empty box."""
    async with at_home(folder, clock) as driver:
        await go(driver, "question_mark", "HelpScreen")
        await go(driver, "m", "ManualScreen")
        await pick(driver, "xylophone", "Nothing found. Try other words, or fewer.")
        await driver.press("enter")
        await driver.pilot.pause()
        assert driver.here == "ManualScreen"
        await pick(driver, "", "Your first day")


async def test_the_manual_is_in_the_palette_also_before_unlocking(folder: Path, clock: StillClock) -> None:
    """A lost passphrase is looked up where the passphrase is asked for."""
    async with running(beginning(clock, [folder], passphrase=None)) as driver:
        await driver.at("UnlockScreen")
        await go(driver, "ctrl+p", "PaletteScreen")
        await driver.type("manual")
        await driver.until(lambda: "Read in the whole manual" in driver.squeezed, "the command")
        await go(driver, "enter", "ManualScreen")
        await pick(driver, "forgot", "Found in")
        await go(driver, "escape", "UnlockScreen")


async def test_the_french_manual_is_found_without_accents(folder: Path, clock: StillClock) -> None:
    """Typed as fast hands type: `cle usb`."""
    with inside(folder, clock) as vault:
        change_settings(vault, settings(vault).model_copy(update={"language": "fr"}))
    async with at_home(folder, clock) as driver:
        await go(driver, "question_mark", "HelpScreen")
        await driver.reads("Les personnes que vous accompagnez")
        await go(driver, "m", "ManualScreen")
        await driver.reads("Pour commencer")
        await pick(driver, "cle usb semaine", "endroits")
        await driver.reads("clé USB")


async def test_a_page_tells_the_keys_its_commands_have(folder: Path, clock: StillClock) -> None:
    """In the text, and below it with a sentence each; no place is left unfilled."""
    async with at_home(folder, clock) as driver:
        await go(driver, "question_mark", "HelpScreen")
        await driver.reads("Names stay hidden until you press h.")
        await driver.press("end")
        await driver.reads("Close the program. Drafts are kept.")
        await driver.reads("Hide everything at once and lock.")
        assert "{" not in driver.text
