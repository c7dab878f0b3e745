"""Small windows: at 60x20 everything fits; below that a sentence asks for more room and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widget import Widget

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.services.drafts import DraftPlace, keep_draft
from tests.conftest import StillClock
from tests.ui.driving import Driver, at_home, beginning, inside, running
from tests.ui.walking import at_note

SMALL = (40, 12)
TINY = (20, 5)
LEAST = (60, 20)
SENTENCE = "Please make the window larger"


def too_wide(driver: Driver) -> list[str]:
    """What can be scrolled sideways on the screen, or is cut off at its right edge."""
    width = driver.app.size.width
    return [
        f"{type(widget).__name__}#{widget.id}"
        for widget in driver.app.screen.query(Widget)
        if widget.display and (widget.show_horizontal_scrollbar or widget.region.right > width)
    ]


@pytest.mark.parametrize("size", [SMALL, TINY], ids=str)
async def test_a_tiny_window_asks_for_room_and_keeps_what_was_typed(
    folder: Path, clock: StillClock, maple: Client, size: tuple[int, int]
) -> None:
    """The sentence fits, and made larger again the form stands as it was, cursor and all."""
    async with at_note(folder, clock) as driver:
        await driver.press("1", "1")
        await driver.answer(their_words="half a sent")
        raw = driver.form.raw
        await driver.pilot.resize_terminal(*size)
        await driver.reads(SENTENCE)
        await driver.reads("Nothing is lost.")
        await driver.press("1", "x", "enter", "f2")
        await driver.pilot.resize_terminal(80, 24)
        await driver.at("FormScreen")
        assert driver.form.raw == raw
        await driver.type("ence")
        assert driver.form.raw["their_words"] == "half a sentence"
        assert len(await driver.drafts()) == 1


async def test_a_window_that_starts_tiny_opens_once_it_grows(folder: Path, clock: StillClock) -> None:
    """Before unlocking too."""
    async with running(beginning(clock, [folder]), SMALL) as driver:
        await driver.reads(SENTENCE)
        await driver.pilot.resize_terminal(80, 24)
        await driver.at("UnlockScreen")


@pytest.mark.parametrize("keys", ["", "a", "enter", "enter n", "enter g", "enter p", "enter c", "question_mark", "t"])
async def test_screens_fit_the_least_window(folder: Path, clock: StillClock, busy: Client, keys: str) -> None:
    """No sideways scrolling, nothing cut off at the right."""
    async with at_home(folder, clock, LEAST) as driver:
        await driver.reads("Maple-27")
        for key in keys.split():
            before = driver.app.screen
            await driver.press(key)
            await driver.until(lambda before=before: driver.app.screen is not before, f"screen after {key}")  # type: ignore[misc]
        await driver.pilot.pause()
        assert too_wide(driver) == []
        assert driver.text.splitlines()[-1].strip(), "the bottom line names the keys"


@pytest.mark.parametrize("number", list(StepNumber), ids=lambda number: number.name.lower())
async def test_steps_fit_the_least_window(folder: Path, clock: StillClock, busy: Client, number: StepNumber) -> None:
    """All nine, with every answer that opens further questions."""
    async with at_home(folder, clock, LEAST) as driver:
        await driver.reads("Maple-27")
        await driver.press(str(int(number)))
        await driver.until(lambda: driver.here.endswith("StepScreen"), "step")
        await driver.pilot.pause()
        assert too_wide(driver) == []
        assert f"Step {int(number)} of 9" in driver.text


async def test_drafts_and_set_up_fit_too(folder: Path, clock: StillClock, maple: Client) -> None:
    """The list of drafts, the question before throwing one away, unlock and set-up."""
    with inside(folder, clock) as vault:
        keep_draft(vault, DraftPlace("debrief", maple.id), {"their_words": "x"})
    async with at_home(folder, clock, LEAST) as driver:
        await driver.at("DraftsScreen")
        assert too_wide(driver) == []
        await driver.press("d")
        await driver.at("YesNoDialog")
        assert too_wide(driver) == []
    async with running(beginning(clock, [folder]), LEAST) as driver:
        await driver.at("UnlockScreen")
        await driver.press("f4")
        await driver.pilot.pause()
        assert too_wide(driver) == []
        await driver.press("ctrl+n")
        await driver.at("WelcomeScreen")
        assert too_wide(driver) == []
        await driver.press("enter")
        await driver.at("SetUpScreen")
        assert too_wide(driver) == []
