"""Keys in one breath, faster than the app moves its cursor: each goes where it was meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key

from psw_tui.records.client import Client
from psw_tui.services.debriefs import debriefs_of
from tests.conftest import StillClock
from tests.ui.driving import Driver, at_home
from tests.ui.walking import at_client, go

CHARACTERS = {"enter": "\r", "tab": "\t"}


async def in_one_breath(driver: Driver, *keys: str) -> None:
    """Send keys without ever waiting; a text of several letters is typed letter by letter."""
    assert driver.app._driver is not None
    named = {"enter", "tab", "shift+tab", "f2", "escape"}
    for key in keys:
        for part in [key] if key in named else list(key):
            character = CHARACTERS.get(part, part if len(part) == 1 else None)
            event = events.Key(_character_to_key(part) if len(part) == 1 else part, character)
            event.set_sender(driver.app)
            driver.app._driver.send_message(event)
    await driver.pilot.pause()


async def test_a_whole_debrief_in_one_breath(folder: Path, clock: StillClock, maple: Client) -> None:
    """From the caseload to a saved note: client, answers, words and a day, all typed before the first screen is up."""
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        await in_one_breath(
            driver, "n", "enter", "1", "2", "enter", "3", "1", "I slept.", "tab", "13", "enter", "earplugs"
        )
        await in_one_breath(
            driver, "enter", "proud", "tab", "2", "enter", "ring", "enter", "3", "+2", "enter", "1", "f2"
        )
        await driver.at("CrisisScreen")
        (kept,) = await driver.ask(debriefs_of, maple.id)
    assert (kept.contact, kept.safety, kept.how_long, kept.place) == ("met", "worried", "30", "outside")
    assert (kept.their_words, kept.what_line, kept.how_they_responded) == ("I slept.", "earplugs", "proud")
    assert kept.what_we_did == ["listened", "practical_help"]
    assert (kept.useful_today, kept.next_what, kept.next_who) == ("partly", "ring", "both")
    assert (kept.next_due, kept.written_together) == (date(2026, 3, 15), "yes")


@pytest.mark.parametrize("second", ["2", "3"])
async def test_two_digits_answer_two_questions(folder: Path, clock: StillClock, maple: Client, second: str) -> None:
    """Not the first one twice."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        await in_one_breath(driver, "1", second)
        await driver.until(lambda: bool(driver.form.raw["safety"]), "an answer about safety")
        assert driver.form.raw["contact"] == "met"


async def test_what_follows_enter_goes_into_the_next_box(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_client(folder, clock) as driver:
        await go(driver, "c", "ListScreen")
        await go(driver, "a", "FormScreen")
        await in_one_breath(driver, "sister", "enter", "1", "Jo")
        await driver.until(lambda: "Jo" in driver.form.raw.values(), "the name")
        assert driver.form.raw["label"] == "sister"


async def test_a_key_is_not_held_up_by_one_that_led_nowhere(folder: Path, clock: StillClock, maple: Client) -> None:
    """Enter on the last question opens nothing; what comes after it still comes."""
    async with at_client(folder, clock) as driver:
        await go(driver, "full_stop", "QuickNoteScreen")
        await in_one_breath(driver, "enter", "still here")
        await driver.until(lambda: driver.form.raw["words"] == "still here", "the words")
