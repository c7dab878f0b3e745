"""Letters of the world in names and notes: on every screen that shows them nothing runs over the edge, and all is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from psw_tui.domain.text import plain
from psw_tui.services.client_page import client_page
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief, give_goal
from tests.ui.driving import Driver, at_home, inside
from tests.ui.test_caseload_list import LETTERS
from tests.ui.walking import go

WORDS = " ".join(plain(each) for each in LETTERS)


def edges_hold(driver: Driver) -> bool:
    """Whether every line is as wide as the window, by the cells its letters take."""
    strips = driver.app.screen._compositor.render_strips()
    return all(strip.cell_length == driver.app.size.width == cell_len(strip.text) for strip in strips)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
async def test_every_screen_keeps_its_edges(folder: Path, clock: StillClock, size: tuple[int, int]) -> None:
    """Caseload, client, goals, to-do, timeline, find and a form, which keeps every letter when it is saved."""
    with inside(folder, clock) as vault:
        client = give_client(vault, "Maple-27", goes_by=WORDS, pronouns=WORDS, strengths=WORDS)
        give_goal(vault, client.id, WORDS, rating="3")
        give_debrief(vault, client.id, their_words=WORDS * 5, what_line=WORDS, next_what=WORDS, next_due=clock.today())
    async with at_home(folder, clock, size=size) as driver:
        await driver.press("h")
        await driver.reads("Next: 日本")
        assert edges_hold(driver)
        await go(driver, "slash", "FindScreen")
        await driver.type("日本")
        await driver.reads("Maple-27")
        assert edges_hold(driver)
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "enter", "ClientScreen")
        await driver.press("h")
        for key in "gtld":
            await driver.press(key)
            await driver.until(lambda: driver.here != "ClientScreen", f"screen behind {key}")
            await driver.reads("日本")
            assert edges_hold(driver)
            await go(driver, "escape", "ClientScreen")
        assert edges_hold(driver)
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        await driver.answer(what_line=WORDS, their_words=WORDS)
        assert edges_hold(driver)
        await go(driver, "f2", "ListScreen")
        await driver.reads("Anything else for Maple-27?")
        assert edges_hold(driver)
        kept = (await driver.ask(client_page, client.id)).debriefs[0]
        assert (kept.what_line, kept.their_words) == (WORDS, WORDS)
