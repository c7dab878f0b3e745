"""Ways through the app that several journeys take: to a client's page, to its lists, and into a box that holds something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.conftest import StillClock
from tests.ui.driving import Driver, at_home


@asynccontextmanager
async def at_client(folder: Path, clock: StillClock) -> AsyncIterator[Driver]:
    """The app on the page of the only client."""
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "ClientScreen")
        yield driver


@asynccontextmanager
async def at_note(folder: Path, clock: StillClock) -> AsyncIterator[Driver]:
    """The app at a new note about the only client."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        yield driver


async def go(driver: Driver, key: str, screen: str) -> None:
    """Press a key and wait for the screen it leads to."""
    await driver.press(key)
    await driver.at(screen)


async def retype(driver: Driver, **raw: str) -> None:
    """Type over what stands in boxes of one line."""
    for name, text in raw.items():
        box: Any = driver.form.question(name).box  # type: ignore[union-attr]
        box.focus()
        await driver.press("end", "ctrl+u")
        assert not box.raw
        await driver.type(text)


async def refused(driver: Driver, *sentences: str) -> None:
    """Save too early: it is said what is wrong, and every answer stands as it stood."""
    before = driver.form.raw
    await driver.press("f2")
    await driver.reads("Not saved yet: look at what is marked with ^.")
    assert driver.form.raw == before
    for words in sentences:
        await driver.reads(words)


async def notified(driver: Driver, words: str) -> None:
    """Wait for a notice: tests run without the boxes that show them."""
    await driver.until(lambda: words in [each.message for each in driver.app._notifications], repr(words))
