"""The caseload shows others by v, narrows while typing, and says what it shows and how many."""

from __future__ import annotations

from pathlib import Path

from psw_tui.records.client import Client
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief, give_look
from tests.ui.driving import at_home, inside
from tests.ui.walking import go


async def test_v_goes_through_the_filters_and_names_each(folder: Path, clock: StillClock, maple: Client) -> None:
    with inside(folder, clock) as vault:
        give_look(vault, give_client(vault, "Birch-11").id)
    async with at_home(folder, clock) as driver:
        await driver.reads("PSW everybody: 2")
        await driver.press("v", "v", "v")
        await driver.reads("PSW open fresh looks: 1")
        assert "Maple-27" not in driver.text
        await driver.press("v")
        await driver.reads("Nobody here: due or overdue. v shows others.")
        await driver.press(*"vvvvv")
        await driver.reads("PSW everybody: 2")


async def test_typing_narrows_and_enter_opens(folder: Path, clock: StillClock, maple: Client) -> None:
    """Space, three letters, Enter; Esc brings everybody back."""
    with inside(folder, clock) as vault:
        give_client(vault, "Birch-11")
    async with at_home(folder, clock) as driver:
        await driver.press("space")
        await driver.type("zzz")
        await driver.reads("Nobody like that.")
        await driver.press(*["backspace"] * 3)
        await driver.type("map")
        await driver.until(lambda: "Birch-11" not in driver.text, "fewer")
        await go(driver, "enter", "ClientScreen")
        await driver.reads("Maple-27")
        await go(driver, "escape", "CaseloadScreen")
        await driver.press("space", "escape")
        await driver.reads("Birch-11")


async def test_the_mark_stays_on_its_client_when_the_list_changes(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    with inside(folder, clock) as vault:
        birch = give_client(vault, "Birch-11")
        give_debrief(vault, birch.id, next_what="ring", next_due="today")
    async with at_home(folder, clock) as driver:
        await driver.press("down")
        await driver.reads("> Maple-27")
        await driver.press("space")
        await driver.type("-")
        await driver.reads("> Maple-27")


async def test_it_begins_with_what_the_worker_chose(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "o", "FormScreen")
        await driver.answer(showing="paused")
        await go(driver, "f2", "CaseloadScreen")
    async with at_home(folder, clock) as driver:
        await driver.reads("Nobody here: paused by them.")


async def test_a_filter_is_chosen_from_the_palette(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await driver.press("ctrl+p")
        await driver.at("PaletteScreen")
        await driver.type("permission ends")
        await driver.pilot.pause(0.3)
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        await driver.reads("PSW permission ends: 0")
