"""Finding by keys: from any list, hits while typing, Enter to the place and Esc back to the box."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_debrief, give_goal, give_look, give_step
from tests.ui.driving import at_home, inside
from tests.ui.walking import go


@pytest.fixture
def written(folder: Path, clock: StillClock, maple: Client) -> Client:
    with inside(folder, clock) as vault:
        give_goal(vault, maple.id, "a quiet goalroom")
        give_debrief(vault, maple.id, their_words="The noteroom was loud", next_what="call the taskroom", next_due="+3")
        look = give_look(vault, maple.id)
        raw = COMPLETE[StepNumber.REFLECT] | {"doing": "pushed the steproom", "state": "done"}
        give_step(vault, look, StepNumber.REFLECT, **raw)
    return maple


@pytest.mark.parametrize(
    ("word", "screen", "shown"),
    [
        ("goalroom", "ListScreen", "Goals: Maple-27"),
        ("noteroom", "ReadScreen", "Debrief: Maple-27"),
        ("taskroom", "ToDoScreen", "call the taskroom"),
        ("steproom", "ReadScreen", "pushed the steproom"),
        ("maple", "ClientScreen", "Goals"),
    ],
)
async def test_enter_goes_to_the_place(
    folder: Path, clock: StillClock, written: Client, word: str, screen: str, shown: str
) -> None:
    """And Esc comes back to the box with the words and hits as they were."""
    async with at_home(folder, clock) as driver:
        await go(driver, "slash", "FindScreen")
        await driver.type(word[:-1])
        await driver.until(lambda: word in driver.text.casefold(), word)
        await driver.type(word[-1])
        await driver.reads("place")
        await go(driver, "enter", screen)
        await driver.reads(shown)
        await go(driver, "escape", "FindScreen")
        await driver.reads(word)


async def test_what_finds_nothing_says_so_and_words_are_kept(folder: Path, clock: StillClock, written: Client) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "ClientScreen")
        await go(driver, "slash", "FindScreen")
        await driver.reads("client:Maple-27")
        await driver.type("zebra")
        await driver.reads("Nothing found.")
        await driver.press("enter", "down")
        assert driver.here == "FindScreen"
        await driver.press(*["backspace"] * 5)
        await driver.type("room client:maple-27 [/]")
        await driver.pilot.pause()
        await go(driver, "escape", "ClientScreen")
