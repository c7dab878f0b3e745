"""Everything in order by keys: a line each, Enter to the place and back to the same line."""

from __future__ import annotations

from pathlib import Path

from psw_tui.records.client import Client
from tests.conftest import StillClock
from tests.services.giving import give_debrief, give_goal
from tests.ui.driving import inside
from tests.ui.walking import at_client, go


async def test_enter_goes_to_the_place_and_back(folder: Path, clock: StillClock, maple: Client) -> None:
    with inside(folder, clock) as vault:
        give_goal(vault, maple.id, "a quiet room")
        clock.forward(days=1)
        give_debrief(vault, maple.id, their_words="[/] loud")
    async with at_client(folder, clock) as driver:
        await go(driver, "l", "ListScreen")
        await driver.reads("today debrief, met: [/] loud")
        await driver.reads("yesterday goal, active: a quiet room")
        await go(driver, "enter", "ReadScreen")
        await driver.reads("Debrief: Maple-27")
        await go(driver, "escape", "ListScreen")
        await driver.press("down")
        await driver.press("enter")
        await driver.reads("Goals: Maple-27")
        await driver.press("escape")
        await driver.reads("Everything in order: Maple-27")


async def test_two_thousand_entries_are_there_at_once(folder: Path, clock: StillClock, maple: Client) -> None:
    """To the last and back by two keys; how fast is measured in the bench."""
    with inside(folder, clock) as vault:
        for number in range(400):
            give_debrief(vault, maple.id, their_words=f"note {number}", next_what="x", next_due="+1")
    async with at_client(folder, clock) as driver:
        await go(driver, "l", "ListScreen")
        await driver.reads("note 399")
        await driver.press("end")
        await driver.reads("note 0")
        await driver.press("home")
        await driver.reads("note 399")
